using MagBot.Dialogs.Handover;
using MagBot.Dialogs.Storage;

namespace MagBot.TestSupport.Storage;

/// <summary>Keeps threads of advisors in memory. Thread safe.</summary>
/// <param name="conversations">Where is looked whether a conversation still stands.</param>
public sealed class InMemoryAdvisorThreadStore(IConversationStore conversations) : IAdvisorThreadStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (AdvisorThread Thread, SortedSet<string> Posts)> _threads = new(StringComparer.Ordinal);

    public Task<AdvisorThread?> FindAsync(string conversationId, string reference, CancellationToken cancellationToken)
    {
        lock (_lock)
            return Task.FromResult(_threads.Values.Select(item => item.Thread).FirstOrDefault(thread => thread.ConversationId == conversationId && thread.Reference == reference));
    }

    public Task<AdvisorThread?> FindByIdAsync(string id, CancellationToken cancellationToken)
    {
        lock (_lock)
            return Task.FromResult(_threads.TryGetValue(id, out var item) ? item.Thread : null);
    }

    public Task<bool> AddAsync(AdvisorThread thread, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var isTaken = _threads.Values.Any(item => item.Thread.ConversationId == thread.ConversationId && item.Thread.Reference == thread.Reference);
            return Task.FromResult(!isTaken && _threads.TryAdd(thread.Id, (thread, new SortedSet<string>(StringComparer.Ordinal))));
        }
    }

    public Task AddPostAsync(string threadId, string activityId, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_threads.TryGetValue(threadId, out var item))
                item.Posts.Add(activityId);
        }

        return Task.CompletedTask;
    }

    public async Task<IReadOnlyList<OrphanThread>> ListOrphansAsync(int limit, CancellationToken cancellationToken)
    {
        List<OrphanThread> all;
        lock (_lock)
            all = [.. _threads.Values.Select(item => new OrphanThread(item.Thread, [.. item.Posts]))];
        var orphans = new List<OrphanThread>();
        foreach (var item in all)
        {
            if ((await conversations.FindAsync(item.Thread.ConversationId, cancellationToken))?.Handover.Status is null or HandoverStatus.None)
                orphans.Add(item);
        }

        return [.. orphans.OrderBy(item => item.Thread.CreatedAt).Take(limit)];
    }

    public Task RemovePostAsync(string threadId, string activityId, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_threads.TryGetValue(threadId, out var item))
                item.Posts.Remove(activityId);
        }

        return Task.CompletedTask;
    }

    public Task RemoveAsync(string threadId, CancellationToken cancellationToken)
    {
        lock (_lock)
            _threads.Remove(threadId);
        return Task.CompletedTask;
    }
}
