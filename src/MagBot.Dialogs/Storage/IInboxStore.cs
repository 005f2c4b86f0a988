namespace MagBot.Dialogs.Storage;

/// <summary>An activity whose channel was told that it is taken, while its turn is not stored yet.</summary>
/// <param name="Id">Unique id.</param>
/// <param name="ConversationId">The conversation, which need not exist yet.</param>
/// <param name="Payload">The activity and how it came, JSON.</param>
/// <param name="Attempts">How often its turn was begun after a start.</param>
public sealed record InboxItem(string Id, string ConversationId, string Payload, int Attempts);

/// <summary>
/// Activities that must not be lost between the answer to their channel and the commit of their turn. Running one twice does no harm, as each
/// has a de-duplication key. Erasing a conversation erases what waits for it. All members are thread safe.
/// </summary>
public interface IInboxStore
{
    /// <summary>Stores one; nothing happens when its id is there.</summary>
    Task AddAsync(InboxItem item, DateTimeOffset receivedAt, CancellationToken cancellationToken);

    /// <summary>What came before a moment, the oldest first, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<InboxItem>> ListAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken);

    /// <summary>Its turn is begun once more.</summary>
    Task NoteAttemptAsync(string id, CancellationToken cancellationToken);

    /// <summary>Its turn is stored.</summary>
    Task RemoveAsync(string id, CancellationToken cancellationToken);
}
