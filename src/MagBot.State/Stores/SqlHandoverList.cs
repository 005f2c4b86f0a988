using System.Text.Json;
using Dapper;
using MagBot.Activities;
using MagBot.Dialogs.Handover;
using MagBot.Dialogs.Storage;

namespace MagBot.State.Stores;

/// <summary>What the desk reads.</summary>
internal sealed class SqlHandoverList(ISqlDatabase database) : IHandoverList
{
    // requested_at IS NOT NULL is what makes the partial index usable. Talk from before the request is shown with consent only, so
    // it is joined always and left out in ToSummary, where the whole record is known.
    private const string ListSql =
        """
        SELECT c.id AS "ConversationId", c.channel_id AS "ChannelId", c.handover AS "Handover", c.updated_at AS "UpdatedAt",
            c.next_sequence AS "Entries", c.customer_sequence AS "CustomerSequence", a.activity AS "Activity"
        FROM conversation c
        LEFT JOIN activity a ON a.conversation_id = c.id AND a.sequence = c.customer_sequence
        WHERE c.requested_at IS NOT NULL AND c.handover_status IN ({statuses})
        ORDER BY c.requested_at {direction}, c.id {direction} LIMIT @limit
        """;

    private const string RunningSql =
        """
        SELECT id AS "ConversationId", channel_id AS "ChannelId", handover AS "Handover", updated_at AS "UpdatedAt", next_sequence AS "Entries"
        FROM conversation WHERE handover_status = 'none' AND updated_at >= @since AND customer_sequence IS NOT NULL
        ORDER BY updated_at DESC, id LIMIT @limit
        """;

    private const string HistorySql =
        """
        SELECT happened_at AS "HappenedAt", status AS "Status", actor AS "Actor", reason AS "Reason"
        FROM handover_event WHERE conversation_id = @id ORDER BY version, place
        """;

    public static HandoverRecord ParseHandover(string json) =>
        JsonSerializer.Deserialize(json, StateJson.Context.HandoverRecord) ?? HandoverRecord.None;

    public Task<IReadOnlyList<HandoverSummary>> ListAsync(
        IReadOnlyCollection<HandoverStatus> statuses, int limit, CancellationToken cancellationToken) => ListAsync(statuses, "ASC", limit, cancellationToken);

    public Task<IReadOnlyList<HandoverSummary>> ListNewestAsync(
        IReadOnlyCollection<HandoverStatus> statuses, int limit, CancellationToken cancellationToken) => ListAsync(statuses, "DESC", limit, cancellationToken);

    public async Task<IReadOnlyList<HandoverSummary>> ListRunningAsync(DateTimeOffset since, int limit, CancellationToken cancellationToken)
    {
        var parameters = new { since = Columns.FromMoment(since), limit = (long)limit };
        var rows = await database.ReadAsync(
            connection => connection.QueryAsync<SummaryRow>(new CommandDefinition(RunningSql, parameters, cancellationToken: cancellationToken)),
            cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => row.ToSummary())];
    }

    public async Task<IReadOnlyList<HandoverEvent>> ReadHistoryAsync(string conversationId, CancellationToken cancellationToken)
    {
        var id = Columns.FromKey(conversationId);
        var rows = await database.ReadAsync(
            connection => connection.QueryAsync<EventRow>(new CommandDefinition(HistorySql, new { id }, cancellationToken: cancellationToken)),
            cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => new HandoverEvent(Columns.ToMoment(row.HappenedAt), Columns.ToStatus(row.Status), row.Actor, row.Reason))];
    }

    private async Task<IReadOnlyList<HandoverSummary>> ListAsync(
        IReadOnlyCollection<HandoverStatus> statuses, string direction, int limit, CancellationToken cancellationToken)
    {
        if (statuses.Count == 0)
            return [];

        // The names are our own constants, so they may stand in the text; the two databases take lists of parameters differently.
        var names = string.Join(", ", statuses.Distinct().Order().Select(status => $"'{Columns.FromStatus(status)}'"));
        var sql = ListSql.Replace("{statuses}", names, StringComparison.Ordinal).Replace("{direction}", direction, StringComparison.Ordinal);
        var rows = await database.ReadAsync(
            connection => connection.QueryAsync<SummaryRow>(new CommandDefinition(sql, new { limit = (long)limit }, cancellationToken: cancellationToken)),
            cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => row.ToSummary())];
    }

    private sealed class SummaryRow
    {
        public required string ConversationId { get; init; }

        public required string ChannelId { get; init; }

        public required string Handover { get; init; }

        public long UpdatedAt { get; init; }

        public long Entries { get; init; }

        public long? CustomerSequence { get; init; }

        public string? Activity { get; init; }

        public HandoverSummary ToSummary()
        {
            var handover = ParseHandover(Handover);
            var mayShow = handover.Status is not HandoverStatus.None && handover.Consent is TranscriptConsent.Given || (handover.Status is not HandoverStatus.None && CustomerSequence >= handover.FromSequence);
            return new HandoverSummary
            {
                ConversationId = ConversationId,
                ChannelId = ChannelId,
                Handover = handover,
                LastCustomerText = mayShow && Activity is not null ? ActivityJson.Parse(Activity).Text : null,
                UpdatedAt = Columns.ToMoment(UpdatedAt),
                Entries = Entries,
            };
        }
    }

    private sealed class EventRow
    {
        public long HappenedAt { get; init; }

        public required string Status { get; init; }

        public required string Actor { get; init; }

        public string? Reason { get; init; }
    }
}
