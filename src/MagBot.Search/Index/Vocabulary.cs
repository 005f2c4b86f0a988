using MagBot.Search.Analysis;

namespace MagBot.Search.Index;

/// <summary>The lexicon with what follows from it as a whole: frequencies, compound parts, and from terms back to words.</summary>
internal sealed class Vocabulary : IWordFrequencies
{
    private readonly CompoundWords _compoundWords;
    private readonly CompoundSplitter _splitter;
    private readonly bool _splits;
    private int[] _termCounts = [];
    private int[] _wordStarts = [];
    private int[] _wordsByTerm = [];

    public Vocabulary(Lexicon lexicon, SearchIndexOptions options)
    {
        Lexicon = lexicon;
        _compoundWords = new CompoundWords(options.KnownWords);
        _splitter = new CompoundSplitter(this, _compoundWords);
        _splits = options.CompoundPartWeight > 0 || options.QueryPartWeight > 0;
    }

    public Lexicon Lexicon { get; }

    /// <summary>To be called once, when all documents are in: splits what can be split.</summary>
    public void Complete()
    {
        CountTerms();
        var documentWords = Lexicon.WordCount;
        if (_splits)
        {
            for (var word = 0; word < documentWords; word++)
            {
                if (Lexicon.RoleOf(word) == WordRole.Content)
                    Lexicon.SetParts(word, PartsOf(Lexicon.WordText(word), Lexicon.CountOf(word)));
            }
        }

        MapTermsToWords();
    }

    /// <summary>Terms of the parts of any word, known or not; empty for a simple word.</summary>
    public int[] PartsOf(string word, int wholeFrequency)
    {
        var parts = _splitter.FindParts(word, wholeFrequency);
        if (parts is null)
            return [];
        var own = Lexicon.Analyzer.Stem(word);
        return [.. parts.Select(part => Lexicon.Analyzer.Stem(part)).Where(stem => stem != own).Select(Lexicon.GetOrAddTerm).Distinct()];
    }

    /// <summary>The same for a word in a query; adds nothing to the lexicon, so it may run on many threads.</summary>
    public int[] FindPartsOf(string word)
    {
        var parts = _splitter.FindParts(word, 0);
        return parts is null ? [] : [.. parts.Select(part => Lexicon.FindTerm(Lexicon.Analyzer.Stem(part))).Where(term => term >= 0).Distinct()];
    }

    /// <summary>Whether somebody vouches for the word: it stands in a document or in a word list.</summary>
    public bool IsKnown(ReadOnlySpan<char> word)
    {
        var known = Lexicon.FindWord(word);
        return (known >= 0 && Lexicon.CountOf(known) > 0) || _compoundWords.IsListed(word);
    }

    /// <summary>The words that stand for a term, wholly or as a compound with the term as a part.</summary>
    public ReadOnlySpan<int> WordsOf(int term) =>
        term + 1 < _wordStarts.Length ? _wordsByTerm.AsSpan(_wordStarts[term], _wordStarts[term + 1] - _wordStarts[term]) : [];

    /// <inheritdoc/>
    public int FrequencyOf(ReadOnlySpan<char> word)
    {
        var known = Lexicon.FindWord(word);
        if (known >= 0)
            return Count(Lexicon.TermOf(known));
        if (word.Length < 5)
            return 0;
        Span<char> stem = stackalloc char[WordTokenizer.MaxTermLength + Analysis.Stemming.StemBuffer.Margin];
        var length = Lexicon.Analyzer.Stem(word, stem);
        if (word.CommonPrefixLength(stem[..length]) < Math.Min(4, length) || length < 3)
            return 0; // "kerig" is no form of "keer"
        var term = Lexicon.FindTerm(stem[..length]);
        return term >= 0 ? Count(term) : 0;
    }

    private int Count(int term) => term < _termCounts.Length ? _termCounts[term] : 0;

    private void CountTerms()
    {
        _termCounts = new int[Lexicon.TermCount];
        for (var word = 0; word < Lexicon.WordCount; word++)
            _termCounts[Lexicon.TermOf(word)] += Lexicon.CountOf(word);
    }

    private void MapTermsToWords()
    {
        _wordStarts = new int[Lexicon.TermCount + 1];
        for (var word = 0; word < Lexicon.WordCount; word++)
        {
            _wordStarts[Lexicon.TermOf(word) + 1]++;
            foreach (var part in Lexicon.PartsOf(word))
                _wordStarts[part + 1]++;
        }

        for (var term = 0; term < Lexicon.TermCount; term++)
            _wordStarts[term + 1] += _wordStarts[term];
        _wordsByTerm = new int[_wordStarts[^1]];
        var next = _wordStarts.AsSpan(0, Lexicon.TermCount).ToArray();
        for (var word = 0; word < Lexicon.WordCount; word++)
        {
            _wordsByTerm[next[Lexicon.TermOf(word)]++] = word;
            foreach (var part in Lexicon.PartsOf(word))
                _wordsByTerm[next[part]++] = word;
        }
    }
}
