using MagBot.Knowledge;
using MagBot.Knowledge.Content;
using MagBot.Search.Analysis;

namespace MagBot.Assistant.Retrieval;

/// <summary>
/// Reads a message together with the answer before it. A follow-up names what is new; the rest comes from the talk. What is found
/// must be about what is new, so that the old subject alone never answers. Immutable, thread safe.
/// </summary>
internal sealed class FollowUpFinder(KnowledgeBase knowledge, CandidateFeatures features, GeneralQuestions general, Func<string, bool, IReadOnlyList<Ranked>> rank)
{
    private const double Covered = 0.6;     // share of what is new that an answer's best question must name
    private const double Shared = 0.5;      // the same of what the last answer was about
    private const double StandsAlone = 0.8; // a message that is this clear by itself changes the subject
    private const double Sure = 0.4;
    private const double Near = 2;          // an answer close to the last one is this much likelier
    private const double Pointed = 10;      // and this much when the message points back with "dat" or names nothing
    private const double Floor = 0.03;      // what closeness alone is worth
    private const double Subject = 0.5;     // what it is worth that the answer is the general one on what is named
    private const double Trace = 0.02;

    /// <summary>What a follow-up means, or null when the message is none, or nothing fits.</summary>
    /// <param name="message">What the customer said.</param>
    /// <param name="about">Ids of the answers that the talk is about, the main one first.</param>
    /// <param name="sensitive">Whether safety rules recognised an illness, a medicine or a group.</param>
    public Finding? Find(string message, IReadOnlyList<string> about, bool sensitive)
    {
        if (LastOf(message, about) is not { } last)
            return null;
        return FollowUpPhrases.AsksForMore(message)
            ? Why(message, last, sensitive) ?? new Finding { WantsMore = true, Confidence = StandsAlone }
            : Best(Score(message, last, about, sensitive));
    }

    /// <summary>What speaks for each answer, for an editor: the products of a line add up to the answer's score.</summary>
    public IReadOnlyList<FollowUpReason> Reasons(string message, IReadOnlyList<string> about, bool sensitive) =>
        LastOf(message, about) is { } last && !FollowUpPhrases.AsksForMore(message) ? Score(message, last, about, sensitive) : [];

    private Answer? LastOf(string message, IReadOnlyList<string> about) =>
        FollowUpPhrases.MayLean(message) ? about.Select(knowledge.FindAnswer).FirstOrDefault() : null;

    private List<FollowUpReason> Score(string message, Answer last, IReadOnlyList<string> about, bool sensitive)
    {
        var analysis = features.Analyze(message);
        var news = general.Telling(analysis);
        var kinds = analysis.Kinds & (CandidateFeatures.Telling | QuestionKinds.How);
        if (news.Count == 0 && kinds == QuestionKinds.None)
            return [];
        var alone = rank(message, sensitive);
        var points = FollowUpPhrases.PointsBack(message);
        if (!points && alone.Count > 0 && alone[0].Probability >= StandsAlone && news.Count > 1)
            return [];

        var near = NearTo(last);
        var named = news.Exists(concept => !features.IsQuestionWord(concept.Text));
        var covering = named ? Covering(message, Covered) : [.. near.Where(id => features.KindFit(id, kinds) > 1)];
        var nearness = points || !named || FollowUpPhrases.GoesOn(message) ? Pointed : Near;
        var elsewhere = points ? 1 / Near : 1;
        var sharing = points ? Covering(Context(last), Shared) : []; // "dat" is what the last answer was about
        var inherited = kinds == QuestionKinds.None ? features.Analyze(last.Question).Kinds & CandidateFeatures.Telling : QuestionKinds.None;
        return
        [
            .. Heard(message, last, near, alone, sensitive)
                .Where(heard => !about.Contains(heard.Key) && knowledge.FindAnswer(heard.Key) is not null && covering.Contains(heard.Key))
                .Select(heard => heard with
                {
                    Nearness = near.Contains(heard.Key) ? nearness : sharing.Contains(heard.Key) ? Near : elsewhere,
                    Kind = features.KindFit(heard.Key, kinds) * Math.Sqrt(features.KindFit(heard.Key, inherited)),
                }),
        ];
    }

    // Everything that may be meant, with how likely it is by one reading.
    private IEnumerable<FollowUpReason> Heard(string message, Answer last, HashSet<string> near, IReadOnlyList<Ranked> alone, bool sensitive)
    {
        var together = $"{Context(last)} {message}";
        return rank(together, sensitive).Select(item => new FollowUpReason(item.Candidate.Key, "with the answer before", item.Probability))
            .Concat(alone.Select(item => new FollowUpReason(item.Candidate.Key, "by itself", item.Probability)))
            .Concat(near.Select(id => new FollowUpReason(id, "near the answer before", Floor)))
            .Concat(new[] { together, message }.Select(text => general.Find(features.Analyze(text))).OfType<Answer>()
                .Select(answer => new FollowUpReason(answer.Id, "general answer on what is named", Subject)));
    }

    private Finding? Best(List<FollowUpReason> reasons)
    {
        var total = reasons.Sum(reason => reason.Value);
        if (total <= Trace)
            return null;
        var (key, score) = reasons.GroupBy(reason => reason.Key).Select(group => (group.Key, group.Sum(reason => reason.Value))).MaxBy(pair => pair.Item2);
        return score / total >= Sure
            ? new Finding { Answers = [knowledge.FindAnswer(key)!], Confidence = score / Math.Max(total, 1) } // only answers are scored
            : null;
    }

    // Answers of which a question names this share of a text.
    private HashSet<string> Covering(string text, double share) =>
    [
        .. features.Search(text).Where(hit => hit.Features.QuestionCoverage >= share).Select(hit => hit.Key.Value),
    ];

    private Finding? Why(string message, Answer last, bool sensitive)
    {
        var near = last.RelatedIds;
        var best = rank($"{Context(last)} waarom {message}", sensitive)
            .FirstOrDefault(item => item.Candidate.Key != last.Id && near.Contains(item.Candidate.Key) && features.KindFit(item.Candidate.Key, QuestionKinds.Why) > 1);
        return best is not null && best.Probability >= Trace
            ? new Finding { Answers = [knowledge.FindAnswer(best.Candidate.Key)!], Confidence = best.Probability } // near ones are answers
            : null;
    }

    // Answers of the same topic, and those that the editor put beside it.
    private HashSet<string> NearTo(Answer last) =>
    [
        .. knowledge.GetRelated(last).Concat(knowledge.Answers.Where(answer => answer.Topic == last.Topic)).Where(answer => answer != last).Select(answer => answer.Id),
    ];

    // What the last answer was about, without the way it was asked.
    private string Context(Answer last) => string.Join(' ', features.Contents(last.Question).Where(general.IsTelling));
}

/// <summary>A candidate with its probability.</summary>
internal sealed record Ranked(Candidate Candidate, double Probability);

/// <summary>One thing that speaks for an answer to a follow-up.</summary>
/// <param name="Key">The answer.</param>
/// <param name="Reading">How the message was read.</param>
/// <param name="Probability">How likely the answer is by that reading, 0 to 1.</param>
internal sealed record FollowUpReason(string Key, string Reading, double Probability)
{
    /// <summary>How many times likelier it is for being close to, or far from, the answer before.</summary>
    public double Nearness { get; init; } = 1;

    /// <summary>How many times likelier it is for the kind of question that it answers.</summary>
    public double Kind { get; init; } = 1;

    /// <summary>What it adds to the score.</summary>
    public double Value => Probability * Nearness * Kind;
}
