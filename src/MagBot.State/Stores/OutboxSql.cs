namespace MagBot.State.Stores;

/// <summary>Which deliveries are due.</summary>
internal static class OutboxSql
{
    private const string ResultColumns =
        """
        o.conversation_id AS "ConversationId", o.number AS "Number", o.item_id AS "ItemId", o.kind AS "Kind", o.payload AS "Payload", o.attempts AS "Attempts"
        """;

    // Only the first waiting row of a conversation may go, whatever the moments: order is kept while the first is retried.
    private const string IsDueAndFirst =
        """
        o.kind = @kind AND o.due_at <= @now AND NOT EXISTS (
            SELECT 1 FROM outbox earlier
            WHERE earlier.conversation_id = o.conversation_id AND earlier.kind = o.kind AND earlier.due_at IS NOT NULL AND earlier.number < o.number)
        """;

    /// <summary>For a database with one instance.</summary>
    public const string Read = $"SELECT {ResultColumns} FROM outbox o WHERE {IsDueAndFirst} ORDER BY o.number LIMIT @limit";

    /// <summary>
    /// For a database with several instances: what is read is claimed for a while, so that the others leave it alone. Instances
    /// that race wait for each other's rows and then see the claim.
    /// </summary>
    public const string Claim =
        $"""
        UPDATE outbox o SET claimed_by = @instance, claimed_until = @until
        WHERE o.number IN (
                SELECT o.number FROM outbox o
                WHERE {IsDueAndFirst} AND {IsFree}
                ORDER BY o.number LIMIT @limit)
            AND {IsFree}
        RETURNING {ResultColumns}
        """;

    /// <summary>Whether <see cref="Take"/> would find something: most often it does not, and then nothing need be written.</summary>
    public const string AnyToTake = $"SELECT COUNT(*) FROM (SELECT 1 FROM outbox o WHERE {IsDueAndMayGo} LIMIT 1) found";

    /// <summary>
    /// Takes what is due and free, unless an earlier row of its conversation waits with somebody else or for its moment. What this
    /// instance has itself is no hindrance: it sends that first. Where several instances share the database, they take one after the other.
    /// </summary>
    public const string Take =
        $"""
        UPDATE outbox SET claimed_by = @instance, claimed_until = @until
        WHERE number IN (SELECT o.number FROM outbox o WHERE {IsDueAndMayGo} ORDER BY o.number LIMIT @limit)
        RETURNING conversation_id AS "ConversationId", number AS "Number", item_id AS "ItemId", kind AS "Kind", payload AS "Payload", attempts AS "Attempts"
        """;

    private const string IsFree = "(o.claimed_by IS NULL OR o.claimed_by = @instance OR o.claimed_until <= @now)";

    private const string IsNobodys = "(o.claimed_by IS NULL OR (o.claimed_by <> @instance AND o.claimed_until <= @now))";

    private const string IsDueAndMayGo =
        $"""
        o.kind = @kind AND o.due_at <= @now AND {IsNobodys} AND NOT EXISTS (
            SELECT 1 FROM outbox earlier
            WHERE earlier.conversation_id = o.conversation_id AND earlier.kind = o.kind AND earlier.due_at IS NOT NULL AND earlier.number < o.number
                AND (earlier.claimed_by IS NULL OR earlier.claimed_by <> @instance)
                AND (earlier.claimed_until > @now OR earlier.due_at > @now))
        """;
}
