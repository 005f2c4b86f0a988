using Dapper;
using MagBot.Dialogs.Storage;

namespace MagBot.State.Stores;

/// <summary>Activities between the answer to their channel and the commit of their turn.</summary>
internal sealed class SqlInboxStore(ISqlDatabase database) : IInboxStore
{
    public Task AddAsync(InboxItem item, DateTimeOffset receivedAt, CancellationToken cancellationToken) => ExecuteAsync(
        """
        INSERT INTO inbox (id, conversation_id, received_at, attempts, payload) VALUES (@id, @conversationId, @receivedAt, @attempts, @payload)
        ON CONFLICT (id) DO NOTHING
        """,
        new
        {
            id = Columns.FromKey(item.Id),
            conversationId = Columns.FromKey(item.ConversationId),
            receivedAt = Columns.FromMoment(receivedAt),
            attempts = (long)item.Attempts,
            payload = item.Payload,
        },
        cancellationToken);

    public async Task<IReadOnlyList<InboxItem>> ListAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            connection => connection.QueryAsync<Row>(new CommandDefinition(
                """
                SELECT id AS "Id", conversation_id AS "ConversationId", payload AS "Payload", attempts AS "Attempts"
                FROM inbox WHERE received_at < @before ORDER BY received_at, id LIMIT @limit
                """,
                new { before = Columns.FromMoment(before), limit = (long)limit },
                cancellationToken: cancellationToken)),
            cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => new InboxItem(row.Id, row.ConversationId, row.Payload, (int)row.Attempts))];
    }

    public Task NoteAttemptAsync(string id, CancellationToken cancellationToken) =>
        ExecuteAsync("UPDATE inbox SET attempts = attempts + 1 WHERE id = @id", new { id = Columns.FromKey(id) }, cancellationToken);

    public Task RemoveAsync(string id, CancellationToken cancellationToken) =>
        ExecuteAsync("DELETE FROM inbox WHERE id = @id", new { id = Columns.FromKey(id) }, cancellationToken);

    private Task<int> ExecuteAsync(string sql, object parameters, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => connection.ExecuteAsync(new CommandDefinition(sql, parameters)), cancellationToken);

    private sealed class Row
    {
        public required string Id { get; init; }

        public required string ConversationId { get; init; }

        public required string Payload { get; init; }

        public long Attempts { get; init; }
    }
}
