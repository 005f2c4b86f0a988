using System.Text.Json;
using Dapper;
using MagBot.Activities;
using MagBot.Dialogs.Conversations;
using MagBot.Dialogs.Storage;

namespace MagBot.State.Stores;

/// <summary>Conversations and their logs.</summary>
internal sealed class SqlConversationStore(ISqlDatabase database, OutboxFeed deliveries) : IConversationStore
{
    private const string FindSql =
        """
        SELECT id AS "Id", channel_id AS "ChannelId", version AS "Version", next_sequence AS "NextSequence", last_timestamp AS "LastTimestamp",
            created_at AS "CreatedAt", updated_at AS "UpdatedAt", handover AS "Handover", details AS "Details", state AS "State"
        FROM conversation WHERE id = @id
        """;

    private const string ReadLogSql =
        """
        SELECT sequence AS "Sequence", audience AS "Audience", activity AS "Json"
        FROM activity WHERE conversation_id = @id AND sequence >= @fromSequence ORDER BY sequence LIMIT @limit
        """;

    public async Task<Conversation?> FindAsync(string conversationId, CancellationToken cancellationToken)
    {
        var id = Columns.FromKey(conversationId);
        var row = await database.ReadAsync(
            connection => connection.QuerySingleOrDefaultAsync<ConversationRow>(new CommandDefinition(FindSql, new { id }, cancellationToken: cancellationToken)),
            cancellationToken).ConfigureAwait(false);
        return row?.ToConversation();
    }

    public Task<string?> FindByKeyAsync(string conversationId, string deduplicationKey, CancellationToken cancellationToken)
    {
        var parameters = new { id = Columns.FromKey(conversationId), key = Columns.FromDeduplicationKey(deduplicationKey) };
        return database.ReadAsync(
            connection => connection.QuerySingleOrDefaultAsync<string>(
                new CommandDefinition(CommitSql.FindKey.Sql, parameters, cancellationToken: cancellationToken)),
            cancellationToken);
    }

    public async Task<CommitOutcome> CommitAsync(TurnCommit commit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(commit);
        var rows = CommitRows.From(commit, database, deliveries.Takes);
        var outcome = await database.CommitAsync(rows, cancellationToken).ConfigureAwait(false);
        if (outcome is CommitOutcome.Committed && rows.Taken.Count > 0)
            deliveries.HandOver(rows.Taken);
        if (outcome is CommitOutcome.Committed && (commit.ErasesHistory || commit.Revised.Any(entry => entry.Activity.Is(ActivityTypes.MessageDelete))))
            await database.ForgetDeletedAsync(cancellationToken).ConfigureAwait(false);
        return outcome;
    }

    public async Task<IReadOnlyList<LogEntry>> ReadLogAsync(string conversationId, long fromSequence, int limit, CancellationToken cancellationToken)
    {
        var parameters = new { id = Columns.FromKey(conversationId), fromSequence, limit = (long)limit };
        var rows = await database.ReadAsync(
            connection => connection.QueryAsync<LogRow>(new CommandDefinition(ReadLogSql, parameters, cancellationToken: cancellationToken)),
            cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => row.ToEntry())];
    }

    public async Task<IReadOnlyList<LogEntry>> FindEntriesAsync(string conversationId, string activityId, CancellationToken cancellationToken)
    {
        var parameters = new { id = Columns.FromKey(conversationId), activityId = Columns.FromKey(activityId) };
        var rows = await database.ReadAsync(
            connection => connection.QueryAsync<LogRow>(new CommandDefinition(
                """
                SELECT sequence AS "Sequence", audience AS "Audience", activity AS "Json"
                FROM activity WHERE conversation_id = @id AND activity_id = @activityId ORDER BY sequence
                """,
                parameters,
                cancellationToken: cancellationToken)),
            cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => row.ToEntry())];
    }

    public async Task<bool> EraseAsync(string conversationId, CancellationToken cancellationToken)
    {
        var id = Columns.FromKey(conversationId);
        // Log, keys, hand-over history and outbox go with it (ON DELETE CASCADE); what waits for its turn refers to nothing.
        var erased = await database.WriteAsync(
            async connection =>
            {
                await connection.ExecuteAsync(new CommandDefinition("DELETE FROM inbox WHERE conversation_id = @id", new { id })).ConfigureAwait(false);
                return await connection.ExecuteAsync(new CommandDefinition("DELETE FROM conversation WHERE id = @id", new { id })).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        if (erased > 0)
            await database.ForgetDeletedAsync(cancellationToken).ConfigureAwait(false);
        return erased > 0;
    }

    public async Task<int> EraseExpiredAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        const string Sql = "DELETE FROM conversation WHERE id IN (SELECT id FROM conversation WHERE updated_at < @before ORDER BY updated_at LIMIT @limit)";
        var parameters = new { before = Columns.FromMoment(before), limit = (long)limit };
        var erased = await database.WriteAsync(
            connection => connection.ExecuteAsync(new CommandDefinition(Sql, parameters)), cancellationToken).ConfigureAwait(false);
        if (erased > 0)
            await database.ForgetDeletedAsync(cancellationToken).ConfigureAwait(false);
        return erased;
    }

    public async Task<int> EraseHealthAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        const string Forget = "UPDATE conversation SET state = '{}' WHERE updated_at < @before AND id IN (SELECT conversation_id FROM activity WHERE health = 1 AND stored_at < @before)";
        const string Erase = """
            DELETE FROM activity WHERE health = 1 AND (conversation_id, sequence) IN
                (SELECT conversation_id, sequence FROM activity WHERE health = 1 AND stored_at < @before ORDER BY stored_at LIMIT @limit)
            """;
        var parameters = new { before = Columns.FromMoment(before), limit = (long)limit };
        var erased = await database.WriteAsync(
            async connection =>
            {
                await ForgetQuestionsAsync(connection, parameters.before).ConfigureAwait(false);
                await connection.ExecuteAsync(new CommandDefinition(Forget, parameters)).ConfigureAwait(false);
                return await connection.ExecuteAsync(new CommandDefinition(Erase, parameters)).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        if (erased > 0)
            await database.ForgetDeletedAsync(cancellationToken).ConfigureAwait(false);
        return erased;
    }

    /// <summary>The question in a contact request that an advisor has dealt with, when the conversation holds health content of before the moment.</summary>
    private static async Task ForgetQuestionsAsync(System.Data.Common.DbConnection connection, long before)
    {
        const string Closed = """
            SELECT id AS "Id", handover AS "Handover" FROM conversation
            WHERE handover_status = 'closed' AND updated_at < @before AND id IN (SELECT conversation_id FROM activity WHERE health = 1 AND stored_at < @before)
            """;
        const string Rewrite = "UPDATE conversation SET handover = @handover WHERE id = @id";
        foreach (var row in (await connection.QueryAsync<HandoverRow>(new CommandDefinition(Closed, new { before })).ConfigureAwait(false)).ToList())
        {
            if (JsonSerializer.Deserialize(row.Handover, StateJson.Context.HandoverRecord) is not { Contact: { Question: not null } contact } record)
                continue;
            var handover = JsonSerializer.Serialize(record with { Contact = contact with { Question = null } }, StateJson.Context.HandoverRecord);
            await connection.ExecuteAsync(new CommandDefinition(Rewrite, new { handover, id = row.Id })).ConfigureAwait(false);
        }
    }

    private sealed class HandoverRow
    {
        public required string Id { get; init; }

        public required string Handover { get; init; }
    }

    private sealed class ConversationRow
    {
        public required string Id { get; init; }

        public required string ChannelId { get; init; }

        public long Version { get; init; }

        public long NextSequence { get; init; }

        public long LastTimestamp { get; init; }

        public long CreatedAt { get; init; }

        public long UpdatedAt { get; init; }

        public required string Handover { get; init; }

        public required string Details { get; init; }

        public required string State { get; init; }

        public Conversation ToConversation()
        {
            var details = JsonSerializer.Deserialize(Details, StateJson.Context.ConversationDetails)
                ?? throw new JsonException($"Details of conversation {Id} are null.");
            return new Conversation
            {
                Id = Id,
                ChannelId = ChannelId,
                User = details.User,
                Bot = details.Bot,
                Account = details.Account,
                ServiceUrl = details.ServiceUrl,
                Locale = details.Locale,
                IsGone = details.IsGone == true,
                Handover = SqlHandoverList.ParseHandover(Handover),
                State = State,
                Version = Version,
                NextSequence = NextSequence,
                LastTimestamp = Columns.ToMoment(LastTimestamp),
                CreatedAt = Columns.ToMoment(CreatedAt),
                UpdatedAt = Columns.ToMoment(UpdatedAt),
            };
        }
    }

    private sealed class LogRow
    {
        public long Sequence { get; init; }

        public required string Audience { get; init; }

        public required string Json { get; init; }

        public LogEntry ToEntry() => new(Sequence, ActivityJson.Parse(Json), Columns.ToAudience(Audience));
    }
}
