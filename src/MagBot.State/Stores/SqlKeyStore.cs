using Dapper;
using MagBot.Dialogs.Storage;

namespace MagBot.State.Stores;

/// <summary>Secrets that all instances share.</summary>
internal sealed class SqlKeyStore(ISqlDatabase database) : IKeyStore
{
    public async Task<IReadOnlyList<KeyMaterial>> ListAsync(string purpose, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            connection => connection.QueryAsync<Row>(new CommandDefinition(
                """
                SELECT purpose AS "Purpose", id AS "Id", value AS "Value", created_at AS "CreatedAt"
                FROM key_material WHERE purpose = @purpose ORDER BY created_at, id
                """,
                new { purpose },
                cancellationToken: cancellationToken)),
            cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => new KeyMaterial(row.Purpose, row.Id, row.Value, Columns.ToMoment(row.CreatedAt)))];
    }

    public async Task<bool> AddAsync(KeyMaterial key, CancellationToken cancellationToken)
    {
        var parameters = new { purpose = key.Purpose, id = Columns.FromKey(key.Id), value = key.Value, createdAt = Columns.FromMoment(key.CreatedAt) };
        return await database.WriteAsync(
            connection => connection.ExecuteAsync(
                """
                INSERT INTO key_material (purpose, id, value, created_at) VALUES (@purpose, @id, @value, @createdAt)
                ON CONFLICT (purpose, id) DO NOTHING
                """,
                parameters),
            cancellationToken).ConfigureAwait(false) == 1;
    }

    public async Task<bool> RemoveAsync(string purpose, string id, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            connection => connection.ExecuteAsync(
                "DELETE FROM key_material WHERE purpose = @purpose AND id = @id", new { purpose, id = Columns.FromKey(id) }),
            cancellationToken).ConfigureAwait(false) == 1;

    private sealed class Row
    {
        public required string Purpose { get; init; }

        public required string Id { get; init; }

        public required string Value { get; init; }

        public long CreatedAt { get; init; }
    }
}
