using System.Net;
using MagBot.Host.Tests.Support;

namespace MagBot.Host.Tests.DirectLine;

/// <summary>Origins and CORS: sections 2 and 9.</summary>
public sealed class OriginTests : IAsyncLifetime
{
    private const string Shop = "https://www.winkel.example";
    private const string Other = "https://kwaad.example";
    private const string Base = "/v3/directline";

    private RunningHost _host = null!; // set before each test

    public async Task InitializeAsync() => _host = await RunningHost.StartAsync(settings: "MagBot:DirectLine:TrustedOrigins:0=" + Shop + "/");

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData(Shop, HttpStatusCode.OK)]
    [InlineData("own", HttpStatusCode.OK)]
    [InlineData(Other, HttpStatusCode.Forbidden)]
    [InlineData("https://www.winkel.example.kwaad.example", HttpStatusCode.Forbidden)]
    [InlineData("http://www.winkel.example", HttpStatusCode.Forbidden)]
    [InlineData("https://www.winkel.example:8443", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    public async Task WidgetToken_FromOrigin_IsCheckedExactly(string origin, HttpStatusCode expected)
    {
        var from = origin == "own" ? _host.Origin : origin;

        var token = await _host.Http.SendAsync("POST", "/widget/token", headers: ("Origin", from));
        var config = await _host.Http.SendAsync("GET", "/widget/config.json", headers: ("Origin", from));

        Assert.Equal(expected, token.Status);
        Assert.Equal(expected, config.Status);
    }

    [Fact]
    public async Task Token_OfOnePage_DoesNotWorkOnAnother()
    {
        var token = (await _host.Http.SendAsync("POST", "/widget/token", headers: ("Origin", Shop))).Text("token");

        var refused = await _host.Http.SendAsync("POST", Base + "/conversations", token, headers: ("Origin", Other));
        var start = await _host.Http.SendAsync("POST", Base + "/conversations", token, headers: ("Origin", Shop));

        Assert.Equal((HttpStatusCode.Forbidden, "Forbidden"), (refused.Status, refused.Code));
        Assert.Equal(HttpStatusCode.Created, start.Status);
        Assert.Equal(403, await Socket.RefusedAsync(start.Text("streamUrl"), Other));
        await using var socket = await Socket.OpenAsync(start.Text("streamUrl"), Shop);
        Assert.Equal(["welkom"], await socket.TextsAsync(1));
    }

    [Fact]
    public async Task Token_WithTrustedOrigins_WorksOnlyThere()
    {
        var token = (await _host.Http.SendAsync("POST", Base + "/tokens/generate", RunningHost.Secret, """{"trustedOrigins":["https://app.example"]}""")).Text("token");

        Assert.Equal(HttpStatusCode.Forbidden, (await _host.Http.SendAsync("POST", Base + "/conversations", token, headers: ("Origin", Shop))).Status);
        Assert.Equal(HttpStatusCode.Created, (await _host.Http.SendAsync("POST", Base + "/conversations", token, headers: ("Origin", "https://app.example"))).Status);
    }

    [Fact]
    public async Task Preflight_OfWebChat_AllowsItsHeaders()
    {
        var answer = await _host.Http.SendAsync(
            "OPTIONS",
            Base + "/conversations",
            headers: [("Origin", Shop), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "authorization,content-type,x-ms-bot-agent,x-requested-with")]);

        Assert.Equal(HttpStatusCode.NoContent, answer.Status);
        Assert.Equal(Shop, answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        var allowed = answer.Headers.GetValues("Access-Control-Allow-Headers").Single().Split(", ");
        Assert.All(["authorization", "content-type", "x-ms-bot-agent", "x-requested-with"], name => Assert.Contains(name, allowed, StringComparer.OrdinalIgnoreCase));
        Assert.Equal("7200", answer.Headers.GetValues("Access-Control-Max-Age").Single());
    }

    [Theory]
    [InlineData("GET", "/conversations/x", HttpStatusCode.Unauthorized)]
    [InlineData("GET", "/nergens", HttpStatusCode.NotFound)]
    public async Task Refusal_CarriesCorsHeaders(string method, string path, HttpStatusCode expected)
    {
        var answer = await _host.Http.SendAsync(method, Base + path, headers: ("Origin", Shop));

        Assert.Equal(expected, answer.Status);
        Assert.Equal(Shop, answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Contains("Retry-After", answer.Headers.GetValues("Access-Control-Expose-Headers"));
        Assert.Contains("Origin", answer.Headers.Vary);
    }

    [Fact]
    public async Task Connector_IsNotOpenedToPages()
    {
        var answer = await _host.Http.SendAsync("POST", "/api/messages", body: "{}", headers: ("Origin", Shop));

        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task StreamUrl_WithPublicOrigin_NamesIt()
    {
        await using var host = await RunningHost.StartAsync(settings: "MagBot:PublicOrigin=https://bot.winkel.example");

        var talk = await host.BeginAsync();

        Assert.StartsWith("wss://bot.winkel.example/v3/directline/conversations/", talk.StreamUrl, StringComparison.Ordinal);
    }
}
