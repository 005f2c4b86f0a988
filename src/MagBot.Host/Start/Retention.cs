using MagBot.Dialogs.Storage;
using MagBot.Knowledge.Loading;

namespace MagBot.Host.Start;

/// <summary>
/// Erases conversations that nobody has touched for as long as shop.yaml says (<c>privacy.retentionDays</c>), as the customer is
/// told, and before that the turns in which a customer spoke of health (<c>privacy.healthRetentionDays</c>). Looks once an hour; without a
/// term nothing is erased.
/// </summary>
internal sealed partial class Retention(IConversationStore store, IAuditStore audit, KnowledgeProvider knowledge, TimeProvider time, ILogger<Retention> logger) : BackgroundService
{
    private const int Batch = 200;
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await EraseAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailed(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    private async Task EraseAsync(CancellationToken cancellationToken)
    {
        if (knowledge.Current.Shop.HealthRetentionDays is { } healthDays)
            await InBatchesAsync(store.EraseHealthAsync, healthDays, LogHealthErased, cancellationToken).ConfigureAwait(false);
        if (knowledge.Current.Shop.RetentionDays is { } days)
            await InBatchesAsync(store.EraseExpiredAsync, days, LogErased, cancellationToken).ConfigureAwait(false);
    }

    private async Task InBatchesAsync(
        Func<DateTimeOffset, int, CancellationToken, Task<int>> eraseAsync, int days, Action<int, int> log, CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - TimeSpan.FromDays(days);
        int erased;
        var all = 0;
        do
        {
            erased = await eraseAsync(before, Batch, cancellationToken).ConfigureAwait(false);
            all += erased;
            if (erased > 0)
                log(erased, days);
        }
        while (erased == Batch);
        if (all > 0)
            await audit.AddAsync(new AuditLine(time.GetUtcNow(), "system", "retention", null, $"{all}"), CancellationToken.None).ConfigureAwait(false);
    }

    [LoggerMessage(3201, LogLevel.Information, "Erased {Count} conversations older than {Days} days")]
    private partial void LogErased(int count, int days);

    [LoggerMessage(3203, LogLevel.Information, "Erased {Count} log entries with health content older than {Days} days")]
    private partial void LogHealthErased(int count, int days);

    [LoggerMessage(3202, LogLevel.Error, "Erasing old conversations failed; it is tried again within the hour")]
    private partial void LogFailed(Exception exception);
}
