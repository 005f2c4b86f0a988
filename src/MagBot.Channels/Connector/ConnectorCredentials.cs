using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Identity.Client;
using Microsoft.Identity.Client.AppConfig;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace MagBot.Channels.Connector;

/// <summary>Our tokens for the Bot Connector and for bots that call us. Thread safe.</summary>
internal interface IConnectorCredentials
{
    /// <summary>A valid token, or null when no credential is configured.</summary>
    /// <param name="scope">What it is for, with <c>/.default</c>.</param>
    /// <param name="refresh">Whether the one that was given last was refused.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ConnectorCredentialException">No token is given now.</exception>
    Task<string?> FindTokenAsync(string scope, bool refresh, CancellationToken cancellationToken);
}

/// <summary>The issuer gives no token. The message is a code of the issuer's, without secrets.</summary>
internal sealed class ConnectorCredentialException(string code, Exception innerException) : Exception($"no token: {code}", innerException);

/// <summary>Client credentials or a managed identity through MSAL, which caches and renews.</summary>
/// <param name="options">Who we are, and how we prove it.</param>
/// <param name="logger">Hears why there is no token, and what to do.</param>
/// <param name="http">Makes the connections; null for MSAL's own.</param>
internal sealed partial class ConnectorCredentials(IOptions<ConnectorOptions> options, ILogger<ConnectorCredentials> logger, IMsalHttpClientFactory? http = null)
    : IConnectorCredentials, IDisposable
{
    private const string MultiTenant = "botframework.com";
    private const string DefaultSuffix = "/.default";

    // MSAL renews a token before its end on its own; until then a delivery need not go through its cache and our gate.
    private static readonly TimeSpan Reserve = TimeSpan.FromMinutes(6);

    // Concurrent misses of the cache each ask for a token, and get throttled.
    private readonly SemaphoreSlim _asking = new(1, 1);
    private readonly ConcurrentDictionary<string, AuthenticationResult> _known = new(StringComparer.Ordinal);
    private IConfidentialClientApplication? _application;
    private IManagedIdentityApplication? _identity;
    private X509Certificate2? _certificate;

    public async Task<string?> FindTokenAsync(string scope, bool refresh, CancellationToken cancellationToken)
    {
        if (!options.Value.CanAuthenticate || !options.Value.HasCredentials)
            return null;
        if (!refresh && _known.TryGetValue(scope, out var known) && known.ExpiresOn - Reserve > DateTimeOffset.UtcNow) // the issuer's clock, not the tests'
            return known.AccessToken;
        await _asking.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var result = options.Value.ManagedIdentity
                ? await AskIdentityAsync(scope, refresh, cancellationToken).ConfigureAwait(false)
                : await AskAuthorityAsync(scope, refresh, cancellationToken).ConfigureAwait(false);
            _known[scope] = result;
            return result.AccessToken;
        }
        catch (MsalException exception)
        {
            var code = CodeOf(exception);
            LogNoToken(code, Remedy());
            throw new ConnectorCredentialException(code, exception);
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
        _identity ??= BuildIdentity();
        // This one takes the resource, not the scope.
        var resource = scope.EndsWith(DefaultSuffix, StringComparison.Ordinal) ? scope[..^DefaultSuffix.Length] : scope;
        return _identity.AcquireTokenForManagedIdentity(resource).WithForceRefresh(refresh).ExecuteAsync(cancellationToken);
    }

    private IManagedIdentityApplication BuildIdentity()
    {
        var builder = ManagedIdentityApplicationBuilder.Create(ManagedIdentityId.WithUserAssignedClientId(options.Value.AppId));
        return (http is null ? builder : builder.WithHttpClientFactory(http)).Build();
    }

    private IConfidentialClientApplication Build()
    {
        var builder = ConfidentialClientApplicationBuilder.Create(options.Value.AppId).WithAuthority(Authority(options.Value));
        if (http is not null)
            builder = builder.WithHttpClientFactory(http);
        if (string.IsNullOrEmpty(options.Value.CertificatePath))
            return builder.WithClientSecret(options.Value.AppSecret).Build();
        _certificate ??= ConnectorCertificate.Load(options.Value);
        return builder.WithCertificate(_certificate).Build();
    }

    // invalid_client AADSTS7000215: the number says more than the name, the rest of the text is not ours to log.
    private static string CodeOf(MsalException exception)
    {
        var number = exception.Message.Split(':', ' ').FirstOrDefault(word => word.StartsWith("AADSTS", StringComparison.Ordinal));
        return number is null ? exception.ErrorCode : $"{exception.ErrorCode} {number}";
    }

    private string Remedy()
    {
        if (options.Value.ManagedIdentity)
            return $"{ConnectorOptions.SectionName}:ManagedIdentity works on Azure only, with {ConnectorOptions.SectionName}:AppId as the client id of an identity of this machine.";
        var credential = string.IsNullOrEmpty(options.Value.CertificatePath) ? "AppSecret" : "CertificatePath";
        return $"Check that {ConnectorOptions.SectionName}:{credential} belongs to AppId {options.Value.AppId} and has not expired, and that TenantId is the registration's tenant.";
    }

    [LoggerMessage(2115, LogLevel.Error, "The issuer gives no token ({Code}), so replies wait. {Remedy}")]
    private partial void LogNoToken(string code, string remedy);
}
