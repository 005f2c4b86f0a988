using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using Microsoft.Identity.Client;
using Microsoft.Identity.Client.AppConfig;

namespace MagBot.Channels.Connector;

/// <summary>Our tokens for the Bot Connector and for bots that call us. Thread safe.</summary>
internal interface IConnectorCredentials
{
    /// <summary>A valid token, or null when no credential is configured.</summary>
    /// <param name="scope">What it is for, with <c>/.default</c>.</param>
    /// <param name="refresh">Whether the one that was given last was refused.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<string?> FindTokenAsync(string scope, bool refresh, CancellationToken cancellationToken);
}

/// <summary>Client credentials or a managed identity through MSAL, which caches and renews.</summary>
internal sealed class ConnectorCredentials(IOptions<ConnectorOptions> options) : IConnectorCredentials, IDisposable
{
    private const string MultiTenant = "botframework.com";
    private const string DefaultSuffix = "/.default";

    // Concurrent misses of the cache each ask for a token, and get throttled.
    private readonly SemaphoreSlim _asking = new(1, 1);
    private IConfidentialClientApplication? _application;
    private IManagedIdentityApplication? _identity;
    private X509Certificate2? _certificate;

    public async Task<string?> FindTokenAsync(string scope, bool refresh, CancellationToken cancellationToken)
    {
        if (!options.Value.CanAuthenticate || !options.Value.HasCredentials)
            return null;
        await _asking.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var result = options.Value.ManagedIdentity
                ? await AskIdentityAsync(scope, refresh, cancellationToken).ConfigureAwait(false)
                : await AskAuthorityAsync(scope, refresh, cancellationToken).ConfigureAwait(false);
            return result.AccessToken;
        }
        finally
        {
            _asking.Release();
        }
    }

    public void Dispose()
    {
        _asking.Dispose();
        _certificate?.Dispose();
    }

    /// <summary>The authority that issues our tokens.</summary>
    internal static string Authority(ConnectorOptions options) =>
        $"https://login.microsoftonline.com/{(string.IsNullOrEmpty(options.TenantId) ? MultiTenant : options.TenantId)}";

    private Task<AuthenticationResult> AskAuthorityAsync(string scope, bool refresh, CancellationToken cancellationToken)
    {
        _application ??= Build();
        var request = _application.AcquireTokenForClient([scope]).WithForceRefresh(refresh);
        if (_certificate is not null)
            request = request.WithSendX5C(true); // lets the registration name the subject instead of one certificate
        return request.ExecuteAsync(cancellationToken);
    }

    private Task<AuthenticationResult> AskIdentityAsync(string scope, bool refresh, CancellationToken cancellationToken)
    {
        _identity ??= ManagedIdentityApplicationBuilder.Create(ManagedIdentityId.WithUserAssignedClientId(options.Value.AppId)).Build();
        // This one takes the resource, not the scope.
        var resource = scope.EndsWith(DefaultSuffix, StringComparison.Ordinal) ? scope[..^DefaultSuffix.Length] : scope;
        return _identity.AcquireTokenForManagedIdentity(resource).WithForceRefresh(refresh).ExecuteAsync(cancellationToken);
    }

    private IConfidentialClientApplication Build()
    {
        var builder = ConfidentialClientApplicationBuilder.Create(options.Value.AppId).WithAuthority(Authority(options.Value));
        if (string.IsNullOrEmpty(options.Value.CertificatePath))
            return builder.WithClientSecret(options.Value.AppSecret).Build();
        _certificate ??= X509CertificateLoader.LoadPkcs12FromFile(options.Value.CertificatePath, options.Value.CertificatePassword);
        return builder.WithCertificate(_certificate).Build();
    }
}
