using MagBot.Activities;
using MagBot.Dialogs.Handover;

namespace MagBot.Dialogs.Conversations;

/// <summary>
/// Everything that is kept about one conversation besides its log. A value: a turn makes a changed copy, and the store swaps
/// it in when <see cref="Version"/> is still the one that was read.
/// </summary>
public sealed record Conversation
{
    /// <summary>Id, opaque to clients. Unique over all channels of this store.</summary>
    public required string Id { get; init; }

    /// <summary>Channel that the conversation lives on, see <see cref="ChannelIds"/>.</summary>
    public required string ChannelId { get; init; }

    /// <summary>The customer.</summary>
    public required ChannelAccount User { get; init; }

    /// <summary>The bot as the channel knows it.</summary>
    public required ChannelAccount Bot { get; init; }

    /// <summary>The conversation as the channel describes it; null where only the id is known.</summary>
    public ConversationAccount? Account { get; init; }

    /// <summary>Address for replies, from an authenticated request; null on channels that we host ourselves.</summary>
    public string? ServiceUrl { get; init; }

    /// <summary>Whether the channel said that we were taken out: nothing is sent there until it speaks to us again.</summary>
    public bool IsGone { get; init; }

    /// <summary>BCP-47 language name; null until told.</summary>
    public string? Locale { get; init; }

    /// <summary>Who has the conversation.</summary>
    public HandoverRecord Handover { get; init; } = HandoverRecord.None;

    /// <summary>State of bot and dialogs, a JSON object.</summary>
    public string State { get; init; } = "{}";

    /// <summary>Number of committed turns; 0 before the first.</summary>
    public long Version { get; init; }

    /// <summary>Sequence number that the next log entry gets. The log is dense and begins at 0.</summary>
    public long NextSequence { get; init; }

    /// <summary>Timestamp of the newest log entry; timestamps strictly increase, since clients sort on them.</summary>
    public DateTimeOffset LastTimestamp { get; init; }

    /// <summary>Moment of creation, UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Moment of the last committed turn, UTC.</summary>
    public DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>Who may read a log entry.</summary>
public enum Audience
{
    /// <summary>The customer's clients and the desk.</summary>
    Everyone,

    /// <summary>Only we ourselves: member updates, notes.</summary>
    Internal,
}

/// <summary>One stored activity at its place in the conversation.</summary>
/// <param name="Sequence">Place in the log, from 0, without gaps.</param>
/// <param name="Activity">The activity with <c>id</c> and <c>timestamp</c> filled in.</param>
/// <param name="Audience">Who may read it.</param>
public sealed record LogEntry(long Sequence, Activity Activity, Audience Audience)
{
    /// <summary>Id of an entry: the official form <c>conversation|0000012</c>, which stays sortable and unique.</summary>
    public static string ActivityId(string conversationId, long sequence) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{conversationId}|{sequence:0000000}");
}
