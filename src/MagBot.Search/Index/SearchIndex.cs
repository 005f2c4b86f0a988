using System.Collections.Concurrent;
using MagBot.Search.Correction;
using MagBot.Search.Querying;
using MagBot.Search.Scoring;

namespace MagBot.Search.Index;

/// <summary>What to return of a search.</summary>
public sealed record SearchOptions
{
    /// <summary>The most hits to return.</summary>
    /// <value>Default 10.</value>
    public int Top { get; init; } = 10;

    /// <summary>Which documents may be returned; null means all. Called for documents that match anything of the query.</summary>
    public Func<DocumentKey, bool>? Filter { get; init; }
}

/// <summary>The outcome of a search.</summary>
/// <param name="Analysis">What was read in the query.</param>
/// <param name="Hits">The documents found, best first.</param>
public sealed record SearchResult(QueryAnalysis Analysis, IReadOnlyList<SearchHit> Hits);

/// <summary>
/// A finished index: a snapshot that never changes. Make one with <see cref="SearchIndexBuilder"/>; to change it, build another and swap.
/// </summary>
/// <remarks>Thread-safe; queries share nothing but the pool of working memory.</remarks>
public sealed class SearchIndex
{
    private readonly SearchIndexOptions _options;
    private readonly List<DocumentKey> _keys;
    private readonly Dictionary<DocumentKey, int> _docIds;
    private readonly Vocabulary _vocabulary;
    private readonly ForwardIndex _forward;
    private readonly InvertedIndex _inverted;
    private readonly FieldWeights _weights;
    private readonly PhraseTerms _phrases;
    private readonly double[] _idfs;
    private readonly QueryPlanner _planner;
    private readonly Ranker _ranker;
    private readonly ConcurrentBag<Scratch> _pool = [];

    internal SearchIndex(
        SearchIndexOptions options,
        List<DocumentKey> keys,
        Dictionary<DocumentKey, int> docIds,
        Vocabulary vocabulary,
        ForwardIndex forward,
        InvertedIndex inverted,
        FieldWeights weights,
        PhraseTerms phrases)
    {
        (_options, _keys, _docIds, _vocabulary) = (options, keys, docIds, vocabulary);
        (_forward, _inverted, _weights, _phrases) = (forward, inverted, weights, phrases);
        var lexicon = vocabulary.Lexicon;
        _idfs = new double[lexicon.TermCount];
        for (var term = 0; term < _idfs.Length; term++)
            _idfs[term] = Bm25F.Idf(inverted.Df(term), keys.Count);
        var corrector = new TermCorrector(lexicon, word => lexicon.CountOf(word) > 0 || phrases.HasMeanings(lexicon.TermOf(word)));
        _planner = new QueryPlanner(options, vocabulary, inverted, phrases, corrector, keys.Count);
        _ranker = new Ranker(inverted, options.TermSaturation);
    }

    /// <summary>Number of documents.</summary>
    public int Count => _keys.Count;

    /// <summary>The keys of the documents, in the order in which they were added.</summary>
    public IReadOnlyList<DocumentKey> Keys => _keys;

    /// <summary>Number of different words in the documents and lists.</summary>
    public int WordCount => _vocabulary.Lexicon.WordCount;

    /// <summary>Reads a query without searching.</summary>
    /// <param name="query">Any text; the first 16,000 characters count.</param>
    public QueryAnalysis Analyze(string query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return _planner.Plan(query).Analysis;
    }

    /// <summary>Finds the documents that answer a query best.</summary>
    /// <param name="query">Any text; the first 16,000 characters count.</param>
    /// <param name="options">Null means the defaults.</param>
    public SearchResult Search(string query, SearchOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(query);
        options ??= new SearchOptions();
        var plan = _planner.Plan(query);
        var scratch = Rent();
        try
        {
            return new SearchResult(plan.Analysis, Search(plan, options, scratch));
        }
        finally
        {
            scratch.Clear();
            _pool.Add(scratch);
        }
    }

    /// <summary>Why a document has its score for a query; null when the index has no such document.</summary>
    public Explanation? Explain(string query, DocumentKey key)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (!_docIds.TryGetValue(key, out var doc))
            return null;
        var plan = _planner.Plan(query);
        var scratch = Rent();
        try
        {
            var match = Read(NewMatch(plan, scratch), doc);
            return new Explainer(_options, _vocabulary, _forward, _inverted, _weights, _phrases).Explain(plan, doc, key, Bonuses(plan, match));
        }
        finally
        {
            scratch.Clear();
            _pool.Add(scratch);
        }
    }

    /// <summary>The compounds of the documents with the stems of their parts.</summary>
    internal IEnumerable<(string Word, string[] Parts)> Compounds()
    {
        var lexicon = _vocabulary.Lexicon;
        for (var word = 0; word < lexicon.WordCount; word++)
        {
            var parts = lexicon.PartsOf(word).ToArray();
            if (parts.Length > 0)
                yield return (lexicon.WordText(word), Array.ConvertAll(parts, lexicon.TermText));
        }
    }

    private Scratch Rent() => _pool.TryTake(out var scratch) ? scratch : new Scratch(_keys.Count, _vocabulary.Lexicon.WordCount);

    private List<SearchHit> Search(Query plan, SearchOptions options, Scratch scratch)
    {
        _ranker.Score(plan, scratch);
        Func<int, bool>? filter = options.Filter is { } wanted ? doc => wanted(_keys[doc]) : null;
        var candidates = Ranker.Best(scratch, Math.Max(options.Top, _options.RescoreDepth), filter);
        var match = NewMatch(plan, scratch);
        var hits = new List<(int Doc, SearchHit Hit)>(candidates.Count);
        foreach (var doc in candidates)
            hits.Add((doc, ToHit(plan, doc, scratch.Scores[doc], Read(match, doc))));
        hits.Sort((a, b) => a.Hit.Score != b.Hit.Score ? b.Hit.Score.CompareTo(a.Hit.Score) : a.Doc.CompareTo(b.Doc));
        return hits.Take(options.Top).Select(hit => hit.Hit).ToList();
    }

    private DocumentMatch NewMatch(Query plan, Scratch scratch) =>
        new(plan, new ClauseMasks(plan, _vocabulary, _phrases, scratch), scratch, _vocabulary.Lexicon, _idfs);

    private DocumentMatch Read(DocumentMatch match, int doc)
    {
        match.Read(_forward, doc, _options.Fields);
        return match;
    }

    private SearchHit ToHit(Query plan, int doc, double bm25F, DocumentMatch match)
    {
        var bonuses = Bonuses(plan, match);
        var score = bm25F + bonuses.Total;
        return new SearchHit(_keys[doc], score, new SearchFeatures
        {
            Bm25F = bm25F,
            ScorePerMass = plan.Mass > 0 ? score / plan.Mass : 0,
            Coverage = match.Coverage,
            QuestionCoverage = match.QuestionCoverage,
            QuestionSimilarity = match.QuestionSimilarity,
            QuestionValue = match.QuestionValue,
            Proximity = match.MaxProximityMass > 0 ? match.ProximityMass / match.MaxProximityMass : match.IsPhrase ? 1 : 0,
            IsPhrase = match.IsPhrase,
            ExactShare = plan.Mass > 0 ? match.ExactMass / plan.Mass : 0,
        });
    }

    private Bonuses Bonuses(Query plan, DocumentMatch match) => new(
        _options.ExactFormBonus * match.ExactMass,
        _options.ProximityBonus * match.ProximityMass,
        _options.QuestionBonus * plan.Mass * match.QuestionSimilarity);
}

/// <summary>What the second phase adds to BM25F.</summary>
internal readonly record struct Bonuses(double ExactForm, double Proximity, double Question)
{
    public double Total => ExactForm + Proximity + Question;
}
