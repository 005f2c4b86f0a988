namespace MagBot.Dialogs.Storage;

/// <summary>An advisor whom an instance sees.</summary>
/// <param name="AdvisorId">The advisor.</param>
/// <param name="Instance">The instance.</param>
/// <param name="SeenAt">Last sign of life, UTC.</param>
public sealed record PresenceLine(string AdvisorId, string Instance, DateTimeOffset SeenAt);

/// <summary>What an advisor says about new work.</summary>
/// <param name="AdvisorId">The advisor.</param>
/// <param name="State">In a word.</param>
/// <param name="SetAt">When it was said, UTC.</param>
public sealed record StateLine(string AdvisorId, string State, DateTimeOffset SetAt);

/// <summary>Who is at the desk, over all instances. Thread safe.</summary>
public interface IPresenceStore
{
    /// <summary>An instance sees these advisors now.</summary>
    Task BeatAsync(string instance, IReadOnlyCollection<string> advisorIds, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>An advisor left an instance for good: no grace.</summary>
    Task LeaveAsync(string instance, string advisorId, CancellationToken cancellationToken);

    /// <summary>An advisor says something about new work; an older word does not replace a newer one.</summary>
    Task SetStateAsync(StateLine state, CancellationToken cancellationToken);

    /// <summary>Who was seen since a moment, and what all advisors said last.</summary>
    Task<(IReadOnlyList<PresenceLine> Seen, IReadOnlyList<StateLine> States)> ReadAsync(DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>Forgets who was last seen before a moment.</summary>
    Task EraseBeforeAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
