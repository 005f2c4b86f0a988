using Dapper;
using MagBot.Activities;
using MagBot.Dialogs.Conversations;
using MagBot.Dialogs.Storage;

namespace MagBot.State.Stores;

/// <summary>Reads logs of all conversations, for figures.</summary>
internal sealed class SqlInsightStore(ISqlDatabase database) : IInsightStore
{
    // By the conversations' index on updated_at: only conversations that were touched since can hold newer entries.
    private const string Sql =
        """
        SELECT a.conversation_id AS "ConversationId", c.channel_id AS "ChannelId", a.sequence AS "Sequence", a.activity AS "Json", a.audience AS "Audience"
        FROM conversation c JOIN activity a ON a.conversation_id = c.id
        WHERE c.updated_at >= @since AND a.stored_at >= @since AND (a.audience = 'everyone' OR a.activity LIKE '%"type":"messageReaction"%')
        ORDER BY a.stored_at DESC, a.conversation_id, a.sequence DESC LIMIT @limit
        """;

    public async Task<IReadOnlyList<InsightEntry>> ReadAsync(DateTimeOffset since, int limit, CancellationToken cancellationToken)
    {
        var parameters = new { since = Columns.FromMoment(since), limit = (long)limit };
        var rows = await database.ReadAsync(
            connection => connection.QueryAsync<Row>(new CommandDefinition(Sql, parameters, cancellationToken: cancellationToken)),
            cancellationToken).ConfigureAwait(false);
        return
        [
            .. rows.Select(row => new InsightEntry(
                row.ConversationId, row.ChannelId, new LogEntry(row.Sequence, ActivityJson.Parse(row.Json), Columns.ToAudience(row.Audience)))),
        ];
    }

    private sealed class Row
    {
        public required string ConversationId { get; init; }

        public required string ChannelId { get; init; }

        public long Sequence { get; init; }

        public required string Json { get; init; }

        public required string Audience { get; init; }
    }
}
