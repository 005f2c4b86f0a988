using System.Collections.Concurrent;

namespace MagBot.Dialogs.Storage;

/// <summary>
/// Hands deliveries from the commit that stored them straight to whoever sends them in this process, so that nobody has to look for
/// them. The rows stay in the store until they are delivered: what a process that ends did not send is found there. Thread safe.
/// </summary>
public sealed class OutboxFeed
{
    private readonly ConcurrentDictionary<string, IOutboxReceiver> _receivers = new(StringComparer.Ordinal);

    /// <summary>Hands rows of a kind to <paramref name="receiver"/>, until disposed. One receiver a kind.</summary>
    /// <exception cref="InvalidOperationException">The kind has a receiver.</exception>
    public IDisposable Attach(string kind, IOutboxReceiver receiver)
    {
        if (!_receivers.TryAdd(kind, receiver))
            throw new InvalidOperationException($"Deliveries of kind '{kind}' have a receiver already.");
        return new Attachment(this, kind, receiver);
    }

    /// <summary>Whether a row of this kind that is stored now may be handed over.</summary>
    public bool Takes(string kind) => _receivers.TryGetValue(kind, out var receiver) && receiver.HasRoom;

    /// <summary>Hands over rows of one conversation that were stored as taken by this instance, in order.</summary>
    public void HandOver(IReadOnlyList<OutboxRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        foreach (var row in rows)
            if (_receivers.TryGetValue(row.Item.Kind, out var receiver))
                receiver.Receive(row);
    }

    private sealed class Attachment(OutboxFeed feed, string kind, IOutboxReceiver receiver) : IDisposable
    {
        public void Dispose() => feed._receivers.TryRemove(new KeyValuePair<string, IOutboxReceiver>(kind, receiver));
    }
}

/// <summary>Sends rows of one kind.</summary>
public interface IOutboxReceiver
{
    /// <summary>Whether it wants to be handed more; without, rows only go to the store, where it takes them later.</summary>
    bool HasRoom { get; }

    /// <summary>Takes one row; rows of a conversation come in order. Must return quickly and not throw.</summary>
    void Receive(OutboxRow row);
}
