using MagBot.Dialogs.Storage;

namespace MagBot.Desk.Knowledge;

/// <summary>What advisors use of the shop's knowledge. Thread safe.</summary>
public interface IDeskKnowledge
{
    /// <summary>Reviewed answers that fit, best first.</summary>
    IReadOnlyList<DeskAnswer> Search(string text, int limit);

    /// <summary>One answer, or null.</summary>
    DeskAnswer? Find(string id);

    /// <summary>Judges what an advisor is about to send.</summary>
    DeskVerdict Check(string text);

    /// <summary>Ready-made replies, with the placeholders filled in.</summary>
    /// <param name="advisor">Name of the advisor.</param>
    /// <param name="customer">Name of the customer; null when it is not known.</param>
    /// <param name="reference">Reference of the hand-over.</param>
    IReadOnlyList<CannedReply> Replies(string advisor, string? customer, string? reference);

    /// <summary>The terms by which the search engine knows a text; null where there is none.</summary>
    IReadOnlySet<string>? Terms(string text) => null;

    /// <summary>Decisions that the knowledge does not hold yet, as a unified diff for its folder.</summary>
    string Patch(IReadOnlyList<LessonDecision> decisions) => "";

    /// <summary>Whether the knowledge holds what was decided.</summary>
    bool Holds(LessonDecision decision) => false;
}

/// <summary>A reviewed answer.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Question">The question that it answers.</param>
/// <param name="Body">The answer, Markdown.</param>
/// <param name="Text">The answer with its sources, for clients that show text only.</param>
/// <param name="Evidence">Strength of the evidence in words.</param>
/// <param name="Sources">What it rests on.</param>
public sealed record DeskAnswer(string Id, string Question, string Body, string Text, string Evidence, IReadOnlyList<DeskSource> Sources);

/// <summary>A source of an answer.</summary>
/// <param name="Label">Short label.</param>
/// <param name="Title">Title.</param>
/// <param name="Url">Address; null when there is none.</param>
public sealed record DeskSource(string Label, string Title, string? Url);

/// <summary>A ready-made reply.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Text">What is put into the message.</param>
public sealed record CannedReply(string Name, string Text);

/// <summary>What the wording rules say about a text.</summary>
/// <param name="MayGo">Whether it may go out at once.</param>
/// <param name="MayConfirm">Whether it may go out when the advisor confirms.</param>
/// <param name="Remarks">Sentences that are not allowed, and what may be said instead.</param>
public sealed record DeskVerdict(bool MayGo, bool MayConfirm, IReadOnlyList<DeskRemark> Remarks)
{
    /// <summary>Nothing against it.</summary>
    public static DeskVerdict Fine { get; } = new(true, true, []);
}

/// <summary>A remark on one sentence.</summary>
/// <param name="Sentence">The sentence.</param>
/// <param name="Proposal">What may be said instead; empty when there is no proposal.</param>
public sealed record DeskRemark(string Sentence, string Proposal);

/// <summary>Stands in where the host gives no knowledge.</summary>
internal sealed class NoKnowledge : IDeskKnowledge
{
    public IReadOnlyList<DeskAnswer> Search(string text, int limit) => [];

    public DeskAnswer? Find(string id) => null;

    public DeskVerdict Check(string text) => DeskVerdict.Fine;

    public IReadOnlyList<CannedReply> Replies(string advisor, string? customer, string? reference) => [];
}
