using System.Collections.Immutable;
using MagBot.Dialogs.Storage;

namespace MagBot.TestSupport.Storage;

/// <summary>Keeps the audit log in memory. Thread safe.</summary>
public sealed class InMemoryAuditStore : IAuditStore
{
    private ImmutableList<AuditLine> _lines = [];

    public Task AddAsync(AuditLine line, CancellationToken cancellationToken)
    {
        ImmutableInterlocked.Update(ref _lines, lines => lines.Add(line));
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<AuditLine>> ListNewestAsync(int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<AuditLine>>([.. _lines.Reverse().Take(limit)]);

    public Task EraseBeforeAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        ImmutableInterlocked.Update(ref _lines, lines => lines.RemoveAll(line => line.At < before));
        return Task.CompletedTask;
    }
}
