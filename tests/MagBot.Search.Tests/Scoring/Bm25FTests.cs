using MagBot.Search.Index;
using MagBot.Search.Scoring;
using Xunit;

namespace MagBot.Search.Tests.Scoring;

public sealed class Bm25FTests
{
    [Theory]
    [InlineData(1, 10, 1.99243)]   // ln(1 + 9.5 / 1.5)
    [InlineData(10, 10, 0.046520)] // ln(1 + 0.5 / 10.5)
    [InlineData(0, 10, 3.091042)]  // ln(1 + 10.5 / 0.5)
    public void Idf_WorkedExample_AgreesWithTheFormula(int df, int n, double expected) => Assert.Equal(expected, Bm25F.Idf(df, n), 1e-5);

    [Fact]
    public void Saturate_Frequency1_Is1() => Assert.Equal(1, Bm25F.Saturate(1, 1.5), 1e-12);

    // Two fields: title (weight 2, b 0.5), text (weight 1, b 1). Documents:
    //   a  title "slaap zout"      text "zout zout thee rust"   dl 2, 4
    //   b  title "thee"            text "slaap rust"            dl 1, 2
    // avgdl: title 1.5, text 3. Query "zout": df 1, n 2, idf = ln(1 + 1.5/1.5) = 0.693147.
    //   title: 2 / (0.5 + 0.5 * 2/1.5) = 1.714286; text: twice 1 / (4/3) = 1.5; tf = 3.214286
    //   saturated with k1 = 1.5: 3.214286 * 2.5 / 4.714286 = 1.704545; score 1.181501
    [Fact]
    public void Search_TwoFields_SaturatesTheirWeightedSumOnce()
    {
        var options = new SearchIndexOptions
        {
            Fields = [new("title", 2, 0.5), new("text", 1, 1)],
            TermSaturation = 1.5,
            LeadBonus = 0,
            ExactFormBonus = 0,
            ProximityBonus = 0,
            QuestionBonus = 0,
        };
        var index = new SearchIndexBuilder(options)
            .Add(SearchDocument.FromTitleAndText("a", "slaap zout", "zout zout thee rust"))
            .Add(SearchDocument.FromTitleAndText("b", "thee", "slaap rust"))
            .Build();

        var hit = Assert.Single(index.Search("zout").Hits);

        Assert.Equal("a", hit.Key.Value);
        Assert.Equal(1.181501, hit.Score, 1e-5);
        Assert.Equal(hit.Score, hit.Features.Bm25F, 1e-9);
    }
}
