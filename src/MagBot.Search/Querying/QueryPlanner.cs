using MagBot.Search.Analysis;
using MagBot.Search.Correction;
using MagBot.Search.Index;
using MagBot.Search.Scoring;

namespace MagBot.Search.Querying;

/// <summary>Turns the text of a query into concepts with alternatives. Thread-safe.</summary>
internal sealed class QueryPlanner(
    SearchIndexOptions options, Vocabulary vocabulary, InvertedIndex inverted, PhraseTerms phrases, TermCorrector corrector, int docCount)
{
    private const int MaxLength = 16_000;    // characters of a message that are read at all
    private const int MaxConcepts = 48;      // the heaviest stay; their clauses must fit the bits of ClauseMasks
    private const int MaxCorrections = 8;    // words of one query that are tried for typing errors
    private const int MinJoinedLength = 6;
    private const int MinHalf = 5;           // of a compound with an error in the other half
    private const int MaxCompound = 32;
    private const double CompoundPart = 0.8; // a part of a word that the index does not hold as a whole

    private readonly Lexicon _lexicon = vocabulary.Lexicon;

    public Query Plan(string text)
    {
        var tokens = Read(text);
        var searchAll = !tokens.Exists(token => WeightOf(token) >= 1);
        var terms = tokens.ConvertAll(token => token.TermId);
        var concepts = new List<QueryConcept>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var state = new PlanState();
        for (var i = 0; i < tokens.Count;)
        {
            var (concept, taken) = PlanAt(tokens, terms, i, searchAll, state);
            if (concept is not null && seen.Add(concept.Text))
                concepts.Add(concept);
            i += taken;
        }

        if (concepts.Count > MaxConcepts)
            concepts = Heaviest(concepts);
        return Finish(tokens, concepts, state);
    }

    private static List<QueryConcept> Heaviest(List<QueryConcept> concepts)
    {
        var limit = concepts.Select(concept => concept.Mass).OrderDescending().ElementAt(MaxConcepts - 1);
        return [.. concepts.Where(concept => concept.Mass >= limit).Take(MaxConcepts)];
    }

    private List<QueryToken> Read(string text)
    {
        var tokens = new List<QueryToken>();
        foreach (var slice in DutchAnalyzer.Tokenize(text.AsSpan(0, Math.Min(text.Length, MaxLength)), out var buffer))
        {
            if (slice.Kind == TokenKind.Joined)
                continue; // joining is tried for all neighbours anyway
            var word = buffer.Slice(slice);
            var known = _lexicon.FindWord(word);
            var token = new QueryToken
            {
                Text = known >= 0 ? _lexicon.WordText(known) : word.ToString(),
                Word = known,
                Kind = slice.Kind,
                Start = slice.SourceStart,
                End = slice.SourceEnd,
                Role = known >= 0 ? _lexicon.RoleOf(known) : FunctionWords.Dutch.RoleOf(word),
            };
            token.Term = known >= 0 ? _lexicon.TermText(_lexicon.TermOf(known)) : _lexicon.Analyzer.Stem(word);
            token.TermId = known >= 0 ? _lexicon.TermOf(known) : _lexicon.FindTerm(token.Term);
            tokens.Add(token);
        }

        return tokens;
    }

    private double WeightOf(QueryToken token) => token switch
    {
        { Kind: TokenKind.Number } => 0.7, // figures differ by nature; a wrong one says less than a wrong word
        { Kind: TokenKind.Unit } => 0.4,
        { Role: WordRole.Stop } => 0,
        { Role: WordRole.Question or WordRole.Negation } => options.FunctionWordWeight,
        { Role: WordRole.Padding } => options.PaddingWeight,
        _ => 1,
    };

    private (QueryConcept? Concept, int Taken) PlanAt(List<QueryToken> tokens, List<int> terms, int at, bool searchAll, PlanState state)
    {
        var (phrase, length) = terms[at] >= 0 ? phrases.FindLongest(terms, at) : (-1, 0);
        if (length > 0)
            return (PlanPhrase(tokens.GetRange(at, length), phrase, state), length);

        if (at + 1 < tokens.Count && TryPlanJoined(tokens[at], tokens[at + 1], state) is { } joined)
            return (joined, 2);

        var weight = searchAll ? 1 : WeightOf(tokens[at]);
        return (weight > 0 ? PlanWord(tokens[at], weight, state) : null, 1);
    }

    private QueryConcept PlanPhrase(List<QueryToken> tokens, int phrase, PlanState state)
    {
        var alternatives = new List<QueryAlternative>();
        var idf = Idf(phrase);
        AddTogether(tokens, alternatives, state);
        if (inverted.Df(phrase) > 0)
            alternatives.Add(new QueryAlternative(MatchKind.Word, phrases.TextOf(phrase), 1, [new QueryClause(phrase, 1, idf, false)]));
        AddSynonyms(phrase, inverted.Df(phrase) > 0 ? idf : double.MaxValue, 1, alternatives);
        return Concept(tokens, 1, alternatives);
    }

    // "bad zout" is also "badzout". The other way round the compound's parts see to it.
    private QueryConcept? TryPlanJoined(QueryToken first, QueryToken second, PlanState state)
    {
        var isContent = WeightOf(first) >= 1 && WeightOf(second) >= 1;
        var hasUnknown = !IsInIndex(first) || !IsInIndex(second);
        if ((!isContent && !hasUnknown) || first.Text.Length + second.Text.Length < MinJoinedLength)
            return null;
        var word = _lexicon.FindWord(first.Text + second.Text);
        if (word < 0 || _lexicon.CountOf(word) == 0 || _lexicon.RoleOf(word) != WordRole.Content)
            return null;

        var alternatives = new List<QueryAlternative>();
        AddTogether([first, second], alternatives, state);
        alternatives.Add(new QueryAlternative(MatchKind.Joined, _lexicon.WordText(word), 1, ClausesOf(word, _lexicon.TermOf(word))));
        AddSynonyms(_lexicon.TermOf(word), Idf(_lexicon.TermOf(word)), 1, alternatives);
        return Concept([first, second], 1, alternatives);
    }

    private QueryConcept PlanWord(QueryToken token, double weight, PlanState state)
    {
        var alternatives = new List<QueryAlternative>();
        AddReadings(token, alternatives, state);
        return Concept([token], weight, alternatives);
    }

    // The words of a span, each by its best reading, as one alternative.
    private void AddTogether(List<QueryToken> tokens, List<QueryAlternative> alternatives, PlanState state)
    {
        var clauses = new List<QueryClause>();
        foreach (var token in tokens)
        {
            if (WeightOf(token) < 1)
                continue;
            var readings = new List<QueryAlternative>();
            AddReadings(token, readings, state);
            if (readings.Count > 0)
                clauses.AddRange(readings[0].Clauses.Select(clause => clause with { Weight = clause.Weight * readings[0].Weight }));
        }

        if (clauses.Count > 0)
            alternatives.Add(new QueryAlternative(MatchKind.Word, string.Join(' ', tokens.Select(token => token.Text)), 1, [.. clauses]));
    }

    private void AddReadings(QueryToken token, List<QueryAlternative> alternatives, PlanState state)
    {
        var inIndex = IsInIndex(token);
        if (inIndex)
            alternatives.Add(new QueryAlternative(MatchKind.Word, token.Term, 1, ClausesOf(token.Word, token.TermId)));
        else
            AddParts(token, alternatives);
        if (token.TermId >= 0)
            AddSynonyms(token.TermId, inIndex ? Idf(token.TermId) : double.MaxValue, 1, alternatives);
        if (alternatives.Count == 0 && token.Kind == TokenKind.Word && !vocabulary.IsKnown(token.Text))
            AddCorrections(token, alternatives, state);
    }

    private bool IsInIndex(QueryToken token) => token.TermId >= 0 && inverted.Df(token.TermId) > 0;

    private void AddParts(QueryToken token, List<QueryAlternative> alternatives)
    {
        var parts = vocabulary.FindPartsOf(token.Text).Where(part => inverted.Df(part) > 0).ToArray();
        if (parts.Length > 0)
            alternatives.Add(new QueryAlternative(MatchKind.Compound, TextOf(parts), 1, [.. parts.Select(part => new QueryClause(part, CompoundPart, Idf(part), true))]));
    }

    private QueryClause[] ClausesOf(int word, int term)
    {
        var whole = new QueryClause(term, 1, Idf(term), false);
        var parts = word >= 0 && options.QueryPartWeight > 0 ? _lexicon.PartsOf(word) : [];
        if (parts.Length == 0)
            return [whole];
        var clauses = new List<QueryClause> { whole };
        foreach (var part in parts)
        {
            if (inverted.Df(part) > 0)
                clauses.Add(new QueryClause(part, options.QueryPartWeight, Idf(part), true));
        }

        return [.. clauses];
    }

    // A rare synonym does not outscore the word itself: its idf is capped by that of the word.
    private void AddSynonyms(int term, double maxIdf, double weight, List<QueryAlternative> alternatives)
    {
        foreach (var meaning in phrases.MeaningsOf(term))
        {
            if (inverted.Df(meaning) == 0)
                continue;
            var clause = new QueryClause(meaning, 1, Math.Min(Idf(meaning), maxIdf), false);
            alternatives.Add(new QueryAlternative(MatchKind.Synonym, phrases.TextOf(meaning), weight * options.SynonymWeight, [clause]));
        }
    }

    private void AddCorrections(QueryToken token, List<QueryAlternative> alternatives, PlanState state)
    {
        if (options.CorrectionWeight <= 0 || state.Tried++ >= MaxCorrections)
            return;
        foreach (var correction in corrector.FindCorrections(token.Text))
        {
            var term = _lexicon.TermOf(correction.Word);
            var weight = options.CorrectionWeight * correction.Confidence;
            if (inverted.Df(term) > 0)
                alternatives.Add(new QueryAlternative(MatchKind.Correction, _lexicon.WordText(correction.Word), weight, ClausesOf(correction.Word, term)));
            AddSynonyms(term, inverted.Df(term) > 0 ? Idf(term) : double.MaxValue, weight, alternatives);
        }

        if (alternatives.Count == 0)
            AddCorrectedParts(token.Text, alternatives);
        state.Corrected += alternatives.Count > 0 ? 1 : 0;
    }

    // "magnesuimtekort": a compound nobody wrote before, with an error in one of its halves.
    private void AddCorrectedParts(string word, List<QueryAlternative> alternatives)
    {
        if (word.Length is < 2 * MinHalf or > MaxCompound)
            return;
        for (var cut = word.Length - MinHalf; cut >= MinHalf; cut--)
        {
            var (left, right) = (word[..cut], word[cut..]);
            var (leftTerm, rightTerm) = (KnownTerm(left), KnownTerm(right));
            if (leftTerm >= 0 == rightTerm >= 0)
                continue;
            var corrections = corrector.FindCorrections(leftTerm >= 0 ? right : left);
            if (corrections.Count == 0 || corrections[0].Edits > 1)
                continue;
            var corrected = _lexicon.TermOf(corrections[0].Word);
            int[] terms = leftTerm >= 0 ? [leftTerm, corrected] : [corrected, rightTerm];
            var clauses = terms.Where(term => inverted.Df(term) > 0).Select(term => new QueryClause(term, CompoundPart, Idf(term), true));
            alternatives.Add(new QueryAlternative(MatchKind.Correction, TextOf(terms), options.CorrectionWeight, [.. clauses]));
            return;
        }
    }

    private int KnownTerm(string word)
    {
        var known = _lexicon.FindWord(word);
        return known >= 0 && _lexicon.CountOf(known) > 0 && _lexicon.RoleOf(known) == WordRole.Content ? _lexicon.TermOf(known) : -1;
    }

    private QueryConcept Concept(List<QueryToken> tokens, double weight, List<QueryAlternative> alternatives)
    {
        var own = tokens.Where(token => IsInIndex(token) && (tokens.Count == 1 || WeightOf(token) >= 1)).Sum(token => Idf(token.TermId));
        var best = alternatives.Count == 0 ? Bm25F.Idf(0, docCount) : alternatives.Max(MassOf);
        return new QueryConcept
        {
            Text = string.Join(' ', tokens.Select(token => token.Text)),
            Start = tokens[0].Start,
            End = tokens[^1].End,
            Weight = weight,
            Mass = weight * (own > 0 ? own : best),
            Words = [.. tokens.Where(token => token.Word >= 0).Select(token => token.Word)],
            Alternatives = alternatives,
        };
    }

    private static double MassOf(QueryAlternative alternative) => alternative.Weight * alternative.Clauses.Sum(clause => clause.Weight * clause.Idf);

    private double Idf(int term) => Bm25F.Idf(inverted.Df(term), docCount);

    private string TextOf(int[] terms) => string.Join(" + ", terms.Select(_lexicon.TermText));

    private static Query Finish(List<QueryToken> tokens, List<QueryConcept> concepts, PlanState state)
    {
        var mass = concepts.Sum(concept => concept.Mass);
        return new Query { Concepts = concepts, Mass = mass, Analysis = QueryReport.Of(tokens, concepts, mass, state.Corrected) };
    }

    private sealed class PlanState
    {
        public int Tried { get; set; }

        public int Corrected { get; set; }
    }
}

/// <summary>A word of the query with what the index knows of it.</summary>
internal sealed record QueryToken
{
    public required string Text { get; init; }

    public required int Word { get; init; }

    public required TokenKind Kind { get; init; }

    public required WordRole Role { get; init; }

    public required int Start { get; init; }

    public required int End { get; init; }

    public string Term { get; set; } = "";

    public int TermId { get; set; }
}
