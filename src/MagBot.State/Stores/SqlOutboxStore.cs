using Dapper;
using MagBot.Dialogs.Storage;

namespace MagBot.State.Stores;

/// <summary>Deliveries that wait.</summary>
internal sealed class SqlOutboxStore(ISqlDatabase database, TimeProvider time) : IOutboxStore
{
    // Longer than any delivery may take; after it, another instance takes over from one that died.
    private static readonly TimeSpan ClaimTime = TimeSpan.FromMinutes(2);

    /// <summary>How long a claim holds against others. Where nobody else is, one by another name is of an earlier run, and over.</summary>
    public static long ClaimedUntil(ISqlDatabase database, DateTimeOffset now) => database.IsShared ? Columns.FromMoment(now + ClaimTime) : 0;

    public async Task<IReadOnlyList<OutboxRow>> ReadDueAsync(string kind, DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        var command = new CommandDefinition(database.ReadOutboxSql, Claim(kind, now, limit), cancellationToken: cancellationToken);
        var rows = database.ReadOutboxWrites
            ? await database.WriteAsync(connection => connection.QueryAsync<Row>(command), cancellationToken).ConfigureAwait(false)
            : await database.ReadAsync(connection => connection.QueryAsync<Row>(command), cancellationToken).ConfigureAwait(false);
        return InOrder(rows);
    }

    public async Task<IReadOnlyList<OutboxRow>> TakeAsync(string kind, DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        var claim = Claim(kind, now, limit);
        var any = await database.ReadAsync(
            connection => connection.ExecuteScalarAsync<long>(new CommandDefinition(OutboxSql.AnyToTake, claim, cancellationToken: cancellationToken)),
            cancellationToken).ConfigureAwait(false);
        if (any == 0)
            return [];
        return InOrder(await database.WriteAloneAsync(
            (connection, transaction) => connection.QueryAsync<Row>(new CommandDefinition(OutboxSql.Take, claim, transaction, cancellationToken: cancellationToken)),
            cancellationToken).ConfigureAwait(false));
    }

    public Task KeepAsync(string kind, DateTimeOffset now, CancellationToken cancellationToken) => database.IsShared
        ? ExecuteAsync(
            "UPDATE outbox SET claimed_until = @until WHERE kind = @kind AND due_at IS NOT NULL AND claimed_by = @instance",
            new { kind, instance = database.Instance, until = ClaimedUntil(database, now) },
            cancellationToken)
        : Task.CompletedTask;

    public async Task<IReadOnlySet<long>> FindWaitingAsync(IReadOnlyCollection<long> numbers, CancellationToken cancellationToken) =>
        (await database.ReadAsync(
            connection => connection.QueryAsync<long>(new CommandDefinition(
                $"SELECT number FROM outbox WHERE due_at IS NOT NULL AND {database.IsAmongNumbers}",
                new { numbers = numbers.ToArray() },
                cancellationToken: cancellationToken)),
            cancellationToken).ConfigureAwait(false)).ToHashSet();

    public Task GiveBackAsync(string kind, CancellationToken cancellationToken) => ExecuteAsync(
        "UPDATE outbox SET claimed_by = NULL, claimed_until = 0 WHERE kind = @kind AND claimed_by = @instance",
        new { kind, instance = database.Instance },
        cancellationToken);

    public Task CompleteAsync(long number, CancellationToken cancellationToken) =>
        ExecuteAsync("DELETE FROM outbox WHERE number = @number", new { number }, cancellationToken);

    public Task CompleteAsync(IReadOnlyCollection<long> numbers, CancellationToken cancellationToken) =>
        ExecuteAsync($"DELETE FROM outbox WHERE {database.IsAmongNumbers}", new { numbers = numbers.ToArray() }, cancellationToken);

    public Task PostponeAsync(long number, string failure, DateTimeOffset? retryAt, CancellationToken cancellationToken) => ExecuteAsync(
        """
        UPDATE outbox SET attempts = attempts + 1, failure = @failure, due_at = @dueAt, given_up_at = @givenUpAt, claimed_by = NULL, claimed_until = 0
        WHERE number = @number
        """,
        new
        {
            number,
            failure = Columns.FromKey(failure),
            dueAt = Columns.FromMoment(retryAt),
            givenUpAt = retryAt is null ? Columns.FromMoment(time.GetUtcNow()) : (long?)null,
        },
        cancellationToken);

    public Task NoteFailureAsync(long number, string failure, DateTimeOffset retryAt, CancellationToken cancellationToken) => ExecuteAsync(
        "UPDATE outbox SET attempts = attempts + 1, failure = @failure, due_at = @dueAt WHERE number = @number",
        new { number, failure = Columns.FromKey(failure), dueAt = Columns.FromMoment(retryAt) },
        cancellationToken);

    public async Task<IReadOnlyList<GivenUpDelivery>> ListGivenUpAsync(int limit, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            connection => connection.QueryAsync<Row>(new CommandDefinition(
                """
                SELECT o.conversation_id AS "ConversationId", o.number AS "Number", o.item_id AS "ItemId", o.kind AS "Kind", o.payload AS "Payload",
                    o.attempts AS "Attempts", o.failure AS "Failure", o.given_up_at AS "GivenUpAt", c.channel_id AS "ChannelId"
                FROM outbox o JOIN conversation c ON c.id = o.conversation_id
                WHERE o.due_at IS NULL ORDER BY o.number DESC LIMIT @limit
                """,
                new { limit = (long)limit },
                cancellationToken: cancellationToken)),
            cancellationToken).ConfigureAwait(false);
        return
        [
            .. rows.Select(row => new GivenUpDelivery(
                row.Number, row.ConversationId, row.ChannelId ?? "", row.Item, (int)row.Attempts, row.Failure, Columns.ToMoment(row.GivenUpAt))),
        ];
    }

    public async Task<bool> RetryAsync(long number, CancellationToken cancellationToken) => await ExecuteAsync(
        """
        UPDATE outbox SET due_at = 0, attempts = 0, given_up_at = NULL, claimed_by = NULL, claimed_until = 0
        WHERE number = @number AND due_at IS NULL
        """,
        new { number },
        cancellationToken).ConfigureAwait(false) > 0;

    public async Task<bool> DiscardAsync(long number, CancellationToken cancellationToken) => await ExecuteAsync(
        "DELETE FROM outbox WHERE number = @number AND due_at IS NULL", new { number }, cancellationToken).ConfigureAwait(false) > 0;

    private Task<int> ExecuteAsync(string sql, object parameters, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => connection.ExecuteAsync(new CommandDefinition(sql, parameters)), cancellationToken);

    private object Claim(string kind, DateTimeOffset now, int limit) => new
    {
        kind,
        now = Columns.FromMoment(now),
        limit = (long)limit,
        instance = database.Instance,
        until = ClaimedUntil(database, now),
    };

    private static List<OutboxRow> InOrder(IEnumerable<Row> rows) =>
        [.. rows.OrderBy(row => row.Number).Select(row => new OutboxRow(row.ConversationId, row.Number, row.Item, (int)row.Attempts))];

    private sealed class Row
    {
        public required string ConversationId { get; init; }

        public long Number { get; init; }

        public required string ItemId { get; init; }

        public required string Kind { get; init; }

        public required string Payload { get; init; }

        public long Attempts { get; init; }

        public string? Failure { get; init; }

        public long? GivenUpAt { get; init; }

        public string? ChannelId { get; init; }

        public OutboxItem Item => new(ItemId, Kind, Payload);
    }
}
