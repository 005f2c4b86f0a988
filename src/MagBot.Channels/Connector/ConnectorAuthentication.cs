using System.Text.Json;
using MagBot.Activities;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace MagBot.Channels.Connector;

/// <summary>Outcome of <see cref="ConnectorAuthentication"/>.</summary>
internal enum ConnectorAccess
{
    /// <summary>It comes from the channel that it names.</summary>
    Granted,

    /// <summary>No token, or one that does not hold: 401.</summary>
    Unauthenticated,

    /// <summary>A good token that is not for this: 403.</summary>
    Forbidden,
}

/// <summary>
/// Tells whether an activity comes from the Bot Connector: a JWT signed by it, for our app id, for the service address that the
/// activity names, with a key that is endorsed for its channel. Thread safe.
/// </summary>
/// <seealso href="https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication"/>
internal sealed partial class ConnectorAuthentication
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    private readonly ConnectorOptions _options;
    private readonly ILogger<ConnectorAuthentication> _logger;
    private readonly JsonWebTokenHandler _handler = new();
    private readonly ConfigurationManager<OpenIdConnectConfiguration> _metadata;
    private int _warnedMissingAppId;

    public ConnectorAuthentication(IOptions<ConnectorOptions> options, IHostEnvironment environment, ILogger<ConnectorAuthentication> logger)
    {
        _options = options.Value;
        _logger = logger;
        _metadata = new ConfigurationManager<OpenIdConnectConfiguration>(
            _options.MetadataAddress,
            new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever { RequireHttps = !environment.IsDevelopment() });
    }

    /// <summary>Judges one request.</summary>
    public async Task<ConnectorAccess> CheckAsync(string? authorization, Activity activity, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(authorization) && _options.AllowUnauthenticated)
            return ConnectorAccess.Granted;
        if (!_options.CanAuthenticate)
        {
            if (Interlocked.Exchange(ref _warnedMissingAppId, 1) == 0)
                LogNoAppId();
            return ConnectorAccess.Unauthenticated;
        }

        var parts = authorization?.Split(' ') ?? [];
        if (parts.Length != 2 || !parts[0].Equals("Bearer", StringComparison.OrdinalIgnoreCase))
            return Refuse("no bearer token");
        var result = await _handler.ValidateTokenAsync(parts[1], Rules()).ConfigureAwait(false);
        if (!result.IsValid)
            return Refuse(result.Exception?.GetType().Name ?? "invalid");

        var token = (JsonWebToken)result.SecurityToken;
        if (!NamesServiceUrl(token, activity.ServiceUrl))
            return Refuse("serviceurl claim differs from the activity");
        if (!await IsEndorsedAsync(token.Kid, activity.ChannelId, cancellationToken).ConfigureAwait(false))
        {
            LogRefused("key not endorsed for the channel");
            return ConnectorAccess.Forbidden;
        }

        return ConnectorAccess.Granted;
    }

    /// <summary>Whether two service addresses are the same: case of the host and a slash at the end do not matter, everything else does.</summary>
    public static bool IsSameServiceUrl(string? left, string? right) =>
        Uri.TryCreate(left, UriKind.Absolute, out var one) && Uri.TryCreate(right, UriKind.Absolute, out var other)
        && one.GetLeftPart(UriPartial.Authority) == other.GetLeftPart(UriPartial.Authority)
        && one.PathAndQuery.TrimEnd('/') == other.PathAndQuery.TrimEnd('/');

    // The handler fetches the keys through the manager, asks for fresh ones when it meets an unknown key (not more often than every
    // five minutes), and goes on with the last good ones while the metadata cannot be reached.
    private TokenValidationParameters Rules() => new()
    {
        ConfigurationManager = _metadata,
        ValidIssuers = _options.AcceptedIssuers,
        ValidAudience = _options.AppId,
        ValidAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512],
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        TryAllIssuerSigningKeys = false,
        ClockSkew = ClockSkew,
    };

    private static bool NamesServiceUrl(JsonWebToken token, string? serviceUrl)
    {
        var claim = token.Claims.FirstOrDefault(claim => claim.Type.Equals("serviceurl", StringComparison.OrdinalIgnoreCase));
        return claim is not null && IsSameServiceUrl(claim.Value, serviceUrl);
    }

    private async Task<bool> IsEndorsedAsync(string keyId, string? channelId, CancellationToken cancellationToken)
    {
        var metadata = await _metadata.GetConfigurationAsync(cancellationToken).ConfigureAwait(false);
        var key = metadata.JsonWebKeySet?.Keys.FirstOrDefault(key => key.Kid == keyId);
        return channelId is not null
            && key is not null
            && key.AdditionalData.TryGetValue("endorsements", out var endorsements)
            && Channels(endorsements).Contains(channelId, StringComparer.Ordinal);
    }

    private static IEnumerable<string> Channels(object endorsements) => endorsements switch
    {
        JsonElement { ValueKind: JsonValueKind.Array } array =>
            array.EnumerateArray().Where(item => item.ValueKind is JsonValueKind.String).Select(item => item.GetString() ?? ""),
        IEnumerable<object> list => list.Select(item => item.ToString() ?? ""),
        _ => [],
    };

    private ConnectorAccess Refuse(string reason)
    {
        LogRefused(reason);
        return ConnectorAccess.Unauthenticated;
    }

    [LoggerMessage(2101, LogLevel.Warning, "Connector request refused: {Reason}")]
    private partial void LogRefused(string reason);

    [LoggerMessage(2102, LogLevel.Warning,
        "Connector requests are refused because MagBot:Connector:AppId is not set. Set it to the app id of the bot's registration; "
        + "for local tools without tokens set MagBot:Connector:AllowUnauthenticated=true in Development")]
    private partial void LogNoAppId();
}
