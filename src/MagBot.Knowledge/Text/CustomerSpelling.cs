using System.Text;

namespace MagBot.Knowledge.Text;

/// <summary>
/// Writes the words of customers as the patterns know them: dialect ("nie", "zijt"), shortened words ("m'n", "kheb") and words glued
/// together ("teveel"). Whole words only.
/// </summary>
internal sealed class CustomerSpelling
{
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _words;
    private readonly int _longest;

    /// <param name="words">Normal form by customers' form; both in lower case.</param>
    public CustomerSpelling(IEnumerable<KeyValuePair<string, string>> words)
    {
        var table = new Dictionary<string, string>(words, StringComparer.Ordinal);
        _longest = table.Count == 0 ? 0 : table.Keys.Max(word => word.Length);
        _words = table.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The text in the spelling of the patterns; the same instance when nothing had to change.</summary>
    public string Apply(string text)
    {
        if (_longest == 0) return text;
        StringBuilder? written = null;
        int copied = 0;
        for (int start = 0; start < text.Length;)
        {
            if (!IsPart(text[start]))
            {
                start++;
                continue;
            }

            int end = start;
            while (end < text.Length && IsPart(text[end])) end++;
            if (end - start <= _longest && _words.TryGetValue(text.AsSpan(start, end - start), out string? word))
            {
                written ??= new StringBuilder(text.Length + 16);
                written.Append(text, copied, start - copied).Append(word);
                copied = end;
            }

            start = end;
        }

        return written is null ? text : written.Append(text, copied, text.Length - copied).ToString();
    }

    private static bool IsPart(char letter) => char.IsLetterOrDigit(letter) || letter == '\'';
}
