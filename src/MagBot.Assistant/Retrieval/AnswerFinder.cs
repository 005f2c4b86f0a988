using System.Globalization;
using System.Text;
using MagBot.Knowledge;
using MagBot.Knowledge.Content;

namespace MagBot.Assistant.Retrieval;

/// <summary>Finds what belongs to a message. Immutable, thread safe; sees one snapshot of the knowledge.</summary>
internal sealed class AnswerFinder
{
    private const int MostAnswers = 2;
    private const int MostChoices = 3;

    // A choice that is much less likely than the best one only distracts.
    private const double ChoiceShare = 0.3;

    // What makes a second question sure enough: by its own sentence alone, or together with the whole message.
    private const double SureAlone = 0.6;
    private const double SureTogether = 0.2;
    private const double Trace = 0.03;

    private readonly KnowledgeBase _knowledge;
    private readonly CandidateFeatures _features;
    private readonly GeneralQuestions _general;
    private readonly FollowUpFinder _followUps;
    private readonly ConfidenceSettings _confidence;
    private readonly double[] _weights;
    private readonly double[] _noneWeights;
    private readonly Dictionary<string, Intent> _intents;

    public AnswerFinder(KnowledgeBase knowledge, RetrievalSettings? settings = null)
    {
        settings ??= RetrievalSettings.Default;
        _knowledge = knowledge;
        _features = new CandidateFeatures(knowledge, settings.Ranking);
        _general = _features.GeneralQuestions(knowledge);
        _followUps = new FollowUpFinder(knowledge, _features, _general, (message, sensitive) => Read(message, sensitive).Ranked);
        _confidence = settings.Confidence;
        _weights = [.. CandidateFeatures.Names.Select(name => _confidence.Weights.GetValueOrDefault(name))];
        _noneWeights = [.. CandidateFeatures.NoneNames.Select(name => _confidence.None.GetValueOrDefault(name))];
        _intents = knowledge.Intents.ToDictionary(intent => AnswerIndex.IntentPrefix + intent.Id, StringComparer.Ordinal);
    }

    /// <summary>Looks up a message. Never null; an empty finding means "dat weet ik niet".</summary>
    /// <param name="message">What the customer said.</param>
    /// <param name="sensitive">Whether safety rules recognised an illness, a medicine or a group: such a message is about health.</param>
    public Finding Find(string message, bool sensitive = false)
    {
        if (_general.Find(_features.Analyze(message)) is { } general)
            return new Finding { Answers = [general], Confidence = GeneralQuestions.Confidence };
        var reading = Read(message, sensitive);
        var ranked = reading.Ranked;
        if (ranked.Count > 0 && _intents.TryGetValue(ranked[0].Candidate.Key, out var intent))
        {
            if (ranked[0].Probability >= IntentAt(intent))
                return new Finding { Intent = intent, Confidence = ranked[0].Probability };
            ranked = [.. ranked.SkipWhile(read => AnswerIndex.IsIntent(read.Candidate.Key))];
        }

        if (ranked.Count == 0)
            return new Finding { Confidence = 0 };
        var (best, confidence) = ranked[0];
        if (confidence >= _confidence.AnswerAt)
            return new Finding { Answers = [AnswerOf(best)!, .. Others(message, ranked, sensitive)], Confidence = confidence }; // no intent, so an answer
        if (confidence >= _confidence.ClarifyAt)
            return new Finding { Choices = Choices(ranked), Confidence = confidence };
        return new Finding { Confidence = confidence };
    }

    /// <summary>What a message means that leans on the answers before it, or null when it does not.</summary>
    /// <param name="message">What the customer said.</param>
    /// <param name="about">Ids of the answers that the talk is about, the main one first.</param>
    /// <param name="sensitive">As for <see cref="Find"/>.</param>
    public Finding? FollowUp(string message, IReadOnlyList<string> about, bool sensitive) => _followUps.Find(message, about, sensitive);

    /// <summary>Why a message finds what it finds, as text for an editor; see <see cref="Find"/> for the parameters.</summary>
    public string Explain(string message, bool sensitive = false)
    {
        var text = new StringBuilder();
        var (sighting, ranked, none) = Read(message, sensitive);
        foreach (var concept in sighting.Analysis.Concepts)
        {
            var readings = string.Join(", ", concept.Readings.Select(item => string.Create(CultureInfo.InvariantCulture, $"{item.Kind} {item.Text} {item.Weight:0.##}")));
            text.Append(CultureInfo.InvariantCulture, $"  {concept.Text}: share {concept.Share:0.00}{(concept.IsKnown ? "" : ", unknown")} [{readings}]\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"none of the candidates: {none:0.000}\n");
        Append(text, CandidateFeatures.NoneNames, sighting.None, _noneWeights);
        foreach (var (candidate, probability) in ranked.Take(3))
        {
            text.Append(CultureInfo.InvariantCulture, $"{candidate.Key}: {probability:0.000}\n");
            Append(text, CandidateFeatures.Names, candidate.Features, _weights);
        }

        foreach (var (candidate, probability) in ranked.Skip(3).Take(3))
            text.Append(CultureInfo.InvariantCulture, $"{candidate.Key}: {probability:0.000}\n");
        if (ranked.Count > 0)
            text.Append(_features.Index.Explain(message, ranked[0].Candidate.Key));
        return text.ToString();
    }

    // A text that says why there is no answer does no harm where there would be none anyway.
    private double IntentAt(Intent intent) => intent.Decision == Decisions.Decline ? _confidence.ClarifyAt : _confidence.AnswerAt;

    private static void Append(StringBuilder text, IReadOnlyList<string> names, double[] features, double[] weights)
    {
        for (var i = 0; i < features.Length; i++)
            if (features[i] != 0 && weights[i] != 0)
                text.Append(CultureInfo.InvariantCulture, $"  {names[i]} {features[i]:0.000} x {weights[i]:0.00} = {features[i] * weights[i]:0.00}\n");
    }

    private Reading Read(string message, bool sensitive)
    {
        var sighting = _features.See(message, sensitive);
        var probabilities = ChoiceModel.Probabilities(_weights, _noneWeights, sighting);
        var ranked = sighting.Candidates.Select((candidate, i) => new Ranked(candidate, probabilities[i])).OrderByDescending(item => item.Probability).ToList();
        return new Reading(sighting, ranked, probabilities[^1]);
    }

    // Two questions in one message get two answers: the second must be sure of its own sentence, or fit both it and the message.
    private IEnumerable<Answer> Others(string message, IReadOnlyList<Ranked> whole, bool sensitive)
    {
        var pieces = QuestionSplitter.Questions(message);
        if (pieces.Count < 2)
            return [];
        var inWhole = whole.ToDictionary(read => read.Candidate.Key, read => read.Probability, StringComparer.Ordinal);
        return pieces
            .Select(piece => Read(piece, sensitive).Ranked.MaxBy(read => read.Probability * (Trace + inWhole.GetValueOrDefault(read.Candidate.Key))))
            .OfType<Ranked>()
            .Where(read => read.Candidate.Key != whole[0].Candidate.Key)
            .Where(read => read.Probability >= SureAlone || (read.Probability >= SureTogether && inWhole.GetValueOrDefault(read.Candidate.Key) >= Trace))
            .OrderByDescending(read => read.Probability)
            .Select(read => AnswerOf(read.Candidate))
            .OfType<Answer>()
            .Distinct()
            .Take(MostAnswers - 1);
    }

    private List<Answer> Choices(IReadOnlyList<Ranked> ranked) =>
    [
        .. ranked.Where(read => read.Probability >= ranked[0].Probability * ChoiceShare)
            .Select(read => AnswerOf(read.Candidate))
            .OfType<Answer>()
            .Take(MostChoices),
    ];

    private Answer? AnswerOf(Candidate candidate) => _knowledge.FindAnswer(candidate.Key);

    private sealed record Reading(Sighting Sighting, IReadOnlyList<Ranked> Ranked, double None);
}
