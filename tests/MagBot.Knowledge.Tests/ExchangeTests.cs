using MagBot.Knowledge.Exchange;
using MagBot.Knowledge.Loading;
using Xunit;

namespace MagBot.Knowledge.Tests;

public sealed class ExchangeTests
{
    [Fact]
    public void Import_RawText_GivesDraftThatTheLoaderKeepsOutOfService()
    {
        using var folder = new TemporaryFolder();

        ArticleDraft draft = ArticleImporter.Import("Zout in bad: \"zin\"?\r\n\r\nHoe het werkt\r\nWarm water is prettig.\r\n• eerste\r\n• tweede\r\n", "bestand");
        folder.Write($"articles/{draft.Id}.md", draft.Markdown);
        KnowledgeLoadResult result = KnowledgeLoader.Load(folder.Path);

        Assert.Equal("zout-in-bad-zin", draft.Id);
        Assert.Contains("## Hoe het werkt\n\nWarm water is prettig.\n\n- eerste\n- tweede\n", draft.Markdown, StringComparison.Ordinal);
        Assert.Equal("draft", Assert.Single(result.Faults).Rule);
        Assert.Empty(result.KnowledgeBase?.Articles ?? []);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("een zin zonder kop.")]
    public void Import_TextWithoutTitle_TakesFallback(string text) => Assert.Equal("mijn-bestand", ArticleImporter.Import(text, "Mijn bestand").Id);

    [Fact]
    public void Export_OwnFolder_HasEveryAnswerAndPassageOnce()
    {
        ExportedDocument[] documents = [.. KnowledgeExporter.Export(KnowledgeFolder.Current)];

        Assert.Equal(KnowledgeFolder.Current.Answers.Count + KnowledgeFolder.Current.Passages.Count(), documents.DistinctBy(document => document.DocId).Count());
        Assert.All(documents, document => Assert.NotEqual("", document.Text));
    }
}
