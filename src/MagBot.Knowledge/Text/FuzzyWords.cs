using System.Numerics;
using System.Text;

namespace MagBot.Knowledge.Text;

/// <summary>
/// Repairs typing errors in words that matter: a word within 1 edit (5 to 7 letters) or 2 edits (8 and more) of a known trigger word is
/// replaced by it. Ordinary words that lie close to a trigger are on a stop list and stay.
/// </summary>
internal sealed class FuzzyWords
{
    private const int ShortestWord = 5;
    private const int LongestWord = 30;
    private readonly Target[] _targets;
    private readonly HashSet<string> _known;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _knownSpans;

    public FuzzyWords(IEnumerable<string> targets, IEnumerable<string> stopWords)
    {
        string[] words = [.. targets.Distinct(StringComparer.Ordinal)];
        _targets = [.. words.Where(word => word.Length >= ShortestWord).OrderBy(word => word.Length).Select(word => new Target(word, Letters(word)))];
        _known = new HashSet<string>(words.Concat(stopWords), StringComparer.Ordinal);
        _knownSpans = _known.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public IEnumerable<string> Words => _targets.Select(target => target.Word);

    /// <summary>The text with the trigger words repaired, or null when there was nothing to repair.</summary>
    public string? Repair(string text)
    {
        StringBuilder? repaired = null;
        int copied = 0;
        for (int start = 0; start < text.Length;)
        {
            if (!char.IsLetter(text[start]))
            {
                start++;
                continue;
            }

            int end = start;
            while (end < text.Length && char.IsLetter(text[end])) end++;
            if (FindTarget(text.AsSpan(start, end - start)) is { } target)
            {
                repaired ??= new StringBuilder(text.Length + 8);
                repaired.Append(text, copied, start - copied).Append(target);
                copied = end;
            }

            start = end;
        }

        return repaired?.Append(text, copied, text.Length - copied).ToString();
    }

    /// <summary>The trigger word that is meant; null for a word that is right, ordinary, or far from all of them.</summary>
    public string? FindTarget(ReadOnlySpan<char> word)
    {
        if (word.Length is < ShortestWord or > LongestWord || _knownSpans.Contains(word)) return null;
        uint letters = Letters(word);
        string? best = null;
        int bestDistance = int.MaxValue;
        foreach (Target target in _targets)
        {
            int limit = target.Word.Length >= 8 && word.Length >= 7 ? 2 : 1;
            if (Math.Abs(target.Word.Length - word.Length) > limit || BitOperations.PopCount(letters ^ target.Letters) > 2 * limit) continue;
            if (EditDistance.Within(word, target.Word, Math.Min(limit, bestDistance - 1)) is not { } distance) continue;
            best = target.Word;
            bestDistance = distance;
            if (distance == 1) break;
        }

        return best;
    }

    /// <summary>One bit for each letter that occurs: an edit changes at most two of them.</summary>
    private static uint Letters(ReadOnlySpan<char> word)
    {
        uint bits = 0;
        foreach (char letter in word) bits |= 1u << (letter & 31);
        return bits;
    }

    private readonly record struct Target(string Word, uint Letters);
}
