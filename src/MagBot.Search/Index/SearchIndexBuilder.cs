using MagBot.Search.Analysis;

namespace MagBot.Search.Index;

/// <summary>Collects documents and turns them into a <see cref="SearchIndex"/>. Not thread-safe; used once.</summary>
public sealed class SearchIndexBuilder
{
    private readonly SearchIndexOptions _options;
    private readonly Lexicon _lexicon;
    private readonly Dictionary<string, int> _fields = new(StringComparer.Ordinal);
    private readonly Dictionary<DocumentKey, int> _docIds = [];
    private readonly List<DocumentKey> _keys = [];
    private readonly List<int> _words = [];
    private readonly List<int> _docValues = [0];
    private readonly List<FieldValue> _values = [];
    private readonly List<int> _fieldLengths = [];

    /// <summary>Starts an empty index.</summary>
    /// <param name="options">How to build and score; null means the defaults.</param>
    /// <exception cref="ArgumentException">A field is named twice.</exception>
    public SearchIndexBuilder(SearchIndexOptions? options = null)
    {
        _options = options ?? new SearchIndexOptions();
        _lexicon = new Lexicon(new DutchAnalyzer(_options.Stemmer));
        foreach (var field in _options.Fields)
        {
            if (!_fields.TryAdd(field.Name, _fields.Count))
                throw new ArgumentException($"Field \"{field.Name}\" is listed twice.", nameof(options));
        }
    }

    /// <summary>Adds a document.</summary>
    /// <exception cref="ArgumentException">The key is already in the index, or a field is not in the options.</exception>
    public SearchIndexBuilder Add(SearchDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        if (!_docIds.TryAdd(document.Key, _keys.Count))
            throw new ArgumentException($"Document \"{document.Key}\" is already in the index. Keys must be unique.", nameof(document));

        _keys.Add(document.Key);
        var firstLength = _fieldLengths.Count;
        for (var i = 0; i < _fields.Count; i++)
            _fieldLengths.Add(0);
        foreach (var (name, text) in document.Fields)
        {
            if (!_fields.TryGetValue(name, out var field))
                throw new ArgumentException($"Document \"{document.Key}\": field \"{name}\" is unknown. Known: {string.Join(", ", _fields.Keys)}.", nameof(document));
            _fieldLengths[firstLength + field] += AddValue(field, text);
        }

        _docValues.Add(_values.Count);
        return this;
    }

    /// <summary>Makes the index; the builder is spent afterwards.</summary>
    public SearchIndex Build()
    {
        var vocabulary = new Vocabulary(_lexicon, _options);
        vocabulary.Complete();
        var forward = new ForwardIndex([.. _words], [.. _docValues], [.. _values], [.. _fieldLengths], _fields.Count);
        var phrases = new PhraseTerms(_lexicon, _options.Synonyms);
        var weights = new FieldWeights(_options, forward);
        var inverted = new PostingsWriter(_lexicon, forward, weights, phrases, _options.CompoundPartWeight).Write();
        WeighQuestions(forward, inverted);
        return new SearchIndex(_options, _keys, _docIds, vocabulary, forward, inverted, weights, phrases);
    }

    private int AddValue(int field, string text)
    {
        var start = _words.Count;
        var length = 0;
        foreach (var slice in DutchAnalyzer.Tokenize(text, out var buffer))
        {
            var word = _lexicon.GetOrAddWord(buffer.Slice(slice));
            _lexicon.Count(word);
            _words.Add(word);
            if (slice.Kind != TokenKind.Joined && _lexicon.RoleOf(word) == WordRole.Content)
                length++;
        }

        _values.Add(new FieldValue(field, start, _words.Count, 0));
        return length;
    }

    // What a question weighs in all is asked for at every match with it.
    private void WeighQuestions(ForwardIndex forward, InvertedIndex inverted)
    {
        for (var doc = 0; doc < forward.DocCount; doc++)
        {
            var values = forward.MutableValues(doc);
            foreach (ref var value in values)
            {
                if (!_options.Fields[value.Field].IsQuestion)
                    continue;
                double mass = 0;
                foreach (var word in forward.Words(value))
                {
                    if (_lexicon.RoleOf(word) == WordRole.Content)
                        mass += Scoring.Bm25F.Idf(inverted.Df(_lexicon.TermOf(word)), forward.DocCount);
                }

                value = value with { Mass = (float)mass };
            }
        }
    }
}
