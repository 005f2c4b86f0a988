using MagBot.Search.Analysis;
using Xunit;

namespace MagBot.Search.Tests.Analysis;

public sealed class DutchAnalyzerTests
{
    [Theory]
    [InlineData("Hoe laat, vóór het slapen?", "hoe laat voor het slapen")]
    [InlineData("'s avonds óf ’s ochtends", "'s avonds of 's ochtends")]
    [InlineData("zo'n voetenbadje, m’n foto's en z'n baby'tje", "zo'n voetenbadje m'n foto en z'n baby")]
    [InlineData("L-threonaat", "l threonaat +lthreonaat")]
    [InlineData("vitamine-B12 en 5-HTP", "vitamine b12 +vitamineb12 en 5 htp")]
    [InlineData("a.u.b. d.w.z. klaar.", "aub dwz klaar")]
    [InlineData("l'Oréal", "loreal")]
    [InlineData("ĳs en ﬁjn", "ijs en fijn")]
    [InlineData("coöperatie geïnteresseerd façade", "cooperatie geinteresseerd facade")]
    [InlineData("zoe\u0301ken", "zoeken")]
    [InlineData("mag\u00ADne\u200Bsium", "magnesium")]
    [InlineData("ＭＡＧ", "mag")]
    [InlineData("en/of(soms)", "en of soms")]
    [InlineData("", "")]
    [InlineData("😀 \uD800 !? ...", "")]
    public void Analyze_Text_GivesWords(string text, string expected) => TokenAssert.Words(text, expected);

    [Theory]
    [InlineData("400mg", "400 mg")]
    [InlineData("400 milligram", "400 mg")]
    [InlineData("38-40 °C", "38 40 graden")]
    [InlineData("38–40°", "38 40 graden")]
    [InlineData("2,5 g en 2.5 gram", "2,5 gram en 2,5 gram")]
    [InlineData("23u of 23:00 uur", "23 uur of 23:00 uur")]
    [InlineData("1.000 mg, 12.345.678", "1000 mg 12345678")]
    [InlineData("20% van 3 l", "20 procent van 3 liter")]
    [InlineData("0 g 5htp 3d", "0 gram 5htp 3d")]
    [InlineData("100 µg", "100 mcg")]
    [InlineData("1.5.2", "1,5,2")]
    public void Analyze_Numbers_GivesNumberAndUnit(string text, string expected) => TokenAssert.Words(text, expected);

    [Fact]
    public void Analyze_FoldedText_KeepsOriginalOffsets()
    {
        const string Text = "Cafe\u0301 ĳs, 2,5g";

        var tokens = TokenAssert.Words(Text, "cafe ijs 2,5 gram");

        Assert.Equal(["Cafe\u0301", "ĳs", "2,5", "g"], tokens.Select(t => Text[t.Start..t.End]));
    }

    [Fact]
    public void Analyze_HyphenatedWord_JoinedFormSharesPositionAndCoversAll()
    {
        var tokens = TokenAssert.Words("de L-threonaat", "de l threonaat +lthreonaat");

        Assert.Equal([0, 1, 2, 1], tokens.Select(t => t.Position));
        Assert.Equal((3, 14), (tokens[3].Start, tokens[3].End));
    }

    [Theory]
    [InlineData("geen", WordRole.Negation)]
    [InlineData("wanneer", WordRole.Question)]
    [InlineData("hallo", WordRole.Padding)]
    [InlineData("het", WordRole.Stop)]
    [InlineData("magnesium", WordRole.Content)]
    public void Analyze_Word_KnowsItsRole(string word, WordRole role) => Assert.Equal(role, new DutchAnalyzer().Analyze(word)[0].Role);

    [Fact]
    public void Analyze_VeryLongWord_IsCutButCovered()
    {
        var text = new string('x', 100_000);

        var token = Assert.Single(TokenAssert.Words(text, new string('x', WordTokenizer.MaxTermLength)));

        Assert.Equal(text.Length, token.End);
    }

    [Fact]
    public void Analyze_RandomCharacters_OffsetsHold()
    {
        const string Characters = "aeé'’-–.,:%°C 0123456789mgĳß\u0301\u00AD\uD83D\uDE00\uD800٣字בx/";
        var random = new Random(42);
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => Characters[random.Next(Characters.Length)]));
            try
            {
                TokenAssert.Offsets(text, new DutchAnalyzer().Analyze(text));
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                Assert.Fail($"seed 42, text {i} \"{text}\": {e}");
            }
        }
    }
}
