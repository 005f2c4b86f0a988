using MagBot.Dialogs.Prompts;
using Xunit;

namespace MagBot.Dialogs.Tests;

public sealed class DutchRecognizerTests
{
    [Theory]
    [InlineData("ja")]
    [InlineData("Ja hoor!")]
    [InlineData("doe maar")]
    [InlineData("oké, prima")]
    [InlineData("is goed")]
    [InlineData("dat klopt")]
    public void YesOrNo_Agreement_IsTrue(string text) => Assert.True(DutchRecognizer.YesOrNo(text));

    [Theory]
    [InlineData("nee")]
    [InlineData("neen dank u")]
    [InlineData("nee dank je")]
    [InlineData("liever niet")]
    [InlineData("dat klopt niet")]
    [InlineData("laat maar")]
    public void YesOrNo_Refusal_IsFalse(string text) => Assert.False(DutchRecognizer.YesOrNo(text));

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("misschien")]
    [InlineData("ja nee weet ik niet")]
    [InlineData("hoeveel magnesium zit er in een handje noten en mag dat ook ja met zink")]
    public void YesOrNo_NeitherOrBoth_IsNull(string? text) => Assert.Null(DutchRecognizer.YesOrNo(text));

    [Theory]
    [InlineData("Oxide", 1)]
    [InlineData("de tweede", 1)]
    [InlineData("2", 1)]
    [InlineData("doe de laatste maar", 2)]
    [InlineData("ik neem citraat", 2)]
    [InlineData("glycinaat aub", 0)]
    public void Choose_NamedOrCounted_FindsIt(string text, int expected) =>
        Assert.Equal(expected, DutchRecognizer.Choose(text, ["Glycinaat", "Oxide", "Citraat"]));

    [Theory]
    [InlineData("niet oxide maar citraat")]
    [InlineData("oxide of citraat")]
    [InlineData("4")]
    [InlineData("geen idee")]
    [InlineData("")]
    public void Choose_NoneOrSeveral_IsNull(string text) =>
        Assert.Null(DutchRecognizer.Choose(text, ["Glycinaat", "Oxide", "Citraat"]));
}
