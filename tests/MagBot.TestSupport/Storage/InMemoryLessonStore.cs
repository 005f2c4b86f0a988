using System.Collections.Concurrent;
using MagBot.Dialogs.Storage;

namespace MagBot.TestSupport.Storage;

/// <summary>Keeps decisions in memory. Thread safe.</summary>
public sealed class InMemoryLessonStore : ILessonStore
{
    private readonly ConcurrentDictionary<string, LessonDecision> _decisions = new(StringComparer.Ordinal);

    public Task<IReadOnlyList<LessonDecision>> ListAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<LessonDecision>>(
        [.. _decisions.Values.OrderBy(decision => decision.DecidedAt).ThenBy(decision => decision.Id, StringComparer.Ordinal)]);

    public Task<bool> AddAsync(LessonDecision decision, CancellationToken cancellationToken) => Task.FromResult(_decisions.TryAdd(decision.Id, decision));

    public Task<bool> RemoveAsync(string id, CancellationToken cancellationToken) => Task.FromResult(_decisions.TryRemove(id, out _));
}
