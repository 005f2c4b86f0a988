using MagBot.Dialogs.Recognition;
using Xunit;

namespace MagBot.Dialogs.Tests;

/// <summary>What counts as a correction, and what it says.</summary>
public sealed class DutchCorrectionTests
{
    [Theory]
    [InlineData("nee, 3 per dag", "3 per dag", false)]
    [InlineData("Oeps, toch tabletten", "tabletten", false)]
    [InlineData("nee, ik bedoelde kramp", "kramp", true)]
    [InlineData("22u bedoel ik", "22u", true)]
    [InlineData("nee, 300 mg bedoelde ik hoor", "300 mg", true)]
    [InlineData("niet bisglycinaat maar citraat", "citraat", false)]
    [InlineData("het moet 22.30 zijn", null, false)]
    [InlineData("dat moet zijn: 22.30", "22.30", true)]
    [InlineData("nee", null, false)]
    [InlineData("nee, ook een appel", null, false)]
    [InlineData("3 per dag", null, false)]
    [InlineData("tochtige kamer", null, false)]
    [InlineData(null, null, false)]
    public void Find_Message_GivesWhatItShouldBe(string? said, string? expected, bool isRestated)
    {
        var correction = DutchCorrection.Find(said);

        Assert.Equal(expected, correction?.Text);
        Assert.Equal(isRestated, correction?.IsRestated ?? false);
    }
}
