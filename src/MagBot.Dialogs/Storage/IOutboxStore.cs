namespace MagBot.Dialogs.Storage;

/// <summary>An outbox row that waits for its delivery.</summary>
/// <param name="ConversationId">The conversation.</param>
/// <param name="Number">Place in the outbox; the order of delivery within a conversation.</param>
/// <param name="Item">What to deliver.</param>
/// <param name="Attempts">Failed deliveries so far.</param>
public sealed record OutboxRow(string ConversationId, long Number, OutboxItem Item, int Attempts);

/// <summary>Deliveries that wait. All members are thread safe.</summary>
public interface IOutboxStore
{
    /// <summary>
    /// The first waiting row of each conversation whose time has come, at most <paramref name="limit"/>. Where several instances share
    /// the store, the rows are left to this one for two minutes.
    /// </summary>
    Task<IReadOnlyList<OutboxRow>> ReadDueAsync(string kind, DateTimeOffset now, int limit, CancellationToken cancellationToken);

    /// <summary>The row was delivered.</summary>
    Task CompleteAsync(long number, CancellationToken cancellationToken);

    /// <summary>The delivery failed; try again at <paramref name="retryAt"/>, or give up when it is null.</summary>
    Task PostponeAsync(long number, string failure, DateTimeOffset? retryAt, CancellationToken cancellationToken);
}
