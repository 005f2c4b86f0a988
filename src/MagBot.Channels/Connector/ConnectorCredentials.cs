using Microsoft.Extensions.Options;
using Microsoft.Identity.Client;

namespace MagBot.Channels.Connector;

/// <summary>Our token for the Bot Connector. Thread safe.</summary>
internal interface IConnectorCredentials
{
    /// <summary>A valid token, or null when no secret is configured.</summary>
    /// <param name="refresh">Whether the one that was given last was refused.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<string?> FindTokenAsync(bool refresh, CancellationToken cancellationToken);
}

/// <summary>Client credentials through MSAL, which caches and renews.</summary>
internal sealed class ConnectorCredentials(IOptions<ConnectorOptions> options) : IConnectorCredentials, IDisposable
{
    private const string MultiTenant = "botframework.com";

    // Concurrent misses of the cache each ask for a token, and get throttled.
    private readonly SemaphoreSlim _asking = new(1, 1);
    private IConfidentialClientApplication? _application;

    public async Task<string?> FindTokenAsync(bool refresh, CancellationToken cancellationToken)
    {
        if (!options.Value.CanAuthenticate || string.IsNullOrEmpty(options.Value.AppSecret))
            return null;
        await _asking.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _application ??= ConfidentialClientApplicationBuilder.Create(options.Value.AppId)
                .WithClientSecret(options.Value.AppSecret)
                .WithAuthority($"https://login.microsoftonline.com/{options.Value.TenantId ?? MultiTenant}")
                .Build();
            var result = await _application.AcquireTokenForClient([options.Value.Scope])
                .WithForceRefresh(refresh)
                .ExecuteAsync(cancellationToken).ConfigureAwait(false);
            return result.AccessToken;
        }
        finally
        {
            _asking.Release();
        }
    }

    public void Dispose() => _asking.Dispose();
}
