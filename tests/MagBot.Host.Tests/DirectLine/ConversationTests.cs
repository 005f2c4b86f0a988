using System.Net;
using MagBot.Host.Tests.Support;

namespace MagBot.Host.Tests.DirectLine;

/// <summary>Start and reconnect, greeting, what clients rely on.</summary>
public sealed class ConversationTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private const string Base = "/v3/directline";
    private readonly RunningHost _host = shared.Host;

    [Fact]
    public async Task Start_FirstTime_Returns201WithTokenAndAbsoluteStreamUrl()
    {
        var token = await _host.Http.SendAsync("POST", "/widget/token");

        var start = await _host.Http.SendAsync("POST", Base + "/conversations", token.Text("token"));

        Assert.Equal(HttpStatusCode.Created, start.Status);
        Assert.Equal(token.Text("conversationId"), start.Text("conversationId"));
        Assert.NotEmpty(start.Text("token"));
        Assert.Equal(1800, start.Json.GetProperty("expires_in").GetInt32());
        Assert.StartsWith($"ws://127.0.0.1:{_host.Address.Port}/v3/directline/conversations/{token.Text("conversationId")}/stream?watermark=-&t=", start.Text("streamUrl"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_Twice_Returns200AndGreetsOnce()
    {
        var talk = await _host.BeginAsync();

        var again = await _host.Http.SendAsync("POST", Base + "/conversations", talk.Token, """{"user":{}}""");

        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.Equal(talk.Id, again.Text("conversationId"));
        Assert.Equal(["welkom"], (await talk.ReadAsync()).Texts);
    }

    [Fact]
    public async Task Start_TwentyTimesAtOnce_GreetsOnce()
    {
        var token = await _host.Http.SendAsync("POST", "/widget/token", body: "{}");

        var starts = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
            _host.Http.SendAsync("POST", Base + "/conversations", token.Text("token"), """{"user":{}}""")));

        Assert.Single(starts, start => start.Status == HttpStatusCode.Created);
        var talk = new Talk(_host, token.Text("conversationId"), token.Text("token"), "", "");
        Assert.Equal(["welkom"], (await talk.ReadAsync()).Texts);
    }

    [Fact]
    public async Task Start_WithSecretAndUser_KeepsTheUser()
    {
        var start = await _host.Http.SendAsync("POST", Base + "/conversations", RunningHost.Secret, """{"user":{"id":"klant-1","name":"Jan"},"locale":"nl-NL"}""");

        var read = await _host.Http.SendAsync("GET", $"{Base}/conversations/{start.Text("conversationId")}/activities", RunningHost.Secret);

        Assert.Equal(HttpStatusCode.Created, start.Status);
        var greeting = Assert.Single(read.Json.GetProperty("activities").EnumerateArray());
        Assert.Equal("klant-1", greeting.GetProperty("recipient").GetProperty("id").GetString());
        Assert.Equal("nl-NL", greeting.GetProperty("locale").GetString());
    }

    [Theory]
    [InlineData("""{"locale":"<script>"}""")]
    [InlineData("""{"locale":"nl_NL; drop"}""")]
    [InlineData("""{"user":null,"locale":null}""")]
    public async Task Start_OddLocaleOrUser_IsIgnored(string body) =>
        Assert.Equal(HttpStatusCode.Created, (await _host.Http.SendAsync("POST", Base + "/conversations", RunningHost.Secret, body)).Status);

    [Fact]
    public async Task Greeting_HasNoReplyToId_SinceTheClientNeverSawWhatItAnswers()
    {
        var talk = await _host.BeginAsync();

        var greeting = Assert.Single((await talk.ReadAsync()).Json.GetProperty("activities").EnumerateArray());

        Assert.False(greeting.TryGetProperty("replyToId", out _));
        Assert.Equal("bot", greeting.GetProperty("from").GetProperty("role").GetString());
    }

    [Fact]
    public async Task Reconnect_GivesFreshTokenAndStreamUrlWithTheWatermark()
    {
        var talk = await _host.BeginAsync();

        var answer = await talk.ReconnectAsync("1");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(talk.Id, answer.Text("conversationId"));
        Assert.NotEqual(talk.Token, answer.Text("token"));
        Assert.Contains("stream?watermark=1&t=", answer.Text("streamUrl"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9999999")]
    [InlineData("-1")]
    [InlineData("gisteren")]
    [InlineData("99999999999999999999999999")]
    [InlineData("1;DROP TABLE")]
    [InlineData("%00")]
    public async Task Watermark_FromNowhere_Returns400(string watermark)
    {
        var talk = await _host.BeginAsync();

        var read = await talk.ReadAsync(watermark);
        var reconnect = await talk.ReconnectAsync(watermark);

        Assert.Equal((HttpStatusCode.BadRequest, "BadArgument"), (read.Status, read.Code));
        Assert.Equal((HttpStatusCode.BadRequest, "BadArgument"), (reconnect.Status, reconnect.Code));
        Assert.Equal(400, await Socket.RefusedAsync(talk.StreamUrl.Replace("watermark=-", "watermark=" + watermark, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Conversation_Unknown_Returns404()
    {
        const string Path = Base + "/conversations/bestaat-niet";

        Answer[] answers =
        [
            await _host.Http.SendAsync("GET", Path, RunningHost.Secret),
            await _host.Http.SendAsync("GET", Path + "/activities", RunningHost.Secret),
            await _host.Http.SendAsync("POST", Path + "/activities", RunningHost.Secret, """{"type":"message","text":"x","from":{"id":"a"}}"""),
            await _host.Http.SendAsync("POST", Path + "/activities", RunningHost.Secret, """{"type":"typing","from":{"id":"a"}}"""),
        ];

        Assert.All(answers, answer => Assert.Equal((HttpStatusCode.NotFound, "NotFound"), (answer.Status, answer.Code)));
    }

    [Theory]
    [InlineData("GET", "/nergens")]
    [InlineData("DELETE", "/conversations")]
    [InlineData("PUT", "/tokens/refresh")]
    public async Task Operation_Unknown_Returns404WithErrorBody(string method, string path)
    {
        var answer = await _host.Http.SendAsync(method, Base + path, RunningHost.Secret);

        Assert.Equal((HttpStatusCode.NotFound, "NotFound"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Answers_AreNeverCached()
    {
        var talk = await _host.BeginAsync();

        Assert.True((await talk.ReadAsync()).Headers.CacheControl?.NoStore);
        Assert.True((await talk.ReadAsync("x")).Headers.CacheControl?.NoStore);
    }
}
