using System.Collections.Concurrent;
using MagBot.Dialogs.Storage;

namespace MagBot.TestSupport.Storage;

/// <summary>Keeps files in memory. Thread safe.</summary>
public sealed class InMemoryFileStore : IFileStore
{
    private readonly ConcurrentDictionary<(string ConversationId, string Id), StoredFile> _files = new();

    public Task<bool> AddAsync(StoredFile file, long limitBytes, CancellationToken cancellationToken) =>
        Task.FromResult(_files.TryAdd((file.ConversationId, file.Id), file));

    public Task<StoredFile?> FindAsync(string conversationId, string id, CancellationToken cancellationToken) =>
        Task.FromResult(_files.GetValueOrDefault((conversationId, id)));

    public Task<bool> RemoveAsync(string conversationId, string id, CancellationToken cancellationToken) =>
        Task.FromResult(_files.TryRemove((conversationId, id), out _));
}
