using MagBot.Knowledge.Claims;
using Xunit;

namespace MagBot.Knowledge.Tests.Claims;

public sealed class ClaimsGuardTests
{
    private readonly ClaimsGuard _guard = new(KnowledgeFolder.Current.Claims);

    [Theory]
    [InlineData("claims-minimum-forbidden.txt", ClaimsContext.Answer)]
    [InlineData("claims-minimum-forbidden.txt", ClaimsContext.Product)]
    [InlineData("claims-forbidden.txt", ClaimsContext.Answer)]
    [InlineData("claims-forbidden.txt", ClaimsContext.Advisor)]
    [InlineData("claims-forbidden.txt", ClaimsContext.Product)]
    public void Check_ForbiddenSentences_NonePasses(string file, ClaimsContext context)
    {
        IEnumerable<string> passed = TestData.Lines(file).Where(text => _guard.Check(text, context).Verdict == ClaimsVerdict.Pass);

        Assert.Empty(passed);
    }

    [Theory]
    [InlineData("claims-minimum-lawful.txt", ClaimsContext.Answer)]
    [InlineData("claims-minimum-lawful.txt", ClaimsContext.Product)]
    [InlineData("claims-lawful.txt", ClaimsContext.Answer)]
    [InlineData("claims-lawful.txt", ClaimsContext.Advisor)]
    public void Check_LawfulSentences_NoneIsBlocked(string file, ClaimsContext context)
    {
        IEnumerable<string> blocked = TestData.Lines(file).Where(text => _guard.Check(text, context).Verdict == ClaimsVerdict.Block);

        Assert.Empty(blocked);
    }

    [Fact]
    public void Check_FixedSafetyLines_AllPass() =>
        Assert.All(KnowledgeFolder.Current.Safety.Lines.Values, line => Assert.Equal(ClaimsVerdict.Pass, _guard.Check(line.Text, ClaimsContext.Answer).Verdict));

    [Fact]
    public void Check_ReportOfAStudyOnAProductCard_IsBlocked()
    {
        const string Report = "In een klein onderzoek met 46 ouderen vielen mensen met magnesium sneller in slaap.";

        Assert.Equal(ClaimsVerdict.Pass, _guard.Check(Report, ClaimsContext.Answer).Verdict);
        Assert.Equal(ClaimsVerdict.Block, _guard.Check(Report, ClaimsContext.Product).Verdict);
    }

    [Fact]
    public void Check_Strict_BlocksAnswersOnEffectsAndReports()
    {
        var strict = new ClaimsGuard(KnowledgeFolder.Current.Claims, strict: true);

        ClaimsResult result = strict.Check("Dat hangt ervan af.", ClaimsContext.Answer, topic: "anxiety");

        Assert.Equal(ClaimsVerdict.Block, result.Verdict);
        Assert.NotEqual("", result.Proposal);
        Assert.Equal(ClaimsVerdict.Pass, _guard.Check("Dat hangt ervan af.", ClaimsContext.Answer, topic: "anxiety").Verdict);
    }

    [Fact]
    public void Check_SentenceInsideAText_GivesItsPlaceAndProposal()
    {
        const string Text = "Goed dat je het vraagt. Magnesium geneest slapeloosheid. Tot ziens.";

        ClaimsResult result = _guard.Check(Text, ClaimsContext.Answer);

        Assert.Contains("D08", result.Rules);
        Assert.Equal(Text.IndexOf("Magnesium", StringComparison.Ordinal), result.Findings[0].Offset);
        Assert.False(string.IsNullOrWhiteSpace(result.Proposal));
    }

    [Fact]
    public void Check_TextLongerThanJudged_IsBlocked() =>
        Assert.Equal(ClaimsVerdict.Block, _guard.Check(new string('a', ClaimsGuard.LongestText + 1), ClaimsContext.Advisor).Verdict);
}
