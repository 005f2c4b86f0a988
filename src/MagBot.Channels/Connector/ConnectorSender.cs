using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using MagBot.Dialogs.Storage;
using MagBot.Dialogs.Turns;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MagBot.Channels.Connector;

/// <summary>
/// Empties the outbox: one reply at a time for a conversation, in order, several conversations at once. A reply leaves the outbox
/// only when the channel has it, so a crash can double it but never lose it.
/// </summary>
internal sealed partial class ConnectorSender(
    IOutboxStore outbox, ConversationFeed feed, ConnectorClient client, IOptions<ConnectorOptions> options, TimeProvider time, ILogger<ConnectorSender> logger)
    : BackgroundService
{
    private const int BatchSize = 128;
    private const int Parallel = 16;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseAfterOutage = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestAskedWait = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, Task> _underWay = new(StringComparer.Ordinal);
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.AllowUnauthenticated)
            LogUnauthenticated();
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Ids of connector conversations hold a colon; turns of the others need not wake us.
        using var observation = feed.Observe(conversationId =>
        {
            if (conversationId.Contains(':', StringComparison.Ordinal))
                _wake.Writer.TryWrite(true);
        });
        try
        {
            while (!stoppingToken.IsCancellationRequested)
                await WaitAsync(await StartDueAsync(stoppingToken).ConfigureAwait(false), stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops; what waits goes out after the next start.
        }

        await Task.WhenAll(_underWay.Values).ConfigureAwait(false);
    }

    private async Task<TimeSpan> StartDueAsync(CancellationToken cancellationToken)
    {
        try
        {
            var due = await outbox.ReadDueAsync(ConnectorOutbox.Kind, time.GetUtcNow(), BatchSize, cancellationToken).ConfigureAwait(false);
            foreach (var row in due.Where(row => _underWay.Count < Parallel && !_underWay.ContainsKey(row.ConversationId)))
            {
                var started = new TaskCompletionSource();
                if (_underWay.TryAdd(row.ConversationId, started.Task))
                    _ = DeliverAsync(row, started, cancellationToken);
            }

            return Poll;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogOutage(exception);
            return PauseAfterOutage;
        }
    }

    private async Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(longest);
        try
        {
            await _wake.Reader.ReadAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Time to look anyway: for retries that are due, and for what another instance stored.
        }
    }

    private async Task DeliverAsync(OutboxRow row, TaskCompletionSource finished, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = JsonSerializer.Deserialize(row.Item.Payload, ConnectorJson.Contract.ConnectorDelivery) is { } delivery
                ? (await client.SendAsync(delivery, cancellationToken).ConfigureAwait(false)).Outcome
                : new DeliveryOutcome("unreadable");
            await RecordAsync(row, outcome).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The process stops; the row stays.
        }
        catch (Exception exception)
        {
            LogOutage(exception);
        }
        finally
        {
            _underWay.TryRemove(row.ConversationId, out _);
            finished.SetResult();
            _wake.Writer.TryWrite(true);
        }
    }

    private async Task RecordAsync(OutboxRow row, DeliveryOutcome outcome)
    {
        if (outcome.Failure is not { } failure)
        {
            await outbox.CompleteAsync(row.Number, CancellationToken.None).ConfigureAwait(false);
            return;
        }

        var attempt = row.Attempts + 1;
        DateTimeOffset? retryAt = outcome.MayRetry && attempt < options.Value.SendAttempts ? time.GetUtcNow() + Wait(attempt, outcome.RetryAfter) : null;
        LogFailed(row.ConversationId, failure, attempt, retryAt);
        await outbox.PostponeAsync(row.Number, failure, retryAt, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Doubles from two seconds, give or take a fifth so that many do not come back together; the channel's own wish goes first.</summary>
    internal static TimeSpan Wait(int attempt, TimeSpan? asked)
    {
        if (asked is { } wish && wish > TimeSpan.Zero)
            return wish < LongestAskedWait ? wish : LongestAskedWait;
        var wait = FirstWait * Math.Pow(2, Math.Min(attempt - 1, 10));
        return (wait < LongestWait ? wait : LongestWait) * (0.8 + (0.4 * Random.Shared.NextDouble()));
    }

    [LoggerMessage(2103, LogLevel.Warning, "MagBot:Connector:AllowUnauthenticated is on: anybody who reaches /api/messages can speak as any user")]
    private partial void LogUnauthenticated();

    [LoggerMessage(2104, LogLevel.Warning, "Delivery in conversation {ConversationId} failed ({Failure}), attempt {Attempt}; next at {RetryAt}")]
    private partial void LogFailed(string conversationId, string failure, int attempt, DateTimeOffset? retryAt);

    [LoggerMessage(2105, LogLevel.Error, "The outbox cannot be worked on")]
    private partial void LogOutage(Exception exception);
}
