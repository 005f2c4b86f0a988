using System.Text.Json;
using MagBot.Activities;
using MagBot.Channels.Connector;
using MagBot.Host.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace MagBot.Host.Tests.Connector;

/// <summary>The calls of our connector client, as a channel sees them.</summary>
public sealed class ConnectorClientTests : IAsyncLifetime
{
    private const string Conversation = "19:abc@thread.tacv2;messageid=17";
    private const string EscapedConversation = "19%3Aabc%40thread.tacv2%3Bmessageid%3D17";

    private readonly TokenCounter _tokens = new();
    private StubConnector _connector = null!; // set before each test, as the next
    private RunningHost _host = null!;

    private ConnectorClient Client => _host.Services.GetRequiredService<ConnectorClient>();

    public async Task InitializeAsync()
    {
        _connector = await StubConnector.StartAsync();
        _host = await RunningHost.StartAsync(
            customize: services => services.AddSingleton<IConnectorCredentials>(_tokens), settings: ["environment=Development"]);
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _connector.DisposeAsync();
    }

    [Fact]
    public async Task Update_PutsTheActivityUnderItsOwnId()
    {
        var answer = await Client.UpdateAsync(new ConnectorDelivery(_connector.ServiceUrl, Conversation, Message("nieuw")), "m/1", CancellationToken.None);
        var call = await _connector.NextAsync();

        Assert.Null(answer.Outcome.Failure);
        Assert.Equal($"PUT /_connector/v3/conversations/{EscapedConversation}/activities/m%2F1", call.Request);
        Assert.Equal("m/1", call.Body.GetProperty("id").GetString());
    }

    [Fact]
    public async Task Delete_HasNoBody()
    {
        await Client.DeleteAsync(_connector.ServiceUrl, Conversation, "m1", CancellationToken.None);
        var call = await _connector.NextAsync();

        Assert.Equal($"DELETE /_connector/v3/conversations/{EscapedConversation}/activities/m1", call.Request);
        Assert.Equal(JsonValueKind.Undefined, call.Body.ValueKind);
    }

    [Fact]
    public async Task Create_WithAPerson_GivesTheConversation()
    {
        _connector.Bodies.Enqueue("""{"id":"a:1"}""");

        var answer = await Client.CreateAsync(
            _connector.ServiceUrl + "/", NewConversation.With(new ChannelAccount { Id = "29:klant" }, "tenant"), CancellationToken.None);
        var call = await _connector.NextAsync();

        Assert.Equal("a:1", answer.Value?.Id);
        Assert.Equal("POST /_connector/v3/conversations", call.Request);
        Assert.Equal("29:klant", call.Body.GetProperty("members")[0].GetProperty("id").GetString());
        Assert.False(call.Body.GetProperty("isGroup").GetBoolean());
        Assert.False(call.Body.TryGetProperty("activity", out _));
    }

    [Fact]
    public async Task Create_InAChannelOfATeam_BeginsAThreadWithItsFirstMessage()
    {
        _connector.Bodies.Enqueue("""{"id":"19:abc@thread.tacv2;messageid=18","activityId":"18"}""");

        var answer = await Client.CreateAsync(
            _connector.ServiceUrl, NewConversation.InTeamsChannel("19:abc@thread.tacv2", "tenant", Message("nieuw verzoek")), CancellationToken.None);
        var call = await _connector.NextAsync();

        Assert.Equal("18", answer.Value?.ActivityId);
        Assert.True(call.Body.GetProperty("isGroup").GetBoolean());
        Assert.Equal("19:abc@thread.tacv2", call.Body.GetProperty("channelData").GetProperty("channel").GetProperty("id").GetString());
        Assert.Equal("nieuw verzoek", call.Body.GetProperty("activity").GetProperty("text").GetString());
    }

    [Fact]
    public async Task Members_AreReadOverAllPagesAndARepeatedPageEndsIt()
    {
        _connector.Bodies.Enqueue("""{"members":[{"id":"1"}],"continuationToken":"v/2"}""");
        _connector.Bodies.Enqueue("""{"members":[{"id":"2","objectId":"x"}],"continuationToken":"v/3"}""");
        _connector.Bodies.Enqueue("""{"members":[{"id":"3"}],"continuationToken":"v/3"}""");

        var answer = await Client.ListMembersAsync(_connector.ServiceUrl, Conversation, CancellationToken.None);
        await _connector.NextAsync();
        var second = await _connector.NextAsync();

        Assert.Equal(["1", "2", "3"], answer.Value?.Select(member => member.Id));
        Assert.EndsWith("continuationToken=v%2F2", second.Request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Member_Unknown_IsAnOutcome()
    {
        _connector.Statuses.Enqueue((404, null));

        var answer = await Client.FindMemberAsync(_connector.ServiceUrl, Conversation, "29:x", CancellationToken.None);

        Assert.Equal(("NotFound", false), (answer.Outcome.Failure, answer.Outcome.MayRetry));
    }

    [Fact]
    public async Task Typing_IsSentAsAnActivity()
    {
        await Client.SendAsync(new ConnectorDelivery(_connector.ServiceUrl, Conversation, new Activity { Type = ActivityTypes.Typing }), CancellationToken.None);

        Assert.Equal("typing", (await _connector.NextAsync()).Body.GetProperty("type").GetString());
    }

    [Theory]
    [InlineData(201, "", null, false)]
    [InlineData(202, "<html>", null, false)]
    [InlineData(400, "{}", "BadRequest", false)]
    [InlineData(403, "<html>", "Forbidden", false)]
    [InlineData(413, "", "RequestEntityTooLarge", false)]
    [InlineData(412, "", "PreconditionFailed", true)]
    [InlineData(429, "", "TooManyRequests", true)]
    [InlineData(500, "", "InternalServerError", true)]
    [InlineData(502, "", "BadGateway", true)]
    [InlineData(308, "", "PermanentRedirect", false)]
    public async Task Answer_IsReadByItsStatusWhateverTheBody(int status, string body, string? failure, bool mayRetry)
    {
        _connector.Statuses.Enqueue((status, null));
        _connector.Bodies.Enqueue(body);

        var answer = await Client.SendAsync(new ConnectorDelivery(_connector.ServiceUrl, Conversation, Message("x")), CancellationToken.None);

        Assert.Equal((failure, mayRetry), (answer.Outcome.Failure, answer.Outcome.MayRetry));
    }

    [Fact]
    public async Task Connector_ThatIsNotThere_MayBeTriedAgain()
    {
        var answer = await Client.SendAsync(new ConnectorDelivery("http://127.0.0.1:1/", Conversation, Message("x")), CancellationToken.None);

        Assert.True(answer.Outcome.MayRetry);
    }

    [Fact]
    public async Task Token_NeverGoesToAHostThatIsNotTrusted()
    {
        await Client.SendAsync(new ConnectorDelivery(_connector.ServiceUrl, Conversation, Message("x")), CancellationToken.None);
        await Client.SendAsync(new ConnectorDelivery(_connector.ServiceUrl, Conversation, Message("x"), TestIdentityProvider.Caller), CancellationToken.None);

        Assert.Null((await _connector.NextAsync()).Authorization);
        Assert.Null((await _connector.NextAsync()).Authorization);
        Assert.Equal(0, _tokens.Asked);
    }

    [Theory]
    [InlineData(null, "https://login.microsoftonline.com/botframework.com")]
    [InlineData("tenant", "https://login.microsoftonline.com/tenant")]
    public void Authority_FollowsTheTenant(string? tenant, string expected) =>
        Assert.Equal(expected, ConnectorCredentials.Authority(new ConnectorOptions { TenantId = tenant }));

    private static Activity Message(string text) => new() { Type = ActivityTypes.Message, Text = text };

    private sealed class TokenCounter : IConnectorCredentials
    {
        public int Asked { get; private set; }

        public Task<string?> FindTokenAsync(string scope, bool refresh, CancellationToken cancellationToken)
        {
            Asked++;
            return Task.FromResult<string?>("geheim");
        }
    }
}
