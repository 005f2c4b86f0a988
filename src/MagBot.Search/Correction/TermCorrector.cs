using MagBot.Search.Index;

namespace MagBot.Search.Correction;

/// <summary>A word of the index that a mistyped word may stand for.</summary>
/// <param name="Word">The number of the word.</param>
/// <param name="Edits">How many edits lie between; 0 when it only sounds the same.</param>
/// <param name="Confidence">Between 0 and 1.</param>
internal readonly record struct Correction(int Word, int Edits, double Confidence);

/// <summary>
/// Finds words of the index near a word that nobody knows: one edit from four letters on, two from eight, or the same sound.
/// Candidates come from a symmetric-delete index (Garbe 2012) over the first seven letters, so the cost hardly grows with the vocabulary.
/// </summary>
/// <remarks>Thread-safe after construction.</remarks>
internal sealed class TermCorrector
{
    private const int PrefixLength = 7;
    private const int MinLength = 4;
    private const int MaxLength = 32;
    private const int TwoEditsFrom = 8;
    private const int MaxWords = 200_000;
    private const int MaxCorrections = 3;

    private readonly Lexicon _lexicon;
    private readonly HashBuckets _deletes;
    private readonly HashBuckets _sounds;

    public TermCorrector(Lexicon lexicon, Func<int, bool> isTarget)
    {
        _lexicon = lexicon;
        var deletes = (Hashes: new List<uint>(), Words: new List<int>());
        var sounds = (Hashes: new List<uint>(), Words: new List<int>());
        Span<char> key = stackalloc char[2 * MaxLength];
        foreach (var word in Targets(isTarget))
        {
            var text = lexicon.WordText(word);
            var prefix = text.AsSpan(0, Math.Min(text.Length, PrefixLength));
            ForEachDelete(prefix, text.Length >= TwoEditsFrom - 2 ? 2 : 1, hash => Add(deletes, hash, word));
            Add(sounds, HashBuckets.Hash(key[..SoundKey.Write(text, key)]), word);
        }

        _deletes = new HashBuckets(deletes.Hashes, deletes.Words);
        _sounds = new HashBuckets(sounds.Hashes, sounds.Words);
    }

    /// <summary>The likeliest corrections, best first; at most three, for different terms.</summary>
    public List<Correction> FindCorrections(ReadOnlySpan<char> word)
    {
        var found = new List<Correction>();
        if (word.Length is < MinLength or > MaxLength || char.IsAsciiDigit(word[0]))
            return found;

        AddAlikes(word, found);
        AddNeighbours(word, found);
        found.Sort((a, b) => a.Confidence != b.Confidence
            ? b.Confidence.CompareTo(a.Confidence)
            : _lexicon.CountOf(b.Word) != _lexicon.CountOf(a.Word) ? _lexicon.CountOf(b.Word).CompareTo(_lexicon.CountOf(a.Word)) : a.Word.CompareTo(b.Word));
        return Best(found);
    }

    private static void Add((List<uint> Hashes, List<int> Words) list, uint hash, int word)
    {
        list.Hashes.Add(hash);
        list.Words.Add(word);
    }

    private static void ForEachDelete(ReadOnlySpan<char> prefix, int edits, Action<uint> visit)
    {
        visit(HashBuckets.Hash(prefix));
        for (var i = 0; i < prefix.Length; i++)
        {
            visit(HashBuckets.Hash(prefix, i));
            for (var j = i + 1; edits > 1 && j < prefix.Length; j++)
                visit(HashBuckets.Hash(prefix, i, j));
        }
    }

    // With a vocabulary this large, words seen once are mostly typing errors themselves.
    private IEnumerable<int> Targets(Func<int, bool> isTarget)
    {
        var min = _lexicon.WordCount > MaxWords ? 2 : 0;
        for (var word = 0; word < _lexicon.WordCount; word++)
        {
            var text = _lexicon.WordText(word);
            if (text.Length is >= MinLength and <= MaxLength && !char.IsAsciiDigit(text[0]) && _lexicon.CountOf(word) >= min && isTarget(word))
                yield return word;
        }
    }

    private void AddAlikes(ReadOnlySpan<char> word, List<Correction> found)
    {
        Span<char> key = stackalloc char[2 * MaxLength];
        Span<char> other = stackalloc char[2 * MaxLength];
        var length = SoundKey.Write(word, key);
        foreach (var candidate in _sounds[HashBuckets.Hash(key[..length])])
        {
            var otherLength = SoundKey.Write(_lexicon.WordText(candidate), other);
            if (key[..length].SequenceEqual(other[..otherLength]))
                found.Add(new Correction(candidate, 0, 1));
        }
    }

    private void AddNeighbours(ReadOnlySpan<char> word, List<Correction> found)
    {
        var limit = word.Length >= TwoEditsFrom ? 2 : 1;
        var text = word.ToString();
        var seen = new HashSet<int>();
        ForEachDelete(text.AsSpan(0, Math.Min(text.Length, PrefixLength)), limit, hash =>
        {
            foreach (var candidate in _deletes[hash])
            {
                if (seen.Add(candidate))
                    Measure(text, candidate, limit, found);
            }
        });
    }

    private void Measure(string text, int candidate, int limit, List<Correction> found)
    {
        var other = _lexicon.WordText(candidate);
        var edits = EditDistance.Within(text, other, limit);
        if (edits > limit || (text[0] != other[0] && (edits > 1 || text.Length < 6)))
            return;
        // "slape" is how many people say and write "slapen": no error, the final n is silent.
        var isSilentN = edits == 1 && other.Length == text.Length + 1 && text[^1] == 'e' && other.EndsWith('n') && other.StartsWith(text, StringComparison.Ordinal);
        var confidence = isSilentN ? 1 : edits == 1 ? 0.9 : 0.6;
        if (text[0] != other[0])
            confidence -= 0.1;
        found.Add(new Correction(candidate, edits, confidence));
    }

    private List<Correction> Best(List<Correction> found)
    {
        var best = new List<Correction>();
        foreach (var correction in found)
        {
            if (best.Count == MaxCorrections || (best.Count > 0 && correction.Confidence < best[0].Confidence - 0.15))
                break;
            if (!best.Exists(other => _lexicon.TermOf(other.Word) == _lexicon.TermOf(correction.Word)))
                best.Add(best.Count == 0 ? correction : correction with { Confidence = correction.Confidence * 0.8 });
        }

        return best;
    }
}
