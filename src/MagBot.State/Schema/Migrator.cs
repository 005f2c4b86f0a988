using System.Data.Common;
using System.Globalization;
using System.Reflection;
using Dapper;

namespace MagBot.State.Schema;

/// <summary>One numbered script.</summary>
internal sealed record Migration(int Number, string Name, string Sql);

/// <summary>Brings a database to the newest schema, in the transaction that the caller has opened.</summary>
internal static class Migrator
{
    private const string CreateVersionTable =
        "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT NOT NULL)";

    /// <summary>All scripts, in order: embedded resources named <c>0001_subject.sql</c>.</summary>
    public static IReadOnlyList<Migration> All { get; } = ReadAll(typeof(Migrator).Assembly);

    /// <summary>Applies what is missing.</summary>
    /// <param name="connection">Connection inside a transaction that keeps other instances from doing the same.</param>
    /// <param name="transaction">That transaction; null where the connection began it by a statement.</param>
    /// <param name="migrations">Scripts, in order.</param>
    /// <param name="identity">The database's words for a primary key that counts by itself.</param>
    /// <param name="place">Where the database is, for messages.</param>
    /// <param name="cancellationToken">Ends the attempt; the caller rolls back.</param>
    /// <returns>Number of scripts applied.</returns>
    /// <exception cref="StateException">The database is newer than this program.</exception>
    public static async Task<int> ApplyAsync(
        DbConnection connection,
        DbTransaction? transaction,
        IReadOnlyList<Migration> migrations,
        string identity,
        string place,
        CancellationToken cancellationToken)
    {
        await ExecuteAsync(CreateVersionTable, null).ConfigureAwait(false);
        var present = await connection.ExecuteScalarAsync<long>(new CommandDefinition(
            "SELECT COALESCE(MAX(version), 0) FROM schema_version", null, transaction, cancellationToken: cancellationToken)).ConfigureAwait(false);
        var newest = migrations[^1].Number;
        if (present > newest)
        {
            throw new StateException(
                $"{place} has schema version {present}, but this version of MagBot knows versions up to {newest}. "
                + "Start the MagBot that wrote it, or a newer one; or restore the backup that was made before the upgrade.");
        }

        // Not "newer than the newest": two scripts that were written side by side may arrive in either order.
        var known = (await connection.QueryAsync<long>(new CommandDefinition(
            "SELECT version FROM schema_version", null, transaction, cancellationToken: cancellationToken)).ConfigureAwait(false)).ToHashSet();
        var applied = 0;
        foreach (var migration in migrations.Where(migration => !known.Contains(migration.Number)))
        {
            await ExecuteAsync(migration.Sql.Replace("{identity}", identity, StringComparison.Ordinal), null).ConfigureAwait(false);
            await ExecuteAsync(
                "INSERT INTO schema_version (version, name, applied_at) VALUES (@version, @name, @appliedAt)",
                new
                {
                    version = (long)migration.Number,
                    name = migration.Name,
                    appliedAt = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(),
                }).ConfigureAwait(false);
            applied++;
        }

        return applied;

        Task ExecuteAsync(string sql, object? parameters) =>
            connection.ExecuteAsync(new CommandDefinition(sql, parameters, transaction, cancellationToken: cancellationToken));
    }

    private static List<Migration> ReadAll(Assembly assembly)
    {
        var migrations = new List<Migration>();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!); // the name was just listed
            var number = int.Parse(name.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture);
            migrations.Add(new Migration(number, Path.GetFileNameWithoutExtension(name), reader.ReadToEnd()));
        }

        return migrations;
    }
}
