namespace MagBot.State.Sqlite;

/// <summary>A write that waits for the writer.</summary>
internal abstract class PendingWrite
{
    private const int Waiting = 0;
    private const int Begun = 1;
    private const int Cancelled = 2;

    private int _stage;

    /// <summary>Takes it for execution; false when the caller gave up meanwhile.</summary>
    public bool TryBegin() => Interlocked.CompareExchange(ref _stage, Begun, Waiting) == Waiting;

    /// <summary>Gives up, unless it has begun: what has begun is finished.</summary>
    protected bool TryCancel() => Interlocked.CompareExchange(ref _stage, Cancelled, Waiting) == Waiting;

    /// <summary>Does it, inside a savepoint.</summary>
    public abstract Task ExecuteAsync(SqliteSession session);

    /// <summary>Tells the caller that it is on disk.</summary>
    public abstract void Succeed();

    /// <summary>Tells the caller that nothing of it was stored.</summary>
    public abstract void Fail(Exception exception);
}

/// <inheritdoc/>
internal sealed class PendingWrite<T>(Func<SqliteSession, Task<T>> write) : PendingWrite
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    /// <summary>Ends when the write is on disk.</summary>
    public async Task<T> WaitAsync(CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.UnsafeRegister(
            static (self, token) =>
            {
                var pending = (PendingWrite<T>)self!; // registered with this below
                if (pending.TryCancel())
                    pending._done.TrySetCanceled(token);
            },
            this);
        return await _done.Task.ConfigureAwait(false);
    }

    public override async Task ExecuteAsync(SqliteSession session) => _result = await write(session).ConfigureAwait(false);

    public override void Succeed() => _done.TrySetResult(_result!); // ExecuteAsync has set it

    public override void Fail(Exception exception) => _done.TrySetException(exception);
}
