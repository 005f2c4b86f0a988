using MagBot.Activities;
using MagBot.Dialogs.Conversations;
using MagBot.Dialogs.Handover;
using MagBot.Dialogs.Storage;

namespace MagBot.TestSupport.Storage;

/// <summary>Conversations and turns as the turn runner makes them, for tests of stores.</summary>
public static class SampleTurns
{
    /// <summary>A moment in whole milliseconds, as stores keep them.</summary>
    public static DateTimeOffset Noon { get; } = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A conversation that is not stored yet.</summary>
    public static Conversation NewConversation(string id) => new()
    {
        Id = id,
        ChannelId = ChannelIds.DirectLine,
        User = new ChannelAccount { Id = "dl_klant", Name = "Zoë", Role = Roles.User },
        Bot = new ChannelAccount { Id = "magbot", Name = "MagBot", Role = Roles.Bot },
        Account = new ConversationAccount { Id = id },
        CreatedAt = Noon,
        LastTimestamp = Noon,
        UpdatedAt = Noon,
    };

    /// <summary>A turn in which the customer says <paramref name="text"/> and the bot answers.</summary>
    public static TurnCommit Say(this Conversation before, string text, string? key = null) =>
        before.Turn(key, (text, Roles.User), ($"Antwoord op: {text}", Roles.Bot));

    /// <summary>A turn with these messages, each with the role of its sender.</summary>
    public static TurnCommit Turn(this Conversation before, string? key, params (string Text, string Role)[] messages)
    {
        var entries = messages.Select((message, index) => Entry(before, index, message.Text, message.Role)).ToList();
        return new TurnCommit
        {
            Conversation = before with
            {
                Version = before.Version + 1,
                NextSequence = before.NextSequence + entries.Count,
                LastTimestamp = entries.Count == 0 ? before.LastTimestamp : entries[^1].Activity.Timestamp!.Value, // Entry sets it
                UpdatedAt = before.UpdatedAt.AddSeconds(1),
            },
            Entries = entries,
            DeduplicationKey = key,
            DeduplicatedActivityId = key is null ? null : entries[0].Activity.Id,
        };
    }

    /// <summary>The same turn with a hand-over step in it.</summary>
    public static TurnCommit WithHandover(this TurnCommit commit, HandoverRecord handover, params HandoverEvent[] steps) =>
        commit with { Conversation = commit.Conversation with { Handover = handover }, HandoverEvents = steps };

    /// <summary>Stores a turn that must succeed and gives the conversation after it.</summary>
    public static async Task<Conversation> StoreAsync(this IConversationStore store, TurnCommit commit)
    {
        var outcome = await store.CommitAsync(commit, CancellationToken.None).ConfigureAwait(false);
        return outcome is CommitOutcome.Committed
            ? commit.Conversation
            : throw new InvalidOperationException($"Turn {commit.Conversation.Version} of {commit.Conversation.Id} ended as {outcome}.");
    }

    private static LogEntry Entry(Conversation before, int index, string text, string role)
    {
        var sequence = before.NextSequence + index;
        var activity = new Activity
        {
            Type = ActivityTypes.Message,
            Id = LogEntry.ActivityId(before.Id, sequence),
            Timestamp = before.LastTimestamp.AddMilliseconds(index + 1),
            ChannelId = before.ChannelId,
            From = role == Roles.User ? before.User : before.Bot,
            Recipient = role == Roles.User ? before.Bot : before.User,
            Conversation = before.Account,
            Text = text,
            TextFormat = TextFormats.Plain,
        };
        return new LogEntry(sequence, activity, Audience.Everyone);
    }
}
