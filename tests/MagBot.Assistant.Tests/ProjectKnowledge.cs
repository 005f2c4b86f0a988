using MagBot.Knowledge;
using MagBot.Knowledge.Loading;

namespace MagBot.Assistant.Tests;

/// <summary>The project's own knowledge folder and the bot on it, loaded once for all tests.</summary>
internal static class ProjectKnowledge
{
    private static readonly Lazy<KnowledgeBase> LoadedOnce = new(() =>
    {
        var result = KnowledgeLoader.Load(Find());
        return result.KnowledgeBase ?? throw new InvalidOperationException(string.Join('\n', result.Faults));
    });

    private static readonly Lazy<AssistantSnapshot> SnapshotOnce = new(() => new AssistantSnapshot(LoadedOnce.Value));

    public static KnowledgeBase Current => LoadedOnce.Value;

    public static AssistantSnapshot Snapshot => SnapshotOnce.Value;

    /// <summary>A copy of the folder, to change something in.</summary>
    public static void CopyTo(string target)
    {
        string source = Find();
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!); // below the target
            File.Copy(file, copy);
        }
    }

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "knowledge");
            if (File.Exists(Path.Combine(candidate, "claims.yaml")))
                return candidate;
        }

        throw new DirectoryNotFoundException("No knowledge folder above " + AppContext.BaseDirectory);
    }
}
