using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("MagBot.Host.Tests")]
