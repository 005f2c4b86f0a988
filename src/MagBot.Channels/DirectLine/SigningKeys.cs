using System.Security.Cryptography;
using MagBot.Dialogs.Storage;
using Microsoft.IdentityModel.Tokens;

namespace MagBot.Channels.DirectLine;

/// <summary>
/// The keys that sign our tokens. The newest signs, all of them verify, so a key is rotated by adding one and taking the old one
/// away after the longest life of a token. They live in the store: tokens survive a restart and hold on every instance.
/// </summary>
internal sealed class SigningKeys(IKeyStore store, TimeProvider time) : IDisposable
{
    public const string Purpose = "directline-signing";

    private const int KeyBytes = 64;
    private static readonly TimeSpan ReloadInterval = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _loading = new(1, 1);
    private volatile KeyRing? _ring;

    /// <summary>All keys; loaded, and the first one made, when needed.</summary>
    public async ValueTask<KeyRing> GetAsync(CancellationToken cancellationToken) =>
        _ring ?? await LoadAsync(null, cancellationToken).ConfigureAwait(false);

    /// <summary>The ring after another look in the store, for a key id that <paramref name="seen"/> does not hold; not more often than every ten seconds.</summary>
    public async ValueTask<KeyRing> ReloadAsync(KeyRing seen, CancellationToken cancellationToken) =>
        time.GetUtcNow() - seen.LoadedAt < ReloadInterval ? seen : await LoadAsync(seen, cancellationToken).ConfigureAwait(false);

    private async Task<KeyRing> LoadAsync(KeyRing? stale, CancellationToken cancellationToken)
    {
        await _loading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_ring is { } ring && ring != stale)
                return ring;
            var stored = await store.ListAsync(Purpose, cancellationToken).ConfigureAwait(false);
            if (stored.Count == 0)
            {
                await store.AddAsync(NewKey(), cancellationToken).ConfigureAwait(false);
                stored = await store.ListAsync(Purpose, cancellationToken).ConfigureAwait(false);
            }

            return _ring = new KeyRing([.. stored.Select(ToKey)], time.GetUtcNow());
        }
        finally
        {
            _loading.Release();
        }
    }

    private KeyMaterial NewKey() => new(
        Purpose,
        Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)),
        Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes)),
        time.GetUtcNow());

    private static SymmetricSecurityKey ToKey(KeyMaterial material) =>
        new(Convert.FromBase64String(material.Value)) { KeyId = material.Id };

    public void Dispose() => _loading.Dispose();
}

/// <summary>The keys at one moment.</summary>
/// <param name="Keys">At least one, oldest first.</param>
/// <param name="LoadedAt">When they were read.</param>
internal sealed record KeyRing(IReadOnlyList<SymmetricSecurityKey> Keys, DateTimeOffset LoadedAt)
{
    public SigningCredentials Signer { get; } = new(Keys[^1], SecurityAlgorithms.HmacSha256);

    public bool Holds(string? keyId) => Keys.Any(key => key.KeyId == keyId);
}
