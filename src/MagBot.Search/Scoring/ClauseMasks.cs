using MagBot.Search.Index;
using MagBot.Search.Querying;

namespace MagBot.Search.Scoring;

/// <summary>
/// Gives every clause of a query a bit and marks the words of the vocabulary with the clauses that they meet, so that a document's
/// words can be read in one pass. Clauses beyond 64 have no bit: they count in BM25F but not in the features.
/// </summary>
internal sealed class ClauseMasks
{
    private const double PartOnly = 0.7;       // the document has the term only inside a compound
    private const double PartsForWhole = 0.85; // the document has the compound's parts, not the compound

    private readonly Query _query;
    private readonly List<(int Concept, int Alternative, int Clause, int Bit)> _clauses = [];
    private readonly int[] _firsts;
    private readonly PhraseTerms _phrases;
    private Dictionary<int, (int Bit, int Concept)>? _phraseBits;

    public ClauseMasks(Query query, Vocabulary vocabulary, PhraseTerms phrases, Scratch scratch)
    {
        _query = query;
        _phrases = phrases;
        _firsts = new int[query.Concepts.Count];
        for (var c = 0; c < query.Concepts.Count; c++)
        {
            _firsts[c] = _clauses.Count;
            foreach (var word in query.Concepts[c].Words)
                Mark(scratch, word).Exact |= 1UL << c;
            MarkAlternatives(c, vocabulary, scratch);
        }
    }

    /// <summary>Whether the query looks for terms of several words, which no single word is marked for.</summary>
    public bool HasPhrases => _phraseBits is not null;

    /// <summary>Adds the phrases that begin at a word to what the word itself meets.</summary>
    public void AddPhrases(ReadOnlySpan<int> words, int at, ref WordMarks marks)
    {
        foreach (var phrase in _phrases.At(words, at))
        {
            if (_phraseBits is null || !_phraseBits.TryGetValue(phrase, out var found))
                continue;
            marks.Whole |= 1UL << found.Bit;
            marks.Concepts |= 1UL << found.Concept;
        }
    }

    /// <summary>How far a set of met clauses covers a concept, 0 to 1.</summary>
    public double Coverage(int concept, ulong whole, ulong part)
    {
        double best = 0;
        var first = _firsts[concept];
        while (first < _clauses.Count && _clauses[first].Concept == concept)
        {
            var alternative = _clauses[first].Alternative;
            var (value, next) = CoverageOfAlternative(first, whole, part);
            best = Math.Max(best, value * _query.Concepts[concept].Alternatives[alternative].Weight);
            first = next;
        }

        return Math.Min(best, 1);
    }

    private (double Coverage, int Next) CoverageOfAlternative(int first, ulong whole, ulong part)
    {
        double main = 0, mainTotal = 0, parts = 0, partsTotal = 0;
        var (concept, alternative, _, _) = _clauses[first];
        var at = first;
        for (; at < _clauses.Count && _clauses[at].Concept == concept && _clauses[at].Alternative == alternative; at++)
        {
            var clause = _query.Concepts[concept].Alternatives[alternative].Clauses[_clauses[at].Clause];
            var met = Met(_clauses[at].Bit, whole, part);
            if (clause.IsPart)
                (parts, partsTotal) = (parts + (met * clause.Idf), partsTotal + clause.Idf);
            else
                (main, mainTotal) = (main + (met * clause.Idf), mainTotal + clause.Idf);
        }

        var byMain = mainTotal > 0 ? main / mainTotal : 0;
        var byParts = partsTotal > 0 ? PartsForWhole * parts / partsTotal : 0;
        return (Math.Max(byMain, byParts), at);
    }

    private static double Met(int bit, ulong whole, ulong part)
    {
        if (bit < 0)
            return 0;
        if ((whole >> bit & 1) != 0)
            return 1;
        return (part >> bit & 1) != 0 ? PartOnly : 0;
    }

    private void MarkAlternatives(int c, Vocabulary vocabulary, Scratch scratch)
    {
        for (var a = 0; a < _query.Concepts[c].Alternatives.Count; a++)
        {
            var clauses = _query.Concepts[c].Alternatives[a].Clauses;
            for (var i = 0; i < clauses.Length; i++)
            {
                var bit = _clauses.Count < 64 ? _clauses.Count : -1;
                _clauses.Add((c, a, i, bit));
                if (bit >= 0)
                    MarkWords(c, clauses[i].Term, bit, vocabulary, scratch);
            }
        }
    }

    private void MarkWords(int concept, int term, int bit, Vocabulary vocabulary, Scratch scratch)
    {
        if (_phrases.IsPhrase(term))
            (_phraseBits ??= []).TryAdd(term, (bit, concept));
        foreach (var word in vocabulary.WordsOf(term))
        {
            ref var marks = ref Mark(scratch, word);
            marks.Concepts |= 1UL << concept;
            if (vocabulary.Lexicon.TermOf(word) == term)
                marks.Whole |= 1UL << bit;
            else
                marks.Part |= 1UL << bit;
        }
    }

    private static ref WordMarks Mark(Scratch scratch, int word)
    {
        ref var marks = ref scratch.Marks[word];
        if ((marks.Whole | marks.Part | marks.Exact) == 0)
            scratch.MarkedWords.Add(word);
        return ref marks;
    }
}
