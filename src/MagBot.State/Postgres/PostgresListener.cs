using Dapper;
using MagBot.Dialogs.Turns;
using MagBot.State.Stores;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace MagBot.State.Postgres;

/// <summary>
/// Hears which conversations other instances changed, and wakes the sockets and desks of this one. When the connection was lost it
/// wakes everything that changed meanwhile.
/// </summary>
internal sealed partial class PostgresListener(
    PostgresDatabase database, ConversationFeed feed, TimeProvider time, ILogger<PostgresListener> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(15);

    // Clocks of instances may differ, and a turn takes its moment when it begins.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    private readonly TaskCompletionSource _firstAttempt = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DateTimeOffset _lastHeard;

    /// <summary>Ends when this instance listens, so that no commit of another one falls between; a database that fails does not hold up the start.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
        await _firstAttempt.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _lastHeard = time.GetUtcNow();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogLost(exception);
                _firstAttempt.TrySetResult();
                await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenAsync(CancellationToken stoppingToken)
    {
        await database.EnsureReadyAsync(stoppingToken).ConfigureAwait(false);
        var connection = new NpgsqlConnection(database.Settings.ForListening);
        await using var _ = connection.ConfigureAwait(false);
        connection.Notification += (_, notification) => Hear(notification.Payload);
        await connection.OpenAsync(stoppingToken).ConfigureAwait(false);
        await connection.ExecuteAsync($"LISTEN {PostgresCommit.Channel}").ConfigureAwait(false);
        if (!_firstAttempt.TrySetResult())
            await WakeChangedAsync(connection, _lastHeard - Margin).ConfigureAwait(false);

        while (true)
        {
            if (!await connection.WaitAsync(SignOfLife, stoppingToken).ConfigureAwait(false))
                await connection.ExecuteScalarAsync<int>("SELECT 1").ConfigureAwait(false);
            _lastHeard = time.GetUtcNow();
        }
    }

    private void Hear(string payload)
    {
        var space = payload.IndexOf(' ', StringComparison.Ordinal);
        if (space > 0 && !payload.AsSpan(0, space).SequenceEqual(database.Instance))
            Wake(payload[(space + 1)..]);
    }

    private async Task WakeChangedAsync(NpgsqlConnection connection, DateTimeOffset since)
    {
        var changed = (await connection.QueryAsync<string>(
            "SELECT id FROM conversation WHERE updated_at >= @since", new { since = Columns.FromMoment(since) }).ConfigureAwait(false)).AsList();
        LogFound(changed.Count);
        foreach (var conversationId in changed)
            Wake(conversationId);
    }

    private void Wake(string conversationId)
    {
        try
        {
            feed.Publish(conversationId, []);
        }
        catch (Exception exception)
        {
            // One observer that fails must not make all others deaf.
            LogObserverFailed(exception, conversationId);
        }
    }

    [LoggerMessage(3012, LogLevel.Warning, "The connection that hears of other instances was lost or refused; trying again")]
    private partial void LogLost(Exception exception);

    [LoggerMessage(3013, LogLevel.Information, "Listening again; {Conversations} conversations changed meanwhile")]
    private partial void LogFound(int conversations);

    [LoggerMessage(3014, LogLevel.Error, "Waking the listeners of conversation {ConversationId} failed")]
    private partial void LogObserverFailed(Exception exception, string conversationId);
}
