using System.IdentityModel.Tokens.Jwt;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace MagBot.Desk.SignIn;

/// <summary>Why nobody was signed in.</summary>
internal enum OidcFailure
{
    /// <summary>The issuer cannot be reached.</summary>
    Unavailable,

    /// <summary>What the issuer or the browser brought is not right.</summary>
    Refused,
}

/// <summary>What came of an attempt: the claims of the person, or why there are none.</summary>
/// <param name="Claims">Payload of the validated ID token, with those of UserInfo where it names no roles; null when there is none.</param>
/// <param name="Failure">Why; meaningless with claims.</param>
internal readonly record struct OidcResult(JsonElement? Claims, OidcFailure Failure = OidcFailure.Refused);

/// <summary>The authorization code flow with PKCE (OpenID Connect Core 1.0, section 3.1; RFC 7636). Thread safe.</summary>
internal sealed partial class OidcClient : IDisposable
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(2);

    // Secrets that both sides know are none here: only signatures with a published key.
    private static readonly string[] Algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    private readonly OidcOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<OidcClient> _logger;
    private readonly OidcMetadata _metadata;
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = TimeSpan.FromSeconds(10),
        MaxResponseContentBufferSize = 1024 * 1024,
    };

    private readonly JsonWebTokenHandler _tokens = new() { MapInboundClaims = false };

    private readonly OpenIdConnectProtocolValidator _protocol = new()
    {
        RequireTimeStampInNonce = false, // the attempt has a lifetime of its own
        RequireState = true,
        RequireNonce = true,
    };

    public OidcClient(DeskOptions options, TimeProvider time, ILogger<OidcClient> logger)
    {
        (_options, _time, _logger) = (options.Oidc, time, logger);
        _metadata = new OidcMetadata(_options, _http, time, logger);
    }

    /// <summary>Where to send the browser; null when the issuer cannot be reached.</summary>
    public async Task<string?> AddressAsync(OidcAttempt attempt, CancellationToken cancellationToken) =>
        await _metadata.FindAsync(null, cancellationToken).ConfigureAwait(false) is { AuthorizationEndpoint: { Length: > 0 } endpoint }
            ? QueryHelpers.AddQueryString(endpoint, new Dictionary<string, string?>
            {
                ["response_type"] = "code",
                ["client_id"] = _options.ClientId,
                ["redirect_uri"] = attempt.RedirectUri,
                ["scope"] = _options.Scopes,
                ["state"] = attempt.State,
                ["nonce"] = attempt.Nonce,
                ["code_challenge"] = attempt.Challenge,
                ["code_challenge_method"] = "S256",
            })
            : null;

    /// <summary>Where a person may sign out at the issuer as well; null when it has no such place.</summary>
    public async Task<string?> SignOutAddressAsync(string returnTo, CancellationToken cancellationToken) =>
        await _metadata.FindAsync(null, cancellationToken).ConfigureAwait(false) is { EndSessionEndpoint: { Length: > 0 } endpoint }
            ? QueryHelpers.AddQueryString(endpoint, new Dictionary<string, string?> { ["client_id"] = _options.ClientId, ["post_logout_redirect_uri"] = returnTo })
            : null;

    /// <summary>Trades the code for an ID token and checks it.</summary>
    public async Task<OidcResult> RedeemAsync(OidcAttempt attempt, string code, string? state, string? issuer, CancellationToken cancellationToken)
    {
        if (await _metadata.FindAsync(null, cancellationToken).ConfigureAwait(false) is not { } metadata)
            return new OidcResult(null, OidcFailure.Unavailable);
        // RFC 9207: an answer of another issuer must not be taken for one of ours.
        if (issuer is not null && !string.Equals(issuer, metadata.Issuer, StringComparison.Ordinal))
            return Refused("issuer of the answer");
        try
        {
            var answer = new OpenIdConnectMessage { Code = code, State = state };
            _protocol.ValidateAuthenticationResponse(Context(attempt, answer, null));
            var token = await FetchAsync(metadata, attempt, code, cancellationToken).ConfigureAwait(false);
            if (token.IdToken is not { Length: > 0 } idToken)
                return Refused("no ID token: " + Word(token.Error));
            var jwt = await ValidateAsync(idToken, cancellationToken).ConfigureAwait(false);
            if (jwt is null)
                return Refused("ID token");
            token.State = state;
            _protocol.ValidateTokenResponse(Context(attempt, token, jwt));
            var claims = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(jwt.EncodedPayload)).RootElement;
            return OidcPerson.NamesRoles(claims, _options) || metadata.UserInfoEndpoint is not { Length: > 0 } endpoint || token.AccessToken is not { Length: > 0 } access
                ? new OidcResult(claims)
                : await WithUserInfoAsync(claims, endpoint, access, cancellationToken).ConfigureAwait(false);
        }
        catch (OpenIdConnectProtocolException exception)
        {
            return Refused(exception.GetType().Name);
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            LogUnavailable(_options.Issuer, exception.GetType().Name);
            return new OidcResult(null, OidcFailure.Unavailable);
        }
    }

    public void Dispose()
    {
        _metadata.Dispose();
        _http.Dispose();
    }

    private OpenIdConnectProtocolValidationContext Context(OidcAttempt attempt, OpenIdConnectMessage message, JsonWebToken? token) => new()
    {
        ClientId = _options.ClientId,
        ProtocolMessage = message,
        ValidatedIdToken = token is null ? null : JwtSecurityTokenConverter.Convert(token),
        Nonce = attempt.Nonce,
        State = attempt.State,
    };

    private async Task<OpenIdConnectMessage> FetchAsync(OpenIdConnectConfiguration metadata, OidcAttempt attempt, string code, CancellationToken cancellationToken)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = attempt.RedirectUri,
            ["client_id"] = _options.ClientId ?? "",
            ["code_verifier"] = attempt.Verifier,
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, metadata.TokenEndpoint);
        if (_options.ClientSecret is { Length: > 0 } secret)
        {
            // Basic is what an issuer takes that says nothing (OpenID Connect Discovery 1.0, section 3).
            var methods = metadata.TokenEndpointAuthMethodsSupported;
            if (methods.Count == 0 || methods.Contains("client_secret_basic"))
                request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Basic(_options.ClientId ?? "", secret));
            else
                form["client_secret"] = secret;
        }

        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Content = new FormUrlEncodedContent(form);
        using var answer = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if ((int)answer.StatusCode >= 500)
            throw new HttpRequestException("The token endpoint failed.", null, answer.StatusCode);
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false));
        return new OpenIdConnectMessage
        {
            IdToken = answer.IsSuccessStatusCode ? Text(body.RootElement, "id_token") : null,
            AccessToken = Text(body.RootElement, "access_token"),
            TokenType = Text(body.RootElement, "token_type"),
            Error = Text(body.RootElement, "error"),
        };
    }

    // Some issuers keep roles out of the ID token (OpenID Connect Core 1.0, section 5.3). What the signed token says goes before.
    private async Task<OidcResult> WithUserInfoAsync(JsonElement claims, string endpoint, string accessToken, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, endpoint);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using var answer = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if ((int)answer.StatusCode >= 500)
            throw new HttpRequestException("The UserInfo endpoint failed.", null, answer.StatusCode);
        if (!answer.IsSuccessStatusCode)
            return new OidcResult(claims);
        if (JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false)) is not JsonObject merged)
            return Refused("UserInfo");
        // Section 5.3.2: without the same subject it may be somebody else's.
        if (merged["sub"] is not JsonValue subject || !subject.TryGetValue<string>(out var sub) || sub != Text(claims, "sub"))
            return Refused("subject of UserInfo");
        foreach (var claim in claims.EnumerateObject())
            merged[claim.Name] = JsonNode.Parse(claim.Value.GetRawText());
        return new OidcResult(JsonDocument.Parse(merged.ToJsonString()).RootElement);
    }

    private async Task<JsonWebToken?> ValidateAsync(string idToken, CancellationToken cancellationToken)
    {
        if (!_tokens.CanReadToken(idToken))
            return null;
        var keyId = _tokens.ReadJsonWebToken(idToken).Kid;
        if (await _metadata.FindAsync(keyId, cancellationToken).ConfigureAwait(false) is not { } metadata)
            return null;
        var result = await _tokens.ValidateTokenAsync(idToken, new TokenValidationParameters
        {
            ValidIssuer = metadata.Issuer,
            ValidAudience = _options.ClientId,
            IssuerSigningKeys = metadata.SigningKeys,
            ValidAlgorithms = Algorithms,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            LifetimeValidator = (notBefore, expires, _, _) => IsInTime(notBefore, expires),
        }).ConfigureAwait(false);
        if (result is { IsValid: true, SecurityToken: JsonWebToken token } && IsForUs(token))
            return token;
        LogRefused(_options.Issuer, result.Exception?.GetType().Name ?? "authorized party");
        return null;
    }

    // OpenID Connect Core 1.0, section 3.1.3.7, 4 and 5.
    private bool IsForUs(JsonWebToken token) => token.TryGetPayloadValue<string>("azp", out var party)
        ? party == _options.ClientId
        : token.Audiences.Count() == 1;

    private bool IsInTime(DateTime? notBefore, DateTime? expires)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        return expires is { } end && now < end + ClockSkew && (notBefore is not { } start || now > start - ClockSkew);
    }

    private OidcResult Refused(string why)
    {
        LogRefused(_options.Issuer, why);
        return new OidcResult(null);
    }

    // RFC 6749, section 2.3.1: both parts are encoded as in a form first.
    private static string Basic(string id, string secret) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(id)}:{Uri.EscapeDataString(secret)}"));

    private static string Word(string? error) => error is { Length: <= 40 } word && word.All(sign => char.IsAsciiLetterOrDigit(sign) || sign == '_') ? word : "?";

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    [LoggerMessage(4201, LogLevel.Warning, "Sign-in at {Issuer} was refused: {Reason}")]
    private partial void LogRefused(string issuer, string reason);

    [LoggerMessage(4202, LogLevel.Warning, "Sign-in at {Issuer} failed: {Failure}")]
    private partial void LogUnavailable(string issuer, string failure);
}
