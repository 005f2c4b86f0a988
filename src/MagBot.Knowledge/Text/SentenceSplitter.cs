using System.Text.RegularExpressions;

namespace MagBot.Knowledge.Text;

/// <summary>A sentence of a text.</summary>
/// <param name="Original">As it stands in the text.</param>
/// <param name="Normal">Normalised, without Markdown; ends with its mark.</param>
/// <param name="Offset">Where it begins, in UTF-16 units.</param>
internal readonly record struct Sentence(string Original, string Normal, int Offset);

/// <summary>Cuts Dutch text into sentences: not at "e.a.", "bijv.", "9.30" or "250 mg/dag (o.a. ...)".</summary>
internal static partial class SentenceSplitter
{
    private static readonly HashSet<string> Abbreviations = new(StringComparer.OrdinalIgnoreCase)
    {
        "a", "bijv", "bv", "ca", "dr", "enz", "etc", "evt", "incl", "excl", "max", "min", "nr", "nl", "o", "pag", "prof", "resp", "vgl", "e", "d", "w", "z", "i", "m", "jl", "st",
    };

    public static IEnumerable<Sentence> Split(string text)
    {
        int start = 0;
        for (int at = 0; at < text.Length; at++)
        {
            if (!IsEnd(text, start, at)) continue;
            int end = at + 1;
            while (end < text.Length && text[end] is '.' or '!' or '?' or ')' or '"' or '”' or '\'' or '*') end++;
            if (Make(text, start, end) is { } sentence) yield return sentence;
            start = end;
            at = end - 1;
        }

        if (Make(text, start, text.Length) is { } last) yield return last;
    }

    /// <summary>The form in which a sentence is compared with the allowed ones: without marks at its ends.</summary>
    public static string Key(string normal) => normal.Trim(' ', '.', '!', '?', '"', '\'', '-', ':', '(', ')');

    private static bool IsEnd(string text, int start, int at)
    {
        char sign = text[at];
        if (sign is '!' or '?') return true;
        // A line end ends a sentence only before a blank line, a list item or a heading; otherwise the sentence was wrapped.
        if (sign == '\n') return at + 1 >= text.Length || text[at + 1] is '\n' or '#' || ListItem().IsMatch(text.AsSpan(at + 1, Math.Min(6, text.Length - at - 1)));
        if (sign != '.' || (at + 1 < text.Length && !char.IsWhiteSpace(text[at + 1]) && text[at + 1] is not (')' or '"' or '”' or '*' or '\''))) return false;
        int word = at;
        while (word > start && char.IsLetter(text[word - 1])) word--;
        return !Abbreviations.Contains(text[word..at]) || at + 2 >= text.Length;
    }

    private static Sentence? Make(string text, int start, int end)
    {
        while (start < end && char.IsWhiteSpace(text[start])) start++;
        string original = text[start..end].TrimEnd();
        if (original.Length == 0) return null;
        string normal = PlainText.Normalise(Markup().Replace(original, " ").ReplaceLineEndings(" "));
        return new Sentence(original, normal, start);
    }

    [GeneratedRegex(@"^\s*(?:[-*+]|\d+\.)\s")]
    private static partial Regex ListItem();

    [GeneratedRegex(@"\]\([^)\s]*\)|\[|\]|^\s*(?:#+|[-*+]|\d+\.)\s+|<[^>]*>")]
    private static partial Regex Markup();
}
