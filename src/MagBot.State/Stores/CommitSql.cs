using static MagBot.State.Stores.StatementParameter;

namespace MagBot.State.Stores;

/// <summary>The statements of a commit; both databases understand all of them.</summary>
internal static class CommitSql
{
    /// <summary>Name of the column by which the numbers of new deliveries are known among the results of a commit.</summary>
    public const string OutboxNumber = "outbox_number";

    /// <summary>Creates the conversation: changes no row when there is one.</summary>
    public static Statement Insert { get; } = new(
        """
        INSERT INTO conversation (id, channel_id, version, next_sequence, last_timestamp, updated_at, customer_sequence,
            handover_status, requested_at, handover, details, state, created_at)
        VALUES (@id, @channelId, @version, @nextSequence, @lastTimestamp, @updatedAt, @customerSequence,
            @handoverStatus, @requestedAt, @handover, @details, @state, @createdAt)
        ON CONFLICT (id) DO NOTHING
        """,
        Text("id"), Text("channelId"), Number("version"), Number("nextSequence"), Number("lastTimestamp"), Number("updatedAt"),
        Number("customerSequence"), Text("handoverStatus"), Number("requestedAt"), Text("handover"), Text("details"), Text("state"),
        Number("createdAt"));

    /// <summary>Compare and swap: changes no row when the version is not the one that the turn began with.</summary>
    public static Statement Update { get; } = new(
        """
        UPDATE conversation SET channel_id = @channelId, version = @version, next_sequence = @nextSequence,
            last_timestamp = @lastTimestamp, updated_at = @updatedAt, customer_sequence = COALESCE(@customerSequence, customer_sequence),
            handover_status = @handoverStatus, requested_at = @requestedAt, handover = @handover, details = @details, state = @state
        WHERE id = @id AND version = @version - 1
        """,
        Text("id"), Text("channelId"), Number("version"), Number("nextSequence"), Number("lastTimestamp"), Number("updatedAt"),
        Number("customerSequence"), Text("handoverStatus"), Number("requestedAt"), Text("handover"), Text("details"), Text("state"));

    /// <summary>Id of the activity that a key stands for.</summary>
    public static Statement FindKey { get; } = new(
        "SELECT activity_id FROM deduplication WHERE conversation_id = @id AND key = @key", Text("id"), Text("key"));

    /// <summary>Takes a key; an error when it is taken.</summary>
    public static Statement InsertKey { get; } = new(
        "INSERT INTO deduplication (conversation_id, key, activity_id) VALUES (@id, @key, @activityId)",
        Text("id"), Text("key"), Text("activityId"));

    private static Statement InsertActivity { get; } = new(
        """
        INSERT INTO activity (conversation_id, sequence, activity_id, audience, stored_at, activity, health)
        VALUES (@id, @sequence, @activityId, @audience, @storedAt, @json, @health)
        """,
        Text("id"), Number("sequence"), Text("activityId"), Text("audience"), Number("storedAt"), Text("json"), Number("health"));

    private static Statement ReviseActivity { get; } = new(
        "UPDATE activity SET activity = @json, health = CASE WHEN @health = 1 THEN 1 ELSE health END WHERE conversation_id = @id AND sequence = @sequence",
        Text("json"), Number("health"), Text("id"), Number("sequence"));

    private static Statement InsertHandoverEvent { get; } = new(
        """
        INSERT INTO handover_event (conversation_id, version, place, happened_at, status, actor, reason)
        VALUES (@id, @version, @place, @happenedAt, @status, @actor, @reason)
        """,
        Text("id"), Number("version"), Number("place"), Number("happenedAt"), Text("status"), Text("actor"), Text("reason"));

    /// <summary>
    /// Stores a delivery. With an instance it is that one's to send at once, unless an earlier one of the conversation waits elsewhere: then it
    /// is taken after that one. Gives its number, and whose it is.
    /// </summary>
    public static Statement InsertOutbox { get; } = new(
        $"""
        INSERT INTO outbox (conversation_id, item_id, kind, payload, due_at, claimed_by, claimed_until)
        SELECT @id, @itemId, @kind, @payload, 0, free.instance, CASE WHEN free.instance IS NULL THEN 0 ELSE @until END
        FROM (SELECT CASE WHEN NOT EXISTS (
            SELECT 1 FROM outbox WHERE conversation_id = @id AND kind = @kind AND due_at IS NOT NULL AND (claimed_by IS NULL OR claimed_by <> @instance))
            THEN @instance END AS instance) free
        RETURNING number AS {OutboxNumber}, claimed_by
        """,
        Text("id"), Text("itemId"), Text("kind"), Text("payload"), Text("instance"), Number("until"));

    // "Verwijder mijn gegevens": everything before this turn goes; the turn's own key stays, so that a repetition is still seen.
    private static Statement[] Erase { get; } =
    [
        new("DELETE FROM activity WHERE conversation_id = @id", Text("id")),
        new("DELETE FROM handover_event WHERE conversation_id = @id", Text("id")),
        new("DELETE FROM outbox WHERE conversation_id = @id", Text("id")),
        new("DELETE FROM file WHERE conversation_id = @id", Text("id")),
        new("DELETE FROM inbox WHERE conversation_id = @id", Text("id")),
    ];

    private static Statement EraseKeys { get; } = new(
        "DELETE FROM deduplication WHERE conversation_id = @id AND key <> @key", Text("id"), Text("key"));

    /// <summary>Creates the conversation or swaps it; changes exactly one row, or the commit is a conflict.</summary>
    public static BoundStatement Swap(CommitRows rows)
    {
        var conversation = rows.Conversation;
        object?[] values =
        [
            rows.ConversationId, conversation.ChannelId, conversation.Version, conversation.NextSequence,
            Columns.FromMoment(conversation.LastTimestamp), Columns.FromMoment(conversation.UpdatedAt), rows.CustomerSequence,
            rows.HandoverStatus, Columns.FromMoment(conversation.Handover.RequestedAt), rows.Handover, rows.Details, conversation.State,
        ];
        return rows.IsNew
            ? new BoundStatement(Insert, [.. values, Columns.FromMoment(conversation.CreatedAt)])
            : new BoundStatement(Update, values);
    }

    /// <summary>Takes the commit's key, which must be there.</summary>
    public static BoundStatement TakeKey(CommitRows rows) => new(
        InsertKey, rows.ConversationId, rows.DeduplicationKey, rows.Commit.DeduplicatedActivityId ?? string.Empty);

    /// <summary>Looks the commit's key up, which must be there.</summary>
    public static BoundStatement LookUpKey(CommitRows rows) => new(FindKey, rows.ConversationId, rows.DeduplicationKey);

    /// <summary>All that follows once the conversation is swapped and the key taken.</summary>
    public static IEnumerable<BoundStatement> Rest(CommitRows rows)
    {
        var id = rows.ConversationId;
        if (rows.Commit.ErasesHistory)
        {
            foreach (var statement in Erase)
                yield return new BoundStatement(statement, id);
            yield return new BoundStatement(EraseKeys, id, rows.DeduplicationKey ?? string.Empty);
        }

        foreach (var (sequence, json) in rows.Revised)
            yield return new BoundStatement(ReviseActivity, json, rows.Commit.HoldsHealth ? 1L : 0L, id, sequence);
        foreach (var row in rows.Activities)
            yield return new BoundStatement(InsertActivity, id, row.Sequence, row.ActivityId, row.Audience, row.StoredAt, row.Json, rows.Commit.HoldsHealth ? 1L : 0L);

        var place = 0L;
        foreach (var step in rows.Commit.HandoverEvents)
        {
            yield return new BoundStatement(
                InsertHandoverEvent,
                id, rows.Conversation.Version, place++, Columns.FromMoment(step.At), Columns.FromStatus(step.Status), step.Actor, step.Reason);
        }

        for (var index = 0; index < rows.Commit.Outbox.Count; index++)
        {
            var item = rows.Commit.Outbox[index];
            yield return new BoundStatement(InsertOutbox, id, Columns.FromKey(item.Id), item.Kind, item.Payload, rows.Takers[index], rows.TakenUntil);
        }
    }
}
