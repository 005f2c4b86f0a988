namespace MagBot.Dialogs.Storage;

/// <summary>A secret of ours that all instances share: signing keys, key rings, one-time invitations.</summary>
/// <param name="Purpose">What it is for.</param>
/// <param name="Id">Unique within its purpose.</param>
/// <param name="Value">The secret or its hash.</param>
/// <param name="CreatedAt">Moment of creation, UTC.</param>
public sealed record KeyMaterial(string Purpose, string Id, string Value, DateTimeOffset CreatedAt);

/// <summary>Keeps secrets in the same store as everything else, so that they survive a restart and are shared. Thread safe.</summary>
public interface IKeyStore
{
    /// <summary>All of one purpose, oldest first.</summary>
    Task<IReadOnlyList<KeyMaterial>> ListAsync(string purpose, CancellationToken cancellationToken);

    /// <summary>Adds one; false when purpose and id are taken.</summary>
    Task<bool> AddAsync(KeyMaterial key, CancellationToken cancellationToken);

    /// <summary>Removes one; false when it was not there. Exactly one of several callers gets true.</summary>
    Task<bool> RemoveAsync(string purpose, string id, CancellationToken cancellationToken);
}
