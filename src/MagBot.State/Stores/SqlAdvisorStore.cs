using Dapper;
using MagBot.Dialogs.Storage;

namespace MagBot.State.Stores;

/// <summary>People who may sign in at the desk.</summary>
internal sealed class SqlAdvisorStore(ISqlDatabase database) : IAdvisorStore
{
    private const string Select =
        """
        SELECT id AS "Id", user_name AS "UserName", display_name AS "DisplayName", password_hash AS "PasswordHash",
            role AS "Role", capacity AS "Capacity", disabled_at AS "DisabledAt", security_stamp AS "SecurityStamp", failed_sign_ins AS "FailedSignIns", locked_until AS "LockedUntil",
            issuer AS "Issuer", subject AS "Subject", teams_id AS "TeamsId"
        FROM advisor
        """;

    public Task<int> CountAsync(CancellationToken cancellationToken) => database.ReadAsync(
        async connection => (int)await connection.ExecuteScalarAsync<long>(
            new CommandDefinition("SELECT COUNT(*) FROM advisor", cancellationToken: cancellationToken)).ConfigureAwait(false),
        cancellationToken);

    public async Task<IReadOnlyList<Advisor>> ListAsync(CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            connection => connection.QueryAsync<Row>(new CommandDefinition(Select, cancellationToken: cancellationToken)),
            cancellationToken).ConfigureAwait(false);
        // Sorted here, because the databases differ in their idea of the alphabet.
        return
        [
            .. rows.Select(row => row.ToAdvisor())
                .OrderBy(advisor => advisor.DisplayName, StringComparer.InvariantCultureIgnoreCase)
                .ThenBy(advisor => advisor.Id, StringComparer.Ordinal),
        ];
    }

    public Task<Advisor?> FindByUserNameAsync(string userName, CancellationToken cancellationToken) =>
        FindAsync($"{Select} WHERE user_name_key = @key", new { key = KeyOf(userName) }, cancellationToken);

    public Task<Advisor?> FindAsync(string id, CancellationToken cancellationToken) =>
        FindAsync($"{Select} WHERE id = @id", new { id = Columns.FromKey(id) }, cancellationToken);

    public Task<Advisor?> FindBySubjectAsync(string issuer, string subject, CancellationToken cancellationToken) => FindAsync(
        $"{Select} WHERE issuer = @issuer AND subject = @subject",
        new { issuer = Columns.FromKey(issuer), subject = Columns.FromKey(subject) },
        cancellationToken);

    public Task<Advisor?> FindByTeamsIdAsync(string teamsId, CancellationToken cancellationToken) =>
        FindAsync($"{Select} WHERE teams_id = @teamsId", new { teamsId = TeamsKey(teamsId) }, cancellationToken);

    public async Task<bool> AddAsync(Advisor advisor, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            connection => connection.ExecuteAsync(
                """
                INSERT INTO advisor (id, user_name, user_name_key, display_name, password_hash, is_administrator, role, capacity, disabled_at, security_stamp, failed_sign_ins, locked_until,
                    issuer, subject, teams_id)
                VALUES (@id, @userName, @userNameKey, @displayName, @passwordHash, @isAdministrator, @role, @capacity, @disabledAt, @securityStamp, @failedSignIns, @lockedUntil,
                    @issuer, @subject, @teamsId)
                ON CONFLICT DO NOTHING
                """,
                ParametersOf(advisor)),
            cancellationToken).ConfigureAwait(false) == 1;

    public async Task<bool> UpdateAsync(Advisor advisor, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            connection => connection.ExecuteAsync(
                """
                UPDATE advisor SET user_name = @userName, user_name_key = @userNameKey, display_name = @displayName,
                    password_hash = @passwordHash, is_administrator = @isAdministrator, role = @role, capacity = @capacity, disabled_at = @disabledAt, security_stamp = @securityStamp,
                    failed_sign_ins = @failedSignIns, locked_until = @lockedUntil, issuer = @issuer, subject = @subject, teams_id = @teamsId
                WHERE id = @id AND NOT EXISTS (
                    SELECT 1 FROM advisor other
                    WHERE other.id <> @id AND (other.user_name_key = @userNameKey OR other.teams_id = @teamsId OR (other.issuer = @issuer AND other.subject = @subject)))
                """,
                ParametersOf(advisor)),
            cancellationToken).ConfigureAwait(false) == 1;

    private async Task<Advisor?> FindAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        var row = await database.ReadAsync(
            connection => connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken)),
            cancellationToken).ConfigureAwait(false);
        return row?.ToAdvisor();
    }

    // Two ways to write the same name ("é" as one sign or as two) must not be two people.
    private static string KeyOf(string userName) => Columns.FromKey(userName).Normalize().ToUpperInvariant();

    // Ids of Microsoft Entra are written in both cases.
    private static string? TeamsKey(string? teamsId) => teamsId is null ? null : Columns.FromKey(teamsId).ToLowerInvariant();

    private static string RoleName(AdvisorRole role) => role switch
    {
        AdvisorRole.Administrator => "administrator",
        AdvisorRole.Lead => "lead",
        _ => "advisor",
    };

    // A role that a newer version invented may do no more than the least.
    private static AdvisorRole ToRole(string role) => role switch
    {
        "administrator" => AdvisorRole.Administrator,
        "lead" => AdvisorRole.Lead,
        _ => AdvisorRole.Advisor,
    };

    private static object ParametersOf(Advisor advisor) => new
    {
        id = Columns.FromKey(advisor.Id),
        userName = Columns.FromKey(advisor.UserName),
        userNameKey = KeyOf(advisor.UserName),
        displayName = Columns.FromKey(advisor.DisplayName),
        passwordHash = advisor.PasswordHash,
        isAdministrator = advisor.IsAdministrator ? 1L : 0L,
        role = RoleName(advisor.Role),
        capacity = (long)advisor.Capacity,
        disabledAt = Columns.FromMoment(advisor.DisabledAt),
        securityStamp = advisor.SecurityStamp,
        failedSignIns = (long)advisor.FailedSignIns,
        lockedUntil = Columns.FromMoment(advisor.LockedUntil),
        issuer = advisor.Issuer is { } issuer ? Columns.FromKey(issuer) : null,
        subject = advisor.Subject is { } subject ? Columns.FromKey(subject) : null,
        teamsId = TeamsKey(advisor.TeamsId),
    };

    private sealed class Row
    {
        public required string Id { get; init; }

        public required string UserName { get; init; }

        public required string DisplayName { get; init; }

        public required string PasswordHash { get; init; }

        public required string Role { get; init; }

        public long Capacity { get; init; }

        public long? DisabledAt { get; init; }

        public required string SecurityStamp { get; init; }

        public long FailedSignIns { get; init; }

        public long? LockedUntil { get; init; }

        public string? Issuer { get; init; }

        public string? Subject { get; init; }

        public string? TeamsId { get; init; }

        public Advisor ToAdvisor() => new()
        {
            Id = Id,
            UserName = UserName,
            DisplayName = DisplayName,
            PasswordHash = PasswordHash,
            Role = ToRole(Role),
            Capacity = (int)Capacity,
            DisabledAt = Columns.ToMoment(DisabledAt),
            SecurityStamp = SecurityStamp,
            FailedSignIns = (int)FailedSignIns,
            LockedUntil = Columns.ToMoment(LockedUntil),
            Issuer = Issuer,
            Subject = Subject,
            TeamsId = TeamsId,
        };
    }
}
