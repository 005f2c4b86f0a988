using Dapper;
using MagBot.Dialogs.Storage;

namespace MagBot.State.Stores;

/// <summary>Threads of hand-overs in a channel of advisors.</summary>
internal sealed class SqlAdvisorThreadStore(ISqlDatabase database) : IAdvisorThreadStore
{
    private const string Select =
        """
        SELECT t.id AS "Id", t.conversation_id AS "ConversationId", t.reference AS "Reference", t.service_url AS "ServiceUrl", t.root_id AS "RootId",
            t.created_at AS "CreatedAt"
        FROM advisor_thread t
        """;

    public Task<AdvisorThread?> FindAsync(string conversationId, string reference, CancellationToken cancellationToken) => FindAsync(
        $"{Select} WHERE t.conversation_id = @conversationId AND t.reference = @reference",
        new { conversationId = Columns.FromKey(conversationId), reference = Columns.FromKey(reference) },
        cancellationToken);

    public Task<AdvisorThread?> FindByIdAsync(string id, CancellationToken cancellationToken) =>
        FindAsync($"{Select} WHERE t.id = @id", new { id = Columns.FromKey(id) }, cancellationToken);

    public async Task<bool> AddAsync(AdvisorThread thread, CancellationToken cancellationToken)
    {
        var parameters = new
        {
            id = Columns.FromKey(thread.Id),
            conversationId = Columns.FromKey(thread.ConversationId),
            reference = thread.Reference,
            serviceUrl = Columns.FromKey(thread.ServiceUrl),
            rootId = thread.RootId is { } root ? Columns.FromKey(root) : null,
            createdAt = Columns.FromMoment(thread.CreatedAt),
        };
        return await database.WriteAsync(
            connection => connection.ExecuteAsync(
                """
                INSERT INTO advisor_thread (id, conversation_id, reference, service_url, root_id, created_at)
                VALUES (@id, @conversationId, @reference, @serviceUrl, @rootId, @createdAt) ON CONFLICT DO NOTHING
                """,
                parameters),
            cancellationToken).ConfigureAwait(false) == 1;
    }

    public Task AddPostAsync(string threadId, string activityId, CancellationToken cancellationToken) => database.WriteAsync(
        connection => connection.ExecuteAsync(
            """
            INSERT INTO advisor_thread_post (thread_id, activity_id)
            SELECT @threadId, @activityId WHERE EXISTS (SELECT 1 FROM advisor_thread WHERE id = @threadId) ON CONFLICT DO NOTHING
            """,
            new { threadId = Columns.FromKey(threadId), activityId = Columns.FromKey(activityId) }),
        cancellationToken);

    public async Task<IReadOnlyList<OrphanThread>> ListOrphansAsync(int limit, CancellationToken cancellationToken)
    {
        const string Sql =
            $"{Select} WHERE NOT EXISTS (SELECT 1 FROM conversation c WHERE c.id = t.conversation_id AND c.handover_status <> 'none') ORDER BY t.created_at LIMIT @limit";
        var orphans = new List<OrphanThread>();
        foreach (var row in await QueryAsync<Row>(Sql, new { limit = (long)limit }, cancellationToken).ConfigureAwait(false))
        {
            var posts = await QueryAsync<string>("SELECT activity_id FROM advisor_thread_post WHERE thread_id = @Id ORDER BY activity_id", new { row.Id }, cancellationToken)
                .ConfigureAwait(false);
            orphans.Add(new OrphanThread(row.ToThread(), [.. posts]));
        }

        return orphans;
    }

    public Task RemovePostAsync(string threadId, string activityId, CancellationToken cancellationToken) => database.WriteAsync(
        connection => connection.ExecuteAsync(
            "DELETE FROM advisor_thread_post WHERE thread_id = @threadId AND activity_id = @activityId", new { threadId, activityId }),
        cancellationToken);

    public Task RemoveAsync(string threadId, CancellationToken cancellationToken) => database.WriteAsync(
        connection => connection.ExecuteAsync("DELETE FROM advisor_thread WHERE id = @threadId", new { threadId }), cancellationToken);

    private async Task<AdvisorThread?> FindAsync(string sql, object parameters, CancellationToken cancellationToken) =>
        (await QueryAsync<Row>(sql, parameters, cancellationToken).ConfigureAwait(false)).SingleOrDefault()?.ToThread();

    private Task<IEnumerable<T>> QueryAsync<T>(string sql, object parameters, CancellationToken cancellationToken) => database.ReadAsync(
        connection => connection.QueryAsync<T>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken)), cancellationToken);

    private sealed class Row
    {
        public required string Id { get; init; }

        public required string ConversationId { get; init; }

        public required string Reference { get; init; }

        public required string ServiceUrl { get; init; }

        public string? RootId { get; init; }

        public long CreatedAt { get; init; }

        public AdvisorThread ToThread() => new(Id, ConversationId, Reference, ServiceUrl, RootId, Columns.ToMoment(CreatedAt));
    }
}
