using MagBot.Assistant.Retrieval;
using Xunit;

namespace MagBot.Assistant.Tests.Retrieval;

public sealed class PassageFinderTests
{
    private static readonly Lazy<PassageFinder> Finder = new(() => new PassageFinder(
        ProjectKnowledge.Current, new CandidateFeatures(ProjectKnowledge.Current, RetrievalSettings.Default.Ranking).GeneralQuestions(ProjectKnowledge.Current)));

    [Fact]
    public void Find_ParagraphHoldsAllThatIsAsked_QuotesIt()
    {
        var article = ProjectKnowledge.Current.Articles[0];
        var text = article.Passages[0].Text.Split('\n').First(paragraph => paragraph.Length > 80);

        var quote = Finder.Value.Find(text[..text.IndexOf('.', StringComparison.Ordinal)]);

        Assert.Equal(article.Id, quote?.Article.Id);
        Assert.Equal(text.Trim(), quote?.Text);
    }

    [Theory]
    [InlineData("hoe teken ik een paard op papier")]
    [InlineData("welke gordijnen passen bij een blauwe bank")]
    [InlineData("magnesium")]
    [InlineData("")]
    public void Find_MoreThanAnyParagraphHolds_QuotesNothing(string question) => Assert.Null(Finder.Value.Find(question));
}
