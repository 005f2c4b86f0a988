using MagBot.Knowledge.Claims;
using MagBot.TestSupport;
using Xunit;

namespace MagBot.Assistant.Tests.Talk;

public sealed class StrictClaimsTests
{
    private const string OnAnEffect = "helpt magnesium bij angst";

    [Fact]
    public async Task Strict_QuestionOnAnEffect_GetsTheProposalAndAnAdvisor()
    {
        var reply = await NewTalk(strict: true).SayAsync(OnAnEffect, CancellationToken.None);

        Assert.Contains("geen goedgekeurde claim", reply.Text, StringComparison.Ordinal);
        Assert.Contains(ProjectKnowledge.Current.Texts.Get("advisor-button"), reply.Buttons);
        Assert.Empty(reply.Sources);
    }

    [Fact]
    public async Task Off_SameQuestion_GetsTheReportOfTheStudies()
    {
        var reply = await NewTalk(strict: false).SayAsync(OnAnEffect, CancellationToken.None);

        Assert.DoesNotContain("geen goedgekeurde claim voor magnesium en slaap", reply.Text, StringComparison.Ordinal);
        Assert.NotEmpty(reply.Sources);
    }

    [Fact]
    public async Task Strict_QuestionOnUse_IsAnsweredAsEver()
    {
        const string question = "hoe warm moet het badwater zijn";

        var strict = await NewTalk(strict: true).SayAsync(question, CancellationToken.None);
        var open = await NewTalk(strict: false).SayAsync(question, CancellationToken.None);

        Assert.Equal(open.Text, strict.Text);
    }

    [Fact]
    public void Narrow_EveryAnswerLeft_PassesTheStrictGuard()
    {
        var narrowed = StrictClaims.Narrow(ProjectKnowledge.Current);
        var guard = new ClaimsGuard(narrowed.Claims, strict: true);

        Assert.All(narrowed.Answers.Where(answer => !answer.IsWithheld), answer =>
            Assert.NotEqual(ClaimsVerdict.Block, guard.Check(answer.ShortText, ClaimsContext.Answer, answer.Topic, answer.Body).Verdict));
        Assert.Contains(narrowed.Answers, answer => answer.IsWithheld);
        Assert.Equal(ProjectKnowledge.Current.Answers.Count, narrowed.Answers.Count);
    }

    private static AssistantTalk NewTalk(bool strict) =>
        new AssistantEngine(ProjectKnowledge.Current, new ManualTimeProvider(ManualTimeProvider.OpenMoment), new AssistantOptions { StrictClaims = strict }).NewTalk();
}
