namespace MagBot.Knowledge.Tests;

/// <summary>A knowledge folder of its own for a test: a copy of what cannot be missed, to break one thing in.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public const string GoodAnswer = """
        ---
        id: proef
        question: Wat is een proef?
        variants: [proef]
        topic: basics
        evidence: shop
        sources: [bron]
        related: []
        reviewed: 2026-11-22
        short: Een proef is een test.
        ---
        Meer uitleg.
        """;

    public TemporaryFolder()
    {
        Path = Directory.CreateTempSubdirectory("knowledge-").FullName;
        Directory.CreateDirectory(System.IO.Path.Combine(Path, "safety"));
        foreach (string file in Directory.EnumerateFiles(System.IO.Path.Combine(KnowledgeFolder.Path, "safety")))
            File.Copy(file, System.IO.Path.Combine(Path, "safety", System.IO.Path.GetFileName(file)));
        foreach (string name in new[] { "claims.yaml", "shop.yaml" }) File.Copy(System.IO.Path.Combine(KnowledgeFolder.Path, name), System.IO.Path.Combine(Path, name));
        Write("sources.yaml", "- {id: bron, label: Bron, title: Titel, kind: study, grade: trial}\n");
        Write("texts.yaml", "hallo: Dag {name}.\n");
        Write("intents.yaml", "- {id: dank, decision: smalltalk, answer: Graag gedaan., examples: [bedankt]}\n");
        Write("synonyms.txt", "");
        Write("answers/basics/proef.md", GoodAnswer);
    }

    public string Path { get; }

    public void Write(string name, string text) => Write(name, System.Text.Encoding.UTF8.GetBytes(text));

    public void Write(string name, byte[] bytes)
    {
        string path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!); // a file in a folder has one
        File.WriteAllBytes(path, bytes);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
