using System.Text.Json;
using MagBot.Activities;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace MagBot.Channels.Connector;

/// <summary>Outcome of <see cref="ConnectorAuthentication"/>.</summary>
internal enum ConnectorVerdict
{
    /// <summary>It comes from whom it says.</summary>
    Granted,

    /// <summary>No token, or one that does not hold: 401.</summary>
    Unauthenticated,

    /// <summary>A good token that is not for this: 403.</summary>
    Forbidden,

    /// <summary>Nobody can be recognised now, since the signing keys cannot be fetched: 503.</summary>
    Unavailable,
}

/// <summary>Who calls.</summary>
/// <param name="Verdict">Whether it may.</param>
/// <param name="CallerAppId">App id of a bot that calls us as its skill; null for a channel.</param>
internal readonly record struct ConnectorAccess(ConnectorVerdict Verdict, string? CallerAppId = null);

/// <summary>
/// Tells who sent an activity. A channel proves itself with a JWT of the Bot Connector: for our app id, for the service address that
/// the activity names, signed with a key that is endorsed for its channel. The Emulator and bots that call us as their skill bring
/// a token of Microsoft Entra, and only where they are allowed to. Thread safe.
/// </summary>
/// <seealso href="https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication"/>
internal sealed partial class ConnectorAuthentication : IDisposable
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    private readonly ConnectorOptions _options;
    private readonly ILogger<ConnectorAuthentication> _logger;
    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = 32 * 1024 };
    private readonly SigningMetadata _channelKeys;
    private readonly SigningMetadata _entraKeys;
    private int _warnedMissingAppId;

    public ConnectorAuthentication(
        IOptions<ConnectorOptions> options, IHostEnvironment environment, TimeProvider time, ILogger<ConnectorAuthentication> logger)
    {
        _options = options.Value;
        _logger = logger;
        _channelKeys = new SigningMetadata(_options.MetadataAddress, !environment.IsDevelopment(), time, logger);
        _entraKeys = new SigningMetadata(_options.EntraMetadata, !environment.IsDevelopment(), time, logger);
    }

    /// <summary>Judges one request.</summary>
    public async Task<ConnectorAccess> CheckAsync(string? authorization, Activity activity, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(authorization) && _options.AllowUnauthenticated)
            return new(ConnectorVerdict.Granted);
        if (!_options.CanAuthenticate)
        {
            if (Interlocked.Exchange(ref _warnedMissingAppId, 1) == 0)
                LogNoAppId();
            return new(ConnectorVerdict.Unauthenticated);
        }

        var parts = authorization?.Split(' ') ?? [];
        if (parts.Length != 2 || !parts[0].Equals("Bearer", StringComparison.OrdinalIgnoreCase))
            return Refuse("no bearer token");
        if (Peek(parts[1]) is not { } unverified)
            return Refuse("not a JWT");

        // What the token says of itself only chooses who has to have signed it; it never widens the list.
        if (_options.AcceptedIssuers.Contains(unverified.Issuer, StringComparer.Ordinal))
            return await CheckChannelAsync(parts[1], unverified.Kid, activity, cancellationToken).ConfigureAwait(false);
        if (_options.EntraTenants.FirstOrDefault(tenant => EntraIssuers(tenant).Contains(unverified.Issuer, StringComparer.Ordinal)) is { } tenant)
            return await CheckEntraAsync(parts[1], unverified.Kid, tenant, activity, cancellationToken).ConfigureAwait(false);
        return Refuse("unknown issuer");
    }

    /// <summary>Whether two service addresses are the same: case of the host and a slash at the end do not matter, everything else does.</summary>
    public static bool IsSameServiceUrl(string? left, string? right) =>
        Uri.TryCreate(left, UriKind.Absolute, out var one) && Uri.TryCreate(right, UriKind.Absolute, out var other)
        && one.GetLeftPart(UriPartial.Authority) == other.GetLeftPart(UriPartial.Authority)
        && one.PathAndQuery.TrimEnd('/') == other.PathAndQuery.TrimEnd('/');

    public void Dispose()
    {
        _channelKeys.Dispose();
        _entraKeys.Dispose();
    }

    private async Task<ConnectorAccess> CheckChannelAsync(string raw, string? keyId, Activity activity, CancellationToken cancellationToken)
    {
        if (await _channelKeys.FindAsync(keyId, cancellationToken).ConfigureAwait(false) is not { } metadata)
            return new(ConnectorVerdict.Unavailable);
        if (await ValidateAsync(raw, metadata, _options.AcceptedIssuers, [_options.AppId]).ConfigureAwait(false) is not { } token)
            return new(ConnectorVerdict.Unauthenticated);
        if (!IsSameServiceUrl(Claim(token, "serviceurl"), activity.ServiceUrl))
            return Refuse("serviceurl claim differs from the activity");
        if (!IsEndorsed(metadata, token.Kid, activity.ChannelId))
            return Forbid("key not endorsed for the channel");
        return IsForeignTenant(activity) ? Forbid("tenant not served") : new(ConnectorVerdict.Granted);
    }

    private async Task<ConnectorAccess> CheckEntraAsync(
        string raw, string? keyId, string tenant, Activity activity, CancellationToken cancellationToken)
    {
        if (await _entraKeys.FindAsync(keyId, cancellationToken).ConfigureAwait(false) is not { } metadata)
            return new(ConnectorVerdict.Unavailable);
        var audiences = new[] { _options.AppId, $"api://{_options.AppId}", $"api://botid-{_options.AppId}" };
        if (await ValidateAsync(raw, metadata, EntraIssuers(tenant), audiences).ConfigureAwait(false) is not { } token)
            return new(ConnectorVerdict.Unauthenticated);
        if (!string.Equals(Claim(token, "tid"), tenant, StringComparison.OrdinalIgnoreCase))
            return Refuse("tid differs from the issuer");
        var caller = Claim(token, "ver") switch
        {
            "1.0" or "" or null => Claim(token, "appid"),
            "2.0" => Claim(token, "azp"),
            _ => null,
        };
        if (string.IsNullOrEmpty(caller))
            return Refuse("the token names no caller");
        if (string.Equals(caller, _options.AppId, StringComparison.OrdinalIgnoreCase))
            return _options.AllowEmulator && activity.ChannelId == ChannelIds.Emulator
                ? new(ConnectorVerdict.Granted)
                : Forbid("the Emulator is not allowed");
        return _options.AllowedCallers.Contains(caller, StringComparer.OrdinalIgnoreCase)
            ? new(ConnectorVerdict.Granted, caller.ToLowerInvariant())
            : Forbid("the calling bot is not among AllowedCallers");
    }

    private async Task<JsonWebToken?> ValidateAsync(
        string raw, OpenIdConnectConfiguration metadata, IEnumerable<string> issuers, IEnumerable<string?> audiences)
    {
        var result = await _handler.ValidateTokenAsync(raw, new TokenValidationParameters
        {
            IssuerSigningKeys = metadata.SigningKeys,
            ValidIssuers = issuers,
            ValidAudiences = audiences,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512],
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            TryAllIssuerSigningKeys = false,
            ClockSkew = ClockSkew,
        }).ConfigureAwait(false);
        if (result.IsValid)
            return (JsonWebToken)result.SecurityToken;
        LogRefused(result.Exception?.GetType().Name ?? "invalid");
        return null;
    }

    private JsonWebToken? Peek(string raw)
    {
        try
        {
            return raw.Length <= _handler.MaximumTokenSizeInBytes && _handler.CanReadToken(raw) ? _handler.ReadJsonWebToken(raw) : null;
        }
        catch (Exception exception) when (exception is ArgumentException or SecurityTokenException or FormatException or JsonException)
        {
            return null;
        }
    }

    // Versions 1 and 2 of the same authority.
    private static string[] EntraIssuers(string tenant) =>
        [$"https://sts.windows.net/{tenant}/", $"https://login.microsoftonline.com/{tenant}/v2.0"];

    private static string? Claim(JsonWebToken token, string name) =>
        token.Claims.FirstOrDefault(claim => claim.Type.Equals(name, StringComparison.OrdinalIgnoreCase))?.Value;

    private static bool IsEndorsed(OpenIdConnectConfiguration metadata, string keyId, string? channelId)
    {
        var channel = channelId?.Split(':')[0];
        return metadata.JsonWebKeySet?.Keys.FirstOrDefault(key => key.Kid == keyId) is { } key
            && key.AdditionalData.TryGetValue("endorsements", out var endorsements)
            && Channels(endorsements).Contains(channel, StringComparer.Ordinal);
    }

    private static IEnumerable<string> Channels(object endorsements) => endorsements switch
    {
        JsonElement { ValueKind: JsonValueKind.Array } array =>
            array.EnumerateArray().Where(item => item.ValueKind is JsonValueKind.String).Select(item => item.GetString() ?? ""),
        IEnumerable<object> list => list.Select(item => item.ToString() ?? ""),
        _ => [],
    };

    // A registration for one organisation serves that organisation only.
    private bool IsForeignTenant(Activity activity) =>
        !string.IsNullOrEmpty(_options.TenantId)
        && activity.Conversation?.TenantId is { Length: > 0 } tenant
        && !tenant.Equals(_options.TenantId, StringComparison.OrdinalIgnoreCase);

    private ConnectorAccess Refuse(string reason)
    {
        LogRefused(reason);
        return new(ConnectorVerdict.Unauthenticated);
    }

    private ConnectorAccess Forbid(string reason)
    {
        LogRefused(reason);
        return new(ConnectorVerdict.Forbidden);
    }

    [LoggerMessage(2101, LogLevel.Warning, "Connector request refused: {Reason}")]
    private partial void LogRefused(string reason);

    [LoggerMessage(2102, LogLevel.Warning,
        "Connector requests are refused because MagBot:Connector:AppId is not set. Set it to the app id of the bot's registration; "
        + "for local tools without tokens set MagBot:Connector:AllowUnauthenticated=true in Development")]
    private partial void LogNoAppId();
}
