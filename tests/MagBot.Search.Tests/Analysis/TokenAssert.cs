using MagBot.Search.Analysis;
using Xunit;

namespace MagBot.Search.Tests.Analysis;

/// <summary>Checks tokens, and always that their offsets stay inside the text and never go backwards.</summary>
internal static class TokenAssert
{
    /// <summary>Expects these folded words, separated by spaces; a joined form carries a plus sign before it.</summary>
    public static IReadOnlyList<Token> Words(string text, string expected)
    {
        var tokens = new DutchAnalyzer().Analyze(text);

        Offsets(text, tokens);
        Assert.Equal(expected, string.Join(' ', tokens.Select(t => t.Kind == TokenKind.Joined ? "+" + t.Text : t.Text)));
        return tokens;
    }

    public static void Offsets(string text, IReadOnlyList<Token> tokens)
    {
        var (start, position) = (0, 0);
        foreach (var token in tokens)
        {
            Assert.True(token.Start >= 0 && token.Start < token.End && token.End <= text.Length, $"\"{token.Text}\" at {token.Start}..{token.End} in {text.Length} characters");
            Assert.True(token.Text.Length is > 0 and <= WordTokenizer.MaxTermLength);
            if (token.Kind == TokenKind.Joined)
                continue; // stands behind its parts and points back to the first
            Assert.True(token.Start >= start, $"\"{token.Text}\" begins at {token.Start}, before {start}");
            Assert.True(token.Position >= position);
            (start, position) = (token.Start, token.Position);
        }
    }
}
