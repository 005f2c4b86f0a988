using System.Data.Common;
using Dapper;
using MagBot.Dialogs.Storage;
using MagBot.State.Schema;
using MagBot.State.Stores;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace MagBot.State.Postgres;

/// <summary>A database that several instances share.</summary>
internal sealed partial class PostgresDatabase : ISqlDatabase, IAsyncDisposable, IDisposable
{
    // Any number will do, as long as all versions of MagBot take the same.
    private const long MigrationLock = 0x4D61_6742_6F74; // "MagBot"
    private const long OutboxLock = MigrationLock + 1;

    private readonly ILogger<PostgresDatabase> _logger;
    private readonly SemaphoreSlim _opening = new(1, 1);
    private volatile bool _ready;

    public PostgresDatabase(StateOptions options, ILogger<PostgresDatabase> logger)
    {
        _logger = logger;
        Settings = new PostgresSettings(options);
        Source = NpgsqlDataSource.Create(Settings.ForQueries);
    }

    public string ReadOutboxSql => OutboxSql.Claim;

    public bool ReadOutboxWrites => true;

    public bool IsShared => true;

    public string IsAmongNumbers => "number = ANY(@numbers)";

    public PostgresSettings Settings { get; }

    public NpgsqlDataSource Source { get; }

    public string Instance { get; } = Guid.NewGuid().ToString("N");

    public async Task EnsureReadyAsync(CancellationToken cancellationToken)
    {
        if (_ready)
            return;
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_ready)
                await MigrateAsync(cancellationToken).ConfigureAwait(false);
            _ready = true;
        }
        catch (NpgsqlException exception)
        {
            throw Settings.Explain(exception);
        }
        finally
        {
            _opening.Release();
        }
    }

    public Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read, CancellationToken cancellationToken) => UseAsync(read, cancellationToken);

    public Task<T> WriteAsync<T>(Func<DbConnection, Task<T>> write, CancellationToken cancellationToken) => UseAsync(write, cancellationToken);

    public Task<T> WriteAloneAsync<T>(Func<DbConnection, DbTransaction?, Task<T>> write, CancellationToken cancellationToken) => UseAsync(
        async connection =>
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await connection.ExecuteAsync(new CommandDefinition(
                "SELECT pg_advisory_xact_lock(@OutboxLock)", new { OutboxLock }, transaction, cancellationToken: cancellationToken)).ConfigureAwait(false);
            var result = await write(connection, transaction).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return result;
        },
        cancellationToken);

    public Task<CommitOutcome> CommitAsync(CommitRows rows, CancellationToken cancellationToken) =>
        UseAsync(connection => PostgresCommit.StoreAsync((NpgsqlConnection)connection, rows, Instance, cancellationToken), cancellationToken);

    // Erased rows leave the files with autovacuum, which the server runs by itself.
    public Task ForgetDeletedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        var isStandby = await ReadAsync(
            connection => connection.ExecuteScalarAsync<bool>(new CommandDefinition("SELECT pg_is_in_recovery()", cancellationToken: cancellationToken)),
            cancellationToken).ConfigureAwait(false);
        if (isStandby)
            throw new StateException($"{Settings.Place} is a standby and takes no writes. Point ConnectionStrings:MagBot at the primary server.");
    }

    public ValueTask DisposeAsync() => Source.DisposeAsync();

    public void Dispose() => Source.Dispose();

    private async Task<T> UseAsync<T>(Func<DbConnection, Task<T>> use, CancellationToken cancellationToken)
    {
        await EnsureReadyAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await using var connection = await Source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            return await use(connection).ConfigureAwait(false);
        }
        catch (NpgsqlException exception)
        {
            throw Settings.Explain(exception);
        }
    }

    private async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var connection = await Source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        // Instances that start together take turns.
        await connection.ExecuteAsync(new CommandDefinition(
            "SELECT pg_advisory_xact_lock(@MigrationLock)", new { MigrationLock }, transaction, cancellationToken: cancellationToken)).ConfigureAwait(false);
        var applied = await Migrator.ApplyAsync(
            connection, transaction, Migrator.All, "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", Settings.Place, cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        LogOpened(Settings.Place, applied);
    }

    [LoggerMessage(3011, LogLevel.Information, "Opened: {Place}; applied {Scripts} migration scripts")]
    private partial void LogOpened(string place, int scripts);
}
