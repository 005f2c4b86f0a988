using MagBot.Activities;
using MagBot.Dialogs.Conversations;
using MagBot.Dialogs.Handover;
using MagBot.Dialogs.Storage;
using Microsoft.Extensions.Logging;

namespace MagBot.Dialogs.Turns;

/// <summary>An activity that a channel took in.</summary>
public sealed record IncomingActivity
{
    /// <summary>The activity; <c>id</c> is kept where the channel gave one (Teams) and made by us where we are the channel.</summary>
    public required Activity Activity { get; init; }

    /// <summary>Key by which a repetition is recognised; null when the channel gave none.</summary>
    public string? DeduplicationKey { get; init; }

    /// <summary>The conversation to create when it is not known yet; null refuses unknown conversations.</summary>
    public Conversation? NewConversation { get; init; }

    /// <summary>Id of an earlier message that this activity edits or takes back; null when it does neither.</summary>
    public string? Concerns { get; init; }

    /// <summary>Whether the channel says that we were taken out of the conversation.</summary>
    public bool Leaves { get; init; }

    /// <summary>Whether the customer's clients get the activity too (a message), or only the log (a member update).</summary>
    public Audience Audience { get; init; } = Audience.Everyone;
}

/// <summary>What became of an incoming activity.</summary>
public enum TurnStatus
{
    /// <summary>Stored, with all that it caused.</summary>
    Done,

    /// <summary>It had been handled before; nothing happened now.</summary>
    Duplicate,

    /// <summary>The conversation is not known.</summary>
    UnknownConversation,
}

/// <summary>Outcome of a turn.</summary>
/// <param name="Status">What became of it.</param>
/// <param name="ActivityId">Id under which the incoming activity stands in the log; null for an unknown conversation.</param>
/// <param name="Entries">All entries that the turn stored, the incoming one first.</param>
public sealed record TurnResult(TurnStatus Status, string? ActivityId, IReadOnlyList<LogEntry> Entries);

/// <summary>Limits of a turn.</summary>
public sealed class TurnOptions
{
    /// <summary>How long the bot may think; after that the customer gets an apology.</summary>
    /// <value>Default 10 seconds: channels hang up after 15.</value>
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromSeconds(10);
}

/// <summary>
/// Runs turns: one at a time for a conversation, each stored in one transaction before anything is sent. This is the only way
/// in which a conversation changes, for channels, the desk and timers alike. Thread safe.
/// </summary>
public sealed partial class TurnRunner(
    IConversationStore store,
    IConversationLocks locks,
    IBot bot,
    ConversationFeed feed,
    IOutboxComposer outbox,
    TurnOptions options,
    TimeProvider time,
    ILogger<TurnRunner> logger,
    IHandoverDeliveries? handoverDeliveries = null)
{
    // Another instance may win the race for a conversation; with one advisory lock a conversation this is never needed twice.
    private const int CommitAttempts = 3;

    /// <summary>Handles an activity that came in on a channel.</summary>
    public Task<TurnResult> ReceiveAsync(IncomingActivity incoming, string conversationId, CancellationToken cancellationToken) =>
        RunAsync(conversationId, incoming, bot.OnTurnAsync, cancellationToken);

    /// <summary>
    /// Runs something other than the bot on a conversation, as a turn: a command of an advisor or of a timer. What it sends is
    /// stored and delivered like the bot's words.
    /// </summary>
    /// <returns>The outcome; <see cref="TurnStatus.UnknownConversation"/> when there is no such conversation.</returns>
    public Task<TurnResult> ActAsync(string conversationId, Func<TurnContext, CancellationToken, Task> act, CancellationToken cancellationToken) =>
        RunAsync(conversationId, null, act, cancellationToken);

    private async Task<TurnResult> RunAsync(
        string conversationId, IncomingActivity? incoming, Func<TurnContext, CancellationToken, Task> act, CancellationToken cancellationToken)
    {
        await using var held = await locks.AcquireAsync(conversationId, cancellationToken).ConfigureAwait(false);
        for (var attempt = 1; ; attempt++)
        {
            if (incoming?.DeduplicationKey is { } key
                && await store.FindByKeyAsync(conversationId, key, cancellationToken).ConfigureAwait(false) is { } known)
                return new TurnResult(TurnStatus.Duplicate, known, []);

            var conversation = await store.FindAsync(conversationId, cancellationToken).ConfigureAwait(false)
                ?? incoming?.NewConversation;
            if (conversation is null)
                return new TurnResult(TurnStatus.UnknownConversation, null, []);

            var commit = await ComposeAsync(conversation, incoming, act, cancellationToken).ConfigureAwait(false);
            if (ChangesNothing(commit, conversation))
                return new TurnResult(TurnStatus.Done, null, []);

            // A turn that was thought through is stored even when the client hangs up meanwhile.
            var outcome = await store.CommitAsync(commit, CancellationToken.None).ConfigureAwait(false);
            if (outcome is CommitOutcome.Committed)
            {
                feed.Publish(conversationId, commit.Entries);
                return new TurnResult(TurnStatus.Done, incoming is null ? null : commit.Entries[0].Activity.Id, commit.Entries);
            }

            LogCommitRepeated(conversationId, outcome, attempt);
            if (attempt == CommitAttempts)
                throw new InvalidOperationException($"Conversation {conversationId} was changed {CommitAttempts} times by others during one turn.");
        }
    }

    private async Task<TurnCommit> ComposeAsync(
        Conversation conversation, IncomingActivity? incoming, Func<TurnContext, CancellationToken, Task> act, CancellationToken cancellationToken)
    {
        var clock = new LogClock(conversation, time.GetUtcNow());
        LogEntry? first = incoming is null ? null : clock.Stamp(incoming.Activity, incoming.Audience, keepId: true);
        var revised = incoming?.Concerns is { } concerned
            ? MessageRevision.Of(await store.FindEntriesAsync(conversation.Id, concerned, cancellationToken).ConfigureAwait(false), incoming.Activity)
            : [];
        var context = NewContext();
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(options.TimeLimit);
            await act(context, limit.Token).WaitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (incoming is not null && !cancellationToken.IsCancellationRequested)
        {
            LogTurnFailed(exception, conversation.Id, first!.Sequence); // set whenever incoming is
            context = NewContext();
            bot.OnTurnError(context);
        }

        var entries = new List<LogEntry>(context.Outgoing.Count + 1);
        if (first is not null)
            entries.Add(incoming?.Concerns is null ? first : first with { Activity = MessageRevision.WithoutContent(first.Activity) });
        foreach (var activity in context.Outgoing)
            entries.Add(clock.Stamp(activity, context.Internals.Contains(activity) ? Audience.Internal : Audience.Everyone, keepId: false));

        var after = conversation with
        {
            State = context.State.ToJson(),
            Handover = context.Handover,
            Version = conversation.Version + 1,
            NextSequence = clock.NextSequence,
            LastTimestamp = clock.LastTimestamp,
            UpdatedAt = context.Now,
            Locale = incoming?.Activity.Locale ?? conversation.Locale,
            ServiceUrl = incoming?.Activity.ServiceUrl ?? conversation.ServiceUrl,
            IsGone = incoming?.Leaves ?? conversation.IsGone,
        };
        return new TurnCommit
        {
            Conversation = after,
            Entries = entries,
            DeduplicationKey = incoming?.DeduplicationKey,
            DeduplicatedActivityId = incoming?.DeduplicationKey is null ? null : first!.Activity.Id, // set whenever incoming is
            ErasesHistory = context.ErasesHistory,
            HoldsHealth = context.HoldsHealth,
            Revised = context.ErasesHistory ? [] : revised,
            HandoverEvents = context.HandoverEvents,
            Outbox = [.. outbox.Compose(after, entries), .. context.Deliveries, .. handoverDeliveries?.Compose(conversation.Handover, after, entries, context.HandoverEvents) ?? []],
        };

        TurnContext NewContext() => new(
            conversation,
            first?.Activity ?? new Activity { Type = ActivityTypes.Event, Name = "magbot.command", Conversation = conversation.Account },
            first is { Audience: Audience.Everyone },
            clock.Now);
    }

    private static bool ChangesNothing(TurnCommit commit, Conversation before) =>
        commit is { Entries.Count: 0, Outbox.Count: 0, HandoverEvents.Count: 0, ErasesHistory: false }
        && commit.Conversation.State == before.State && commit.Conversation.Handover == before.Handover;

    [LoggerMessage(1001, LogLevel.Error, "Turn failed in conversation {ConversationId} at entry {Sequence}; the customer got an apology")]
    private partial void LogTurnFailed(Exception exception, string conversationId, long sequence);

    [LoggerMessage(1002, LogLevel.Warning, "Commit of conversation {ConversationId} ended as {Outcome}, attempt {Attempt}")]
    private partial void LogCommitRepeated(string conversationId, CommitOutcome outcome, int attempt);
}

/// <summary>Decides what a turn must deliver to other services. Called inside the turn; must not wait for anything.</summary>
public interface IOutboxComposer
{
    /// <summary>Deliveries for these entries of a conversation; empty on channels that read the log themselves.</summary>
    IReadOnlyList<OutboxItem> Compose(Conversation conversation, IReadOnlyList<LogEntry> entries);
}

/// <summary>Gives log entries their sequence numbers, ids and strictly increasing timestamps.</summary>
internal sealed class LogClock(Conversation conversation, DateTimeOffset now)
{
    public DateTimeOffset Now { get; } = now;

    public long NextSequence { get; private set; } = conversation.NextSequence;

    public DateTimeOffset LastTimestamp { get; private set; } = conversation.LastTimestamp;

    public LogEntry Stamp(Activity activity, Audience audience, bool keepId)
    {
        // Clients sort on milliseconds, so a tie or a clock that went back is pushed on by one.
        var floor = LastTimestamp.AddMilliseconds(1);
        LastTimestamp = Now > floor ? Now : floor;
        var sequence = NextSequence++;
        return new LogEntry(
            sequence,
            activity with
            {
                Id = keepId && !string.IsNullOrEmpty(activity.Id) ? activity.Id : LogEntry.ActivityId(conversation.Id, sequence),
                Timestamp = LastTimestamp,
            },
            audience);
    }
}
