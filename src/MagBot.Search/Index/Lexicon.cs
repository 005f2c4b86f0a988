using System.Runtime.InteropServices;
using MagBot.Search.Analysis;

namespace MagBot.Search.Index;

/// <summary>
/// The words (forms as written) and terms (stems) of an index, numbered densely. Words know their term and their compound parts;
/// terms know the words that stand for them.
/// </summary>
internal sealed class Lexicon
{
    private readonly Dictionary<string, int> _words = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _terms = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _wordLookup;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _termLookup;
    private readonly List<string> _wordTexts = [];
    private readonly List<string> _termTexts = [];
    private readonly List<int> _wordTerms = [];
    private readonly List<int> _wordCounts = [];
    private readonly List<WordRole> _roles = [];
    private readonly List<int[]> _parts = [];

    public Lexicon(DutchAnalyzer analyzer)
    {
        Analyzer = analyzer;
        _wordLookup = _words.GetAlternateLookup<ReadOnlySpan<char>>();
        _termLookup = _terms.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public DutchAnalyzer Analyzer { get; }

    public int WordCount => _wordTexts.Count;

    public int TermCount => _termTexts.Count;

    public string WordText(int word) => _wordTexts[word];

    public string TermText(int term) => _termTexts[term];

    public int TermOf(int word) => _wordTerms[word];

    public WordRole RoleOf(int word) => _roles[word];

    /// <summary>How often the word stands in the documents; 0 for a word that only the word list knows.</summary>
    public int CountOf(int word) => _wordCounts[word];

    /// <summary>The terms of the compound's parts; empty for a simple word.</summary>
    public ReadOnlySpan<int> PartsOf(int word) => _parts[word];

    public int FindWord(ReadOnlySpan<char> text) => _wordLookup.TryGetValue(text, out var word) ? word : -1;

    public int FindTerm(ReadOnlySpan<char> stem) => _termLookup.TryGetValue(stem, out var term) ? term : -1;

    public int GetOrAddWord(ReadOnlySpan<char> text)
    {
        if (_wordLookup.TryGetValue(text, out var word))
            return word;
        word = _wordTexts.Count;
        var copy = text.ToString();
        _words.Add(copy, word);
        _wordTexts.Add(copy);
        _wordTerms.Add(GetOrAddTerm(Analyzer.Stem(text)));
        _wordCounts.Add(0);
        _roles.Add(FunctionWords.Dutch.RoleOf(text));
        _parts.Add([]);
        return word;
    }

    public int GetOrAddTerm(string stem)
    {
        ref var term = ref CollectionsMarshal.GetValueRefOrAddDefault(_terms, stem, out var exists);
        if (!exists)
        {
            term = _termTexts.Count;
            _termTexts.Add(stem);
        }

        return term;
    }

    public void Count(int word) => CollectionsMarshal.AsSpan(_wordCounts)[word]++;

    public void SetParts(int word, int[] parts) => _parts[word] = parts;
}
