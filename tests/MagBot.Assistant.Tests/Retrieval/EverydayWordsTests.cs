using MagBot.Assistant.Retrieval;
using Xunit;

namespace MagBot.Assistant.Tests.Retrieval;

public sealed class EverydayWordsTests
{
    [Theory]
    [InlineData("wrom kan ik nie slapen", "waarom kan ik niet slapen")]
    [InlineData("hoevel neem ik savonds?", "hoeveel neem ik 's avonds?")]
    [InlineData("IPV een pil", "in plaats van een pil")]
    public void Simplify_ChatSpelling_IsWrittenOut(string typed, string expected) =>
        Assert.Equal(expected, new EverydayWords(_ => true).Simplify(typed));

    [Fact]
    public void Simplify_WordOfTheStory_IsLeftOut() =>
        Assert.DoesNotContain("buurvrouw", new EverydayWords(_ => false).Simplify("mijn buurvrouw slaapt slecht"), StringComparison.Ordinal);

    [Fact]
    public void Simplify_WordThatTheTextsKnow_Stays() =>
        Assert.Contains("buurvrouw", new EverydayWords(word => word == "buurvrouw").Simplify("mijn buurvrouw slaapt slecht"), StringComparison.Ordinal);
}
