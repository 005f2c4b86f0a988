using System.Data.Common;
using MagBot.Dialogs.Storage;
using MagBot.State.Stores;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace MagBot.State.Sqlite;

/// <summary>The writing connection with its prepared statements. Not thread safe: only the writer has it.</summary>
internal sealed class SqliteSession : IDisposable
{
    private static readonly Statement BeginStatement = new("BEGIN IMMEDIATE");
    private static readonly Statement CommitStatement = new("COMMIT");
    private static readonly Statement SavepointStatement = new("SAVEPOINT one");
    private static readonly Statement ReleaseStatement = new("RELEASE one");
    private static readonly Statement RollbackToStatement = new("ROLLBACK TO one");

    private readonly SqliteConnection _connection;
    private readonly Dictionary<Statement, SqliteCommand> _prepared = new(ReferenceEqualityComparer.Instance);

    public SqliteSession(SqliteConnection connection) => _connection = connection;

    public DbConnection Connection => _connection;

    /// <summary>Whether a transaction is open; SQLite ends it by itself after some errors, such as a full disk.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(_connection.Handle) == 0;

    public void Begin() => Execute(new BoundStatement(BeginStatement));

    public void Commit() => Execute(new BoundStatement(CommitStatement));

    public void SetSavepoint() => Execute(new BoundStatement(SavepointStatement));

    public void ReleaseSavepoint() => Execute(new BoundStatement(ReleaseStatement));

    public void RollBackToSavepoint()
    {
        Execute(new BoundStatement(RollbackToStatement));
        ReleaseSavepoint();
    }

    /// <summary>Stores a turn, or changes nothing and says why.</summary>
    public CommitOutcome Store(CommitRows rows)
    {
        if (rows.DeduplicationKey is not null && Find(CommitSql.LookUpKey(rows)) is not null)
            return CommitOutcome.Duplicate;
        if (Execute(CommitSql.Swap(rows)) == 0)
            return CommitOutcome.Conflict;

        // Nobody else writes while this transaction is open, so the key is still free.
        if (rows.DeduplicationKey is not null)
            Execute(CommitSql.TakeKey(rows));
        foreach (var statement in CommitSql.Rest(rows))
        {
            if (ReferenceEquals(statement.Statement, CommitSql.InsertOutbox))
                Number(rows, statement);
            else
                Execute(statement);
        }

        return CommitOutcome.Committed;
    }

    public void Dispose()
    {
        foreach (var command in _prepared.Values)
            command.Dispose();
        _connection.Dispose();
    }

    private void Number(CommitRows rows, BoundStatement insert)
    {
        using var reader = Prepare(insert).ExecuteReader();
        reader.Read();
        rows.Number(reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetString(1));
    }

    private int Execute(BoundStatement bound) => Prepare(bound).ExecuteNonQuery();

    private object? Find(BoundStatement bound) => Prepare(bound).ExecuteScalar();

    private SqliteCommand Prepare(BoundStatement bound)
    {
        var (statement, values) = bound;
        if (!_prepared.TryGetValue(statement, out var command))
        {
            command = _connection.CreateCommand();
#pragma warning disable CA2100 // statements are constants
            command.CommandText = statement.Sql;
#pragma warning restore CA2100
            foreach (var parameter in statement.Parameters)
                command.Parameters.Add(new SqliteParameter { ParameterName = "@" + parameter.Name, DbType = parameter.Type });
            _prepared.Add(statement, command);
        }

        for (var index = 0; index < statement.Parameters.Length; index++)
            command.Parameters[index].Value = values[index] ?? DBNull.Value;
        return command;
    }
}
