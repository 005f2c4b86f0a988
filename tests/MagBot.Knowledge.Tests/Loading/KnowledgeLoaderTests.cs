using System.Text;
using MagBot.Knowledge.Loading;
using Xunit;

namespace MagBot.Knowledge.Tests.Loading;

public sealed class KnowledgeLoaderTests : IDisposable
{
    private const string AnswerFile = "answers/basics/proef.md";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_OwnFolder_HasNoErrors()
    {
        Assert.DoesNotContain(KnowledgeFolder.Loaded.Faults, fault => fault.Severity == FaultSeverity.Error);
        Assert.NotEmpty(KnowledgeFolder.Current.Answers);
        Assert.NotEmpty(KnowledgeFolder.Current.Passages);
    }

    [Fact]
    public void Load_SmallGoodFolder_ReadsAnswer()
    {
        KnowledgeLoadResult result = KnowledgeLoader.Load(_folder.Path);

        Assert.Empty(result.Faults);
        Assert.Equal("Een proef is een test.", result.KnowledgeBase?.FindAnswer("proef")?.ShortText);
        Assert.Equal("Dag Jan.", result.KnowledgeBase?.Texts.Get("hallo", ("name", "Jan")));
    }

    [Theory]
    [InlineData("reviewed: 2026-11-22", "reviewed: 22-11-2026", "wrong-value", 9)]
    [InlineData("evidence: shop", "evidence: shopp", "wrong-value", 6)]
    [InlineData("variants: [proef]", "variants: proef", "not-a-list", 4)]
    [InlineData("topic: basics", "topik: basics", "unknown-field", 5)]
    [InlineData("id: proef", "id: anders", "id-differs", 2)]
    [InlineData("sources: [bron]", "sources: [brom]", "source-unknown", null)]
    [InlineData("related: []", "related: [weg]", "related-unknown", null)]
    [InlineData("related: []", "related: []\nbutton: Een knop die echt veel te lang is om op een telefoon te passen", "button-length", 9)]
    [InlineData("evidence: shop", "evidence: shop\nevidence: trial", "duplicate-field", 7)]
    [InlineData("short: Een proef is een test.", "short: Een proef: dit is een test.", "yaml-broken", 10)]
    [InlineData("question: Wat is een proef?", "question: *alias", "yaml-not-allowed", 3)]
    [InlineData("question: Wat is een proef?", "question: &anker Wat?", "yaml-not-allowed", 3)]
    [InlineData("Meer uitleg.", "Meer <b>uitleg</b>.", "markdown-html", 12)]
    [InlineData("Meer uitleg.", "[klik](javascript:alert(1))", "markdown-link", 12)]
    public void Load_BrokenAnswer_ReportsFileLineAndRule(string good, string broken, string rule, int? line)
    {
        _folder.Write(AnswerFile, TemporaryFolder.GoodAnswer.Replace(good, broken, StringComparison.Ordinal));

        KnowledgeLoadResult result = KnowledgeLoader.Load(_folder.Path);

        Fault fault = Assert.Single(result.Faults, fault => fault.Rule == rule);
        Assert.Equal(AnswerFile, fault.File);
        Assert.Equal(line, fault.Line);
        Assert.NotNull(result.KnowledgeBase);
    }

    [Fact]
    public void Load_SeveralBrokenFiles_ReportsAllOfThem()
    {
        _folder.Write("answers/basics/leeg.md", "");
        _folder.Write("answers/basics/open.md", "---\nid: open\n");
        _folder.Write("answers/basics/geen.md", "Alleen tekst.\n");
        _folder.Write("answers/andere/proef.md", TemporaryFolder.GoodAnswer.Replace("topic: basics", "topic: andere", StringComparison.Ordinal));
        _folder.Write("answers/basics/binair.md", [0x2d, 0x2d, 0x00, 0xff]);
        _folder.Write("answers/basics/latin.md", Encoding.Latin1.GetBytes("---\nid: café\n---\n"));
        _folder.Write("articles/groot.md", new byte[5_000_000].Select(_ => (byte)'a').ToArray());

        IReadOnlyList<Fault> faults = KnowledgeLoader.Load(_folder.Path).Faults;

        string[] expected = ["front-matter-missing", "front-matter-open", "duplicate-id", "file-binary", "file-encoding", "file-too-large"];
        Assert.All(expected, rule => Assert.Contains(faults, fault => fault.Rule == rule));
        Assert.Equal(2, faults.Single(fault => fault.Rule == "file-encoding").Line);
    }

    [Fact]
    public void Load_ByteOrderMarkAndWindowsLineEnds_ReadsTheSame()
    {
        _folder.Write(AnswerFile, "\uFEFF" + TemporaryFolder.GoodAnswer.ReplaceLineEndings("\r\n"));

        KnowledgeLoadResult result = KnowledgeLoader.Load(_folder.Path);

        Assert.Empty(result.Faults);
        Assert.Equal("Meer uitleg.", result.KnowledgeBase?.Answers.Single().Body);
    }

    [Fact]
    public void Load_DeepYaml_IsAFaultAndNotACrash()
    {
        _folder.Write("texts.yaml", "a: " + new string('[', 50_000));

        Assert.Contains(KnowledgeLoader.Load(_folder.Path).Faults, fault => fault is { File: "texts.yaml", Rule: "yaml-not-allowed" or "yaml-broken" });
    }

    [Fact]
    public void Load_RequiredTextMissing_NamesTheKey()
    {
        var options = new KnowledgeLoadOptions { RequiredTexts = ["hallo", "halo.daar"] };

        Fault fault = Assert.Single(KnowledgeLoader.Load(_folder.Path, options).Faults);

        Assert.Equal("text-missing", fault.Rule);
        Assert.Contains("halo.daar", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("safety/lines.yaml")]
    [InlineData("shop.yaml")]
    [InlineData("claims.yaml")]
    public void Load_WithoutAnEssentialFile_GivesNoKnowledge(string file)
    {
        File.Delete(Path.Combine(_folder.Path, file));

        KnowledgeLoadResult result = KnowledgeLoader.Load(_folder.Path);

        Assert.Null(result.KnowledgeBase);
        Assert.Contains(result.Faults, fault => fault.File == file && fault.Rule == "file-missing");
    }

    [Fact]
    public void Load_FolderMissing_SaysSo() =>
        Assert.Equal("folder-missing", Assert.Single(KnowledgeLoader.Load(Path.Combine(_folder.Path, "weg")).Faults).Rule);

    [Fact]
    public void Load_BrokenPattern_ReportsLine()
    {
        _folder.Write("safety/shop.yaml", "rules:\n  - kind: S36\n    name: proef\n    level: U6\n    lines: [MEDEWERKR]\n    patterns: ['(open', 'x*']\n");

        IReadOnlyList<Fault> faults = KnowledgeLoader.Load(_folder.Path).Faults;

        Assert.Contains(faults, fault => fault is { Rule: "pattern-broken", Line: 6 });
        Assert.Contains(faults, fault => fault is { Rule: "pattern-empty", Line: 6 });
        Assert.Contains(faults, fault => fault.Rule == "unknown-line" && fault.Message.Contains("MEDEWERKER", StringComparison.Ordinal));
    }
}
