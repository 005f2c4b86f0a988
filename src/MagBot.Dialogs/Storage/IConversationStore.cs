using MagBot.Dialogs.Conversations;
using MagBot.Dialogs.Handover;

namespace MagBot.Dialogs.Storage;

/// <summary>
/// Keeps conversations and their logs. All members are thread safe. A storage outage surfaces as an exception; everything that
/// can be expected to happen is a return value.
/// </summary>
public interface IConversationStore
{
    /// <summary>The conversation, or null when it is not known (or was erased).</summary>
    Task<Conversation?> FindAsync(string conversationId, CancellationToken cancellationToken);

    /// <summary>Id of the activity that was stored under this de-duplication key, or null.</summary>
    Task<string?> FindByKeyAsync(string conversationId, string deduplicationKey, CancellationToken cancellationToken);

    /// <summary>Stores all that a turn did, or nothing of it.</summary>
    /// <returns>What happened; only <see cref="CommitOutcome.Committed"/> stored anything.</returns>
    Task<CommitOutcome> CommitAsync(TurnCommit commit, CancellationToken cancellationToken);

    /// <summary>Log entries from <paramref name="fromSequence"/> on, in order, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<LogEntry>> ReadLogAsync(string conversationId, long fromSequence, int limit, CancellationToken cancellationToken);

    /// <summary>Entries that stand under this activity id, in order: a channel names an edit by the id of the message.</summary>
    Task<IReadOnlyList<LogEntry>> FindEntriesAsync(string conversationId, string activityId, CancellationToken cancellationToken);

    /// <summary>Removes a conversation with its log, hand-over history and outbox. False when there was none.</summary>
    Task<bool> EraseAsync(string conversationId, CancellationToken cancellationToken);

    /// <summary>Removes conversations whose last turn was before <paramref name="before"/>, the oldest first, at most <paramref name="limit"/>.</summary>
    /// <returns>How many were removed.</returns>
    Task<int> EraseExpiredAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Removes log entries of turns that held health content and were stored before <paramref name="before"/>, at most <paramref name="limit"/>. Of
    /// conversations without any turn since, what the bot remembers goes too.
    /// </summary>
    /// <returns>How many entries were removed.</returns>
    Task<int> EraseHealthAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken);
}

/// <summary>All that one turn changes; written in one transaction.</summary>
public sealed record TurnCommit
{
    /// <summary>The conversation after the turn. <see cref="Conversation.Version"/> is one more than the stored one; 1 creates it.</summary>
    public required Conversation Conversation { get; init; }

    /// <summary>New log entries, in order.</summary>
    public required IReadOnlyList<LogEntry> Entries { get; init; }

    /// <summary>Key under which the incoming activity is known to the channel, so that a repetition is seen; null when it has none.</summary>
    public string? DeduplicationKey { get; init; }

    /// <summary>Id of the incoming activity that the key stands for; null without a key.</summary>
    public string? DeduplicatedActivityId { get; init; }

    /// <summary>Whether all earlier entries, de-duplication keys, hand-over history and waiting deliveries of the conversation are removed first.</summary>
    public bool ErasesHistory { get; init; }

    /// <summary>Whether the turn's entries hold what a customer said about health; they are kept shorter.</summary>
    public bool HoldsHealth { get; init; }

    /// <summary>Earlier entries as they read from now on: a message that was edited, or the place of one that was taken back.</summary>
    public IReadOnlyList<LogEntry> Revised { get; init; } = [];

    /// <summary>Hand-over steps taken in this turn.</summary>
    public IReadOnlyList<HandoverEvent> HandoverEvents { get; init; } = [];

    /// <summary>Deliveries to other services that this turn asks for, such as replies to a Connector.</summary>
    public IReadOnlyList<OutboxItem> Outbox { get; init; } = [];
}

/// <summary>Something to deliver elsewhere, at least once, in order for its conversation.</summary>
/// <param name="Id">Unique id; the idempotency key of the delivery.</param>
/// <param name="Kind">Who delivers it: <c>connector</c>.</param>
/// <param name="Payload">What to deliver, JSON.</param>
public sealed record OutboxItem(string Id, string Kind, string Payload);

/// <summary>What became of a commit.</summary>
public enum CommitOutcome
{
    /// <summary>Stored.</summary>
    Committed,

    /// <summary>Somebody else changed the conversation meanwhile; nothing was stored.</summary>
    Conflict,

    /// <summary>The de-duplication key is taken; nothing was stored.</summary>
    Duplicate,
}
