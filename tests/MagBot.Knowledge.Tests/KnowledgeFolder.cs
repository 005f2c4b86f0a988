using MagBot.Knowledge.Loading;

namespace MagBot.Knowledge.Tests;

/// <summary>The project's own knowledge folder, loaded once for all tests.</summary>
internal static class KnowledgeFolder
{
    private static readonly Lazy<KnowledgeLoadResult> LoadedOnce = new(() => KnowledgeLoader.Load(Find()));

    public static string Path { get; } = Find();

    public static KnowledgeLoadResult Loaded => LoadedOnce.Value;

    public static KnowledgeBase Current => Loaded.KnowledgeBase ?? throw new InvalidOperationException(string.Join('\n', Loaded.Faults));

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = System.IO.Path.Combine(folder.FullName, "knowledge");
            if (File.Exists(System.IO.Path.Combine(candidate, "claims.yaml"))) return candidate;
        }

        throw new DirectoryNotFoundException("No knowledge folder above " + AppContext.BaseDirectory);
    }
}
