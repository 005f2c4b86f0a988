using MagBot.Search.Analysis;
using Xunit;

namespace MagBot.Search.Tests.Analysis;

public sealed class SynonymMapTests
{
    [Fact]
    public void Parse_BothForms_GivesRules()
    {
        var rules = SynonymMap.Parse(["# comment", "", "zwanger, in verwachting", "plaspil, furosemide => diureticum # note"]).Rules;

        Assert.Equal(
            ["zwanger>in verwachting", "in verwachting>zwanger", "plaspil>diureticum", "furosemide>diureticum"],
            rules.Select(rule => $"{rule.Phrase}>{string.Join('|', rule.Meanings)}"));
    }

    [Fact]
    public void Parse_FaultyLines_ListsThemAllWithTheirNumbers()
    {
        var fault = Assert.Throws<FormatException>(() => SynonymMap.Parse(["alleen", "a => ", "goed, beter", "a => b => c"], "synonyms.txt"));

        Assert.Contains("synonyms.txt line 1", fault.Message, StringComparison.Ordinal);
        Assert.Contains("line 2", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("line 3", fault.Message, StringComparison.Ordinal);
        Assert.Contains("line 4", fault.Message, StringComparison.Ordinal);
    }
}
