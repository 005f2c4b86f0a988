namespace MagBot.Knowledge.Tests;

/// <summary>Lines of the files in <c>data/</c>.</summary>
internal static class TestData
{
    public static IReadOnlyList<string> Lines(string file) =>
        [.. File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "data", file)).Where(line => line.Length > 0)];
}
