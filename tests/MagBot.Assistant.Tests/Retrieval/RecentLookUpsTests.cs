using MagBot.Assistant.Retrieval;
using MagBot.Assistant.Routing;
using MagBot.Knowledge.Safety;
using Xunit;

namespace MagBot.Assistant.Tests.Retrieval;

/// <summary>What is remembered is what would be found.</summary>
public sealed class RecentLookUpsTests
{
    private static readonly AnswerFinder Finder = new(ProjectKnowledge.Current);
    private static readonly TriageEngine Triage = new(ProjectKnowledge.Current.Safety);
    private static readonly IntentMatcher Intents = new(ProjectKnowledge.Current.Intents);

    [Theory]
    [InlineData("Hoe warm moet het badwater zijn?", false)]
    [InlineData("Hoe warm moet het badwater zijn?", true)]
    [InlineData("wie won de tour", false)]
    [InlineData("", false)]
    public void Find_Again_GivesWhatTheFinderGives(string message, bool sensitive)
    {
        var lookUps = new RecentLookUps(Finder, Triage, Intents);
        var expected = Finder.Find(message, sensitive);

        var first = lookUps.Find(message, sensitive);
        var again = lookUps.Find(message, sensitive);

        Assert.Same(first, again);
        Assert.Equal((Ids(expected), expected.Intent?.Id, expected.Confidence), (Ids(first), first.Intent?.Id, first.Confidence));
    }

    [Fact]
    public void FollowUp_DependsOnWhatTheTalkIsAbout()
    {
        var lookUps = new RecentLookUps(Finder, Triage, Intents);
        const string Message = "en hoe lang?";

        foreach (string[] about in (string[][])[["bad-temperatuur"], ["bad-duur"], []])
        {
            var expected = Finder.FollowUp(Message, about, false);
            Assert.Equal(expected is null ? null : Ids(expected), lookUps.FollowUp(Message, about, false) is { } found ? Ids(found) : null);
            Assert.Equal(expected is null ? null : Ids(expected), lookUps.FollowUp(Message, about, false) is { } again ? Ids(again) : null);
        }
    }

    [Fact]
    public void Messages_MoreThanAreKept_AreStillAnswered()
    {
        var lookUps = new RecentLookUps(Finder, Triage, Intents);
        var first = lookUps.Find("Hoe warm moet het badwater zijn?");

        for (var i = 0; i < 20_000; i++)
            lookUps.Intent($"{i}");

        Assert.Equal(Ids(first), Ids(lookUps.Find("Hoe warm moet het badwater zijn?")));
    }

    [Theory]
    [InlineData("ik wil een medewerker spreken")]
    [InlineData("ik heb een overdosis magnesium genomen")]
    [InlineData("ik ben zwanger, mag ik magnesium?")]
    [InlineData("hoe warm moet het bad zijn")]
    [InlineData("")]
    public void TriageAndIntent_Again_AreTheSame(string message)
    {
        var lookUps = new RecentLookUps(Finder, Triage, Intents);

        for (var round = 0; round < 2; round++)
        {
            Assert.Equal(Intents.Find(message)?.Id, lookUps.Intent(message)?.Id);
            var (expected, found) = (Triage.Read(message), lookUps.Triage(message));
            Assert.Equal((expected.ReplacesAnswer, expected.AccompaniesAnswer, expected.Own), (found.ReplacesAnswer, found.AccompaniesAnswer, found.Own));
        }
    }

    private static string Ids(Finding finding) => string.Join(' ', finding.Answers.Select(answer => answer.Id));
}
