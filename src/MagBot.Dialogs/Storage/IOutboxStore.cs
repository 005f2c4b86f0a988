namespace MagBot.Dialogs.Storage;

/// <summary>An outbox row that waits for its delivery.</summary>
/// <param name="ConversationId">The conversation.</param>
/// <param name="Number">Place in the outbox; the order of delivery within a conversation.</param>
/// <param name="Item">What to deliver.</param>
/// <param name="Attempts">Failed deliveries so far.</param>
public sealed record OutboxRow(string ConversationId, long Number, OutboxItem Item, int Attempts);

/// <summary>A delivery that was given up.</summary>
/// <param name="Number">Place in the outbox; names the delivery in <see cref="IOutboxStore.RetryAsync"/> and <see cref="IOutboxStore.DiscardAsync"/>.</param>
/// <param name="ConversationId">The conversation.</param>
/// <param name="ChannelId">Channel that the conversation lives on.</param>
/// <param name="Item">What was to be delivered.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Failure">Why the last attempt failed, in a word; null when that is not known.</param>
/// <param name="GivenUpAt">When it was given up, UTC; null when that is not known.</param>
public sealed record GivenUpDelivery(
    long Number, string ConversationId, string ChannelId, OutboxItem Item, int Attempts, string? Failure, DateTimeOffset? GivenUpAt);

/// <summary>Deliveries that wait. All members are thread safe.</summary>
public interface IOutboxStore
{
    /// <summary>
    /// The first waiting row of each conversation whose time has come, at most <paramref name="limit"/>. Where several instances share
    /// the store, the rows are left to this one for two minutes. Not for a kind whose rows <see cref="OutboxFeed"/> hands over.
    /// </summary>
    Task<IReadOnlyList<OutboxRow>> ReadDueAsync(string kind, DateTimeOffset now, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Takes rows whose time has come and that nobody has: what an earlier run left, or an instance that went away, and what was put
    /// back. Rows of a conversation come in order, and none before an earlier one of somebody else. What is taken stays with this
    /// instance until it is completed, given up, or not kept (<see cref="KeepAsync"/>) for two minutes.
    /// </summary>
    Task<IReadOnlyList<OutboxRow>> TakeAsync(string kind, DateTimeOffset now, int limit, CancellationToken cancellationToken);

    /// <summary>Keeps all that this instance has taken of a kind for another two minutes.</summary>
    Task KeepAsync(string kind, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Which of these rows are still there: erasing a conversation takes its deliveries with it.</summary>
    Task<IReadOnlySet<long>> FindWaitingAsync(IReadOnlyCollection<long> numbers, CancellationToken cancellationToken);

    /// <summary>Gives back all that this instance has taken of a kind, at its end.</summary>
    Task GiveBackAsync(string kind, CancellationToken cancellationToken);

    /// <summary>The row was delivered.</summary>
    Task CompleteAsync(long number, CancellationToken cancellationToken);

    /// <summary>These rows were delivered.</summary>
    Task CompleteAsync(IReadOnlyCollection<long> numbers, CancellationToken cancellationToken);

    /// <summary>
    /// The delivery failed; try again at <paramref name="retryAt"/>, or give up when it is null. A row from <see cref="ReadDueAsync"/> is free
    /// again after this.
    /// </summary>
    Task PostponeAsync(long number, string failure, DateTimeOffset? retryAt, CancellationToken cancellationToken);

    /// <summary>The delivery of a row that was taken failed; it stays with this instance, which tries again at <paramref name="retryAt"/>.</summary>
    Task NoteFailureAsync(long number, string failure, DateTimeOffset retryAt, CancellationToken cancellationToken);

    /// <summary>Deliveries that were given up, the newest first, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<GivenUpDelivery>> ListGivenUpAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Delivers once more, with all attempts; false when there is no such delivery, or it was not given up.</summary>
    Task<bool> RetryAsync(long number, CancellationToken cancellationToken);

    /// <summary>Forgets a delivery that was given up; false when there is no such delivery, or it was not given up.</summary>
    Task<bool> DiscardAsync(long number, CancellationToken cancellationToken);
}
