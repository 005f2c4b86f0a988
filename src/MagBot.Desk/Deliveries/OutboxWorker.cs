using MagBot.Dialogs.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MagBot.Desk.Deliveries;

/// <summary>Somebody to whom rows of one kind go.</summary>
internal interface IDeliveryTarget
{
    /// <summary>Kind of the rows.</summary>
    string Kind { get; }

    /// <summary>Delivers a row.</summary>
    /// <returns>What became of it.</returns>
    Task<DeliveryResult> SendAsync(OutboxRow row, CancellationToken cancellationToken);
}

/// <summary>What became of a delivery.</summary>
/// <param name="Failure">A word for the log, without content; null when it arrived.</param>
/// <param name="MayRetry">Whether it may work later.</param>
/// <param name="RetryAfter">How long the other side wants us to wait; null when it does not say.</param>
internal readonly record struct DeliveryResult(string? Failure = null, bool MayRetry = true, TimeSpan? RetryAfter = null);

/// <summary>
/// Empties the outbox of e-mails and calls. A row leaves it only when the other side has it, so a crash can double a delivery but
/// never lose it; the other side sees the same id.
/// </summary>
internal sealed partial class OutboxWorker(
    IOutboxStore outbox, IEnumerable<IDeliveryTarget> targets, DeliveryOptions options, TimeProvider time, ILogger<OutboxWorker> logger) : BackgroundService
{
    private const int Batch = 32;
    private const int Abreast = 4;

    // Somebody talks through a channel of advisors: half a second is felt.
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(300);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Periodic.RunAsync(
        Poll, time, token => Task.WhenAll(targets.Select(target => Periodic.TryAsync(_ => EmptyAsync(target, token), LogOutage, token))), LogOutage, stoppingToken);

    /// <summary>Delivers all that is due for a target, in order for each conversation.</summary>
    public async Task EmptyAsync(IDeliveryTarget target, CancellationToken cancellationToken)
    {
        IReadOnlyList<OutboxRow> due;
        do
        {
            due = await outbox.ReadDueAsync(target.Kind, time.GetUtcNow(), Batch, cancellationToken).ConfigureAwait(false);
            // Each row is the first of another conversation, so they may go at the same time.
            await Parallel.ForEachAsync(
                due,
                new ParallelOptions { MaxDegreeOfParallelism = Abreast, CancellationToken = cancellationToken },
                async (row, token) => await DeliverAsync(target, row, token).ConfigureAwait(false)).ConfigureAwait(false);
        }
        while (due.Count > 0);
    }

    private async Task DeliverAsync(IDeliveryTarget target, OutboxRow row, CancellationToken cancellationToken)
    {
        var result = await target.SendAsync(row, cancellationToken).ConfigureAwait(false);
        if (result.Failure is not { } failure)
        {
            await outbox.CompleteAsync(row.Number, CancellationToken.None).ConfigureAwait(false);
            return;
        }

        var attempt = row.Attempts + 1;
        DateTimeOffset? retryAt = result.MayRetry && attempt < options.Attempts ? time.GetUtcNow() + (result.RetryAfter ?? Wait(attempt)) : null;
        LogFailed(target.Kind, row.ConversationId, failure, attempt, retryAt);
        await outbox.PostponeAsync(row.Number, failure, retryAt, CancellationToken.None).ConfigureAwait(false);
    }

    private TimeSpan Wait(int attempt)
    {
        var wait = options.FirstRetry * Math.Pow(2, Math.Min(attempt - 1, 16));
        return wait < options.LongestRetry ? wait : options.LongestRetry;
    }

    [LoggerMessage(4101, LogLevel.Warning, "Delivery by {Kind} in conversation {ConversationId} failed ({Failure}), attempt {Attempt}; next at {RetryAt}")]
    private partial void LogFailed(string kind, string conversationId, string failure, int attempt, DateTimeOffset? retryAt);

    [LoggerMessage(4102, LogLevel.Error, "The outbox of e-mails and calls cannot be worked on")]
    private partial void LogOutage(Exception exception);
}
