using System.Text.RegularExpressions;

namespace MagBot.EndToEnd.Tests;

/// <summary>Where things stand in the checkout that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The host as built in the same configuration as these tests.</summary>
    public static string HostAssembly { get; } = Path.Combine(
        Root, "src", "MagBot.Host", "bin", AppContext.BaseDirectory.Contains("Release", StringComparison.Ordinal) ? "Release" : "Debug", "net10.0", "MagBot.Host.dll");

    public static string Knowledge { get; } = Path.Combine(Root, "knowledge");

    /// <summary>A copy of the knowledge that a test may change.</summary>
    public static void CopyKnowledge(string to)
    {
        foreach (var file in Directory.EnumerateFiles(Knowledge, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(Knowledge, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!); // a file inside a folder
            File.Copy(file, target);
        }
    }

    /// <summary>A copy of the knowledge in which advisors are there at these blocks of every day, such as <c>[]</c>; the host deletes it.</summary>
    public static string KnowledgeWithHours(string blocks)
    {
        var knowledge = Directory.CreateTempSubdirectory("magbot-e2e-knowledge-").FullName;
        CopyKnowledge(knowledge);
        var shop = Path.Combine(knowledge, "shop.yaml");
        File.WriteAllText(shop, Regex.Replace(File.ReadAllText(shop), @"(day|""): \[.*\]", "$1: " + blocks));
        return knowledge;
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "MagBot.sln")))
                return folder.FullName;
        throw new InvalidOperationException("MagBot.sln was not found above the tests.");
    }
}
