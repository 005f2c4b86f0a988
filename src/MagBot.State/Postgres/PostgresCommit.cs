using MagBot.Dialogs.Storage;
using MagBot.State.Stores;
using Npgsql;

namespace MagBot.State.Postgres;

/// <summary>Stores a turn in three round trips: what may be refused, the rest, commit.</summary>
internal static class PostgresCommit
{
    /// <summary>Name of the channel on which instances tell each other which conversation changed.</summary>
    public const string Channel = "magbot_conversation";

    // Part of the transaction: PostgreSQL sends it after the commit, and never without it.
    private static readonly Statement Notify = new(
        $"SELECT pg_notify('{Channel}', @payload)", StatementParameter.Text("payload"));

    public static async Task<CommitOutcome> StoreAsync(
        NpgsqlConnection connection, CommitRows rows, string instance, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            var outcome = await TakeAsync(connection, rows, cancellationToken).ConfigureAwait(false);
            if (outcome is not CommitOutcome.Committed)
                return outcome;

            var batch = new NpgsqlBatch(connection);
            await using (batch.ConfigureAwait(false))
            {
                foreach (var statement in CommitSql.Rest(rows))
                    batch.BatchCommands.Add(CommandOf(statement));
                batch.BatchCommands.Add(CommandOf(new BoundStatement(Notify, $"{instance} {rows.ConversationId}")));
                await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }

            // Not to be cancelled: nobody could say afterwards whether it had happened.
            await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
            return CommitOutcome.Committed;
        }
    }

    /// <summary>Swaps the conversation and takes the key. The caller rolls back unless the outcome is committed.</summary>
    private static async Task<CommitOutcome> TakeAsync(NpgsqlConnection connection, CommitRows rows, CancellationToken cancellationToken)
    {
        var batch = new NpgsqlBatch(connection);
        await using var _ = batch.ConfigureAwait(false);
        batch.BatchCommands.Add(CommandOf(CommitSql.Swap(rows)));
        if (rows.DeduplicationKey is not null)
            batch.BatchCommands.Add(CommandOf(CommitSql.TakeKey(rows)));
        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);

        if (rows.DeduplicationKey is not null && batch.BatchCommands[1].RecordsAffected == 0 && await IsTakenAsync(connection, rows, cancellationToken).ConfigureAwait(false))
            return CommitOutcome.Duplicate;
        return batch.BatchCommands[0].RecordsAffected == 1 ? CommitOutcome.Committed : CommitOutcome.Conflict;
    }

    // No key was stored either because it is taken or because there is no conversation.
    private static async Task<bool> IsTakenAsync(NpgsqlConnection connection, CommitRows rows, CancellationToken cancellationToken)
    {
        var batch = new NpgsqlBatch(connection);
        await using var _ = batch.ConfigureAwait(false);
        batch.BatchCommands.Add(CommandOf(CommitSql.LookUpKey(rows)));
        return await batch.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is not null;
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
