using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace MagBot.Channels.Connector;

/// <summary>
/// The published keys of one issuer. Fetched when first needed and every twelve hours; sooner, but not more often than every five
/// minutes, for a key that is not known. While the publisher cannot be reached the last good ones stay. Thread safe.
/// </summary>
internal sealed partial class SigningMetadata(string address, bool requireHttps, TimeProvider time, ILogger logger) : IDisposable
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromHours(12);
    private static readonly TimeSpan UnknownKeyPause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan OutagePause = TimeSpan.FromSeconds(5);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5), MaxResponseContentBufferSize = 1024 * 1024 };
    private readonly SemaphoreSlim _loading = new(1, 1);
    private volatile OpenIdConnectConfiguration? _current;
    private DateTimeOffset _loadedAt;
    private DateTimeOffset _triedAt = DateTimeOffset.MinValue;
    private DateTimeOffset _askedForUnknownKeyAt = DateTimeOffset.MinValue;

    /// <summary>The metadata, with the key of this id if it is published; null when nothing could be fetched yet.</summary>
    public async ValueTask<OpenIdConnectConfiguration?> FindAsync(string? keyId, CancellationToken cancellationToken)
    {
        if (_current is { } current && Holds(current, keyId) && time.GetUtcNow() - _loadedAt < MaxAge)
            return current;
        await _loading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (MayLoadLocked(keyId))
                await LoadLockedAsync(cancellationToken).ConfigureAwait(false);
            return _current;
        }
        finally
        {
            _loading.Release();
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _loading.Dispose();
    }

    private static bool Holds(OpenIdConnectConfiguration metadata, string? keyId) =>
        metadata.JsonWebKeySet?.Keys.Any(key => string.Equals(key.Kid, keyId, StringComparison.Ordinal)) == true;

    private bool MayLoadLocked(string? keyId)
    {
        var now = time.GetUtcNow();
        if (now - _triedAt < OutagePause && _triedAt > _loadedAt)
            return false;
        if (_current is not { } current || now - _loadedAt >= MaxAge)
            return true;
        if (Holds(current, keyId) || now - _askedForUnknownKeyAt < UnknownKeyPause)
            return false;
        _askedForUnknownKeyAt = now;
        return true;
    }

    private async Task LoadLockedAsync(CancellationToken cancellationToken)
    {
        try
        {
            _current = await OpenIdConnectConfigurationRetriever
                .GetAsync(address, new HttpDocumentRetriever(_http) { RequireHttps = requireHttps }, cancellationToken).ConfigureAwait(false);
            _loadedAt = _triedAt = time.GetUtcNow();
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            _triedAt = time.GetUtcNow();
            LogOutage(address, exception.GetType().Name);
        }
    }

    [LoggerMessage(2106, LogLevel.Warning, "The signing keys at {Address} cannot be fetched ({Failure}); the last good ones stay")]
    private partial void LogOutage(string address, string failure);
}
