using Dapper;
using MagBot.Dialogs.Storage;

namespace MagBot.State.Stores;

/// <summary>Who did what at the desk.</summary>
internal sealed class SqlAuditStore(ISqlDatabase database) : IAuditStore
{
    public Task AddAsync(AuditLine line, CancellationToken cancellationToken)
    {
        var parameters = new
        {
            at = Columns.FromMoment(line.At),
            actor = Columns.FromKey(line.Actor),
            action = line.Action,
            id = line.ConversationId is { } id ? Columns.FromKey(id) : null,
            detail = line.Detail is { } detail ? Columns.FromKey(detail) : null,
        };
        return database.WriteAsync(
            connection => connection.ExecuteAsync(
                "INSERT INTO audit (happened_at, actor, action, conversation_id, detail) VALUES (@at, @actor, @action, @id, @detail)", parameters),
            cancellationToken);
    }

    public async Task<IReadOnlyList<AuditLine>> ListNewestAsync(int limit, CancellationToken cancellationToken)
    {
        const string Sql =
            """
            SELECT happened_at AS "At", actor AS "Actor", action AS "Action", conversation_id AS "ConversationId", detail AS "Detail"
            FROM audit ORDER BY number DESC LIMIT @limit
            """;
        var rows = await database.ReadAsync(
            connection => connection.QueryAsync<Row>(new CommandDefinition(Sql, new { limit = (long)limit }, cancellationToken: cancellationToken)),
            cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => new AuditLine(Columns.ToMoment(row.At), row.Actor, row.Action, row.ConversationId, row.Detail))];
    }

    public Task EraseBeforeAsync(DateTimeOffset before, CancellationToken cancellationToken) => database.WriteAsync(
        connection => connection.ExecuteAsync("DELETE FROM audit WHERE happened_at < @before", new { before = Columns.FromMoment(before) }), cancellationToken);

    private sealed class Row
    {
        public long At { get; init; }

        public required string Actor { get; init; }

        public required string Action { get; init; }

        public string? ConversationId { get; init; }

        public string? Detail { get; init; }
    }
}
