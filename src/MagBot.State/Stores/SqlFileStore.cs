using Dapper;
using MagBot.Dialogs.Storage;

namespace MagBot.State.Stores;

/// <summary>Files of conversations.</summary>
internal sealed class SqlFileStore(ISqlDatabase database) : IFileStore
{
    public async Task<bool> AddAsync(StoredFile file, long limitBytes, CancellationToken cancellationToken)
    {
        var parameters = new
        {
            conversationId = file.ConversationId,
            id = file.Id,
            name = Columns.FromKey(file.Name),
            mediaType = file.MediaType,
            storedAt = Columns.FromMoment(file.StoredAt),
            size = (long)file.Content.Length,
            content = file.Content,
            limitBytes,
        };
        return await database.WriteAsync(
            connection => connection.ExecuteAsync(
                """
                INSERT INTO file (conversation_id, id, name, media_type, stored_at, size, content)
                SELECT @conversationId, @id, @name, @mediaType, @storedAt, @size, @content
                WHERE EXISTS (SELECT 1 FROM conversation WHERE id = @conversationId)
                    AND (SELECT COALESCE(SUM(size), 0) FROM file WHERE conversation_id = @conversationId) + @size <= @limitBytes
                """,
                parameters),
            cancellationToken).ConfigureAwait(false) == 1;
    }

    public async Task<StoredFile?> FindAsync(string conversationId, string id, CancellationToken cancellationToken)
    {
        var row = await database.ReadAsync(
            connection => connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(
                """
                SELECT name AS "Name", media_type AS "MediaType", stored_at AS "StoredAt", content AS "Content"
                FROM file WHERE conversation_id = @conversationId AND id = @id
                """,
                new { conversationId = Columns.FromKey(conversationId), id = Columns.FromKey(id) },
                cancellationToken: cancellationToken)),
            cancellationToken).ConfigureAwait(false);
        return row is null ? null : new StoredFile(conversationId, id, row.Name, row.MediaType, Columns.ToMoment(row.StoredAt), row.Content);
    }

    public async Task<bool> RemoveAsync(string conversationId, string id, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            connection => connection.ExecuteAsync(
                "DELETE FROM file WHERE conversation_id = @conversationId AND id = @id", new { conversationId, id }),
            cancellationToken).ConfigureAwait(false) == 1;

    private sealed class Row
    {
        public required string Name { get; init; }

        public required string MediaType { get; init; }

        public long StoredAt { get; init; }

        public required byte[] Content { get; init; }
    }
}
