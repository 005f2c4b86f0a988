using System.Net;
using System.Security.Cryptography;
using MagBot.Host.Tests.Support;
using MagBot.TestSupport;
using Microsoft.Extensions.DependencyInjection;

namespace MagBot.Host.Tests.Connector;

/// <summary>A host that believes a test identity provider; calling bots and the Emulator are let in on top.</summary>
public sealed class TokenHost : IAsyncLifetime
{
    internal ManualTimeProvider Clock { get; } = new(DateTimeOffset.UtcNow);

    internal TestIdentityProvider Identity { get; private set; } = null!; // set before the first test, as the next

    internal RunningHost Host { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Identity = await TestIdentityProvider.StartAsync();
        Host = await RunningHost.StartAsync(
            customize: services => services.AddSingleton<TimeProvider>(Clock),
            settings:
            [
                .. Identity.Settings,
                "MagBot:Connector:TenantId=" + TestIdentityProvider.Tenant,
                "MagBot:Connector:AllowedCallers:0=" + TestIdentityProvider.Caller,
                "MagBot:Connector:AllowEmulator=true",
            ]);
    }

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        await Identity.DisposeAsync();
    }

    internal async Task ExpectAsync(HttpStatusCode expected, string? token, string? body = null)
    {
        var before = Host.Bot.Turns;

        var answer = await Host.Http.SendAsync("POST", "/api/messages", token, body ?? Message());

        Assert.Equal(expected, answer.Status);
        Assert.Equal(expected is HttpStatusCode.Accepted ? 1 : 0, Host.Bot.Turns - before);
        if (expected is HttpStatusCode.Unauthorized)
            Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.Single().Scheme);
    }

    internal const string ServiceUrl = "http://127.0.0.1:1/connector";

    internal static string Message(string channel = "msteams", string tenant = TestIdentityProvider.Tenant) => $$"""
        {"type":"message","id":"{{Guid.NewGuid()}}","text":"stil","channelId":"{{channel}}","serviceUrl":"{{ServiceUrl}}",
         "from":{"id":"29:klant"},"recipient":{"id":"28:bot"},"conversation":{"id":"a:1","tenantId":"{{tenant}}"} }
        """;
}

/// <summary>Each thing that can be wrong with a token, one at a time. No fault is ever a 500, and nothing gets as far as the bot.</summary>
public sealed class TokenMatrixTests(TokenHost shared) : IClassFixture<TokenHost>
{
    private const string ServiceUrl = TokenHost.ServiceUrl;

    private readonly TestIdentityProvider _identity = shared.Identity;

    [Theory]
    [InlineData("iss", "https://kwaad.example")]
    [InlineData("iss", "https://api.botframework.com/")]
    [InlineData("iss", null)]
    [InlineData("aud", "iemand-anders")]
    [InlineData("aud", "")]
    [InlineData("aud", null)]
    [InlineData("serviceurl", "https://kwaad.example/")]
    [InlineData("serviceurl", "http://127.0.0.1:1/connector/anders")]
    [InlineData("serviceurl", "http://127.0.0.1:2/connector")]
    [InlineData("serviceurl", "")]
    [InlineData("serviceurl", null)]
    [InlineData("exp", -6.0)]
    [InlineData("exp", "morgen")]
    [InlineData("exp", null)]
    [InlineData("nbf", 6.0)]
    public async Task Claim_Wrong_Returns401(string claim, object? value)
    {
        var claims = TestIdentityProvider.ChannelClaims(ServiceUrl);
        if (value is null)
            claims.Remove(claim);
        else
            claims[claim] = value is double minutes ? TestIdentityProvider.Moment(minutes) : value;

        await shared.ExpectAsync(HttpStatusCode.Unauthorized, _identity.Sign(claims));
    }

    [Theory]
    [InlineData("exp", -4.0)]
    [InlineData("nbf", 4.0)]
    public async Task Lifetime_WithinFiveMinutesOfSkew_Returns202(string claim, double minutes)
    {
        var claims = TestIdentityProvider.ChannelClaims(ServiceUrl);
        claims[claim] = TestIdentityProvider.Moment(minutes);

        await shared.ExpectAsync(HttpStatusCode.Accepted, _identity.Sign(claims));
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/connector/")]
    [InlineData("HTTP://127.0.0.1:1/connector")]
    public async Task ServiceUrl_SpelledDifferently_Returns202(string serviceUrl) =>
        await shared.ExpectAsync(HttpStatusCode.Accepted, _identity.Token(serviceUrl));

    [Theory]
    [InlineData("none")]
    [InlineData("HS256")]
    [InlineData("ES256")]
    public async Task Algorithm_NotAllowed_Returns401(string algorithm) =>
        await shared.ExpectAsync(HttpStatusCode.Unauthorized, _identity.Sign(TestIdentityProvider.ChannelClaims(ServiceUrl), algorithm));

    [Fact]
    public async Task Key_Foreign_Returns401()
    {
        using var key = RSA.Create(2048);

        await shared.ExpectAsync(HttpStatusCode.Unauthorized, _identity.Sign(TestIdentityProvider.ChannelClaims(ServiceUrl), key: key));
    }

    [Theory]
    [InlineData("k9")]
    [InlineData("K1")]
    [InlineData(null)]
    public async Task KeyId_UnknownOrMissing_Returns401(string? keyId) =>
        await shared.ExpectAsync(HttpStatusCode.Unauthorized, _identity.Sign(TestIdentityProvider.ChannelClaims(ServiceUrl), keyId: keyId));

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("a.b.c")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.e30.")]
    [InlineData("e30.e30.e30")]
    [InlineData("..")]
    public async Task Token_ThatIsNone_Returns401(string token) => await shared.ExpectAsync(HttpStatusCode.Unauthorized, token);

    [Fact]
    public async Task Token_OfAMegabyte_IsRefusedBeforeItIsRead()
    {
        var answer = await shared.Host.Http.SendAsync("POST", "/api/messages", new string('a', 1_000_000), TokenHost.Message());

        Assert.InRange((int)answer.Status, 400, 431);
    }

    [Fact]
    public async Task Header_MissingOrTwoTokens_Returns401()
    {
        await shared.ExpectAsync(HttpStatusCode.Unauthorized, null);
        await shared.ExpectAsync(HttpStatusCode.Unauthorized, $"{_identity.Token(ServiceUrl)} {_identity.Token(ServiceUrl)}");
    }

    [Fact]
    public async Task Payload_Changed_Returns401()
    {
        var parts = _identity.Token(ServiceUrl).Split('.');
        var other = _identity.Sign(TestIdentityProvider.ChannelClaims("https://kwaad.example/")).Split('.');

        await shared.ExpectAsync(HttpStatusCode.Unauthorized, $"{parts[0]}.{other[1]}.{parts[2]}");
    }

    [Theory]
    [InlineData("slack", HttpStatusCode.Forbidden)]
    [InlineData("msteams:COPILOT", HttpStatusCode.Accepted)]
    public async Task Endorsement_IsLookedUpForTheChannel(string channel, HttpStatusCode expected) =>
        await shared.ExpectAsync(expected, _identity.Token(ServiceUrl), TokenHost.Message(channel));

    [Fact]
    public async Task Tenant_OtherThanTheRegistrations_Returns403() =>
        await shared.ExpectAsync(HttpStatusCode.Forbidden, _identity.Token(ServiceUrl), TokenHost.Message(tenant: "iemand-anders"));

    [Theory]
    [InlineData("2.0", "", null, HttpStatusCode.Accepted)]
    [InlineData("1.0", "", null, HttpStatusCode.Accepted)]
    [InlineData("2.0", "azp", "ffffffff-0000-0000-0000-000000000000", HttpStatusCode.Forbidden)]
    [InlineData("2.0", "azp", null, HttpStatusCode.Unauthorized)]
    [InlineData("2.0", "ver", "3.0", HttpStatusCode.Unauthorized)]
    [InlineData("2.0", "tid", "ffffffff-0000-0000-0000-000000000000", HttpStatusCode.Unauthorized)]
    [InlineData("2.0", "tid", null, HttpStatusCode.Unauthorized)]
    [InlineData("2.0", "aud", "https://api.botframework.com", HttpStatusCode.Unauthorized)]
    [InlineData("2.0", "iss", "https://login.microsoftonline.com/ffffffff-0000-0000-0000-000000000000/v2.0", HttpStatusCode.Unauthorized)]
    public async Task CallingBot_IsLetInOnlyWhenListed(string version, string claim, string? value, HttpStatusCode expected)
    {
        var claims = TestIdentityProvider.EntraClaims(version: version);
        if (value is null)
            claims.Remove(claim);
        else
            claims[claim] = value;

        await shared.ExpectAsync(expected, _identity.Sign(claims));
    }

    [Theory]
    [InlineData("emulator", HttpStatusCode.Accepted)]
    [InlineData("msteams", HttpStatusCode.Forbidden)]
    public async Task Emulator_IsLetInOnItsOwnChannelOnly(string channel, HttpStatusCode expected) => await shared.ExpectAsync(
        expected, _identity.Sign(TestIdentityProvider.EntraClaims(TestIdentityProvider.AppId)), TokenHost.Message(channel));

    [Theory]
    [InlineData(TestIdentityProvider.AppId)]
    [InlineData(TestIdentityProvider.Caller)]
    public async Task EntraToken_WhereNothingIsAllowed_Returns403(string caller)
    {
        await using var host = await RunningHost.StartAsync(settings: [.. _identity.Settings, "MagBot:Connector:TenantId=" + TestIdentityProvider.Tenant]);

        var answer = await host.Http.SendAsync(
            "POST", "/api/messages", _identity.Sign(TestIdentityProvider.EntraClaims(caller)), TokenHost.Message("emulator"));

        Assert.Equal((HttpStatusCode.Forbidden, 0), (answer.Status, host.Bot.Turns));
    }
}

/// <summary>Keys that change, and a publisher that is away. Each test has a host of its own.</summary>
public sealed class SigningKeyTests : IAsyncLifetime
{
    private const string ServiceUrl = TokenHost.ServiceUrl;

    private readonly TokenHost _own = new();

    private TestIdentityProvider Identity => _own.Identity;

    public Task InitializeAsync() => _own.InitializeAsync();

    public Task DisposeAsync() => _own.DisposeAsync();

    [Fact]
    public async Task Key_RotatedInMidFlight_IsFetchedAtOnceAndTheOldOneNoLongerHolds()
    {
        var old = Identity.Token(ServiceUrl);
        await _own.ExpectAsync(HttpStatusCode.Accepted, old);
        Identity.Rotate();

        await _own.ExpectAsync(HttpStatusCode.Accepted, Identity.Token(ServiceUrl));
        await _own.ExpectAsync(HttpStatusCode.Unauthorized, old);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("webchat,skype")]
    [InlineData("MSTEAMS")]
    public async Task Key_NotEndorsedForTheChannel_Returns403(string? endorsements)
    {
        Identity.Endorsements = endorsements?.Split(',');

        await _own.ExpectAsync(HttpStatusCode.Forbidden, Identity.Token(ServiceUrl));
    }

    [Fact]
    public async Task UnknownKeys_InAFlood_AreLookedUpOnce()
    {
        await _own.ExpectAsync(HttpStatusCode.Accepted, Identity.Token(ServiceUrl));
        for (var i = 0; i < 5; i++)
            await _own.ExpectAsync(HttpStatusCode.Unauthorized, Identity.Sign(TestIdentityProvider.ChannelClaims(ServiceUrl), keyId: "vals" + i));

        Assert.Equal(2, Identity.KeysFetched);
    }

    [Fact]
    public async Task Metadata_UnreachableAtStart_Returns503AndWorksOnceItIsThere()
    {
        Identity.IsDown = true;
        await _own.ExpectAsync(HttpStatusCode.ServiceUnavailable, Identity.Token(ServiceUrl));

        Identity.IsDown = false;
        _own.Clock.Advance(TimeSpan.FromSeconds(6));
        await _own.ExpectAsync(HttpStatusCode.Accepted, Identity.Token(ServiceUrl));
    }

    [Fact]
    public async Task Metadata_UnreachableLater_TheLastGoodKeysStay()
    {
        await _own.ExpectAsync(HttpStatusCode.Accepted, Identity.Token(ServiceUrl));
        Identity.IsDown = true;
        _own.Clock.Advance(TimeSpan.FromHours(13));

        await _own.ExpectAsync(HttpStatusCode.Accepted, Identity.Token(ServiceUrl));
        await _own.ExpectAsync(HttpStatusCode.Unauthorized, Identity.Sign(TestIdentityProvider.ChannelClaims(ServiceUrl), keyId: "k7"));
    }
}
