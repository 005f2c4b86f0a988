using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MagBot.Activities;
using MagBot.Dialogs.Conversations;
using MagBot.Dialogs.Storage;
using MagBot.Dialogs.Turns;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MagBot.Channels.Connector;

/// <summary>An activity as it stands in the inbox.</summary>
/// <param name="Activity">The activity as the bot gets it.</param>
/// <param name="Key">Its de-duplication key.</param>
internal sealed record InboxEntry(Activity Activity, string Key);

/// <summary>
/// Keeps what a channel was told is taken while its turn still waits or runs, and runs those turns after a start. Whether a turn was stored
/// is told by its de-duplication key, so running it again does no harm.
/// </summary>
internal sealed partial class ConnectorInbox(IInboxStore store, TurnRunner turns, TimeProvider time, ILogger<ConnectorInbox> logger) : BackgroundService
{
    private const int BatchSize = 100;
    private const int MaxAttempts = 5;
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>Describes an activity for its turn.</summary>
    public IncomingActivity Describe(Activity activity, string conversationId) => Describe(new InboxEntry(activity, IncomingActivities.Key(activity)), conversationId);

    /// <summary>Keeps an activity until its turn is stored.</summary>
    /// <exception cref="Exception">It could not be stored: the channel must be told to send it again.</exception>
    public async Task KeepAsync(IncomingActivity incoming, string conversationId, Task<TurnResult> turn, CancellationToken cancellationToken)
    {
        var entry = new InboxEntry(incoming.Activity, incoming.DeduplicationKey ?? ""); // Describe always gives one
        var item = new InboxItem(Id(conversationId, entry.Key), conversationId, JsonSerializer.Serialize(entry, ConnectorJson.Contract.InboxEntry), 0);
        await store.AddAsync(item, time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        _ = FinishAsync(item, turn);
    }

    /// <summary>Begins the turns that were not stored before the last stop, before the channels can send more: these then wait for them.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await BeginWaitingAsync(time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // What came meanwhile and is still there has failed, or its instance died.
            await Task.WhenAll(await BeginWaitingAsync(time.GetUtcNow() - Interval, stoppingToken).ConfigureAwait(false)).ConfigureAwait(false);
        }
    }

    private async Task<List<Task>> BeginWaitingAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        List<Task> begun = [];
        try
        {
            foreach (var item in await store.ListAsync(before, BatchSize, cancellationToken).ConfigureAwait(false))
                begun.Add(await BeginAsync(item).ConfigureAwait(false));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogOutage(exception);
        }
        catch (OperationCanceledException)
        {
            // The process stops; what waits is there at the next start.
        }

        return begun;
    }

    // The turn waits in line for its conversation before the next one is begun, so the order is kept.
    private async Task<Task> BeginAsync(InboxItem item)
    {
        if (item.Attempts >= MaxAttempts || Read(item) is not { } entry)
        {
            LogGivenUp(item.ConversationId, item.Attempts);
            await store.RemoveAsync(item.Id, CancellationToken.None).ConfigureAwait(false);
            return Task.CompletedTask;
        }

        await store.NoteAttemptAsync(item.Id, CancellationToken.None).ConfigureAwait(false);
        LogRunAgain(item.ConversationId);
        return FinishAsync(item, turns.ReceiveAsync(Describe(entry, item.ConversationId), item.ConversationId, CancellationToken.None));
    }

    // A turn that failed stays, and is run again.
    private async Task FinishAsync(InboxItem item, Task<TurnResult> turn)
    {
        try
        {
            await turn.ConfigureAwait(false);
            await store.RemoveAsync(item.Id, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            LogFailed(exception, item.ConversationId);
        }
    }

    private IncomingActivity Describe(InboxEntry entry, string conversationId)
    {
        var activity = entry.Activity;
        return new IncomingActivity
        {
            Activity = activity,
            DeduplicationKey = entry.Key,
            Audience = activity.Is(ActivityTypes.Message) ? Audience.Everyone : Audience.Internal,
            Concerns = activity.Is(ActivityTypes.MessageUpdate) || activity.Is(ActivityTypes.MessageDelete) ? activity.Id : null,
            Leaves = IncomingActivities.Leaves(activity),
            NewConversation = new Conversation
            {
                Id = conversationId,
                ChannelId = activity.ChannelId ?? "",
                User = activity.From ?? new ChannelAccount(),
                Bot = (activity.Recipient ?? new ChannelAccount()) with { Role = Roles.Bot },
                Account = activity.Conversation,
                ServiceUrl = activity.ServiceUrl,
                Locale = activity.Locale,
                CreatedAt = time.GetUtcNow(),
            },
        };
    }

    private static InboxEntry? Read(InboxItem item)
    {
        try
        {
            return JsonSerializer.Deserialize(item.Payload, ConnectorJson.Contract.InboxEntry) is { Activity.Type: not null, Key: not null } entry ? entry : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Hashed, for both may be long.
    private static string Id(string conversationId, string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{conversationId}\n{key}")));

    [LoggerMessage(2107, LogLevel.Error, "A turn of conversation {ConversationId} failed after its channel was answered; it is run again")]
    private partial void LogFailed(Exception exception, string conversationId);

    [LoggerMessage(2110, LogLevel.Information, "Running a turn of conversation {ConversationId} again that was not stored before the last stop")]
    private partial void LogRunAgain(string conversationId);

    [LoggerMessage(2111, LogLevel.Error, "A turn of conversation {ConversationId} was given up after {Attempts} attempts")]
    private partial void LogGivenUp(string conversationId, int attempts);

    [LoggerMessage(2112, LogLevel.Error, "The inbox cannot be worked on")]
    private partial void LogOutage(Exception exception);
}
