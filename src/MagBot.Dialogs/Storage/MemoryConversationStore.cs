using MagBot.Dialogs.Conversations;

namespace MagBot.Dialogs.Storage;

/// <summary>
/// Conversations in memory, gone with the process: for the command line, where each question is a conversation of its own, and for
/// tests of dialogs. Thread safe.
/// </summary>
public sealed class MemoryConversationStore : IConversationStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Kept> _kept = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task<Conversation?> FindAsync(string conversationId, CancellationToken cancellationToken)
    {
        lock (_lock)
            return Task.FromResult(_kept.TryGetValue(conversationId, out var kept) ? kept.Conversation : null);
    }

    /// <inheritdoc/>
    public Task<string?> FindByKeyAsync(string conversationId, string deduplicationKey, CancellationToken cancellationToken)
    {
        lock (_lock)
            return Task.FromResult(_kept.TryGetValue(conversationId, out var kept) ? kept.Keys.GetValueOrDefault(deduplicationKey) : null);
    }

    /// <inheritdoc/>
    public Task<CommitOutcome> CommitAsync(TurnCommit commit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(commit);
        lock (_lock)
            return Task.FromResult(CommitLocked(commit));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<LogEntry>> ReadLogAsync(string conversationId, long fromSequence, int limit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            IReadOnlyList<LogEntry> entries = _kept.TryGetValue(conversationId, out var kept)
                ? [.. kept.Log.Where(entry => entry.Sequence >= fromSequence).Take(limit)]
                : [];
            return Task.FromResult(entries);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<LogEntry>> FindEntriesAsync(string conversationId, string activityId, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            IReadOnlyList<LogEntry> entries = _kept.TryGetValue(conversationId, out var kept) ? [.. kept.Log.Where(entry => entry.Activity.Id == activityId)] : [];
            return Task.FromResult(entries);
        }
    }

    /// <inheritdoc/>
    public Task<bool> EraseAsync(string conversationId, CancellationToken cancellationToken)
    {
        lock (_lock)
            return Task.FromResult(_kept.Remove(conversationId));
    }

    /// <inheritdoc/>
    public Task<int> EraseExpiredAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var expired = _kept.Values.Select(kept => kept.Conversation).Where(item => item.UpdatedAt < before).OrderBy(item => item.UpdatedAt).Take(limit).ToList();
            foreach (var conversation in expired)
                _kept.Remove(conversation.Id);
            return Task.FromResult(expired.Count);
        }
    }

    /// <inheritdoc/>
    public Task<int> EraseHealthAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var erased = 0;
            foreach (var kept in _kept.Values)
            {
                var old = kept.Log.Where(entry => kept.Health.Contains(entry.Sequence) && entry.Activity.Timestamp < before).Take(limit - erased).ToList();
                if (old.Count > 0 && kept.Conversation.UpdatedAt < before)
                    kept.Conversation = kept.Conversation with { State = "{}" };
                erased += kept.Log.RemoveAll(old.Contains);
            }

            return Task.FromResult(erased);
        }
    }

    private CommitOutcome CommitLocked(TurnCommit commit)
    {
        var known = _kept.TryGetValue(commit.Conversation.Id, out var kept);
        if ((kept?.Conversation.Version ?? 0) != commit.Conversation.Version - 1)
            return CommitOutcome.Conflict;
        if (commit.DeduplicationKey is { } key && kept?.Keys.ContainsKey(key) == true)
            return CommitOutcome.Duplicate;
        if (!known)
            _kept[commit.Conversation.Id] = kept = new Kept { Conversation = commit.Conversation };
        kept!.Conversation = commit.Conversation; // found or just made
        if (commit.ErasesHistory)
        {
            kept.Log.Clear();
            kept.Keys.Clear();
        }

        foreach (var revised in commit.Revised)
            kept.Log[kept.Log.FindIndex(entry => entry.Sequence == revised.Sequence)] = revised;
        kept.Log.AddRange(commit.Entries);
        if (commit.HoldsHealth)
            kept.Health.UnionWith(commit.Entries.Concat(commit.Revised).Select(entry => entry.Sequence));
        if (commit.DeduplicationKey is { } taken)
            kept.Keys[taken] = commit.DeduplicatedActivityId ?? "";
        return CommitOutcome.Committed;
    }

    private sealed class Kept
    {
        public HashSet<long> Health { get; } = [];

        public required Conversation Conversation { get; set; }

        public List<LogEntry> Log { get; } = [];

        public Dictionary<string, string> Keys { get; } = new(StringComparer.Ordinal);
    }
}
