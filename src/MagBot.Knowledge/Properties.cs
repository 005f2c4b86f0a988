using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("MagBot.Assistant")]
[assembly: InternalsVisibleTo("MagBot.Knowledge.Tests")]
