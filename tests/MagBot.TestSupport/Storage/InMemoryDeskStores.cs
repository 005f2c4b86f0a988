using System.Collections.Concurrent;
using MagBot.Dialogs.Storage;

namespace MagBot.TestSupport.Storage;

/// <summary>Keeps advisors in memory. Thread safe.</summary>
public sealed class InMemoryAdvisorStore : IAdvisorStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Advisor> _advisors = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task<int> CountAsync(CancellationToken cancellationToken) => Locked(() => _advisors.Count);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Advisor>> ListAsync(CancellationToken cancellationToken) => Locked<IReadOnlyList<Advisor>>(() =>
        [.. _advisors.Values.OrderBy(advisor => advisor.DisplayName, StringComparer.InvariantCultureIgnoreCase).ThenBy(advisor => advisor.Id, StringComparer.Ordinal)]);

    /// <inheritdoc/>
    public Task<Advisor?> FindByUserNameAsync(string userName, CancellationToken cancellationToken) =>
        Locked(() => _advisors.Values.FirstOrDefault(advisor => IsSame(advisor.UserName, userName)));

    /// <inheritdoc/>
    public Task<Advisor?> FindAsync(string id, CancellationToken cancellationToken) => Locked(() => _advisors.GetValueOrDefault(id));

    /// <inheritdoc/>
    public Task<Advisor?> FindBySubjectAsync(string issuer, string subject, CancellationToken cancellationToken) =>
        Locked(() => _advisors.Values.FirstOrDefault(advisor => advisor.Issuer == issuer && advisor.Subject == subject));

    /// <inheritdoc/>
    public Task<Advisor?> FindByTeamsIdAsync(string teamsId, CancellationToken cancellationToken) =>
        Locked(() => _advisors.Values.FirstOrDefault(advisor => string.Equals(advisor.TeamsId, teamsId, StringComparison.OrdinalIgnoreCase)));

    /// <inheritdoc/>
    public Task<bool> AddAsync(Advisor advisor, CancellationToken cancellationToken) =>
        Locked(() => !IsTakenLocked(advisor) && _advisors.TryAdd(advisor.Id, advisor));

    /// <inheritdoc/>
    public Task<bool> UpdateAsync(Advisor advisor, CancellationToken cancellationToken) => Locked(() =>
    {
        if (!_advisors.ContainsKey(advisor.Id) || IsTakenLocked(advisor))
            return false;
        _advisors[advisor.Id] = advisor;
        return true;
    });

    private static bool IsSame(string one, string other) =>
        string.Equals(one.Normalize(), other.Normalize(), StringComparison.OrdinalIgnoreCase);

    private bool IsTakenLocked(Advisor advisor) =>
        _advisors.Values.Any(other => other.Id != advisor.Id && (IsSame(other.UserName, advisor.UserName)
            || (advisor.TeamsId is { } teamsId && string.Equals(other.TeamsId, teamsId, StringComparison.OrdinalIgnoreCase))
            || (advisor.Subject is not null && other.Subject == advisor.Subject && other.Issuer == advisor.Issuer)));

    private Task<T> Locked<T>(Func<T> action)
    {
        lock (_lock)
            return Task.FromResult(action());
    }
}

/// <summary>Keeps secrets in memory. Thread safe.</summary>
public sealed class InMemoryKeyStore : IKeyStore
{
    private readonly ConcurrentDictionary<(string Purpose, string Id), KeyMaterial> _keys = new();

    /// <inheritdoc/>
    public Task<IReadOnlyList<KeyMaterial>> ListAsync(string purpose, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<KeyMaterial>>(
            [.. _keys.Values.Where(key => key.Purpose == purpose).OrderBy(key => key.CreatedAt).ThenBy(key => key.Id, StringComparer.Ordinal)]);

    /// <inheritdoc/>
    public Task<bool> AddAsync(KeyMaterial key, CancellationToken cancellationToken) =>
        Task.FromResult(_keys.TryAdd((key.Purpose, key.Id), key));

    /// <inheritdoc/>
    public Task<bool> RemoveAsync(string purpose, string id, CancellationToken cancellationToken) =>
        Task.FromResult(_keys.TryRemove((purpose, id), out _));
}
