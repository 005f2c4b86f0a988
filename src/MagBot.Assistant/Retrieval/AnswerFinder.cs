using System.Globalization;
using System.Text;
using MagBot.Knowledge;
using MagBot.Knowledge.Content;
using MagBot.Search.Index;
using MagBot.Search.Querying;

namespace MagBot.Assistant.Retrieval;

/// <summary>Finds what belongs to a message. Immutable, thread safe; sees one snapshot of the knowledge.</summary>
internal sealed class AnswerFinder(KnowledgeBase knowledge, RetrievalSettings? settings = null)
{
    private const int MostAnswers = 2;
    private const int MostChoices = 3;

    // A choice that is much less likely than the best one only distracts.
    private const double ChoiceShare = 0.5;

    private readonly SearchIndex _index = AnswerIndex.Build(knowledge, (settings ?? RetrievalSettings.Default).Ranking);
    private readonly ConfidenceSettings _confidence = (settings ?? RetrievalSettings.Default).Confidence;
    private readonly Dictionary<string, Intent> _intents = knowledge.Intents.ToDictionary(intent => intent.Id, StringComparer.Ordinal);

    /// <summary>Looks up a message. Never null; an empty finding means "dat weet ik niet".</summary>
    public Finding Find(string message)
    {
        var readings = Read(message);
        var best = readings[0];
        if (best.Intent is { } intent)
            return best.Probability >= _confidence.AnswerAt ? new Finding { Intent = intent, Confidence = best.Probability } : new Finding { Confidence = 0 };
        if (best.Probability >= _confidence.AnswerAt)
            return new Finding { Answers = Together(readings), Confidence = best.Probability };
        if (best.Probability >= _confidence.ClarifyAt)
            return new Finding { Choices = Choices(best), Confidence = best.Probability };
        return new Finding { Confidence = best.Probability };
    }

    /// <summary>The features of the first hit for a message as a whole, with the answer's id; for fitting the model.</summary>
    public (string? Id, double[] Features) Measure(string message)
    {
        var whole = ReadOne(message);
        return (whole.Id, whole.Features);
    }

    /// <summary>Why a message finds what it finds, as text for an editor.</summary>
    public string Explain(string message)
    {
        var text = new StringBuilder();
        foreach (var reading in Read(message))
        {
            text.Append(CultureInfo.InvariantCulture, $"\"{reading.Text}\" -> {reading.Id ?? "nothing"}, confidence {reading.Probability:0.000}\n");
            foreach (var concept in reading.Analysis.Concepts)
            {
                var readings = string.Join(", ", concept.Readings.Select(item => string.Create(CultureInfo.InvariantCulture, $"{item.Kind} {item.Text} {item.Weight:0.##}")));
                text.Append(CultureInfo.InvariantCulture, $"  {concept.Text}: share {concept.Share:0.00}{(concept.IsKnown ? "" : ", unknown")} [{readings}]\n");
            }

            for (var i = 0; i < reading.Features.Length; i++)
                text.Append(CultureInfo.InvariantCulture, $"  {ConfidenceModel.Names[i]} {reading.Features[i]:0.000} x {_confidence.Weights.GetValueOrDefault(ConfidenceModel.Names[i]):0.00}\n");
            foreach (var hit in reading.Hits.Take(5))
                text.Append(CultureInfo.InvariantCulture, $"  {hit.Score:0.00} {hit.Key}\n");
            if (reading.Id is not null)
                text.Append(_index.Explain(reading.Text, reading.Hits[0].Key));
        }

        return text.ToString();
    }

    // The message as a whole and each of its pieces that asks something, surest first.
    private List<Reading> Read(string message)
    {
        var readings = new List<Reading> { ReadOne(message) };
        var pieces = QuestionSplitter.Split(message);
        if (pieces.Count > 1)
            readings.AddRange(pieces.Where(QuestionSplitter.IsQuestion).Select(ReadOne).Where(reading => reading.Analysis.ContentWords > 0));
        return [.. readings.OrderByDescending(reading => reading.Probability)];
    }

    private Reading ReadOne(string text)
    {
        var (analysis, hits) = _index.Search(text, new SearchOptions { Top = 8 });
        if (hits.Count == 0)
            return new Reading { Text = text, Analysis = analysis, Hits = hits };
        var features = ConfidenceModel.Features(analysis, hits[0], hits.Count > 1 ? hits[1].Score : 0);
        var id = hits[0].Key.Value;
        return new Reading
        {
            Text = text,
            Analysis = analysis,
            Hits = hits,
            Id = id,
            Features = features,
            Probability = ConfidenceModel.Probability(_confidence, features),
            Intent = id.StartsWith(AnswerIndex.IntentPrefix, StringComparison.Ordinal) ? _intents[id[AnswerIndex.IntentPrefix.Length..]] : null,
        };
    }

    // Two questions in one message get two answers.
    private List<Answer> Together(IEnumerable<Reading> readings) =>
    [
        .. readings
            .Where(reading => reading.Intent is null && reading.Probability >= _confidence.AnswerAt)
            .Select(reading => knowledge.FindAnswer(reading.Id!)) // a reading with a probability has an id
            .OfType<Answer>()
            .Distinct()
            .Take(MostAnswers),
    ];

    private List<Answer> Choices(Reading best)
    {
        var floor = best.Hits[0].Score * ChoiceShare;
        return
        [
            .. best.Hits
                .Where(hit => hit.Score >= floor)
                .Select(hit => knowledge.FindAnswer(hit.Key.Value))
                .OfType<Answer>()
                .Take(MostChoices),
        ];
    }

    private sealed record Reading
    {
        public required string Text { get; init; }

        public required QueryAnalysis Analysis { get; init; }

        public required IReadOnlyList<Search.Scoring.SearchHit> Hits { get; init; }

        public string? Id { get; init; }

        public Intent? Intent { get; init; }

        public double[] Features { get; init; } = [];

        public double Probability { get; init; }
    }
}
