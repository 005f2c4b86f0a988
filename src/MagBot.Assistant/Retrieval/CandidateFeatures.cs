using MagBot.Knowledge;
using MagBot.Search.Analysis;
using MagBot.Search.Index;
using MagBot.Search.Scoring;

namespace MagBot.Assistant.Retrieval;

/// <summary>Gathers candidates for a message and what speaks for and against each. Immutable, thread safe.</summary>
internal sealed class CandidateFeatures
{
    private const int Depth = 12;      // candidates by words, of the whole message
    private const int PieceDepth = 5;  // candidates by words, of each sentence that asks
    private const int GramDepth = 5;   // candidates by letters
    private const int MostPieces = 4;
    private const QuestionKinds Telling = QuestionKinds.When | QuestionKinds.HowMuch | QuestionKinds.HowLong | QuestionKinds.HowOften
        | QuestionKinds.Why | QuestionKinds.Which | QuestionKinds.Who | QuestionKinds.Where;

    private readonly SearchIndex _index;
    private readonly SearchIndex _questions;
    private readonly QuestionGrams _grams;
    private readonly Dictionary<string, DocumentTraits> _traits;

    public CandidateFeatures(KnowledgeBase knowledge, RankingSettings ranking)
    {
        var documents = AnswerIndex.Documents(knowledge);
        _index = AnswerIndex.Build(documents, ranking, knowledge.Synonyms);
        _questions = AnswerIndex.Build(documents.Where(document => !AnswerIndex.IsIntent(document.Key)).Select(AnswerIndex.QuestionsOnly), ranking, knowledge.Synonyms);
        var asked = documents.SelectMany(document => AnswerIndex.QuestionsOf(document).Select(text => (Key: document.Key.Value, Question: _index.Analyze(text)))).ToList();
        _grams = new QuestionGrams(asked);
        var topics = knowledge.Answers.ToDictionary(answer => answer.Id, answer => answer.Topic, StringComparer.Ordinal);
        var decisions = knowledge.Intents.ToDictionary(intent => AnswerIndex.IntentPrefix + intent.Id, intent => intent.Decision, StringComparer.Ordinal);
        _traits = asked.GroupBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(
            group => group.Key,
            group => new DocumentTraits(
                topics.GetValueOrDefault(group.Key, group.Key),
                decisions.GetValueOrDefault(group.Key),
                [.. group.Select(pair => pair.Question.Kinds & Telling).Where(kinds => kinds != QuestionKinds.None)]),
            StringComparer.Ordinal);
    }

    public static IReadOnlyList<string> Names { get; } =
    [
        "scorePerMass", "scoreOfBest", "isFirst", "questionCoverage", "questionSimilarity", "similaritySquared", "coverage", "exactShare", "proximity", "isPhrase",
        "pieceScore", "pieceSimilarity", "pieceCoverage", "letters", "lettersOfBest", "lettersVote", "kindsMet", "kindsMissed", "topicShare",
        "intent", "intentLong", "intentSimilarity", "declines",
    ];

    public static IReadOnlyList<string> NoneNames { get; } =
    [
        "constant", "unknownShare", "unknownInQuestions", "heaviestUnknown", "oneWord", "words", "corrections", "bestSimilarity", "bestLetters", "bestScore",
    ];

    public SearchIndex Index => _index;

    public Sighting See(string message)
    {
        var (analysis, hits) = _index.Search(message, new SearchOptions { Top = 40 });
        var letters = _grams.Find(analysis);
        var pieces = Pieces(message);
        var whole = hits.ToDictionary(hit => hit.Key.Value, StringComparer.Ordinal);
        var top = hits.Count > 0 ? hits[0].Score : 1;
        var bestLetters = letters.Count > 0 ? letters.Values.Max(match => match.Similarity) : 1;
        var topicScores = TopicScores(hits);
        var keys = hits.Take(Depth).Select(hit => hit.Key.Value)
            .Concat(pieces.SelectMany(piece => piece.Take(PieceDepth)).Select(hit => hit.Key.Value))
            .Concat(letters.OrderByDescending(pair => pair.Value.Similarity).Take(GramDepth).Select(pair => pair.Key))
            .Distinct(StringComparer.Ordinal);
        var candidates = keys.Select(key =>
        {
            var hit = whole.GetValueOrDefault(key);
            var match = hit?.Features;
            var gram = letters.GetValueOrDefault(key);
            var traits = _traits[key];
            var asked = analysis.Kinds & Telling;
            var isIntent = traits.Decision is not null;
            double pieceScore = 0, pieceSimilarity = 0, pieceCoverage = 0;
            foreach (var piece in pieces)
                foreach (var part in piece.Where(part => part.Key.Value == key))
                {
                    // Measured on the whole message: a piece with little in it says little.
                    pieceScore = Math.Max(pieceScore, part.Score / top);
                    var weight = Math.Min(1, part.Score / Math.Max(part.Features.ScorePerMass, 1e-6) / 10);
                    pieceSimilarity = Math.Max(pieceSimilarity, part.Features.QuestionSimilarity * weight);
                    pieceCoverage = Math.Max(pieceCoverage, part.Features.QuestionCoverage * weight);
                }

            var similarity = match?.QuestionSimilarity ?? 0;
            return new Candidate(key,
            [
                Math.Min(match?.ScorePerMass ?? 0, 4) / 4,
                (hit?.Score ?? 0) / top,
                hit is not null && hits[0].Key == hit.Key ? 1 : 0,
                match?.QuestionCoverage ?? 0,
                similarity,
                similarity * similarity,
                match?.Coverage ?? 0,
                match?.ExactShare ?? 0,
                match?.Proximity ?? 0,
                match?.IsPhrase == true ? 1 : 0,
                pieceScore,
                pieceSimilarity,
                pieceCoverage,
                gram.Similarity,
                gram.Similarity / bestLetters,
                gram.Vote,
                asked == QuestionKinds.None || traits.Kinds.Length == 0 ? 0 : traits.Kinds.Count(kinds => (kinds & asked) != 0) / (double)traits.Kinds.Length,
                asked != QuestionKinds.None && !traits.Kinds.Any(kinds => (kinds & asked) != 0) ? 1 : 0,
                topicScores.GetValueOrDefault(traits.Topic),
                isIntent ? 1 : 0,
                isIntent ? Math.Min(analysis.ContentWords, 12) / 12.0 : 0,
                isIntent ? similarity : 0,
                traits.Decision == Decisions.Decline ? 1 : 0,
            ]);
        }).ToList();
        var words = analysis.ContentWords;
        return new Sighting(analysis, candidates,
        [
            1,
            analysis.UnknownShare,
            _questions.Analyze(message).UnknownShare,
            analysis.Concepts.Where(concept => !concept.IsKnown).Select(concept => concept.Share).DefaultIfEmpty(0).Max(),
            words <= 1 ? 1 : 0,
            Math.Min(words, 30) / 30.0,
            Math.Min(analysis.Corrections, 4) / 4.0,
            candidates.Count == 0 ? 0 : candidates.Max(candidate => candidate.Features[4]),
            letters.Count == 0 ? 0 : bestLetters,
            hits.Count == 0 ? 0 : Math.Min(hits[0].Features.ScorePerMass, 4) / 4,
        ]);
    }

    private List<IReadOnlyList<SearchHit>> Pieces(string message)
    {
        var pieces = QuestionSplitter.Split(message);
        var asking = pieces.Count > 1 ? pieces.Where(QuestionSplitter.IsQuestion).Take(MostPieces).ToList() : [];
        if (asking.Count == 0)
            asking = [message];
        return asking.ConvertAll(piece => _index.Search(piece, new SearchOptions { Top = 40 }).Hits);
    }

    // How much of what was found is about the same thing.
    private Dictionary<string, double> TopicScores(IReadOnlyList<SearchHit> hits)
    {
        var scores = new Dictionary<string, double>(StringComparer.Ordinal);
        var total = 0.0;
        foreach (var hit in hits.Take(8))
        {
            var topic = _traits[hit.Key.Value].Topic;
            scores[topic] = scores.GetValueOrDefault(topic) + hit.Score;
            total += hit.Score;
        }

        foreach (var topic in scores.Keys)
            scores[topic] /= total;
        return scores;
    }

    private sealed record DocumentTraits(string Topic, string? Decision, QuestionKinds[] Kinds);
}
