using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace MagBot.Desk.SignIn;

/// <summary>
/// The issuer's endpoints and keys. Fetched when first needed and every twelve hours; sooner, but not more often than twice a minute, for a
/// key that is not known. While the issuer cannot be reached the last good ones stay. Thread safe.
/// </summary>
internal sealed partial class OidcMetadata(OidcOptions options, HttpClient http, TimeProvider time, ILogger logger) : IDisposable
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromHours(12);
    private static readonly TimeSpan UnknownKeyPause = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _loading = new(1, 1);
    private volatile OpenIdConnectConfiguration? _current;
    private DateTimeOffset _loadedAt;

    /// <summary>The metadata, with the key of this id if it is published; null when nothing could be fetched yet.</summary>
    public async ValueTask<OpenIdConnectConfiguration?> FindAsync(string? keyId, CancellationToken cancellationToken)
    {
        await _loading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var age = time.GetUtcNow() - _loadedAt;
            if (_current is null || age >= MaxAge || (keyId is not null && !Holds(_current, keyId) && age >= UnknownKeyPause))
                await LoadLockedAsync(cancellationToken).ConfigureAwait(false);
            return _current;
        }
        finally
        {
            _loading.Release();
        }
    }

    public void Dispose() => _loading.Dispose();

    private static bool Holds(OpenIdConnectConfiguration metadata, string keyId) =>
        metadata.JsonWebKeySet?.Keys.Any(key => string.Equals(key.Kid, keyId, StringComparison.Ordinal)) == true;

    private async Task LoadLockedAsync(CancellationToken cancellationToken)
    {
        try
        {
            var loaded = await OpenIdConnectConfigurationRetriever.GetAsync(
                options.Issuer + "/.well-known/openid-configuration",
                new HttpDocumentRetriever(http) { RequireHttps = options.Authority?.IsLoopback != true },
                cancellationToken).ConfigureAwait(false);
            // Metadata that names another issuer is somebody else's (OpenID Connect Discovery 1.0, section 4.3).
            if (loaded.Issuer?.TrimEnd('/') != options.Issuer)
            {
                LogOtherIssuer(options.Issuer, loaded.Issuer ?? "");
                return;
            }

            (_current, _loadedAt) = (loaded, time.GetUtcNow());
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogOutage(options.Issuer, exception.GetType().Name);
        }
    }

    [LoggerMessage(4203, LogLevel.Warning, "The metadata of {Issuer} cannot be fetched ({Failure})")]
    private partial void LogOutage(string issuer, string failure);

    [LoggerMessage(4204, LogLevel.Error, "The metadata of {Issuer} names another issuer, {Named}; MagBot:Desk:Oidc:Authority must be the issuer's own address")]
    private partial void LogOtherIssuer(string issuer, string named);
}
