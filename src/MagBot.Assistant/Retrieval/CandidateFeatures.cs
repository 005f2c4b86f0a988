using MagBot.Knowledge;
using MagBot.Search.Analysis;
using MagBot.Search.Index;
using MagBot.Search.Querying;
using MagBot.Search.Scoring;

namespace MagBot.Assistant.Retrieval;

/// <summary>Gathers candidates for a message and what speaks for and against each. Immutable, thread safe.</summary>
internal sealed class CandidateFeatures
{
    private const int Depth = 12;      // candidates by words, of the whole message
    private const int PieceDepth = 5;  // candidates by words, of each sentence that asks
    private const int ClassifiedDepth = 8; // candidates by the classifier
    private const int MostPieces = 4;
    private const int PlainWeight = 4; // an answer's own question counts as so many of its variants: it says the same in plain words
    private const int TopicDepth = 8;
    private const double FullMass = 10; // weight of a question with some three telling words
    private static readonly SearchOptions Deep = new() { Top = 40 };
    public const QuestionKinds Telling = QuestionKinds.When | QuestionKinds.HowMuch | QuestionKinds.HowLong | QuestionKinds.HowOften
        | QuestionKinds.Why | QuestionKinds.Which | QuestionKinds.Who | QuestionKinds.Where;

    private readonly SearchIndex _index;
    private readonly EverydayWords _words;
    private readonly QuestionClassifier _classifier;
    private readonly Dictionary<string, DocumentTraits> _traits;

    public CandidateFeatures(KnowledgeBase knowledge, RankingSettings ranking)
    {
        var documents = AnswerIndex.Documents(knowledge);
        _index = AnswerIndex.Build(documents, ranking, knowledge.Synonyms);
        _words = new EverydayWords(IsKnown);
        var asked = Analyzed(documents, AnswerIndex.QuestionsOf);
        var plain = asked.DistinctBy(pair => pair.Key).Where(pair => !AnswerIndex.IsIntent(pair.Key)).ToList(); // its own question is an answer's first
        _classifier = new QuestionClassifier([.. asked, .. Enumerable.Repeat(plain, PlainWeight - 1).SelectMany(questions => questions), .. Analyzed(documents, AnswerIndex.SentencesOf)]);
        var answers = knowledge.Answers.ToDictionary(answer => answer.Id, StringComparer.Ordinal);
        var decisions = knowledge.Intents.ToDictionary(intent => AnswerIndex.IntentPrefix + intent.Id, intent => intent.Decision, StringComparer.Ordinal);
        _traits = asked.GroupBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(
            group => group.Key,
            group => new DocumentTraits(
                answers.TryGetValue(group.Key, out var answer) ? answer.Topic : group.Key,
                decisions.GetValueOrDefault(group.Key),
                [.. group.Select(pair => pair.Question.Kinds & Telling).Where(kinds => kinds != QuestionKinds.None)],
                answer is null ? [] : [.. new[] { answer.Question, answer.ButtonText }.Distinct(StringComparer.Ordinal).Select(text => new AskedWords(_index.Analyze(text)))],
                [.. group.SelectMany(pair => AskedWords.Of(pair.Question))]),
            StringComparer.Ordinal);
    }

    /// <summary>The message as it is searched.</summary>
    public QueryAnalysis Analyze(string text) => _index.Analyze(_words.Simplify(text));

    /// <summary>The documents that have words of a message, best first.</summary>
    public IReadOnlyList<SearchHit> Search(string text) => _index.Search(_words.Simplify(text), Deep).Hits;

    /// <summary>The words of a text that carry content.</summary>
    public IEnumerable<string> Contents(string text) => _index.Analyze(text).Tokens.Where(token => token.Role == WordRole.Content).Select(token => token.Text);

    /// <summary>Whether a word only says how something is asked.</summary>
    public bool IsQuestionWord(string word) => _index.Analyze(word) is { Kinds: not QuestionKinds.None };

    /// <summary>How well an answer fits the kinds of question asked: its own question is of that kind, one of its variants, or none.</summary>
    public double KindFit(string key, QuestionKinds asked)
    {
        var traits = _traits[key];
        return asked == QuestionKinds.None ? 1
            : traits.Own.Any(own => (own.Kinds & asked) != 0) ? 4
            : traits.Kinds.Any(kinds => (kinds & asked) != 0) ? 1
            : 0.3;
    }

    /// <summary>The answers that are meant when a message names a subject and nothing more.</summary>
    public GeneralQuestions GeneralQuestions(KnowledgeBase knowledge) => new(knowledge.Answers, knowledge.Shop.Subject, _index, _words.IsGeneric);

    /// <summary>
    /// What a message still asks once an answer has been given: without the question words that the answer's own question has, when there
    /// are others, else without what that question names. Null when nothing telling would be left.
    /// </summary>
    public string? Remainder(string message, string key, GeneralQuestions general)
    {
        var text = _words.Simplify(message);
        var analysis = _index.Analyze(text);
        var own = _traits[key].Own[0];
        var kinds = analysis.Kinds & Telling;
        List<(int Start, int End)> cuts = (kinds & own.Kinds) != 0 && (kinds & ~own.Kinds) != 0
            ? [.. analysis.Tokens.Where(token => (_index.Analyze(token.Text).Kinds & own.Kinds) != 0).Select(token => (token.Start, token.End))]
            : [.. general.Telling(analysis).Where(own.Names).Select(concept => (concept.Start, concept.End))];
        if (cuts.Count == 0)
            return null;
        foreach (var (start, end) in cuts.OrderByDescending(cut => cut.Start))
            text = text.Remove(start, end - start);
        return general.Telling(_index.Analyze(text)).Count > 0 ? text : null;
    }

    public static IReadOnlyList<string> Names { get; } =
    [
        "scorePerMass", "scoreOfBest", "isFirst", "questionCoverage", "questionSimilarity", "similaritySquared", "coverage", "exactShare", "proximity", "isPhrase",
        "pieceScore", "pieceSimilarity", "pieceCoverage", "kindsMet", "kindsMissed", "topicShare",
        "unasked", "unaskedKind", "classified", "classifiedOfBest", "classifiedKnown", "heaviestMissed",
        "intent", "intentLong", "intentSimilarity", "declines", "declinesSensitive",
    ];

    public static IReadOnlyList<string> NoneNames { get; } =
    [
        "constant", "unknownShare", "heaviestUnknown", "oneWord", "words", "corrections", "bestSimilarity", "bestScore", "bestClassified", "sensitive",
    ];

    public SearchIndex Index => _index;

    /// <summary>Everything that a message may mean.</summary>
    /// <param name="text">The message as typed.</param>
    /// <param name="sensitive">Whether safety rules recognised an illness, a medicine or a group in it.</param>
    public Sighting See(string text, bool sensitive)
    {
        var evidence = Gather(_words.Simplify(text));
        var keys = evidence.Hits.Take(Depth).Select(hit => hit.Key.Value)
            .Concat(evidence.Pieces.SelectMany(piece => piece.Take(PieceDepth)).Select(hit => hit.Key.Value))
            .Concat(evidence.Classified.OrderByDescending(pair => pair.Value).Take(ClassifiedDepth).Select(pair => pair.Key))
            .Distinct(StringComparer.Ordinal);
        List<Candidate> candidates = [.. keys.Select(key => new Candidate(key, FeaturesOf(key, evidence, sensitive)))];
        return new Sighting(evidence.Analysis, candidates, NoneFeatures(evidence, candidates, sensitive));
    }

    private List<(string Key, QueryAnalysis Question)> Analyzed(List<SearchDocument> documents, Func<SearchDocument, IEnumerable<string>> texts) =>
    [
        .. documents.AsParallel().AsOrdered().SelectMany(document => texts(document).Select(text => (document.Key.Value, _index.Analyze(text)))),
    ];

    private Evidence Gather(string message)
    {
        var (analysis, hits) = _index.Search(message, Deep);
        var classified = _classifier.Find(analysis);
        if (!GuideRequest.IsMatch(message))
        {
            hits = [.. hits.Where(hit => !IsGuide(hit.Key.Value))];
            var others = classified.Where(pair => !IsGuide(pair.Key)).ToList();
            var total = others.Sum(pair => pair.Value);
            classified = others.ToDictionary(pair => pair.Key, pair => pair.Value / total, StringComparer.Ordinal);
        }

        return new Evidence(analysis, hits, hits.ToDictionary(hit => hit.Key.Value, StringComparer.Ordinal), Pieces(message, hits), TopicShares(hits), classified);
    }

    private bool IsGuide(string key) => _traits[key].Decision == Decisions.Dialog;

    private double[] FeaturesOf(string key, Evidence evidence, bool sensitive)
    {
        var hit = evidence.ByKey.GetValueOrDefault(key);
        var match = hit?.Features;
        var piece = PieceFeatures(key, evidence);
        var similarity = match?.QuestionSimilarity ?? 0;
        var traits = _traits[key];
        var (kindsMet, kindsMissed) = Kinds(evidence.Analysis.Kinds & Telling, traits.Kinds);
        var (unasked, unaskedKind) = Unasked(evidence, traits.Own);
        var classified = evidence.Classified.GetValueOrDefault(key);
        var isIntent = traits.Decision is not null;
        return
        [
            Math.Min(match?.ScorePerMass ?? 0, 4) / 4,
            (hit?.Score ?? 0) / evidence.TopScore,
            hit is not null && evidence.Hits[0].Key == hit.Key ? 1 : 0,
            match?.QuestionCoverage ?? 0,
            similarity,
            similarity * similarity,
            match?.Coverage ?? 0,
            match?.ExactShare ?? 0,
            match?.Proximity ?? 0,
            match?.IsPhrase == true ? 1 : 0,
            piece.Score,
            piece.Similarity,
            piece.Coverage,
            kindsMet,
            kindsMissed,
            evidence.Topics.GetValueOrDefault(traits.Topic),
            unasked,
            unaskedKind,
            classified,
            Math.Max(-3, Math.Log10(Math.Max(classified, 1e-6) / evidence.BestClassified)) / 3,
            classified * (1 - evidence.Analysis.UnknownShare),
            traits.HeaviestMissed(evidence.Analysis),
            isIntent ? 1 : 0,
            isIntent ? Math.Min(evidence.Analysis.ContentWords, 12) / 12.0 : 0,
            isIntent ? similarity : 0,
            traits.Decision == Decisions.Decline ? 1 : 0,
            traits.Decision == Decisions.Decline && sensitive ? 1 : 0,
        ];
    }

    // Measured on the whole message: a piece with little in it says little.
    private static (double Score, double Similarity, double Coverage) PieceFeatures(string key, Evidence evidence)
    {
        double score = 0, similarity = 0, coverage = 0;
        foreach (var hit in evidence.Pieces.SelectMany(piece => piece).Where(hit => hit.Key.Value == key))
        {
            var mass = hit.Score / Math.Max(hit.Features.ScorePerMass, 1e-6);
            var weight = Math.Min(1, mass / FullMass);
            score = Math.Max(score, hit.Score / evidence.TopScore);
            similarity = Math.Max(similarity, hit.Features.QuestionSimilarity * weight);
            coverage = Math.Max(coverage, hit.Features.QuestionCoverage * weight);
        }

        return (score, similarity, coverage);
    }

    private static (double Met, double Missed) Kinds(QuestionKinds asked, QuestionKinds[] known)
    {
        if (asked == QuestionKinds.None)
            return (0, 0);
        var met = known.Count(kinds => (kinds & asked) != 0);
        return met > 0 ? (met / (double)known.Length, 0) : (0, 1);
    }

    // How much the answer's own question is about that the message does not name: the general entry of a topic has little of it.
    private static (double Words, double Kind) Unasked(Evidence evidence, AskedWords[] own)
    {
        if (own.Length == 0)
            return (0, 0);
        var asked = evidence.Analysis.Kinds & Telling;
        return (own.Min(question => question.MissingIn(evidence.Words)), own.All(question => (question.Kinds & Telling & ~asked) != 0) ? 1 : 0);
    }

    private static double[] NoneFeatures(Evidence evidence, List<Candidate> candidates, bool sensitive)
    {
        var analysis = evidence.Analysis;
        return
        [
            1,
            analysis.UnknownShare,
            analysis.Concepts.Where(concept => !concept.IsKnown).Select(concept => concept.Share).DefaultIfEmpty(0).Max(),
            analysis.ContentWords <= 1 ? 1 : 0,
            Math.Min(analysis.ContentWords, 30) / 30.0,
            Math.Min(analysis.Corrections, 4) / 4.0,
            candidates.Select(candidate => evidence.ByKey.GetValueOrDefault(candidate.Key)?.Features.QuestionSimilarity ?? 0).DefaultIfEmpty(0).Max(),
            evidence.Hits.Count == 0 ? 0 : Math.Min(evidence.Hits[0].Features.ScorePerMass, 4) / 4,
            evidence.Classified.Count == 0 ? 0 : evidence.BestClassified,
            sensitive ? 1 : 0,
        ];
    }

    private bool IsKnown(string word) =>
        _index.Analyze(word).Concepts.Any(concept => concept.Readings.Any(reading => reading.Kind != MatchKind.Correction));

    // The sentences that ask; the whole message when it is one.
    private List<IReadOnlyList<SearchHit>> Pieces(string message, IReadOnlyList<SearchHit> whole)
    {
        var asking = QuestionSplitter.Questions(message).Take(MostPieces).ToList();
        return asking.Count == 0 ? [whole] : asking.ConvertAll(piece => _index.Search(piece, Deep).Hits);
    }

    // How much of what was found is about the same thing.
    private Dictionary<string, double> TopicShares(IReadOnlyList<SearchHit> hits)
    {
        var scores = new Dictionary<string, double>(StringComparer.Ordinal);
        var total = 0.0;
        foreach (var hit in hits.Take(TopicDepth))
        {
            var topic = _traits[hit.Key.Value].Topic;
            scores[topic] = scores.GetValueOrDefault(topic) + hit.Score;
            total += hit.Score;
        }

        foreach (var topic in scores.Keys)
            scores[topic] /= total;
        return scores;
    }

    private sealed record DocumentTraits(string Topic, string? Decision, QuestionKinds[] Kinds, AskedWords[] Own, HashSet<string> Named)
    {
        // The weightiest thing that the message names and no question of the document does.
        public double HeaviestMissed(QueryAnalysis message)
        {
            var heaviest = 0.0;
            foreach (var concept in message.Concepts)
                if (concept.Share > heaviest && !Named.Contains(concept.Text) && !concept.Readings.Any(reading => Named.Contains(reading.Text)))
                    heaviest = concept.Share;
            return heaviest;
        }
    }

    // All that was found for one message.
    private sealed record Evidence(
        QueryAnalysis Analysis,
        IReadOnlyList<SearchHit> Hits,
        Dictionary<string, SearchHit> ByKey,
        List<IReadOnlyList<SearchHit>> Pieces,
        Dictionary<string, double> Topics,
        Dictionary<string, double> Classified)
    {
        public HashSet<string> Words { get; } = AskedWords.Of(Analysis);

        public double TopScore { get; } = Hits.Count > 0 ? Hits[0].Score : 1;

        public double BestClassified { get; } = Classified.Count > 0 ? Classified.Values.Max() : 1;
    }
}
