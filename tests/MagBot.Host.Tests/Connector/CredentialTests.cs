using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MagBot.Channels.Connector;
using MagBot.Host.Tests.Support;
using MagBot.TestSupport.Storage;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Identity.Client;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace MagBot.Host.Tests.Connector;

/// <summary>How we ask for tokens: what goes over the wire, and what is said when none comes.</summary>
public sealed class CredentialTests : IDisposable
{
    private const string Scope = "https://api.botframework.com/.default";
    private const string TokenAddress = $"https://login.microsoftonline.com/{TestIdentityProvider.Tenant}/oauth2/v2.0/token";
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly Issuer _issuer = new();
    private readonly TemporaryDirectory _directory = new();
    private readonly LogLines _log = new();

    public void Dispose()
    {
        _directory.Dispose();
        _issuer.Dispose();
    }

    [Fact]
    public async Task Secret_IsSentOnceAndTheTokenIsKept()
    {
        using var credentials = Credentials(new ConnectorOptions { AppSecret = "geheim-1" });

        var token = await credentials.FindTokenAsync(Scope, refresh: false, None);
        var again = await credentials.FindTokenAsync(Scope, refresh: false, None);

        Assert.Equal(("token-1", "token-1"), (token, again));
        var request = Assert.Single(_issuer.TokenRequests);
        Assert.Equal(TokenAddress, request.Address);
        Assert.Equal("geheim-1", request.Form["client_secret"]);
        Assert.Equal(("client_credentials", Scope), (request.Form["grant_type"], request.Form["scope"].Split(' ')[0]));
    }

    [Fact]
    public async Task Token_ThatWasRefused_IsAskedForAgain()
    {
        using var credentials = Credentials(new ConnectorOptions { AppSecret = "geheim-1" });
        await credentials.FindTokenAsync(Scope, refresh: false, None);

        Assert.Equal("token-2", await credentials.FindTokenAsync(Scope, refresh: true, None));
        Assert.Equal("token-2", await credentials.FindTokenAsync(Scope, refresh: false, None));
    }

    [Fact]
    public async Task Token_ForEachAudience_IsItsOwn()
    {
        using var credentials = Credentials(new ConnectorOptions { AppSecret = "geheim-1" });

        Assert.NotEqual(
            await credentials.FindTokenAsync(Scope, refresh: false, None), await credentials.FindTokenAsync(TestIdentityProvider.Caller + "/.default", refresh: false, None));
    }

    [Fact]
    public async Task Tokens_AskedForByManyAtOnce_AreFetchedOnce()
    {
        using var credentials = Credentials(new ConnectorOptions { AppSecret = "geheim-1" });

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => credentials.FindTokenAsync(Scope, refresh: false, None))));

        Assert.Single(_issuer.TokenRequests);
    }

    [Fact]
    public async Task Certificate_ProvesItselfByASignedAssertion()
    {
        using var certificate = NewCertificate();
        var path = Export(certificate, "wachtwoord");
        using var credentials = Credentials(new ConnectorOptions { CertificatePath = path, CertificatePassword = "wachtwoord" });

        Assert.Equal("token-1", await credentials.FindTokenAsync(Scope, refresh: false, None));

        var form = Assert.Single(_issuer.TokenRequests).Form;
        Assert.False(form.ContainsKey("client_secret"));
        Assert.Equal("urn:ietf:params:oauth:client-assertion-type:jwt-bearer", form["client_assertion_type"]);
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(form["client_assertion"], new TokenValidationParameters
        {
            ValidAudience = TokenAddress,
            ValidIssuer = TestIdentityProvider.AppId,
            IssuerSigningKey = new X509SecurityKey(certificate),
            TryAllIssuerSigningKeys = true,
        });
        Assert.True(result.IsValid, result.Exception?.Message);
        Assert.Contains(Convert.ToBase64String(certificate.RawData), ((JsonWebToken)result.SecurityToken).GetHeaderValue<string[]>("x5c"));
    }

    [Fact]
    public async Task ManagedIdentity_AsksTheMachineForTheResource()
    {
        using var credentials = Credentials(new ConnectorOptions { AppId = Guid.NewGuid().ToString(), ManagedIdentity = true });

        Assert.NotNull(await credentials.FindTokenAsync(Scope, refresh: false, None));

        var request = Assert.Single(_issuer.Requests, request => request.Address.StartsWith("http://169.254.169.254/metadata/identity/oauth2/token", StringComparison.Ordinal));
        Assert.Contains("resource=https://api.botframework.com&", Uri.UnescapeDataString(request.Address) + "&", StringComparison.Ordinal);
        Assert.DoesNotContain(".default", request.Address, StringComparison.Ordinal);
        Assert.Contains("client_id=", request.Address, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "AppSecret")]
    [InlineData(true, "CertificatePath")]
    public async Task Issuer_ThatRefuses_IsNamedByItsCodeWithTheSettingAndWithoutTheSecret(bool certificate, string setting)
    {
        _issuer.Refuses = true;
        using var key = NewCertificate();
        using var credentials = Credentials(certificate ? new ConnectorOptions { CertificatePath = Export(key, null) } : new ConnectorOptions { AppSecret = "geheim-1" });

        var exception = await Assert.ThrowsAsync<ConnectorCredentialException>(() => credentials.FindTokenAsync(Scope, refresh: false, None));

        Assert.Equal("no token: invalid_client AADSTS7000215", exception.Message);
        var line = Assert.Single(_log.Lines);
        Assert.Contains("MagBot:Connector:" + setting, line, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim-1", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutCredential_ThereIsNoToken()
    {
        using var credentials = Credentials(new ConnectorOptions());

        Assert.Null(await credentials.FindTokenAsync(Scope, refresh: false, None));
    }

    [Theory]
    [InlineData("AppId", "mijn-bot", "AppId must be the id")]
    [InlineData("AppSecret", "x", "without MagBot:Connector:AppId", true)]
    [InlineData("CertificatePath", "weg.pfx", "names no file")]
    [InlineData("CertificatePath", "kapot.pfx", "cannot be read")]
    [InlineData("CertificatePath", "zonder.pfx", "no private key")]
    [InlineData("CertificatePath", "ander.pfx", "CertificatePassword")]
    [InlineData("CertificatePassword", "x", "without MagBot:Connector:CertificatePath")]
    public void Settings_ThatAreIncomplete_StopTheStartAndNameTheKey(string key, string value, string expected, bool withoutAppId = false)
    {
        using var certificate = NewCertificate();
        File.WriteAllText(_directory.Combine("kapot.pfx"), "geen certificaat");
        using var bare = X509CertificateLoader.LoadCertificate(certificate.RawData);
        File.WriteAllBytes(_directory.Combine("zonder.pfx"), bare.Export(X509ContentType.Pkcs12));
        File.WriteAllBytes(_directory.Combine("ander.pfx"), certificate.Export(X509ContentType.Pkcs12, "ander"));
        var options = new ConnectorOptions { AppId = withoutAppId ? null : TestIdentityProvider.AppId };
        switch (key)
        {
            case "AppId":
                options.AppId = value;
                break;
            case "AppSecret":
                options.AppSecret = value;
                break;
            case "CertificatePath":
                options.CertificatePath = _directory.Combine(value);
                break;
            default:
                options.CertificatePassword = value;
                break;
        }

        var result = new ConnectorOptionsValidator(new Production()).Validate(null, options);

        Assert.Contains(expected, Assert.Single(result.Failures ?? []), StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_WithTwoCredentials_StopTheStart()
    {
        var result = new ConnectorOptionsValidator(new Production())
            .Validate(null, new ConnectorOptions { AppId = TestIdentityProvider.AppId, AppSecret = "x", ManagedIdentity = true });

        Assert.Contains("Only one of", Assert.Single(result.Failures ?? []), StringComparison.Ordinal);
    }

    private ConnectorCredentials Credentials(ConnectorOptions options)
    {
        options.AppId ??= TestIdentityProvider.AppId;
        options.TenantId = TestIdentityProvider.Tenant;
        return new ConnectorCredentials(Options.Create(options), _log, _issuer);
    }

    private static X509Certificate2 NewCertificate()
    {
        using var key = RSA.Create(2048);
        return new CertificateRequest("CN=magbot", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private string Export(X509Certificate2 certificate, string? password)
    {
        var path = _directory.Combine("bot.pfx");
        File.WriteAllBytes(path, certificate.Export(X509ContentType.Pkcs12, password));
        return path;
    }

    private sealed record Asked(string Address, Dictionary<string, string> Form);

    /// <summary>Microsoft Entra and the machine's own service in one: answers what MSAL asks, and keeps it.</summary>
    private sealed class Issuer : HttpMessageHandler, IMsalHttpClientFactory
    {
        private readonly HttpClient _client;
        private readonly List<Asked> _requests = [];

        public Issuer() => _client = new HttpClient(this, disposeHandler: false);

        public bool Refuses { get; set; }

        public IReadOnlyList<Asked> Requests => _requests;

        public IEnumerable<Asked> TokenRequests => _requests.Where(request => request.Address.EndsWith("/oauth2/v2.0/token", StringComparison.Ordinal));

        public HttpClient GetHttpClient() => _client;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
            var form = body.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2))
                .ToDictionary(pair => WebUtility.UrlDecode(pair[0]), pair => WebUtility.UrlDecode(pair.ElementAtOrDefault(1) ?? ""));
            var address = request.RequestUri?.ToString() ?? "";
            lock (_requests)
                _requests.Add(new Asked(address, form));
            if (address.Contains("/discovery/instance", StringComparison.Ordinal))
                return Json(HttpStatusCode.OK, """
                    {"tenant_discovery_endpoint":"https://login.microsoftonline.com/common/.well-known/openid-configuration","api-version":"1.1",
                     "metadata":[{"preferred_network":"login.microsoftonline.com","preferred_cache":"login.windows.net","aliases":["login.microsoftonline.com","login.windows.net"]}]}
                    """);
            if (!address.Contains("/token", StringComparison.Ordinal))
                return Json(HttpStatusCode.NotFound, "{}");
            return Refuses
                ? Json(HttpStatusCode.Unauthorized, """{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided. Trace ID: x"}""")
                : Json(HttpStatusCode.OK, $$"""
                    {"token_type":"Bearer","expires_in":3600,"expires_on":"{{DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds()}}","resource":"https://api.botframework.com",
                     "access_token":"token-{{_requests.Count(asked => asked.Address.Contains("/token", StringComparison.Ordinal))}}"}
                    """);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _client.Dispose();
            base.Dispose(disposing);
        }

        private static HttpResponseMessage Json(HttpStatusCode status, string body) =>
            new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
    }

    private sealed class LogLines : ILogger<ConnectorCredentials>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception));
    }

    private sealed class Production : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = Environments.Production;

        public string ApplicationName { get; set; } = "MagBot";

        public string ContentRootPath { get; set; } = "";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
