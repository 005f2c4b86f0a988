using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("MagBot.Knowledge.Tests")]
