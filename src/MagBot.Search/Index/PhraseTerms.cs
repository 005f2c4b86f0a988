using MagBot.Search.Analysis;

namespace MagBot.Search.Index;

/// <summary>
/// Synonyms of several words ("in verwachting") are terms of their own: they are recognised in documents and queries alike,
/// so a query for "zwanger" meets them with one posting list and an honest document frequency.
/// </summary>
internal sealed class PhraseTerms
{
    private static readonly int[] None = [];

    private readonly Dictionary<int, List<(int[] Terms, int PhraseTerm)>> _byFirst = [];
    private readonly Dictionary<int, int[]> _meanings = [];
    private readonly Dictionary<int, string> _texts = [];
    private readonly HashSet<int> _phraseTerms = [];
    private readonly Lexicon _lexicon;

    /// <summary>Whether a term has synonyms.</summary>
    public bool HasMeanings(int term) => _meanings.ContainsKey(term);

    public PhraseTerms(Lexicon lexicon, SynonymMap synonyms)
    {
        _lexicon = lexicon;
        foreach (var rule in synonyms.Rules)
        {
            var from = TermOf(rule.Phrase);
            var to = rule.Meanings.Select(TermOf).Where(term => term >= 0 && term != from);
            if (from >= 0)
                _meanings[from] = [.. MeaningsOf(from).Union(to)];
        }
    }

    /// <summary>Whether the term consists of several words.</summary>
    public bool IsPhrase(int term) => _phraseTerms.Contains(term);

    /// <summary>The terms that a term also means; empty when it has no synonyms.</summary>
    public int[] MeaningsOf(int term) => _meanings.GetValueOrDefault(term, None);

    /// <summary>How the editor wrote the synonym.</summary>
    public string TextOf(int term) => _texts.GetValueOrDefault(term) ?? _lexicon.TermText(term);

    /// <summary>The phrase terms that begin at a word.</summary>
    public int[] At(ReadOnlySpan<int> words, int at)
    {
        if (_byFirst.Count == 0 || !_byFirst.TryGetValue(_lexicon.TermOf(words[at]), out var candidates))
            return None;
        List<int>? found = null;
        foreach (var (terms, phrase) in candidates)
        {
            if (Matches(words, at, terms))
                (found ??= []).Add(phrase);
        }

        return found?.ToArray() ?? None;
    }

    /// <summary>The longest phrase that begins at a place in a row of terms.</summary>
    public (int Term, int Length) FindLongest(IReadOnlyList<int> terms, int at)
    {
        (int Term, int Length) best = (-1, 0);
        if (!_byFirst.TryGetValue(terms[at], out var candidates))
            return best;
        foreach (var (phraseTerms, phrase) in candidates)
        {
            var fits = phraseTerms.Length > best.Length && at + phraseTerms.Length <= terms.Count;
            for (var i = 0; fits && i < phraseTerms.Length; i++)
                fits = terms[at + i] == phraseTerms[i];
            if (fits)
                best = (phrase, phraseTerms.Length);
        }

        return best;
    }

    private bool Matches(ReadOnlySpan<int> words, int at, int[] terms)
    {
        if (at + terms.Length > words.Length)
            return false;
        for (var i = 0; i < terms.Length; i++)
        {
            if (_lexicon.TermOf(words[at + i]) != terms[i])
                return false;
        }

        return true;
    }

    private int TermOf(string phrase)
    {
        var slices = DutchAnalyzer.Tokenize(phrase, out var buffer).Where(slice => slice.Kind != TokenKind.Joined).ToArray();
        if (slices.Length == 0)
            return -1;
        var terms = slices.Select(slice => _lexicon.TermOf(_lexicon.GetOrAddWord(buffer.Slice(slice)))).ToArray();
        if (terms.Length == 1)
        {
            _texts.TryAdd(terms[0], phrase);
            return terms[0];
        }

        var term = _lexicon.GetOrAddTerm(string.Join(' ', terms.Select(_lexicon.TermText)));
        _texts.TryAdd(term, phrase);
        _phraseTerms.Add(term);
        if (!_byFirst.TryGetValue(terms[0], out var candidates))
            _byFirst[terms[0]] = candidates = [];
        if (!candidates.Any(candidate => candidate.PhraseTerm == term))
            candidates.Add((terms, term));
        return term;
    }
}
