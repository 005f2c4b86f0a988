using MagBot.Search.Analysis;
using Xunit;

namespace MagBot.Search.Tests.Analysis;

public sealed class CompoundSplitterTests
{
    private static readonly CompoundSplitter Splitter = new(
        new Frequencies(new()
        {
            ["magnesium"] = 400,
            ["tekort"] = 40,
            ["slaap"] = 90,
            ["problemen"] = 30,
            ["zwangerschap"] = 20,
            ["krampen"] = 15,
            ["voeten"] = 4,
            ["badje"] = 2,
            ["kamer"] = 12,
            ["behandeling"] = 9,
            ["methode"] = 8,
            ["pannen"] = 5,
            ["koek"] = 6,
            ["kal"] = 1,
            ["ender"] = 1,
        }),
        new CompoundWords([]));

    [Theory]
    [InlineData("magnesiumtekort", "magnesium tekort")]
    [InlineData("badzout", "bad zout")]
    [InlineData("slaapproblemen", "slaap problemen")]
    [InlineData("zwangerschapskrampen", "zwangerschap krampen")]
    [InlineData("voetenbadje", "voeten badje")]
    [InlineData("slaapkamer", "slaap kamer")]
    [InlineData("behandelingsmethode", "behandeling methode")]
    [InlineData("pannenkoek", "pannen koek")]
    [InlineData("magnesiumtekortproblemen", "magnesium tekort problemen")]
    public void FindParts_Compound_GivesItsWords(string word, string parts) => Assert.Equal(parts.Split(' '), Splitter.FindParts(word, 1));

    [Theory]
    [InlineData("magnesium")]
    [InlineData("kalender")]
    [InlineData("voorkomen")]
    [InlineData("maandag")]
    [InlineData("natuurlijk")]
    [InlineData("oorzaken")]
    [InlineData("bad")]
    [InlineData("xxxxxxxxxxxx")]
    public void FindParts_SimpleWord_IsLeftWhole(string word) => Assert.Null(Splitter.FindParts(word, 1));

    [Fact]
    public void FindParts_WholeFarMoreFrequentThanParts_IsLeftWhole() => Assert.Null(Splitter.FindParts("pannenkoek", 1000));

    private sealed class Frequencies(Dictionary<string, int> counts) : IWordFrequencies
    {
        public int FrequencyOf(ReadOnlySpan<char> word) => counts.GetValueOrDefault(word.ToString());
    }
}
