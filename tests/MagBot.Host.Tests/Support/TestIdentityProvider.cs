using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace MagBot.Host.Tests.Support;

/// <summary>
/// Signs tokens as the Bot Connector and Microsoft Entra do, publishes its keys with endorsements, changes them, and goes away,
/// as a test wishes. Tokens are put together by hand, so that each can be wrong in its own way.
/// </summary>
internal sealed class TestIdentityProvider : IAsyncDisposable
{
    public const string Issuer = "https://api.botframework.com";
    public const string AppId = "11111111-2222-3333-4444-555555555555";
    public const string Tenant = "99999999-8888-7777-6666-555555555555";
    public const string Caller = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";

    private static readonly string[] Algorithms = ["RS256"];

    private readonly WebApplication _app;
    private RSA _key = RSA.Create(2048);

    private TestIdentityProvider(WebApplication app) => _app = app;

    public string MetadataAddress => _app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single() + "/metadata";

    /// <summary>Id of the key that signs now.</summary>
    public string KeyId { get; private set; } = "k1";

    /// <summary>Channels that the published key is good for; null publishes none.</summary>
    public IReadOnlyList<string>? Endorsements { get; set; } = ["msteams", "webchat"];

    /// <summary>Whether requests for metadata and keys fail.</summary>
    public bool IsDown { get; set; }

    /// <summary>How often the keys were fetched.</summary>
    public int KeysFetched { get; private set; }

    /// <summary>Settings that make a host believe this provider, for channels, the Emulator and calling bots.</summary>
    public string[] Settings =>
    [
        "environment=Development",
        "MagBot:Connector:AppId=" + AppId,
        "MagBot:Connector:MetadataAddress=" + MetadataAddress,
        "MagBot:Connector:EntraMetadataAddress=" + MetadataAddress,
    ];

    public static async Task<TestIdentityProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var provider = new TestIdentityProvider(builder.Build());
        provider._app.MapGet("/metadata", (HttpRequest request) => provider.IsDown
            ? Results.StatusCode(StatusCodes.Status503ServiceUnavailable)
            : Results.Json(new
            {
                issuer = Issuer,
                jwks_uri = $"http://{request.Host}/keys",
                id_token_signing_alg_values_supported = Algorithms,
            }));
        provider._app.MapGet("/keys", provider.PublishKeys);
        await provider._app.StartAsync();
        return provider;
    }

    /// <summary>Another key takes the place of the present one.</summary>
    public void Rotate()
    {
        _key.Dispose();
        _key = RSA.Create(2048);
        KeyId = "k" + (int.Parse(KeyId[1..], System.Globalization.CultureInfo.InvariantCulture) + 1);
    }

    /// <summary>The claims of a good token of a channel.</summary>
    public static Dictionary<string, object> ChannelClaims(string serviceUrl) => new()
    {
        ["iss"] = Issuer,
        ["aud"] = AppId,
        ["serviceurl"] = serviceUrl,
        ["nbf"] = Moment(-5),
        ["exp"] = Moment(30),
    };

    /// <summary>The claims of a good token of Microsoft Entra for a calling bot.</summary>
    public static Dictionary<string, object> EntraClaims(string caller = Caller, string version = "2.0") => new()
    {
        ["iss"] = version == "2.0" ? $"https://login.microsoftonline.com/{Tenant}/v2.0" : $"https://sts.windows.net/{Tenant}/",
        ["aud"] = AppId,
        ["tid"] = Tenant,
        ["ver"] = version,
        [version == "2.0" ? "azp" : "appid"] = caller,
        ["nbf"] = Moment(-5),
        ["exp"] = Moment(30),
    };

    /// <summary>Seconds since 1970, so many minutes from now.</summary>
    public static long Moment(double minutes) => DateTimeOffset.UtcNow.AddMinutes(minutes).ToUnixTimeSeconds();

    /// <summary>A good token of a channel.</summary>
    public string Token(string serviceUrl) => Sign(ChannelClaims(serviceUrl));

    /// <summary>A token with these claims.</summary>
    /// <param name="claims">The payload.</param>
    /// <param name="algorithm"><c>RS256</c>, <c>none</c>, <c>HS256</c> with the public key as secret, or <c>ES256</c>.</param>
    /// <param name="keyId">Name of the key in the header; null leaves it out.</param>
    /// <param name="key">Key to sign with; null takes the published one.</param>
    public string Sign(Dictionary<string, object> claims, string algorithm = "RS256", string? keyId = "", RSA? key = null)
    {
        var header = new Dictionary<string, object> { ["alg"] = algorithm, ["typ"] = "JWT" };
        if (keyId is not null)
            header["kid"] = keyId.Length > 0 ? keyId : KeyId;
        var signed = $"{Encode(header)}.{Encode(claims)}";
        var bytes = Encoding.ASCII.GetBytes(signed);
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var signature = algorithm switch
        {
            "none" => [],
            "HS256" => HMACSHA256.HashData(Encoding.ASCII.GetBytes(_key.ExportSubjectPublicKeyInfoPem()), bytes),
            "ES256" => curve.SignData(bytes, HashAlgorithmName.SHA256),
            _ => (key ?? _key).SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        };
        return $"{signed}.{Base64UrlEncoder.Encode(signature)}";
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Dispose();
    }

    private static string Encode(Dictionary<string, object> members) => Base64UrlEncoder.Encode(JsonSerializer.Serialize(members));

    private IResult PublishKeys()
    {
        KeysFetched++;
        return IsDown
            ? Results.StatusCode(StatusCodes.Status503ServiceUnavailable)
            : Results.Text(JsonSerializer.Serialize(new { keys = new[] { PublicKey() } }), "application/json");
    }

    private Dictionary<string, object> PublicKey()
    {
        var parameters = _key.ExportParameters(includePrivateParameters: false);
        var key = new Dictionary<string, object>
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["kid"] = KeyId,
            ["n"] = Base64UrlEncoder.Encode(parameters.Modulus),
            ["e"] = Base64UrlEncoder.Encode(parameters.Exponent),
        };
        if (Endorsements is not null)
            key["endorsements"] = Endorsements;
        return key;
    }
}
