using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace MagBot.State.Sqlite;

/// <summary>Connections that only read; in WAL mode they and the writer do not wait for each other. Thread safe.</summary>
internal sealed class SqliteReaders(SqliteFile file) : IDisposable
{
    // SQLite reads without waiting, so no more can be busy than there are threads; beyond this a connection is closed after use.
    private static readonly int LargestIdle = Math.Max(8, Environment.ProcessorCount * 4);

    private readonly ConcurrentBag<SqliteConnection> _idle = [];
    private volatile bool _closed;

    public async Task<T> ReadAsync<T>(Func<SqliteConnection, Task<T>> read)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        SqliteConnection? connection = null;
        try
        {
            if (!_idle.TryTake(out connection))
                connection = file.OpenReader();
            var result = await read(connection).ConfigureAwait(false);
            Return(connection);
            return result;
        }
        catch (Exception exception)
        {
            connection?.Dispose();
            if (exception is SqliteException sqlite)
                throw file.Explain(sqlite);
            throw;
        }
    }

    public void Dispose()
    {
        _closed = true;
        while (_idle.TryTake(out var connection))
            connection.Dispose();
    }

    private void Return(SqliteConnection connection)
    {
        if (_idle.Count < LargestIdle)
            _idle.Add(connection);
        else
            connection.Dispose();

        // Closed while this one was out: whoever sees it last cleans up.
        if (_closed)
            Dispose();
    }
}
