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

    [Fact]
    public async Task Use_ThatMakesHundredsWorthCompiling_LeavesTheThreadPoolToOthers()
    {
        var patterns = Enumerable.Range(0, 300).Select(number => new Pattern($@"\b(?:woord|term|zin){number}(?:[a-z]{{1,8}}|\d+)*\b")).ToList();
        for (var use = 0; use < 20; use++)
        {
            foreach (var (number, pattern) in patterns.Index())
                Assert.True(pattern.IsMatch($"een woord{number} hier"));
        }

        var done = await Task.Run(() => patterns.Count(pattern => pattern.IsCompiled));

        Assert.True(done < patterns.Count / 2, $"{done} patterns were compiled before anything else got a turn.");
        Assert.True(SpinWait.SpinUntil(() => patterns.TrueForAll(pattern => pattern.IsCompiled), TimeSpan.FromMinutes(2)));
        Assert.True(patterns[7].IsMatch("een woord7 hier"));
        Assert.False(patterns[7].IsMatch("een woord8 hier"));
    }

    private static Pattern Slow(string expression) => new(new Regex(expression, RegexOptions.CultureInvariant, TimeSpan.FromMilliseconds(20)));
}
