using MagBot.Knowledge.Text;

namespace MagBot.Knowledge.Safety;

/// <summary>What a text must hold for a rule to apply: one of the patterns, or all parts of one combination.</summary>
internal sealed record Signs(IReadOnlyList<Pattern> Patterns, IReadOnlyList<Combination> Together)
{
    public static Signs None { get; } = new([], []);

    public bool IsEmpty => Patterns.Count == 0 && Together.Count == 0;

    public bool IsMatch(string text)
    {
        foreach (Pattern pattern in Patterns)
        {
            if (pattern.IsMatch(text)) return true;
        }

        foreach (Combination combination in Together)
        {
            if (combination.IsMatch(text)) return true;
        }

        return false;
    }
}

/// <summary>
/// Parts that must all occur, in any order: Dutch puts "geslikt" before or after "mijn zoontje", and a story puts a lot in between.
/// </summary>
/// <param name="Parts">What must occur; the rarest first is the fastest.</param>
/// <param name="WholeText">False: within one sentence. True: anywhere in the text.</param>
internal sealed record Combination(IReadOnlyList<Pattern> Parts, bool WholeText)
{
    private static readonly char[] SentenceEnds = ['.', '!', '?', '\n', ';'];

    public bool IsMatch(string text)
    {
        if (!HasAll(text)) return false;
        return WholeText || text.IndexOfAny(SentenceEnds) < 0 || text.Split(SentenceEnds, StringSplitOptions.RemoveEmptyEntries).Any(HasAll);
    }

    private bool HasAll(string text)
    {
        foreach (Pattern part in Parts)
        {
            if (!part.IsMatch(text)) return false;
        }

        return true;
    }
}
