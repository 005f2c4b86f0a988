using MagBot.Dialogs.Storage;
using MagBot.State.Stores;
using Npgsql;

namespace MagBot.State.Postgres;

/// <summary>
/// Stores a turn in one round trip. A batch without a transaction of its own is one transaction to PostgreSQL, and an error in it
/// takes all of it back; so what must be refused is made an error: a swap that changed nothing divides by zero, a taken key violates
/// its index.
/// </summary>
internal static class PostgresCommit
{
    /// <summary>Name of the channel on which instances tell each other which conversation changed.</summary>
    public const string Channel = "magbot_conversation";

    // xmin is the transaction that wrote the row, so only our own swap passes.
    private static readonly Statement RequireSwap = new(
        "SELECT 1 / COUNT(*) FROM conversation WHERE id = @id AND xmin = pg_current_xact_id()::xid", StatementParameter.Text("id"));

    // Part of the transaction: PostgreSQL sends it after the commit, and never without it.
    private static readonly Statement Notify = new(
        $"SELECT pg_notify('{Channel}', @payload)", StatementParameter.Text("payload"));

    public static async Task<CommitOutcome> StoreAsync(
        NpgsqlConnection connection, CommitRows rows, string instance, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            // Not to be cancelled from here: nobody could say afterwards whether it had happened.
            var batch = new NpgsqlBatch(connection);
            await using (batch.ConfigureAwait(false))
            {
                foreach (var statement in StatementsOf(rows, instance))
                    batch.BatchCommands.Add(CommandOf(statement));
                var reader = await batch.ExecuteReaderAsync(CancellationToken.None).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                    await NumberAsync(rows, reader).ConfigureAwait(false);
            }

            return CommitOutcome.Committed;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.DivisionByZero)
        {
            return await IsKeyTakenAsync(connection, rows).ConfigureAwait(false) ? CommitOutcome.Duplicate : CommitOutcome.Conflict;
        }
        catch (PostgresException exception)
            when (exception is { SqlState: PostgresErrorCodes.UniqueViolation, TableName: "deduplication" })
        {
            return CommitOutcome.Duplicate;
        }
    }

    private static IEnumerable<BoundStatement> StatementsOf(CommitRows rows, string instance)
    {
        yield return CommitSql.Swap(rows);
        yield return new BoundStatement(RequireSwap, rows.ConversationId);
        if (rows.DeduplicationKey is not null)
            yield return CommitSql.TakeKey(rows);
        foreach (var statement in CommitSql.Rest(rows))
            yield return statement;
        yield return new BoundStatement(Notify, $"{instance} {rows.ConversationId}");
    }

    // To the very end: an error in a later statement is only heard of there.
    private static async Task NumberAsync(CommitRows rows, NpgsqlDataReader reader)
    {
        do
        {
            var isOutbox = reader.FieldCount > 0 && reader.GetName(0) == CommitSql.OutboxNumber;
            while (await reader.ReadAsync(CancellationToken.None).ConfigureAwait(false))
                if (isOutbox)
                    rows.Number(reader.GetInt64(0), await reader.IsDBNullAsync(1).ConfigureAwait(false) ? null : reader.GetString(1));
        }
        while (await reader.NextResultAsync(CancellationToken.None).ConfigureAwait(false));
    }

    private static async Task<bool> IsKeyTakenAsync(NpgsqlConnection connection, CommitRows rows)
    {
        if (rows.DeduplicationKey is null)
            return false;
        var batch = new NpgsqlBatch(connection);
        await using var _ = batch.ConfigureAwait(false);
        batch.BatchCommands.Add(CommandOf(CommitSql.LookUpKey(rows)));
        return await batch.ExecuteScalarAsync(CancellationToken.None).ConfigureAwait(false) is not null;
    }

    private static NpgsqlBatchCommand CommandOf(BoundStatement bound)
    {
#pragma warning disable CA2100 // statements are constants
        var command = new NpgsqlBatchCommand(bound.Statement.Sql);
#pragma warning restore CA2100
        for (var index = 0; index < bound.Values.Length; index++)
        {
            var (name, type) = bound.Statement.Parameters[index];
            command.Parameters.Add(new NpgsqlParameter { ParameterName = name, DbType = type, Value = bound.Values[index] ?? DBNull.Value });
        }

        return command;
    }
}
