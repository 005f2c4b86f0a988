using System.Data.Common;
using MagBot.Dialogs.Storage;
using MagBot.State.Schema;
using MagBot.State.Stores;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace MagBot.State.Sqlite;

/// <summary>One file, one writer, many readers.</summary>
internal sealed partial class SqliteDatabase : ISqlDatabase, IAsyncDisposable, IDisposable
{
    private readonly StateOptions _options;
    private readonly ILogger<SqliteDatabase> _logger;
    private readonly SqliteFile _file;
    private readonly SqliteReaders _readers;
    private readonly SemaphoreSlim _opening = new(1, 1);
    private volatile SqliteWriter? _writer;
    private bool _closed;

    public SqliteDatabase(StateOptions options, ILogger<SqliteDatabase> logger)
    {
        _options = options;
        _logger = logger;
        _file = new SqliteFile(options.DataDirectory, options.BusyTimeout);
        _readers = new SqliteReaders(_file);
    }

    public string ReadOutboxSql => OutboxSql.Read;

    public bool ReadOutboxWrites => false;

    public string Instance { get; } = Guid.NewGuid().ToString("N");

    public bool IsShared => false;

    public string IsAmongNumbers => "number IN @numbers";

    /// <summary>Scripts to apply; tests add to them.</summary>
    internal IReadOnlyList<Migration> Migrations { get; init; } = Migrator.All;

    public async Task EnsureReadyAsync(CancellationToken cancellationToken) =>
        await WriterAsync(cancellationToken).ConfigureAwait(false);

    public async Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_writer is null)
            await WriterAsync(cancellationToken).ConfigureAwait(false);
        return await _readers.ReadAsync(read).ConfigureAwait(false);
    }

    public async Task<T> WriteAsync<T>(Func<DbConnection, Task<T>> write, CancellationToken cancellationToken)
    {
        var writer = _writer ?? await WriterAsync(cancellationToken).ConfigureAwait(false);
        return await writer.WriteAsync(session => write(session.Connection), cancellationToken).ConfigureAwait(false);
    }

    public Task<T> WriteAloneAsync<T>(Func<DbConnection, DbTransaction?, Task<T>> write, CancellationToken cancellationToken) =>
        WriteAsync(connection => write(connection, null), cancellationToken);

    public async Task<CommitOutcome> CommitAsync(CommitRows rows, CancellationToken cancellationToken)
    {
        var writer = _writer ?? await WriterAsync(cancellationToken).ConfigureAwait(false);
        return await writer.WriteAsync(session => Task.FromResult(session.Store(rows)), cancellationToken).ConfigureAwait(false);
    }

    public Task ForgetDeletedAsync(CancellationToken cancellationToken)
    {
        // The file itself is overwritten (secure_delete); the log beside it still holds the old pages until it is cut off.
        try
        {
            _file.Checkpoint();
        }
        catch (SqliteException exception)
        {
            // The rows are gone; their traces go with the next check-point.
            LogCheckpointFailed(_file.Explain(exception));
        }

        return Task.CompletedTask;
    }

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        var writer = await WriterAsync(cancellationToken).ConfigureAwait(false);
        if (writer.LastFailure is { } failure)
            await ProveWritableAsync(writer, failure, cancellationToken).ConfigureAwait(false);
        else
            await writer.WriteAsync(static _ => Task.FromResult(true), cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _opening.WaitAsync().ConfigureAwait(false);
        try
        {
            _closed = true;
            _readers.Dispose();
            if (_writer is { } writer)
                await writer.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            _opening.Release();
        }
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    // After a failure an empty transaction proves nothing: a full disk lets it through. So something is really written.
    private static async Task ProveWritableAsync(SqliteWriter writer, Exception failure, CancellationToken cancellationToken)
    {
        try
        {
            await writer.WriteAsync(
                static async session =>
                {
                    using var command = session.Connection.CreateCommand();
                    command.CommandText = "UPDATE schema_version SET name = name";
                    return await command.ExecuteNonQueryAsync().ConfigureAwait(false);
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new StateException($"Writing failed and still fails. {failure.Message}", exception);
        }
    }

    private async Task<SqliteWriter> WriterAsync(CancellationToken cancellationToken)
    {
        if (_writer is { } ready)
            return ready;
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            return _writer ??= await OpenAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _opening.Release();
        }
    }

    private async Task<SqliteWriter> OpenAsync(CancellationToken cancellationToken)
    {
        _file.MakeDirectory();
        SqliteSession? session = null;
        try
        {
            session = new SqliteSession(_file.OpenWriter());
            session.Begin();
            var applied = await Migrator.ApplyAsync(
                session.Connection, null, Migrations, "INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT", $"The database {_file.Path}", cancellationToken)
                .ConfigureAwait(false);
            session.Commit();
            LogOpened(_file.Path, applied);
            return new SqliteWriter(_file, session, _options, _logger);
        }
        catch (Exception exception)
        {
            session?.Dispose();
            if (exception is SqliteException sqlite)
                throw _file.Explain(sqlite);
            throw;
        }
    }

    [LoggerMessage(3002, LogLevel.Information, "Opened the database {Path}; applied {Scripts} migration scripts")]
    private partial void LogOpened(string path, int scripts);

    [LoggerMessage(3003, LogLevel.Warning, "The log of the database could not be cut off after an erasure; the next check-point does it")]
    private partial void LogCheckpointFailed(Exception exception);
}
