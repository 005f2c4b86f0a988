using MagBot.Activities;
using MagBot.Dialogs.Conversations;
using MagBot.Dialogs.Storage;
using MagBot.Dialogs.Turns;
using Microsoft.Extensions.Logging.Abstractions;

namespace MagBot.TestSupport;

/// <summary>
/// Plays a conversation against a bot, in the style of Bot Builder's TestFlow, through the real turn runner and with the state
/// written and read between every two turns.
/// </summary>
public sealed class TestConversation
{
    private readonly Queue<Activity> _replies = new();
    private int _sent;

    public TestConversation(IBot bot, TimeProvider? time = null, IConversationStore? store = null)
    {
        Store = store ?? new MemoryConversationStore();
        Time = time ?? new ManualTimeProvider(ManualTimeProvider.OpenMoment);
        Runner = new TurnRunner(
            Store, new ProcessConversationLocks(), bot, Feed, new NoOutbox(), new TurnOptions(), Time, NullLogger<TurnRunner>.Instance);
    }

    public string Id { get; } = "c-" + Guid.NewGuid().ToString("N");

    public IConversationStore Store { get; }

    public TimeProvider Time { get; }

    public ConversationFeed Feed { get; } = new();

    public TurnRunner Runner { get; }

    /// <summary>The customer says something; replies of earlier turns that nobody asserted are dropped.</summary>
    public async Task<TestConversation> SendAsync(string text)
    {
        _replies.Clear();
        await RunAsync(new Activity { Type = ActivityTypes.Message, Text = text, From = new ChannelAccount { Id = "user1", Role = Roles.User }, Locale = "nl-NL" });
        return this;
    }

    /// <summary>Somebody joins.</summary>
    public async Task<TestConversation> JoinAsync(params string[] members)
    {
        _replies.Clear();
        await RunAsync(
            new Activity { Type = ActivityTypes.ConversationUpdate, MembersAdded = [.. members.Select(id => new ChannelAccount { Id = id })] },
            Audience.Internal);
        return this;
    }

    /// <summary>The customer puts a thumb to a message of the bot.</summary>
    public async Task<TestConversation> ReactAsync(string activityId, string reaction, string? reason = null)
    {
        _replies.Clear();
        await RunAsync(
            new Activity
            {
                Type = ActivityTypes.MessageReaction,
                ReplyToId = activityId,
                ReactionsAdded = [new MessageReaction { Type = reaction }],
                From = new ChannelAccount { Id = "user1", Role = Roles.User },
                Value = reason is null ? null : System.Text.Json.JsonDocument.Parse($"{{\"reason\":\"{reason}\"}}").RootElement.Clone(),
            },
            Audience.Internal);
        return this;
    }

    /// <summary>The next reply, or null when there is none left.</summary>
    public Activity? NextReply() => _replies.TryDequeue(out var reply) ? reply : null;

    /// <summary>All texts of the last turn.</summary>
    public string AllText() => string.Join('\n', _replies.Select(reply => reply.Text).Where(text => !string.IsNullOrEmpty(text)));

    /// <summary>Replies of the last turn that were not taken yet.</summary>
    public IReadOnlyCollection<Activity> Replies => _replies;

    /// <summary>The conversation as stored.</summary>
    public async Task<Conversation> StoredAsync() =>
        await Store.FindAsync(Id, CancellationToken.None) ?? throw new InvalidOperationException("The conversation is not stored.");

    private async Task RunAsync(Activity activity, Audience audience = Audience.Everyone)
    {
        var incoming = new IncomingActivity
        {
            Activity = activity with { Conversation = new ConversationAccount { Id = Id }, ChannelId = "test" },
            DeduplicationKey = $"k{_sent++}",
            Audience = audience,
            NewConversation = new Conversation
            {
                Id = Id,
                ChannelId = "test",
                User = new ChannelAccount { Id = "user1", Role = Roles.User },
                Bot = new ChannelAccount { Id = "bot", Name = "MagBot", Role = Roles.Bot },
                CreatedAt = Time.GetUtcNow(),
            },
        };
        var result = await Runner.ReceiveAsync(incoming, Id, CancellationToken.None);
        foreach (var entry in result.Entries.Skip(1))
            _replies.Enqueue(entry.Activity);
    }

    private sealed class NoOutbox : IOutboxComposer
    {
        public IReadOnlyList<OutboxItem> Compose(Conversation conversation, IReadOnlyList<LogEntry> entries) => [];
    }
}
