using MagBot.Assistant.Retrieval;
using Xunit;

namespace MagBot.Assistant.Tests.Retrieval;

/// <summary>What is remembered is what would be found.</summary>
public sealed class RecentLookUpsTests
{
    private static readonly AnswerFinder Finder = new(ProjectKnowledge.Current);

    [Theory]
    [InlineData("Hoe warm moet het badwater zijn?", false)]
    [InlineData("Hoe warm moet het badwater zijn?", true)]
    [InlineData("wie won de tour", false)]
    [InlineData("", false)]
    public void Find_Again_GivesWhatTheFinderGives(string message, bool sensitive)
    {
        var lookUps = new RecentLookUps(Finder);
        var expected = Finder.Find(message, sensitive);

        var first = lookUps.Find(message, sensitive);
        var again = lookUps.Find(message, sensitive);

        Assert.Same(first, again);
        Assert.Equal((Ids(expected), expected.Intent?.Id, expected.Confidence), (Ids(first), first.Intent?.Id, first.Confidence));
    }

    [Fact]
    public void FollowUp_DependsOnWhatTheTalkIsAbout()
    {
        var lookUps = new RecentLookUps(Finder);
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
        var lookUps = new RecentLookUps(Finder);
        var first = lookUps.Find("Hoe warm moet het badwater zijn?");

        for (var i = 0; i < 5000; i++)
            lookUps.Find($"{i}");

        Assert.Equal(Ids(first), Ids(lookUps.Find("Hoe warm moet het badwater zijn?")));
    }

    private static string Ids(Finding finding) => string.Join(' ', finding.Answers.Select(answer => answer.Id));
}
