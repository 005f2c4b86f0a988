using System.Collections.Concurrent;
using MagBot.Dialogs.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MagBot.Channels.Connector;

/// <summary>
/// Delivers replies. A commit hands its own over (<see cref="OutboxFeed"/>) and they leave at once: one at a time for a conversation, in order,
/// many conversations at once. The row stays in the outbox until the channel has the reply, so a crash can double it but never lose it; what
/// an earlier run left, and what there was no room for, is taken from there.
/// </summary>
internal sealed partial class ConnectorSender(
    IOutboxStore outbox, OutboxFeed feed, ConnectorClient client, IOptions<ConnectorOptions> options, TimeProvider time, ILogger<ConnectorSender> logger)
    : BackgroundService, IOutboxReceiver
{
    private const int BatchSize = 256;
    private const int LargestInMemory = 10_000;
    private const int Parallel = 256;
    private const int ParallelForAHost = 64;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseAfterOutage = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan KeepInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestGoodbye = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestAskedWait = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, DeliveryLine> _lines = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _hosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly SemaphoreSlim _all = new(Parallel, Parallel);
    private readonly DeliveryRecords _records = new(outbox, time, logger);
    private readonly CancellationTokenSource _hangUp = new();
    private readonly TaskCompletionSource _allAtRest = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationToken _stopping;
    private int _waiting;
    private int _workers = 1; // the loop that takes from the store counts as one

    /// <inheritdoc/>
    public bool HasRoom => Volatile.Read(ref _waiting) < LargestInMemory;

    /// <inheritdoc/>
    public void Receive(OutboxRow row)
    {
        Interlocked.Increment(ref _waiting);
        while (true)
        {
            var line = _lines.GetOrAdd(row.ConversationId, static _ => new DeliveryLine());
            if (!line.TryAdd(row, out var begin))
            {
                _lines.TryRemove(new KeyValuePair<string, DeliveryLine>(row.ConversationId, line));
                continue;
            }

            if (begin)
            {
                Interlocked.Increment(ref _workers);
                _ = Task.Run(() => WorkAsync(row.ConversationId, line), CancellationToken.None);
            }

            return;
        }
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.AllowUnauthenticated)
            LogUnauthenticated();
        if (options.Value is { CanAuthenticate: true, HasCredentials: false })
            LogNoCredentials();
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    public override void Dispose()
    {
        base.Dispose();
        _hangUp.Dispose();
        _all.Dispose();
        foreach (var host in _hosts.Values)
            host.Dispose();
    }

    /// <summary>Doubles from two seconds, give or take a fifth so that many do not come back together; the channel's own wish goes first.</summary>
    internal static TimeSpan Wait(int attempt, TimeSpan? asked)
    {
        if (asked is { } wish && wish > TimeSpan.Zero)
            return wish < LongestAskedWait ? wish : LongestAskedWait;
        var wait = FirstWait * Math.Pow(2, Math.Min(attempt - 1, 10));
        return (wait < LongestWait ? wait : LongestWait) * (0.8 + (0.4 * Random.Shared.NextDouble()));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _stopping = stoppingToken;
        var recording = _records.RunAsync(_hangUp.Token);
        using (feed.Attach(ConnectorOutbox.Kind, this))
            await TakeUntilStoppedAsync(stoppingToken).ConfigureAwait(false);
        await SayGoodbyeAsync(recording).ConfigureAwait(false);
    }

    private async Task TakeUntilStoppedAsync(CancellationToken stoppingToken)
    {
        var keptAt = time.GetUtcNow();
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = Poll;
            try
            {
                while (HasRoom && await TakeAsync(stoppingToken).ConfigureAwait(false) == BatchSize)
                {
                }

                if (time.GetUtcNow() - keptAt >= KeepInterval)
                {
                    await outbox.KeepAsync(ConnectorOutbox.Kind, time.GetUtcNow(), stoppingToken).ConfigureAwait(false);
                    keptAt = time.GetUtcNow();
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogOutage(exception);
                pause = PauseAfterOutage;
            }
            catch (OperationCanceledException)
            {
                break;
            }

            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<int> TakeAsync(CancellationToken cancellationToken)
    {
        var rows = await outbox.TakeAsync(ConnectorOutbox.Kind, time.GetUtcNow(), BatchSize, cancellationToken).ConfigureAwait(false);
        foreach (var row in rows)
            Receive(row);
        return rows.Count;
    }

    // What is under way may arrive; what waits stays in the store for the next start, or for another instance.
    private async Task SayGoodbyeAsync(Task recording)
    {
        Leave();
        await Task.WhenAny(_allAtRest.Task, Task.Delay(LongestGoodbye)).ConfigureAwait(false);
        _records.End();
        await Task.WhenAny(recording, Task.Delay(LongestGoodbye)).ConfigureAwait(false);
        await _hangUp.CancelAsync().ConfigureAwait(false);
        try
        {
            await outbox.GiveBackAsync(ConnectorOutbox.Kind, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            LogOutage(exception); // the claims end by themselves
        }
    }

    private async Task WorkAsync(string conversationId, DeliveryLine line)
    {
        try
        {
            while (!_stopping.IsCancellationRequested && line.TryPeek(out var row))
            {
                try
                {
                    await DeliverAsync(line, row).ConfigureAwait(false);
                }
                catch (Exception exception) when (!_stopping.IsCancellationRequested)
                {
                    LogOutage(exception);
                    await Task.Delay(PauseAfterOutage, time, _stopping).ConfigureAwait(false);
                }
            }

            if (!_stopping.IsCancellationRequested)
                _lines.TryRemove(new KeyValuePair<string, DeliveryLine>(conversationId, line));
        }
        catch (OperationCanceledException)
        {
            // The process stops; the rows stay.
        }
        finally
        {
            Leave();
        }
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _workers) == 0)
            _allAtRest.TrySetResult();
    }

    private async Task DeliverAsync(DeliveryLine line, OutboxRow row)
    {
        var outcome = await SendAsync(row).ConfigureAwait(false);
        if (outcome.Failure is not { } failure)
        {
            _records.Add(row.Number);
            Drop(line);
            return;
        }

        var attempt = row.Attempts + 1;
        if (!outcome.MayRetry || attempt >= options.Value.SendAttempts)
        {
            LogGivenUp(row.ConversationId, failure, attempt);
            await outbox.PostponeAsync(row.Number, failure, null, CancellationToken.None).ConfigureAwait(false);
            Drop(line);
            return;
        }

        var wait = Wait(attempt, outcome.RetryAfter);
        LogFailed(row.ConversationId, failure, attempt, wait);
        line.CountAttempt();
        await outbox.NoteFailureAsync(row.Number, failure, time.GetUtcNow() + wait, CancellationToken.None).ConfigureAwait(false);
        await Task.Delay(wait, time, _stopping).ConfigureAwait(false);
        await ForgetErasedAsync(line).ConfigureAwait(false);
    }

    private async Task<DeliveryOutcome> SendAsync(OutboxRow row)
    {
        if (PreparedDelivery.TryRead(row.Item.Payload) is not { } delivery)
            return new DeliveryOutcome("unreadable");
        // A host that does not answer must not keep the others waiting.
        var host = _hosts.GetOrAdd(Host(delivery.ServiceUrl), static _ => new SemaphoreSlim(ParallelForAHost, ParallelForAHost));
        await host.WaitAsync(_stopping).ConfigureAwait(false);
        try
        {
            await _all.WaitAsync(_stopping).ConfigureAwait(false);
            try
            {
                return (await client.PostAsync(delivery, _hangUp.Token).ConfigureAwait(false)).Outcome;
            }
            finally
            {
                _all.Release();
            }
        }
        finally
        {
            host.Release();
        }
    }

    private void Drop(DeliveryLine line)
    {
        line.RemoveFirst();
        Interlocked.Decrement(ref _waiting);
    }

    // A conversation may have been erased while its replies waited.
    private async Task ForgetErasedAsync(DeliveryLine line)
    {
        var numbers = line.Numbers();
        var present = await outbox.FindWaitingAsync(numbers, CancellationToken.None).ConfigureAwait(false);
        var erased = numbers.Where(number => !present.Contains(number)).ToHashSet();
        if (erased.Count > 0)
            Interlocked.Add(ref _waiting, -line.Remove(erased));
    }

    private static string Host(string serviceUrl) => Uri.TryCreate(serviceUrl, UriKind.Absolute, out var address) ? address.Authority : "";

    [LoggerMessage(2103, LogLevel.Warning, "MagBot:Connector:AllowUnauthenticated is on: anybody who reaches /api/messages can speak as any user")]
    private partial void LogUnauthenticated();

    [LoggerMessage(2116, LogLevel.Warning,
        "MagBot:Connector:AppId is set, but none of AppSecret, CertificatePath and ManagedIdentity: replies go out without a token, and channels of Azure Bot Service refuse them")]
    private partial void LogNoCredentials();

    [LoggerMessage(2104, LogLevel.Warning, "Delivery in conversation {ConversationId} failed ({Failure}), attempt {Attempt}; next in {Wait}")]
    private partial void LogFailed(string conversationId, string failure, int attempt, TimeSpan wait);

    [LoggerMessage(2105, LogLevel.Error, "The outbox cannot be worked on")]
    private partial void LogOutage(Exception exception);

    [LoggerMessage(2109, LogLevel.Error, "Delivery in conversation {ConversationId} failed ({Failure}), attempt {Attempt}; given up, the desk can try again")]
    private partial void LogGivenUp(string conversationId, string failure, int attempt);
}
