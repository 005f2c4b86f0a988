namespace MagBot.Dialogs.Handover;

/// <summary>Tells whether advisors are there. Thread safe.</summary>
public interface IAdvisorPresence
{
    /// <summary>Whether at least one advisor has the desk open now.</summary>
    bool AnyoneThere { get; }

    /// <summary>Whether this advisor has the desk open now.</summary>
    bool IsThere(string advisorId) => AnyoneThere;
}

/// <summary>A place in the queue.</summary>
/// <param name="Place">1 for the first.</param>
/// <param name="ExpectedWait">What those before had to wait lately; null when there is too little to measure.</param>
public sealed record QueuePlace(int Place, TimeSpan? ExpectedWait);

/// <summary>Reads the queue for the customer who stands in it. Thread safe.</summary>
public interface IQueueOutlook
{
    /// <summary>The place of a request.</summary>
    /// <param name="conversationId">The conversation; need not be in the queue yet.</param>
    /// <param name="requestedAt">Moment of its request, UTC.</param>
    /// <param name="now">Moment, UTC.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<QueuePlace> ReadAsync(string conversationId, DateTimeOffset requestedAt, DateTimeOffset now, CancellationToken cancellationToken);
}

/// <summary>A step at which the customer is told something that no bot or advisor says.</summary>
public enum HandoverMoment
{
    /// <summary>An advisor has taken the conversation.</summary>
    Accepted,

    /// <summary>An advisor has taken a conversation in which nobody asked for one.</summary>
    SteppedIn,

    /// <summary>The advisor has ended it; asks for a rating.</summary>
    Closed,

    /// <summary>The advisor has given it back to the bot.</summary>
    Returned,

    /// <summary>Another advisor has it now.</summary>
    Transferred,

    /// <summary>The advisor is gone; back in the queue.</summary>
    Requeued,

    /// <summary>Nobody had time within the set time.</summary>
    NobodyYet,

    /// <summary>The shop closed while the customer waited.</summary>
    ClosedMeanwhile,

    /// <summary>The place in the queue changed.</summary>
    Place,

    /// <summary>The customer said nothing for long.</summary>
    Expired,

    /// <summary>The customer is blocked.</summary>
    Blocked,

    /// <summary>All that was said is erased.</summary>
    Erased,
}

/// <summary>What the customer is told.</summary>
/// <param name="Text">Markdown.</param>
/// <param name="Buttons">Answers to choose from; empty when there are none.</param>
public sealed record HandoverNotice(string Text, IReadOnlyList<string> Buttons);

/// <summary>What the customer is told at the steps that advisors and timers take. Thread safe.</summary>
public interface IHandoverMessages
{
    /// <summary>The words for a step.</summary>
    /// <param name="moment">The step.</param>
    /// <param name="handover">The hand-over after it.</param>
    /// <param name="now">Moment, UTC.</param>
    /// <param name="place">Place in the queue, for the steps in it.</param>
    HandoverNotice WordsFor(HandoverMoment moment, HandoverRecord handover, DateTimeOffset now, QueuePlace? place = null);

    /// <summary>Whether the shop's advisors are there at this moment, by the opening hours.</summary>
    bool IsOpen(DateTimeOffset moment);
}
