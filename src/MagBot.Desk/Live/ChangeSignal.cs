using System.Threading.Channels;

namespace MagBot.Desk.Live;

/// <summary>What a browser should look at again.</summary>
[Flags]
internal enum DeskChange
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The lists.</summary>
    Queue = 1,

    /// <summary>The open conversation.</summary>
    Conversation = 2,

    /// <summary>The customer of the open conversation is typing.</summary>
    Typing = 4,
}

/// <summary>Collects changes until somebody takes them, so that a burst is told once. Thread safe, with one reader.</summary>
internal sealed class ChangeSignal
{
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private int _changes;

    public void Raise(DeskChange change)
    {
        Interlocked.Or(ref _changes, (int)change);
        _wake.Writer.TryWrite(true);
    }

    /// <summary>All changes since the last call; waits for one, and returns none when nothing happened within the time.</summary>
    public async Task<DeskChange> TakeAsync(TimeSpan within, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(within);
        try
        {
            await _wake.Reader.ReadAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Nothing happened, or the reader leaves: it looks at its own token.
        }

        return (DeskChange)Interlocked.Exchange(ref _changes, 0);
    }
}
