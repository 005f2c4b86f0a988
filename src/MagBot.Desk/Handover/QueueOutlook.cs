using MagBot.Dialogs.Handover;
using MagBot.Dialogs.Storage;

namespace MagBot.Desk.Handover;

/// <summary>
/// The place in the queue, and what others had to wait lately: the median of the requests that were taken within the last three hours.
/// With fewer than three of them nothing is said, because it would be made up. Thread safe.
/// </summary>
internal sealed class QueueOutlook(IHandoverList list) : IQueueOutlook
{
    private const int MostWaiting = 500;
    private const int MostMeasured = 100;
    private const int FewestMeasured = 3;
    private static readonly TimeSpan Recent = TimeSpan.FromHours(3);

    public async Task<QueuePlace> ReadAsync(string conversationId, DateTimeOffset requestedAt, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var waiting = await list.ListAsync([HandoverStatus.Waiting], MostWaiting, cancellationToken).ConfigureAwait(false);
        var taken = await list.ListNewestAsync([HandoverStatus.WithAdvisor, HandoverStatus.Closed], MostMeasured, cancellationToken).ConfigureAwait(false);
        var ahead = waiting.Where(line => line.ConversationId != conversationId && IsBefore(line, conversationId, requestedAt)).ToList();
        // Whoever is still waiting has waited this long already: a measured median below it would be a lie.
        var longest = ahead.Count == 0 ? TimeSpan.Zero : ahead.Max(line => now - line.Handover.RequestedAt!.Value); // what waits was requested
        return new QueuePlace(ahead.Count + 1, Median(taken, now) is { } median ? (median > longest ? median : longest) : null);
    }

    private static bool IsBefore(HandoverSummary line, string conversationId, DateTimeOffset requestedAt) =>
        line.Handover.RequestedAt is { } other
        && (other < requestedAt || (other == requestedAt && string.CompareOrdinal(line.ConversationId, conversationId) < 0));

    private static TimeSpan? Median(IEnumerable<HandoverSummary> taken, DateTimeOffset now)
    {
        var waits = taken
            .Where(line => line.Handover is { Reason: not "advisor", ClaimedAt: not null, RequestedAt: not null } && line.Handover.ClaimedAt > now - Recent)
            .Select(line => line.Handover.ClaimedAt!.Value - line.Handover.RequestedAt!.Value) // filtered
            .Order()
            .ToList();
        return waits.Count < FewestMeasured ? null : waits[waits.Count / 2];
    }
}
