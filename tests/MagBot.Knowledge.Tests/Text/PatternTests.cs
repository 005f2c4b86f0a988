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
        var pattern = Slow("(?:a|aa)+bb");

        Assert.False(pattern.IsMatch(Endless + " bb"));
        Assert.True(pattern.IsMatch(Endless + " aabb"));
    }

    [Fact]
    public void IsMatch_OutOfTimeWithLooking_CountsAsFound() => Assert.True(Slow("(?=a)(?:a|aa)+bb").IsMatch(Endless + " bb"));

    [Fact]
    public void Blank_OutOfTime_ExcusesNothing()
    {
        string text = Endless + " bb";

        Assert.Equal(text, Slow("(?=a)(?:a|aa)+bb").Blank(text));
    }

    private static Pattern Slow(string expression) => new(new Regex(expression, RegexOptions.CultureInvariant, TimeSpan.FromMilliseconds(20)));
}
