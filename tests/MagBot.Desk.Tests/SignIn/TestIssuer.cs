using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace MagBot.Desk.Tests.SignIn;

/// <summary>
/// An OpenID Connect issuer on Kestrel: metadata, keys, authorize and token endpoints, with PKCE checked. Signs in whoever comes as the
/// person that the test names, and does wrong what the test asks it to.
/// </summary>
internal sealed class TestIssuer : IAsyncDisposable
{
    public const string ClientId = "balie";

    private static readonly string[] Algorithms = ["RS256"];
    private static readonly string[] Codes = ["code"];
    private static readonly string[] Methods = ["client_secret_basic", "client_secret_post"];

    private readonly WebApplication _app;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, Dictionary<string, string>> _codes = new();
    private RSA _key = RSA.Create(2048);

    private TestIssuer(WebApplication app, TimeProvider time) => (_app, _time) = (app, time);

    public string Address => _app.Urls.First();

    /// <summary>Claims of the person who signs in, besides those of every token.</summary>
    public Dictionary<string, object> Person { get; } = new() { ["sub"] = "p-1", ["preferred_username"] = "els@winkel.example", ["given_name"] = "Els", ["roles"] = Roles("balie") };

    /// <summary>Last word on the claims of the next tokens.</summary>
    public Action<Dictionary<string, object>> Twist { get; set; } = _ => { };

    /// <summary>Signs instead of the published key.</summary>
    public RSA? OtherKey { get; set; }

    /// <summary>What authorize answers instead of a code.</summary>
    public string? Error { get; set; }

    /// <summary>State that authorize sends back; null for the right one.</summary>
    public string? OtherState { get; set; }

    /// <summary>What the UserInfo endpoint tells; null when there is none.</summary>
    public Dictionary<string, object>? UserInfo { get; set; }

    public bool IsDown { get; set; }

    public bool TokenEndpointIsDown { get; set; }

    public string? Secret { get; set; }

    public string KeyId { get; private set; } = "k1";

    /// <summary>The last request at the token endpoint.</summary>
    public Dictionary<string, string> LastTokenRequest { get; private set; } = [];

    public static string[] Roles(params string[] roles) => roles;

    public static async Task<TestIssuer> StartAsync(TimeProvider time)
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var issuer = new TestIssuer(builder.Build(), time);
        issuer._app.MapGet("/.well-known/openid-configuration", issuer.Metadata);
        issuer._app.MapGet("/keys", () => issuer.IsDown ? Results.StatusCode(503) : Results.Json(new { keys = new[] { issuer.PublicKey() } }));
        issuer._app.MapGet("/authorize", issuer.Authorize);
        issuer._app.MapPost("/token", issuer.TokenAsync);
        issuer._app.MapGet("/userinfo", (HttpRequest request) => request.Headers.Authorization == "Bearer at" ? Results.Json(issuer.UserInfo) : Results.StatusCode(401));
        await issuer._app.StartAsync();
        return issuer;
    }

    public void Rotate()
    {
        _key.Dispose();
        _key = RSA.Create(2048);
        KeyId += "x";
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Dispose();
        OtherKey?.Dispose();
    }

    private IResult Metadata() => IsDown
        ? Results.StatusCode(503)
        : Results.Json(new
        {
            issuer = Address,
            authorization_endpoint = Address + "/authorize",
            token_endpoint = Address + "/token",
            jwks_uri = Address + "/keys",
            userinfo_endpoint = UserInfo is null ? null : Address + "/userinfo",
            end_session_endpoint = Address + "/logout",
            response_types_supported = Codes,
            id_token_signing_alg_values_supported = Algorithms,
            token_endpoint_auth_methods_supported = Methods,
        });

    private IResult Authorize(HttpRequest request)
    {
        var query = request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
        if (query["client_id"] != ClientId || query["response_type"] != "code" || query["code_challenge_method"] != "S256" || !query["scope"].Split(' ').Contains("openid"))
            return Results.BadRequest();
        var state = OtherState ?? query["state"];
        if (Error is not null)
            return Results.Redirect(QueryHelpers.AddQueryString(query["redirect_uri"], new Dictionary<string, string?> { ["error"] = Error, ["state"] = state }));
        var code = Guid.NewGuid().ToString("N");
        _codes[code] = query;
        return Results.Redirect(QueryHelpers.AddQueryString(query["redirect_uri"], new Dictionary<string, string?> { ["code"] = code, ["state"] = state }));
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        if (TokenEndpointIsDown)
            return Results.StatusCode(502);
        var form = (await request.ReadFormAsync()).ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
        LastTokenRequest = form;
        if (Secret is not null && request.Headers.Authorization != "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{ClientId}:{Uri.EscapeDataString(Secret)}")))
            return Results.Json(new { error = "invalid_client" }, statusCode: 401);
        if (!_codes.TryRemove(form["code"], out var asked)
            || form["redirect_uri"] != asked["redirect_uri"]
            || WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"]))) != asked["code_challenge"])
            return Results.Json(new { error = "invalid_grant" }, statusCode: 400);
        var claims = new Dictionary<string, object>(Person)
        {
            ["iss"] = Address,
            ["aud"] = ClientId,
            ["nonce"] = asked["nonce"],
            ["iat"] = _time.GetUtcNow().ToUnixTimeSeconds(),
            ["exp"] = _time.GetUtcNow().AddMinutes(5).ToUnixTimeSeconds(),
        };
        Twist(claims);
        return Results.Json(new { access_token = "at", token_type = "Bearer", expires_in = 300, id_token = Sign(claims) });
    }

    private string Sign(Dictionary<string, object> claims)
    {
        var head = Encode(new Dictionary<string, object> { ["alg"] = "RS256", ["typ"] = "JWT", ["kid"] = KeyId });
        var signed = $"{head}.{Encode(claims)}";
        return $"{signed}.{WebEncoders.Base64UrlEncode((OtherKey ?? _key).SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    private static string Encode(Dictionary<string, object> members) => WebEncoders.Base64UrlEncode(JsonSerializer.SerializeToUtf8Bytes(members));

    private Dictionary<string, string> PublicKey()
    {
        var parameters = _key.ExportParameters(includePrivateParameters: false);
        return new Dictionary<string, string>
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["kid"] = KeyId,
            ["n"] = WebEncoders.Base64UrlEncode(parameters.Modulus!), // an RSA key has one
            ["e"] = WebEncoders.Base64UrlEncode(parameters.Exponent!), // as above
        };
    }
}
