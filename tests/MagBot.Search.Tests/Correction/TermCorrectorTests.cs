using MagBot.Search.Analysis;
using MagBot.Search.Correction;
using MagBot.Search.Index;
using Xunit;

namespace MagBot.Search.Tests.Correction;

public sealed class TermCorrectorTests
{
    private static readonly Lexicon Words = Lexicon();
    private static readonly TermCorrector Corrector = new(Words, word => Words.CountOf(word) > 0);

    [Theory]
    [InlineData("magnesuim", "magnesium")]
    [InlineData("zwangr", "zwanger")]
    [InlineData("melotonine", "melatonine")]
    [InlineData("malatoninne", "melatonine")]
    [InlineData("vermoeidhijd", "vermoeidheid")]
    [InlineData("slaapt", "slaap")]
    [InlineData("citraad", "citraat")]
    [InlineData("kapsule", "capsule")]
    [InlineData("krammpen", "krampen")]
    [InlineData("antibiotika", "antibiotica")]
    [InlineData("bysglicinaat", "bisglycinaat")]
    public void FindCorrections_TypingError_GivesTheWord(string typed, string expected)
    {
        var found = Corrector.FindCorrections(typed);

        Assert.Equal(expected, found.Count > 0 ? Words.WordText(found[0].Word) : "(nothing)");
    }

    [Theory]
    [InlineData("fiets")]
    [InlineData("zat")]
    [InlineData("voetbalwedstrijd")]
    [InlineData("4000")]
    public void FindCorrections_OtherWord_GivesNothing(string typed) => Assert.Empty(Corrector.FindCorrections(typed));

    [Theory]
    [InlineData("abc", "abc", 0)]
    [InlineData("abc", "acb", 1)]
    [InlineData("abc", "abcd", 1)]
    [InlineData("abcd", "badc", 2)]
    [InlineData("ca", "abc", 3)]
    [InlineData("", "ab", 2)]
    public void Within_Pair_IsOptimalStringAlignment(string a, string b, int expected)
    {
        Assert.Equal(expected, EditDistance.Within(a, b, 3));
        Assert.Equal(Math.Min(expected, 2), EditDistance.Within(a, b, 1) > 1 ? 2 : EditDistance.Within(a, b, 1));
    }

    [Fact]
    public void FindCorrections_RandomErrors_FindsWhatAScanOfAllWordsFinds()
    {
        var random = new Random(5);
        for (var i = 0; i < 2000; i++)
        {
            var typed = Mistype(random, Words.WordText(random.Next(Words.WordCount)));
            if (typed.Length < 4)
                continue;
            var limit = typed.Length >= 8 ? 2 : 1;
            var nearest = Enumerable.Range(0, Words.WordCount).Select(Words.WordText)
                .Where(word => word[0] == typed[0]).Select(word => EditDistance.Within(typed, word, limit)).Min();
            var found = Corrector.FindCorrections(typed);

            Assert.True(nearest > limit || found.Count > 0, $"seed 5, step {i}: nothing found for \"{typed}\"");
        }
    }

    private static string Mistype(Random random, string word)
    {
        var at = 1 + random.Next(word.Length - 1);
        return random.Next(3) switch
        {
            0 => word.Remove(at, 1),
            1 => word.Insert(at, "q"),
            _ => string.Concat(word.AsSpan(0, at), "q", word.AsSpan(at + 1)),
        };
    }

    private static Lexicon Lexicon()
    {
        var lexicon = new Lexicon(new DutchAnalyzer());
        foreach (var word in "magnesium zwanger melatonine vermoeidheid slaap citraat capsule krampen antibiotica bisglycinaat zout borstvoeding".Split(' '))
            lexicon.Count(lexicon.GetOrAddWord(word));
        return lexicon;
    }
}
