using System.Collections.Concurrent;

namespace MagBot.Dialogs.Storage;

/// <summary>One turn at a time for each conversation, in order of arrival.</summary>
public interface IConversationLocks
{
    /// <summary>Waits for the conversation; dispose to let the next one in.</summary>
    Task<IAsyncDisposable> AcquireAsync(string conversationId, CancellationToken cancellationToken);
}

/// <summary>Locks within this process: enough for SQLite, and the first half of what several instances need.</summary>
public sealed class ProcessConversationLocks : IConversationLocks
{
    private readonly ConcurrentDictionary<string, Gate> _gates = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async Task<IAsyncDisposable> AcquireAsync(string conversationId, CancellationToken cancellationToken)
    {
        var gate = Enter(conversationId);
        try
        {
            await gate.Semaphore.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Leave(conversationId, gate);
            throw;
        }

        return new Holder(this, conversationId, gate);
    }

    private Gate Enter(string conversationId)
    {
        while (true)
        {
            var gate = _gates.GetOrAdd(conversationId, static _ => new Gate());
            lock (gate)
            {
                if (gate.Retired)
                    continue;
                gate.Users++;
                return gate;
            }
        }
    }

    private void Leave(string conversationId, Gate gate)
    {
        lock (gate)
        {
            if (--gate.Users > 0)
                return;
            gate.Retired = true;
        }

        _gates.TryRemove(new KeyValuePair<string, Gate>(conversationId, gate));
    }

    private sealed class Gate
    {
        public SemaphoreSlim Semaphore { get; } = new(1, 1);

        public int Users { get; set; }

        public bool Retired { get; set; }
    }

    private sealed class Holder(ProcessConversationLocks owner, string conversationId, Gate gate) : IAsyncDisposable
    {
        private int _released;

        public ValueTask DisposeAsync()
        {
            if (Interlocked.Exchange(ref _released, 1) == 0)
            {
                gate.Semaphore.Release();
                owner.Leave(conversationId, gate);
            }

            return ValueTask.CompletedTask;
        }
    }
}
