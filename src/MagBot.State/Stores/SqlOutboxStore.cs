using Dapper;
using MagBot.Dialogs.Storage;

namespace MagBot.State.Stores;

/// <summary>Deliveries that wait.</summary>
internal sealed class SqlOutboxStore(ISqlDatabase database) : IOutboxStore
{
    // Longer than any delivery may take; after it, another instance takes over from one that died.
    private static readonly TimeSpan ClaimTime = TimeSpan.FromMinutes(2);

    private readonly string _instance = Guid.NewGuid().ToString("N");

    public async Task<IReadOnlyList<OutboxRow>> ReadDueAsync(string kind, DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        var command = new CommandDefinition(
            database.ReadOutboxSql,
            new
            {
                kind,
                now = Columns.FromMoment(now),
                limit = (long)limit,
                instance = _instance,
                until = Columns.FromMoment(now + ClaimTime),
            },
            cancellationToken: cancellationToken);
        var rows = database.ReadOutboxWrites
            ? await database.WriteAsync(connection => connection.QueryAsync<Row>(command), cancellationToken).ConfigureAwait(false)
            : await database.ReadAsync(connection => connection.QueryAsync<Row>(command), cancellationToken).ConfigureAwait(false);
        return
        [
            .. rows.OrderBy(row => row.Number).Select(row =>
                new OutboxRow(row.ConversationId, row.Number, new OutboxItem(row.ItemId, row.Kind, row.Payload), (int)row.Attempts)),
        ];
    }

    public Task CompleteAsync(long number, CancellationToken cancellationToken) => database.WriteAsync(
        connection => connection.ExecuteAsync("DELETE FROM outbox WHERE number = @number", new { number }), cancellationToken);

    public Task PostponeAsync(long number, string failure, DateTimeOffset? retryAt, CancellationToken cancellationToken)
    {
        var parameters = new { number, failure = Columns.FromKey(failure), dueAt = Columns.FromMoment(retryAt) };
        return database.WriteAsync(
            connection => connection.ExecuteAsync(
                """
                UPDATE outbox SET attempts = attempts + 1, failure = @failure, due_at = @dueAt, claimed_by = NULL, claimed_until = 0
                WHERE number = @number
                """,
                parameters),
            cancellationToken);
    }

    private sealed class Row
    {
        public required string ConversationId { get; init; }

        public long Number { get; init; }

        public required string ItemId { get; init; }

        public required string Kind { get; init; }

        public required string Payload { get; init; }

        public long Attempts { get; init; }
    }
}
