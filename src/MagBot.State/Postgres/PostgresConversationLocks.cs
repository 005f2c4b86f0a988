using MagBot.Dialogs.Storage;
using Npgsql;

namespace MagBot.State.Postgres;

/// <summary>
/// One turn at a time for each conversation over all instances: first the lock of this process, so that those who wait here cost
/// no connection, then an advisory lock. A server session that dies gives its lock back; the compare-and-swap of the commit
/// catches whoever believed to hold it still.
/// </summary>
internal sealed class PostgresConversationLocks : IConversationLocks, IAsyncDisposable, IDisposable
{
    // The second number keeps these apart from locks that other programs may take in the same database. Two conversations that
    // share a hash merely wait for each other.
    private const string LockSql = "SELECT pg_advisory_lock(hashtextextended(@id, 1296123252))";
    private const string UnlockSql = "SELECT pg_advisory_unlock_all()";

    private readonly ProcessConversationLocks _inProcess = new();
    private readonly PostgresSettings _settings;
    private readonly NpgsqlDataSource _source;

    public PostgresConversationLocks(PostgresDatabase database)
    {
        _settings = database.Settings;
        _source = NpgsqlDataSource.Create(_settings.ForLocks);
    }

    public async Task<IAsyncDisposable> AcquireAsync(string conversationId, CancellationToken cancellationToken)
    {
        var inProcess = await _inProcess.AcquireAsync(conversationId, cancellationToken).ConfigureAwait(false);
        try
        {
            return new Holder(await LockAsync(conversationId, cancellationToken).ConfigureAwait(false), inProcess);
        }
        catch (Exception exception)
        {
            await inProcess.DisposeAsync().ConfigureAwait(false);
            if (exception is NpgsqlException failure)
                throw _settings.Explain(failure);
            throw;
        }
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    public void Dispose() => _source.Dispose();

    private async Task<NpgsqlConnection> LockAsync(string conversationId, CancellationToken cancellationToken)
    {
        var connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var command = new NpgsqlCommand(LockSql, connection) { Parameters = { new NpgsqlParameter<string>("id", Stores.Columns.FromKey(conversationId)) } };
            await using (command.ConfigureAwait(false))
                await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            // Cancelling may have come too late to keep the lock from being taken.
            await UnlockAsync(connection).ConfigureAwait(false);
            throw;
        }
    }

    private static async ValueTask UnlockAsync(NpgsqlConnection connection)
    {
        await using var _ = connection.ConfigureAwait(false);
        try
        {
            var command = new NpgsqlCommand(UnlockSql, connection);
            await using (command.ConfigureAwait(false))
                await command.ExecuteNonQueryAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
        {
            // The session is gone and its lock with it. If it were merely slow, the pool must not hand it out again.
            NpgsqlConnection.ClearPool(connection);
        }
    }

    private sealed class Holder(NpgsqlConnection connection, IAsyncDisposable inProcess) : IAsyncDisposable
    {
        private int _released;

        public async ValueTask DisposeAsync()
        {
            if (Interlocked.Exchange(ref _released, 1) != 0)
                return;
            await UnlockAsync(connection).ConfigureAwait(false);
            await inProcess.DisposeAsync().ConfigureAwait(false);
        }
    }
}
