using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace MagBot.State.Sqlite;

/// <summary>
/// The one writer. It takes the writes that wait, stores them together in one transaction, each in a savepoint of its own, and only
/// then tells their callers. While one transaction is synced to disk the next ones gather, so the busier it is, the more share a sync.
/// </summary>
internal sealed partial class SqliteWriter : IAsyncDisposable
{
    private readonly SqliteFile _file;
    private readonly int _largestBatch;
    private readonly ILogger _logger;
    private readonly Channel<PendingWrite> _queue;
    private readonly Task _running;
    private SqliteSession? _session;
    private volatile Exception? _lastFailure;

    /// <param name="file">Where to write.</param>
    /// <param name="session">The first connection; the writer opens others when one fails.</param>
    /// <param name="options">Sizes.</param>
    /// <param name="logger">Hears of failed transactions.</param>
    public SqliteWriter(SqliteFile file, SqliteSession session, StateOptions options, ILogger logger)
    {
        _file = file;
        _session = session;
        _largestBatch = options.LargestBatch;
        _logger = logger;
        _queue = Channel.CreateBounded<PendingWrite>(new BoundedChannelOptions(options.QueueCapacity) { SingleReader = true });
        _running = Task.Run(RunAsync);
    }

    /// <summary>Why the last transaction failed; null when it did not.</summary>
    public Exception? LastFailure => _lastFailure;

    /// <summary>Stores something; the task ends when it is on disk. Cancelling leaves nothing behind as long as the writer has not begun with it.</summary>
    public async Task<T> WriteAsync<T>(Func<SqliteSession, Task<T>> write, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var pending = new PendingWrite<T>(write);
        try
        {
            await _queue.Writer.WriteAsync(pending, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException exception)
        {
            throw new StateException($"The database {_file.Path} is closed: MagBot is stopping. Send the message again in a moment.", exception);
        }

        return await pending.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stores what still waits, then closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _running.ConfigureAwait(false);
        _session?.Dispose();
        _session = null;
    }

    private async Task RunAsync()
    {
        var batch = new List<PendingWrite>(_largestBatch);
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (batch.Count < _largestBatch && _queue.Reader.TryRead(out var pending))
            {
                if (pending.TryBegin())
                    batch.Add(pending);
            }

            if (batch.Count > 0)
                await StoreAsync(batch).ConfigureAwait(false);
            batch.Clear();
        }
    }

    private async Task StoreAsync(List<PendingWrite> batch)
    {
        try
        {
            _session ??= new SqliteSession(_file.OpenWriter());
            _session.Begin();
            var stored = new List<PendingWrite>(batch.Count);
            foreach (var pending in batch)
            {
                if (await TryExecuteAsync(_session, pending).ConfigureAwait(false))
                    stored.Add(pending);
            }

            _session.Commit();
            _lastFailure = null;
            foreach (var pending in stored)
                pending.Succeed();
        }
        catch (Exception exception)
        {
            FailAll(batch, exception);
        }
    }

    /// <summary>Runs one write; when it fails it is taken back alone, as long as SQLite still has the transaction.</summary>
    private async Task<bool> TryExecuteAsync(SqliteSession session, PendingWrite pending)
    {
        session.SetSavepoint();
        try
        {
            await pending.ExecuteAsync(session).ConfigureAwait(false);
            session.ReleaseSavepoint();
            return true;
        }
        catch (Exception exception) when (session.InTransaction)
        {
            session.RollBackToSavepoint();
            pending.Fail(Explain(exception));
            return false;
        }
    }

    private void FailAll(List<PendingWrite> batch, Exception exception)
    {
        var explained = Explain(exception);
        _lastFailure = explained;
        LogTransactionFailed(explained, batch.Count);

        // Whatever state the connection is in: closing it rolls back, and the next transaction gets a fresh one.
        try
        {
            _session?.Dispose();
        }
        catch (SqliteException failure)
        {
            LogTransactionFailed(failure, 0);
        }

        _session = null;
        foreach (var pending in batch)
            pending.Fail(explained);
    }

    private Exception Explain(Exception exception) => exception is SqliteException sqlite ? _file.Explain(sqlite) : exception;

    [LoggerMessage(3001, LogLevel.Error, "A transaction of {Writes} writes failed; nothing of it was stored and its callers were told")]
    private partial void LogTransactionFailed(Exception exception, int writes);
}
