using MagBot.Desk.Insights;
using Xunit;

namespace MagBot.Desk.Tests.Insights;

public sealed class LikenessTests
{
    [Fact]
    public void Group_QuestionsThatShareMostWords_AreOneLesson()
    {
        var lessons = Group(["Verkopen jullie creatine poeder?", "verkopen jullie ook creatine poeder", "Wanneer is de winkel open?"]);

        Assert.Equal([("Verkopen jullie creatine poeder?", 2), ("Wanneer is de winkel open?", 1)], lessons.Select(lesson => (lesson.Example, lesson.Count)));
    }

    [Fact]
    public void Group_TermsOfTheSearchEngine_AreWhatCounts()
    {
        var likeness = new Likeness(text => text.Split(' ').Select(word => word[..2]).ToHashSet());

        Assert.Equal(2, Assert.Single(likeness.Group([new Question("baden zout", null), new Question("badje zoutig", "bad")], [])) switch { { Rated: 1, RatedAnswerId: "bad", Count: var count } => count, _ => 0 });
    }

    [Fact]
    public void Group_WhatIsLikeADecision_IsLeftOut() =>
        Assert.Empty(Group(["Verkopen jullie creatine poeder?"], "verkopen jullie ook creatine poeder"));

    [Theory]
    [InlineData("mail mij op piet@voorbeeld.example aub", "mail mij op … aub")]
    [InlineData("bel 06 12345678", "bel …")]
    [InlineData("mag 300 mg", "mag 300 mg")]
    public void Anonymous_AddressesAndLongNumbers_AreLeftOut(string text, string expected) => Assert.Equal(expected, Likeness.Anonymous(text));

    private static IReadOnlyList<Lesson> Group(string[] questions, params string[] decided) =>
        new Likeness(_ => null).Group(questions.Select(text => new Question(text, null)), decided);
}
