using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("MagBot.Host.Tests")]
[assembly: InternalsVisibleTo("MagBot.Conformance.Tests")]
