using System.Text.Json;
using MagBot.Activities;
using MagBot.Dialogs.Conversations;
using MagBot.Dialogs.Handover;
using MagBot.Dialogs.Storage;

namespace MagBot.State.Stores;

/// <summary>One row of the log, ready to be stored.</summary>
internal readonly record struct ActivityRow(long Sequence, string ActivityId, string Audience, long StoredAt, string Json);

/// <summary>
/// A commit as rows. Made by the caller, so that JSON is written on many threads and the database's writer only copies.
/// </summary>
internal sealed class CommitRows
{
    private readonly List<OutboxRow> _taken = [];
    private int _numbered;

    private CommitRows(TurnCommit commit) => Commit = commit;

    public TurnCommit Commit { get; }

    public Conversation Conversation => Commit.Conversation;

    public required string ConversationId { get; init; }

    public required string HandoverStatus { get; init; }

    public required string Handover { get; init; }

    public required string Details { get; init; }

    public required IReadOnlyList<ActivityRow> Activities { get; init; }

    /// <summary>Places of earlier entries, and what stands there from now on.</summary>
    public required IReadOnlyList<(long Sequence, string Json)> Revised { get; init; }

    /// <summary>Place of the newest thing that the customer said in this turn; null when it was nothing.</summary>
    public long? CustomerSequence { get; init; }

    public string? DeduplicationKey { get; init; }

    /// <summary>For each delivery the instance that is to send it at once; null leaves it to whoever takes it from the store.</summary>
    public required IReadOnlyList<string?> Takers { get; init; }

    /// <summary>Until when those deliveries are that instance's.</summary>
    public required long TakenUntil { get; init; }

    /// <summary>Deliveries that were stored for this instance to send.</summary>
    public IReadOnlyList<OutboxRow> Taken => _taken;

    public bool IsNew => Conversation.Version == 1;

    /// <summary>Hears the number of the next delivery, and whose it is. The database calls it for each, in order.</summary>
    public void Number(long number, string? taker)
    {
        var item = Commit.Outbox[_numbered++];
        if (taker is not null)
            _taken.Add(new OutboxRow(ConversationId, number, item, 0));
    }

    /// <param name="commit">The commit.</param>
    /// <param name="database">Where it will be stored.</param>
    /// <param name="takes">Whether this instance sends deliveries of a kind at once.</param>
    public static CommitRows From(TurnCommit commit, ISqlDatabase database, Func<string, bool> takes)
    {
        var conversation = commit.Conversation;
        ArgumentOutOfRangeException.ThrowIfLessThan(conversation.Version, 1);
        var json = StateJson.Context;
        return new CommitRows(commit)
        {
            ConversationId = Columns.FromKey(conversation.Id),
            HandoverStatus = Columns.FromStatus(conversation.Handover.Status),
            Handover = conversation.Handover == HandoverRecord.None ? NoHandover : JsonSerializer.Serialize(conversation.Handover, json.HandoverRecord),
            Details = JsonSerializer.Serialize(
                new ConversationDetails
                {
                    User = conversation.User,
                    Bot = conversation.Bot,
                    Account = conversation.Account,
                    ServiceUrl = conversation.ServiceUrl,
                    Locale = conversation.Locale,
                    IsGone = conversation.IsGone ? true : null,
                },
                json.ConversationDetails),
            Activities = RowsOf(commit),
            Revised = [.. commit.Revised.Select(entry => (entry.Sequence, ActivityJson.Write(entry.Activity)))],
            CustomerSequence = commit.Entries.LastOrDefault(entry => CustomerWords.Are(entry, conversation.User))?.Sequence,
            DeduplicationKey = commit.DeduplicationKey is { } key ? Columns.FromDeduplicationKey(key) : null,
            Takers = [.. commit.Outbox.Select(item => takes(item.Kind) ? database.Instance : null)],
            TakenUntil = SqlOutboxStore.ClaimedUntil(database, conversation.UpdatedAt),
        };
    }

    private static string NoHandover { get; } = JsonSerializer.Serialize(HandoverRecord.None, StateJson.Context.HandoverRecord);

    private static ActivityRow[] RowsOf(TurnCommit commit)
    {
        var rows = new ActivityRow[commit.Entries.Count];
        var first = commit.Conversation.NextSequence - rows.Length;
        for (var index = 0; index < rows.Length; index++)
        {
            var (sequence, activity, audience) = commit.Entries[index];
            if (sequence != first + index)
            {
                throw new ArgumentException(
                    $"Log of {commit.Conversation.Id} would not be dense: entry {index} has sequence {sequence}, expected {first + index}.", nameof(commit));
            }

            rows[index] = new ActivityRow(
                sequence,
                Columns.FromKey(activity.Id ?? LogEntry.ActivityId(commit.Conversation.Id, sequence)),
                Columns.FromAudience(audience),
                Columns.FromMoment(activity.Timestamp ?? commit.Conversation.LastTimestamp),
                ActivityJson.Write(activity));
        }

        return rows;
    }
}

/// <summary>Tells what the customer said from all else in a log.</summary>
internal static class CustomerWords
{
    /// <summary>Whether an entry is a message with text that the customer sent.</summary>
    public static bool Are(LogEntry entry, ChannelAccount user) =>
        entry.Audience is Audience.Everyone
        && entry.Activity is { Type: ActivityTypes.Message, From: { } from } activity
        && (from.Role == Roles.User || (from.Id is not null && from.Id == user.Id))
        && !string.IsNullOrWhiteSpace(activity.Text);
}
