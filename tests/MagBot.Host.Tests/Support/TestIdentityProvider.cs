using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace MagBot.Host.Tests.Support;

/// <summary>Signs tokens as the Bot Connector does, and publishes its keys with endorsements.</summary>
internal sealed class TestIdentityProvider : IAsyncDisposable
{
    public const string Issuer = "https://api.botframework.com";
    public const string AppId = "11111111-2222-3333-4444-555555555555";

    private static readonly string[] Algorithms = ["RS256"];
    private static readonly string[] Endorsements = ["msteams", "webchat"];

    private readonly WebApplication _app;
    private readonly RSA _key = RSA.Create(2048);

    private TestIdentityProvider(WebApplication app) => _app = app;

    public string MetadataAddress => _app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single() + "/metadata";

    public static async Task<TestIdentityProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var provider = new TestIdentityProvider(builder.Build());
        provider._app.MapGet("/metadata", (HttpRequest request) => Results.Json(new
        {
            issuer = Issuer,
            jwks_uri = $"http://{request.Host}/keys",
            id_token_signing_alg_values_supported = Algorithms,
        }));
        provider._app.MapGet("/keys", () => Results.Text(JsonSerializer.Serialize(new { keys = new[] { provider.PublicKey() } }), "application/json"));
        await provider._app.StartAsync();
        return provider;
    }

    /// <summary>A token; each argument replaces what a good one has.</summary>
    public string Token(
        string serviceUrl, string? audience = AppId, string issuer = Issuer, TimeSpan? expiresIn = null, RSA? key = null, string keyId = "k1")
    {
        var expires = DateTime.UtcNow + (expiresIn ?? TimeSpan.FromMinutes(30));
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            NotBefore = expires - TimeSpan.FromHours(1),
            Expires = expires,
            Claims = new Dictionary<string, object> { ["serviceurl"] = serviceUrl },
            SigningCredentials = new SigningCredentials(new RsaSecurityKey(key ?? _key) { KeyId = keyId }, SecurityAlgorithms.RsaSha256),
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Dispose();
    }

    private Dictionary<string, object> PublicKey()
    {
        var parameters = _key.ExportParameters(includePrivateParameters: false);
        return new Dictionary<string, object>
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["kid"] = "k1",
            ["n"] = Base64UrlEncoder.Encode(parameters.Modulus),
            ["e"] = Base64UrlEncoder.Encode(parameters.Exponent),
            ["endorsements"] = Endorsements,
        };
    }
}
