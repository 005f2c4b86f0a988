using Dapper;
using MagBot.Dialogs.Storage;

namespace MagBot.State.Stores;

/// <summary>Decisions about questions without a good answer.</summary>
internal sealed class SqlLessonStore(ISqlDatabase database) : ILessonStore
{
    public async Task<IReadOnlyList<LessonDecision>> ListAsync(CancellationToken cancellationToken)
    {
        const string Sql =
            """
            SELECT id AS "Id", asked AS "Asked", question AS "Question", kind AS "Kind", answer_id AS "AnswerId", decided_by AS "DecidedBy", decided_at AS "DecidedAt"
            FROM lesson ORDER BY decided_at, id
            """;
        var rows = await database.ReadAsync(
            connection => connection.QueryAsync<Row>(new CommandDefinition(Sql, cancellationToken: cancellationToken)), cancellationToken).ConfigureAwait(false);
        return
        [
            .. rows.Select(row => new LessonDecision(row.Id, row.Asked, row.Question, ToKind(row.Kind), row.AnswerId, row.DecidedBy, Columns.ToMoment(row.DecidedAt))),
        ];
    }

    public async Task<bool> AddAsync(LessonDecision decision, CancellationToken cancellationToken)
    {
        var parameters = new
        {
            id = Columns.FromKey(decision.Id),
            asked = Columns.FromKey(decision.Asked),
            question = Columns.FromKey(decision.Question),
            kind = NameOf(decision.Kind),
            answerId = decision.AnswerId,
            decidedBy = decision.DecidedBy,
            decidedAt = Columns.FromMoment(decision.DecidedAt),
        };
        return await database.WriteAsync(
            connection => connection.ExecuteAsync(
                """
                INSERT INTO lesson (id, asked, question, kind, answer_id, decided_by, decided_at)
                VALUES (@id, @asked, @question, @kind, @answerId, @decidedBy, @decidedAt) ON CONFLICT (id) DO NOTHING
                """,
                parameters),
            cancellationToken).ConfigureAwait(false) == 1;
    }

    public async Task<bool> RemoveAsync(string id, CancellationToken cancellationToken) =>
        await database.WriteAsync(connection => connection.ExecuteAsync("DELETE FROM lesson WHERE id = @id", new { id = Columns.FromKey(id) }), cancellationToken)
            .ConfigureAwait(false) == 1;

    private static string NameOf(LessonKind kind) => kind switch { LessonKind.Variant => "variant", LessonKind.New => "new", _ => "dismissed" };

    private static LessonKind ToKind(string kind) => kind switch { "variant" => LessonKind.Variant, "new" => LessonKind.New, _ => LessonKind.Dismissed };

    private sealed class Row
    {
        public required string Id { get; init; }

        public required string Asked { get; init; }

        public required string Question { get; init; }

        public required string Kind { get; init; }

        public string? AnswerId { get; init; }

        public required string DecidedBy { get; init; }

        public long DecidedAt { get; init; }
    }
}
