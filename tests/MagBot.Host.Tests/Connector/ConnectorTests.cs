using System.Net;
using MagBot.Host.Tests.Support;

namespace MagBot.Host.Tests.Connector;

/// <summary>The Bot Connector endpoint with a test identity provider and a stub of the channel.</summary>
public sealed class ConnectorTests : IAsyncLifetime
{
    private TestIdentityProvider _identity = null!; // set before each test, as the next two
    private StubConnector _connector = null!;
    private RunningHost _host = null!;

    public async Task InitializeAsync()
    {
        _identity = await TestIdentityProvider.StartAsync();
        _connector = await StubConnector.StartAsync();
        _host = await RunningHost.StartAsync(settings: _identity.Settings);
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _connector.DisposeAsync();
        await _identity.DisposeAsync();
    }

    [Fact]
    public async Task Message_WithGoodToken_Returns202AndTheReplyIsDelivered()
    {
        var answer = await PostAsync(Message("hallo"));
        var delivered = await _connector.NextAsync();

        Assert.Equal((HttpStatusCode.Accepted, ""), (answer.Status, answer.Body));
        Assert.Equal("/_connector/v3/conversations/19%3Aabc%40thread.tacv2%3Bmessageid%3D17/activities/m1", delivered.Path);
        Assert.Equal("echo: hallo", delivered.Body.GetProperty("text").GetString());
        Assert.Equal("m1", delivered.Body.GetProperty("replyToId").GetString());
        Assert.Equal("29:klant", delivered.Body.GetProperty("recipient").GetProperty("id").GetString());
        Assert.Equal("28:bot", delivered.Body.GetProperty("from").GetProperty("id").GetString());
        Assert.False(delivered.Body.TryGetProperty("id", out _));
        Assert.Null(delivered.Authorization);
    }

    [Fact]
    public async Task Message_WithMention_ReachesTheBotWithoutIt()
    {
        await PostAsync(Message("<at>Test Bot</at> hallo groep"));

        Assert.Equal("echo: hallo groep", (await _connector.NextAsync()).Body.GetProperty("text").GetString());
    }

    [Fact]
    public async Task Message_SentAgainByTheChannel_IsHandledOnce()
    {
        await PostAsync(Message("hallo"));
        var again = await PostAsync(Message("hallo"));
        await PostAsync(Message("klaar", "m2"));

        Assert.Equal(HttpStatusCode.Accepted, again.Status);
        Assert.Equal("echo: hallo", (await _connector.NextAsync()).Body.GetProperty("text").GetString());
        Assert.Equal("echo: klaar", (await _connector.NextAsync()).Body.GetProperty("text").GetString());
    }

    [Fact]
    public async Task Replies_AreDeliveredInOrderOverFailures()
    {
        _connector.Statuses.Enqueue((429, "1"));
        _connector.Statuses.Enqueue((201, null));

        await PostAsync(Message("drie"));

        List<string?> texts = [];
        for (var i = 0; i < 4; i++)
            texts.Add((await _connector.NextAsync()).Body.GetProperty("text").GetString());
        Assert.Equal(["een", "een", "twee", "drie"], texts);
    }

    [Fact]
    public async Task Reply_RefusedForGood_IsGivenUpAndTheNextGoesOut()
    {
        _connector.Statuses.Enqueue((403, null));

        await PostAsync(Message("drie"));

        List<string?> texts = [];
        for (var i = 0; i < 3; i++)
            texts.Add((await _connector.NextAsync()).Body.GetProperty("text").GetString());
        Assert.Equal(["een", "twee", "drie"], texts);
    }

    [Fact]
    public async Task ExpectReplies_AnswersInTheBodyAndDeliversNothing()
    {
        var answer = await PostAsync(Message("hallo").Replace("\"type\"", "\"deliveryMode\":\"expectReplies\",\"type\"", StringComparison.Ordinal));
        await PostAsync(Message("daarna", "m2"));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(["echo: hallo"], answer.Texts);
        Assert.Equal("echo: daarna", (await _connector.NextAsync()).Body.GetProperty("text").GetString());
    }

    [Fact]
    public async Task Invoke_Unknown_Returns501() => Assert.Equal(
        HttpStatusCode.NotImplemented,
        (await PostAsync(Message("x").Replace("\"message\"", "\"invoke\"", StringComparison.Ordinal))).Status);

    [Fact]
    public async Task UnknownType_IsAccepted() => Assert.Equal(
        HttpStatusCode.Accepted,
        (await PostAsync(Message("x").Replace("\"message\"", "\"zelfbedacht\"", StringComparison.Ordinal))).Status);

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("[]")]
    public async Task Body_Malformed_Returns400(string body) => Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(body)).Status);

    [Fact]
    public async Task Body_TenMegabytes_Returns413() =>
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await PostAsync(Message(new string('a', 10_000_000)))).Status);

    [Fact]
    public async Task Head_IsAnsweredQuietly() => Assert.Equal(HttpStatusCode.OK, (await _host.Http.SendAsync("HEAD", "/api/messages")).Status);

    private Task<Answer> PostAsync(string body) => _host.Http.SendAsync("POST", "/api/messages", _identity.Token(_connector.ServiceUrl), body);

    // As the Agents Playground posts in a channel.
    private string Message(string text, string id = "m1") => $$"""
        {"type":"message","id":"{{id}}","text":"{{text}}","channelId":"msteams","serviceUrl":"{{_connector.ServiceUrl}}",
         "from":{"id":"29:klant","name":"Alex Wilber"},"recipient":{"id":"28:bot","name":"Test Bot"},
         "conversation":{"isGroup":true,"conversationType":"channel","id":"19:abc@thread.tacv2;messageid=17"},
         "entities":[{"type":"mention","mentioned":{"id":"28:bot","name":"Test Bot"},"text":"<at>Test Bot</at>"}]}
        """;
}

public sealed class UnauthenticatedConnectorTests
{
    private const string Message = """
        {"type":"message","id":"m1","text":"stil","channelId":"emulator","serviceUrl":"http://localhost:56150","from":{"id":"u"},"recipient":{"id":"b"},"conversation":{"id":"c"}}
        """;

    [Fact]
    public async Task WithoutAppId_Returns401()
    {
        await using var host = await RunningHost.StartAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, (await host.Http.SendAsync("POST", "/api/messages", body: Message)).Status);
    }

    [Fact]
    public async Task Allowed_InDevelopment_Returns202()
    {
        await using var host = await RunningHost.StartAsync(settings: ["environment=Development", "MagBot:Connector:AllowUnauthenticated=true"]);

        Assert.Equal(HttpStatusCode.Accepted, (await host.Http.SendAsync("POST", "/api/messages", body: Message)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.Http.SendAsync("POST", "/api/messages", "onzin", Message)).Status);
    }
}
