using MagBot.Desk.Insights;
using Xunit;

namespace MagBot.Desk.Tests.Insights;

public sealed class LikenessTests
{
    [Fact]
    public void Group_QuestionsThatShareMostWords_AreOneLesson()
    {
        var lessons = Likeness.Group(["Verkopen jullie creatine poeder?", "verkopen jullie ook creatine poeder", "Wanneer is de winkel open?"]);

        Assert.Equal([("Verkopen jullie creatine poeder?", 2), ("Wanneer is de winkel open?", 1)], lessons.Select(lesson => (lesson.Example, lesson.Count)));
    }

    [Theory]
    [InlineData("mail mij op piet@voorbeeld.example aub", "mail mij op … aub")]
    [InlineData("bel 06 12345678", "bel …")]
    [InlineData("mag 300 mg", "mag 300 mg")]
    public void Anonymous_AddressesAndLongNumbers_AreLeftOut(string text, string expected) => Assert.Equal(expected, Likeness.Anonymous(text));
}
