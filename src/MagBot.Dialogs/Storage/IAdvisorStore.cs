namespace MagBot.Dialogs.Storage;

/// <summary>What an advisor may do. Each role may do what those before it may.</summary>
public enum AdvisorRole
{
    /// <summary>Talks with customers.</summary>
    Advisor,

    /// <summary>Sees overview and lessons.</summary>
    Lead,

    /// <summary>Manages the team and reads the audit log.</summary>
    Administrator,
}

/// <summary>A person who may sign in at the desk.</summary>
public sealed record Advisor
{
    /// <summary>Id, never shown.</summary>
    public required string Id { get; init; }

    /// <summary>Sign-in name, unique, compared without regard to case.</summary>
    public required string UserName { get; init; }

    /// <summary>Name that customers see.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Issuer of an OpenID Connect account; null for a local one.</summary>
    public string? Issuer { get; init; }

    /// <summary>The person at that issuer; null for a local account.</summary>
    public string? Subject { get; init; }

    /// <summary>Object id in Microsoft Entra, by which the advisor is known in Teams; null when that is not told.</summary>
    public string? TeamsId { get; init; }

    /// <summary>Whether this person signs in elsewhere and has no password here.</summary>
    public bool IsExternal => Subject is not null;

    /// <summary>Hash made by the framework's password hasher; empty for who signs in elsewhere.</summary>
    public required string PasswordHash { get; init; }

    /// <summary>What this advisor may do.</summary>
    public AdvisorRole Role { get; init; }

    /// <summary>How many talks at once, where they are assigned.</summary>
    /// <value>Default 4.</value>
    public int Capacity { get; init; } = 4;

    /// <summary>Since when sign-in is refused; null while it is not.</summary>
    public DateTimeOffset? DisabledAt { get; init; }

    /// <summary>Whether this advisor may manage the team.</summary>
    public bool IsAdministrator => Role is AdvisorRole.Administrator;

    /// <summary>Changes when sessions must end; part of the sign-in cookie.</summary>
    public required string SecurityStamp { get; init; }

    /// <summary>Failed sign-ins since the last good one.</summary>
    public int FailedSignIns { get; init; }

    /// <summary>Moment until which sign-in is refused; null when it is not.</summary>
    public DateTimeOffset? LockedUntil { get; init; }
}

/// <summary>Keeps advisors. All members are thread safe.</summary>
public interface IAdvisorStore
{
    /// <summary>How many advisors there are.</summary>
    Task<int> CountAsync(CancellationToken cancellationToken);

    /// <summary>All advisors, by name.</summary>
    Task<IReadOnlyList<Advisor>> ListAsync(CancellationToken cancellationToken);

    /// <summary>By sign-in name, or null.</summary>
    Task<Advisor?> FindByUserNameAsync(string userName, CancellationToken cancellationToken);

    /// <summary>By id, or null.</summary>
    Task<Advisor?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>By issuer and subject of an OpenID Connect account, or null.</summary>
    Task<Advisor?> FindBySubjectAsync(string issuer, string subject, CancellationToken cancellationToken);

    /// <summary>By object id in Microsoft Entra, or null.</summary>
    Task<Advisor?> FindByTeamsIdAsync(string teamsId, CancellationToken cancellationToken);

    /// <summary>Adds an advisor; false when the sign-in name, the subject or the Teams id is taken.</summary>
    Task<bool> AddAsync(Advisor advisor, CancellationToken cancellationToken);

    /// <summary>Replaces an advisor with the same id; false when there is none, or when the sign-in name, the subject or the Teams id is somebody else's.</summary>
    Task<bool> UpdateAsync(Advisor advisor, CancellationToken cancellationToken);
}
