using System.Text.RegularExpressions;
using MagBot.Knowledge.Text;
using Xunit;

namespace MagBot.Knowledge.Tests.Text;

/// <summary>A pattern that runs out of time errs on the safe side.</summary>
public sealed class PatternTests
{
    private static readonly string Endless = new string('a', 60) + "!";

    [Fact]
    public void IsMatch_OutOfTimeWithoutLooking_IsAnsweredWithoutBacktracking()
    {
        var pattern = Slow("(?:a+)+b");

        Assert.False(pattern.IsMatch(Endless + " b"));
        Assert.True(pattern.IsMatch(Endless + " aab"));
    }

    [Fact]
    public void IsMatch_OutOfTimeWithLooking_CountsAsFound() => Assert.True(Slow("(?=a)(?:a+)+b").IsMatch(Endless + " b"));

    [Fact]
    public void Blank_OutOfTime_ExcusesNothing()
    {
        string text = Endless + " b";

        Assert.Equal(text, Slow("(?=a)(?:a+)+b").Blank(text));
    }

    private static Pattern Slow(string expression) => new(new Regex(expression, RegexOptions.CultureInvariant, TimeSpan.FromMilliseconds(20)));
}
