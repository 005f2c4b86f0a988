using MagBot.Search.Analysis;
using MagBot.Search.Analysis.Stemming;
using Xunit;

namespace MagBot.Search.Tests.Analysis;

public sealed class StemmerTests
{
    /// <summary>Word, stem by "dutch", stem by "dutch_porter"; our own words, checked when the stemmers agreed with all of Snowball's vocabulary.</summary>
    public static TheoryData<string, string, string> Table()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var fields in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Analysis", "stems.tsv")).Where(l => l[0] != '#').Select(l => l.Split('\t')))
            data.Add(fields[0], fields[1], fields[2]);
        return data;
    }

    [Theory]
    [MemberData(nameof(Table))]
    public void Stem_WordOfTheTable_GivesBothStems(string word, string dutch, string porter)
    {
        Assert.Equal(dutch, DutchStemmer.Stem(word));
        Assert.Equal(porter, DutchPorterStemmer.Stem(word));
    }

    [Theory]
    [InlineData("")]
    [InlineData("e")]
    [InlineData("'s")]
    [InlineData("ge")]
    [InlineData("gege")]
    [InlineData("ië")]
    [InlineData("ijijijij")]
    [InlineData("sssssss")]
    public void Stem_OddWord_DoesNotGrowBeyondTheMargin(string word)
    {
        Assert.True(DutchStemmer.Stem(word).Length <= word.Length + StemBuffer.Margin);
        Assert.True(DutchPorterStemmer.Stem(word).Length <= word.Length);
    }

    [Fact]
    public void Stem_RandomLetters_NeverThrows()
    {
        const string Letters = "aeiouyëïéstndgrlkfvzjhm'";
        var random = new Random(20261122);
        for (var i = 0; i < 100_000; i++)
        {
            var word = string.Concat(Enumerable.Range(0, random.Next(14)).Select(_ => Letters[random.Next(Letters.Length)]));
            try
            {
                DutchStemmer.Stem(word);
                DutchPorterStemmer.Stem(word);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                Assert.Fail($"seed 20261122, word {i} \"{word}\": {e}");
            }
        }
    }

    [Theory]
    [InlineData("probleem", "problemen")]
    [InlineData("gezond", "gezondheid")]
    [InlineData("systeem", "systemen")]
    [InlineData("kind", "kinderen")]
    public void Stem_FormsForRetrieval_Meet(string one, string other)
    {
        var analyzer = new DutchAnalyzer();

        Assert.Equal(analyzer.Stem(one), analyzer.Stem(other));
    }

    [Theory]
    [InlineData("gezond", "zon")]
    [InlineData("maan", "man")]
    [InlineData("gegevens", "geven")]
    public void Stem_DifferentWords_StayApart(string one, string other)
    {
        var analyzer = new DutchAnalyzer();

        Assert.NotEqual(analyzer.Stem(one), analyzer.Stem(other));
    }
}
