using MagBot.Knowledge;
using MagBot.Knowledge.Content;
using MagBot.Search.Analysis;

namespace MagBot.Assistant.Retrieval;

/// <summary>Finds what belongs to a message. Immutable, thread safe; sees one snapshot of the knowledge.</summary>
internal sealed class AnswerFinder
{
    private const int MostChoices = 3;

    // A choice that is much less likely than the best one only distracts.
    private const double ChoiceShare = 0.3;

    // What makes a second question sure enough: by its own sentence alone, or together with the whole message.
    private const double SureAlone = 0.6;
    private const double SureTogether = 0.2;
    private const double IntentAt = 0.3; // a person, a privacy text or a reason for not knowing is better than "dat weet ik niet"
    private const double SureFollowUp = 0.5;
    private const double Trace = 0.03;
    private const double SurerThanGeneral = 0.95; // an answer this likely is meant rather than the general one on what is named
    private const double Hint = 0.01; // what the whole message must give the answer to what remains of it

    private readonly KnowledgeBase _knowledge;
    private readonly CandidateFeatures _features;
    private readonly GeneralQuestions _general;
    private readonly FollowUpFinder _followUps;
    private readonly PassageFinder _passages;
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
        _passages = new PassageFinder(knowledge, _general);
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
        var analysis = _features.Analyze(message);
        if (analysis.Tokens.All(token => token.Role is WordRole.Stop or WordRole.Padding))
            return new Finding { Confidence = 0 };
        var ranked = Read(message, sensitive).Ranked;
        if (_general.Find(analysis) is { } general && !(ranked is [{ Probability: >= SurerThanGeneral, Candidate: var sure }, ..] && AnswerOf(sure) is not null))
            return new Finding { Answers = [general], Confidence = GeneralQuestions.Confidence };
        if (ranked.Count > 0 && _intents.TryGetValue(ranked[0].Candidate.Key, out var intent))
        {
            if (ranked[0].Probability < _confidence.AnswerAt && _passages.Find(message) is { } said)
                return new Finding { Quote = said, Confidence = PassageFinder.Confidence };
            if (ranked[0].Probability >= (intent.Decision == Decisions.SmallTalk ? _confidence.AnswerAt : IntentAt))
                return new Finding { Intent = intent, Confidence = ranked[0].Probability };
            ranked = [.. ranked.SkipWhile(read => AnswerIndex.IsIntent(read.Candidate.Key))];
        }

        if (ranked.Count == 0)
            return new Finding { Confidence = 0 };
        var (best, confidence) = ranked[0];
        var pieces = QuestionSplitter.Questions(message);
        if (confidence >= _confidence.AnswerAt)
        {
            var first = AnswerOf(best)!; // no intent, so an answer
            var second = (pieces.Count < 2 ? null : Second(pieces, first, ranked, sensitive)) ?? Remaining(message, first, ranked, sensitive);
            return Both(first, second, confidence);
        }

        if (pieces.Count >= 2 && ByPieces(pieces, ranked, sensitive) is { } some)
            return some;
        if (_passages.Find(message) is { } quote)
            return new Finding { Quote = quote, Confidence = PassageFinder.Confidence };
        return confidence >= _confidence.ClarifyAt ? new Finding { Choices = Choices(ranked), Confidence = confidence } : new Finding { Confidence = confidence };
    }

    /// <summary>What a message means that leans on the answers before it, or null when it does not.</summary>
    /// <param name="message">What the customer said.</param>
    /// <param name="about">Ids of the answers that the talk is about, the main one first.</param>
    /// <param name="sensitive">As for <see cref="Find"/>.</param>
    public Finding? FollowUp(string message, IReadOnlyList<string> about, bool sensitive) => _followUps.Find(message, about, sensitive);

    /// <summary>Ids of all answers that have anything to do with a message, best first.</summary>
    public IEnumerable<string> Rank(string message) => new[] { _general.Find(_features.Analyze(message))?.Id }
        .Concat(Read(message, false).Ranked.Select(read => AnswerOf(read.Candidate)?.Id)).OfType<string>().Distinct(StringComparer.Ordinal);

    /// <summary>Why a message finds what it finds, as text for an editor.</summary>
    /// <param name="message">What the customer said.</param>
    /// <param name="about">As for <see cref="FollowUp"/>; empty in a fresh talk.</param>
    /// <param name="sensitive">As for <see cref="Find"/>.</param>
    public string Explain(string message, IReadOnlyList<string> about, bool sensitive = false)
    {
        var (sighting, ranked, none) = Read(message, sensitive);
        var text = new FindingExplanation();
        text.Concepts(sighting.Analysis);
        if (_followUps.Find(message, about, sensitive) is { } leaning)
            text.FollowUp(about, leaning, _followUps.Reasons(message, about, sensitive));
        else if (_general.Find(sighting.Analysis) is { } general)
            text.General(general, _general.Telling(sighting.Analysis));
        text.Choice(ranked, none, sighting.None, _weights, _noneWeights);
        foreach (var piece in QuestionSplitter.Questions(message) is { Count: > 1 } pieces ? pieces : [])
            text.Piece(piece, Read(piece, sensitive).Ranked);
        if (ranked.Count > 0)
            text.Score(_features.Index.Explain(message, ranked[0].Candidate.Key));
        return text.ToString();
    }

    private Reading Read(string message, bool sensitive)
    {
        var sighting = _features.See(message, sensitive);
        var probabilities = ChoiceModel.Probabilities(_weights, _noneWeights, sighting);
        var ranked = sighting.Candidates.Select((candidate, i) => new Ranked(candidate, probabilities[i])).OrderByDescending(item => item.Probability).ToList();
        return new Reading(sighting, ranked, probabilities[^1]);
    }

    private static Finding Both(Answer first, Answer? second, double confidence) =>
        new() { Answers = second is null ? [first] : [first, second], Confidence = confidence };

    // Two questions in one message get two answers: the second must be sure of its own sentence, fit both it and the message, or go on
    // from the first as a follow-up does ("en hoe warm?").
    private Answer? Second(IReadOnlyList<string> pieces, Answer first, IReadOnlyList<Ranked> whole, bool sensitive)
    {
        var inWhole = whole.ToDictionary(read => read.Candidate.Key, read => read.Probability, StringComparer.Ordinal);
        return pieces.Select(piece => Other(piece, first, inWhole, sensitive)).OfType<Answer>().FirstOrDefault();
    }

    private Answer? Other(string piece, Answer first, Dictionary<string, double> inWhole, bool sensitive)
    {
        var read = Read(piece, sensitive).Ranked.MaxBy(item => item.Probability * (Trace + inWhole.GetValueOrDefault(item.Candidate.Key)));
        if (read is not null && AnswerOf(read.Candidate) is { } own
            && (read.Probability >= SureAlone || (read.Probability >= SureTogether && inWhole.GetValueOrDefault(own.Id) >= Trace)))
            return own == first ? null : own;
        return _followUps.Find(piece, [first.Id], sensitive) is { Answers: [var next, ..], Confidence: >= SureFollowUp } ? next : null;
    }

    // What is left of a message with a joint once the first answer is given.
    private Answer? Remaining(string message, Answer first, IReadOnlyList<Ranked> whole, bool sensitive)
    {
        if (!QuestionSplitter.HasJoint(message) || _features.Remainder(message, first.Id, _general) is not { } rest)
            return null;
        return Read(rest, sensitive).Ranked is [{ Probability: >= SureAlone, Candidate: var best }, ..]
            && AnswerOf(best) is { } answer && answer != first && whole.Any(read => read.Candidate.Key == answer.Id && read.Probability >= Hint)
            ? answer
            : null;
    }

    // The whole is about neither of two questions, but the first piece is clear.
    private Finding? ByPieces(IReadOnlyList<string> pieces, IReadOnlyList<Ranked> whole, bool sensitive)
    {
        foreach (var (piece, i) in pieces.Select((piece, i) => (piece, i)))
            if (Clear(piece, sensitive) is { } first)
                return Both(first.Answer, Second([.. pieces.Skip(i + 1)], first.Answer, whole, sensitive), first.Probability);
        return null;
    }

    private (Answer Answer, double Probability)? Clear(string piece, bool sensitive)
    {
        if (_general.Find(_features.Analyze(piece)) is { } named)
            return (named, GeneralQuestions.Confidence);
        return Read(piece, sensitive).Ranked is [var best, ..] && best.Probability >= SureAlone && AnswerOf(best.Candidate) is { } answer
            ? (answer, best.Probability)
            : null;
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
