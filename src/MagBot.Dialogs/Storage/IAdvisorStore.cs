namespace MagBot.Dialogs.Storage;

/// <summary>A person who may sign in at the desk.</summary>
public sealed record Advisor
{
    /// <summary>Id, never shown.</summary>
    public required string Id { get; init; }

    /// <summary>Sign-in name, unique, compared without regard to case.</summary>
    public required string UserName { get; init; }

    /// <summary>Name that customers see.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Hash made by the framework's password hasher.</summary>
    public required string PasswordHash { get; init; }

    /// <summary>Whether this advisor may invite others.</summary>
    public bool IsAdministrator { get; init; }

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

    /// <summary>Adds an advisor; false when the sign-in name is taken.</summary>
    Task<bool> AddAsync(Advisor advisor, CancellationToken cancellationToken);

    /// <summary>Replaces an advisor with the same id; false when there is none, or when the sign-in name is somebody else's.</summary>
    Task<bool> UpdateAsync(Advisor advisor, CancellationToken cancellationToken);
}
