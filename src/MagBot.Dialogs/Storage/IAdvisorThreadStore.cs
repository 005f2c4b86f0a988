namespace MagBot.Dialogs.Storage;

/// <summary>A hand-over as a thread in a channel of advisors.</summary>
/// <param name="Id">Id on the channel.</param>
/// <param name="ConversationId">The customer's conversation.</param>
/// <param name="Reference">Reference of the hand-over.</param>
/// <param name="ServiceUrl">Base address of the channel's connector.</param>
/// <param name="RootId">Id of the card that begins it; null where the channel gave none.</param>
/// <param name="CreatedAt">Moment, UTC.</param>
public sealed record AdvisorThread(string Id, string ConversationId, string Reference, string ServiceUrl, string? RootId, DateTimeOffset CreatedAt);

/// <summary>A thread whose conversation was erased, with what we wrote into it.</summary>
/// <param name="Thread">The thread.</param>
/// <param name="Posts">Ids of our messages, the card among them.</param>
public sealed record OrphanThread(AdvisorThread Thread, IReadOnlyList<string> Posts);

/// <summary>Keeps which thread belongs to which hand-over. Thread safe.</summary>
public interface IAdvisorThreadStore
{
    /// <summary>The thread of a hand-over, or null.</summary>
    Task<AdvisorThread?> FindAsync(string conversationId, string reference, CancellationToken cancellationToken);

    /// <summary>By its id on the channel, or null.</summary>
    Task<AdvisorThread?> FindByIdAsync(string id, CancellationToken cancellationToken);

    /// <summary>Adds a thread; false when the hand-over or the id has one.</summary>
    Task<bool> AddAsync(AdvisorThread thread, CancellationToken cancellationToken);

    /// <summary>Remembers something that we wrote, so that it can be taken back.</summary>
    Task AddPostAsync(string threadId, string activityId, CancellationToken cancellationToken);

    /// <summary>Threads whose conversation is gone, or was emptied at the customer's wish.</summary>
    Task<IReadOnlyList<OrphanThread>> ListOrphansAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Forgets one of our messages.</summary>
    Task RemovePostAsync(string threadId, string activityId, CancellationToken cancellationToken);

    /// <summary>Forgets a thread.</summary>
    Task RemoveAsync(string threadId, CancellationToken cancellationToken);
}
