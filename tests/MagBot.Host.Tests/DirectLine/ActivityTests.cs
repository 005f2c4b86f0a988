using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using MagBot.Host.Tests.Support;

namespace MagBot.Host.Tests.DirectLine;

/// <summary>Sections 4 and 5: posting and reading.</summary>
public sealed class ActivityTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private readonly RunningHost _host = shared.Host;

    // As Web Chat 4.18.1 posts a message.
    private const string WebChatMessage = """
        {"attachments":[],"channelData":{"attachmentSizes":[],"clientActivityID":"0rp3wuwea0s","webchat:sequence-id":1795313138100.001},"text":"hallo","textFormat":"plain",
         "type":"message","channelId":"webchat","from":{"id":"shop-user-1","name":"Jan","role":"user"},"locale":"nl-NL",
         "localTimestamp":"2026-11-22T01:11:22.632Z","localTimezone":"UTC","onbekend":{"a":[1,null]},
         "entities":[{"requiresBotState":true,"supportsListening":true,"supportsTts":true,"type":"ClientCapabilities"}],
         "id":"nagemaakt","timestamp":"1999-01-01T00:00:00Z","serviceUrl":"https://kwaad.example","callerId":"urn:x","conversation":{"id":"ander"}}
        """;

    [Fact]
    public async Task Post_Message_IsEchoedWithTheIdOfTheAnswerAndItsChannelData()
    {
        var talk = await _host.BeginAsync();

        var posted = await talk.PostAsync(WebChatMessage);
        var activities = (await talk.ReadAsync()).Json.GetProperty("activities").EnumerateArray().ToList();

        Assert.Equal(HttpStatusCode.OK, posted.Status);
        var echo = activities[1];
        Assert.Equal(posted.Text("id"), echo.GetProperty("id").GetString());
        Assert.Equal("0rp3wuwea0s", echo.GetProperty("channelData").GetProperty("clientActivityID").GetString());
        Assert.Equal("1795313138100.001", echo.GetProperty("channelData").GetProperty("webchat:sequence-id").GetRawText());
        Assert.Equal("""{"a":[1,null]}""", echo.GetProperty("onbekend").GetRawText());
        Assert.Equal("2026-11-22T01:11:22.632Z", echo.GetProperty("localTimestamp").GetString());
        Assert.Equal("ClientCapabilities", echo.GetProperty("entities")[0].GetProperty("type").GetString());
        Assert.Equal("echo: hallo", activities[2].GetProperty("text").GetString());
        Assert.Equal(posted.Text("id"), activities[2].GetProperty("replyToId").GetString());
    }

    [Fact]
    public async Task Post_ServerSetsWhoWhereAndWhen()
    {
        var talk = await _host.BeginAsync();

        await talk.PostAsync(WebChatMessage);
        var echo = (await talk.ReadAsync()).Json.GetProperty("activities")[1];

        Assert.Equal(talk.UserId, echo.GetProperty("from").GetProperty("id").GetString());
        Assert.Equal("user", echo.GetProperty("from").GetProperty("role").GetString());
        Assert.Equal(talk.Id, echo.GetProperty("conversation").GetProperty("id").GetString());
        Assert.Equal("directline", echo.GetProperty("channelId").GetString());
        Assert.Equal("magbot", echo.GetProperty("recipient").GetProperty("id").GetString());
        Assert.StartsWith(talk.Id + "|", echo.GetProperty("id").GetString(), StringComparison.Ordinal);
        Assert.True(echo.GetProperty("timestamp").GetDateTimeOffset() > DateTimeOffset.UtcNow.AddMinutes(-5));
        Assert.False(echo.TryGetProperty("serviceUrl", out _));
        Assert.False(echo.TryGetProperty("callerId", out _));
    }

    [Fact]
    public async Task Timestamps_StrictlyIncrease()
    {
        var talk = await _host.BeginAsync();
        await talk.SayAsync("drie");
        await talk.SayAsync("drie");

        var stamps = (await talk.ReadAsync()).Json.GetProperty("activities").EnumerateArray()
            .Select(activity => activity.GetProperty("timestamp").GetString()!).ToList(); // the server always sets it

        Assert.Equal(9, stamps.Count);
        Assert.Equal(stamps.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), stamps);
    }

    [Fact]
    public async Task Post_SameClientActivityId_GivesTheSameIdAndOneTurn()
    {
        var talk = await _host.BeginAsync();

        var first = await talk.SayAsync("hallo", "een");
        var second = await talk.SayAsync("hallo", "een");
        var third = await talk.SayAsync("hallo", "twee");

        Assert.Equal(first.Text("id"), second.Text("id"));
        Assert.NotEqual(first.Text("id"), third.Text("id"));
        Assert.Equal(["welkom", "hallo", "echo: hallo", "hallo", "echo: hallo"], (await talk.ReadAsync()).Texts);
    }

    [Fact]
    public async Task Post_SameClientActivityIdAtOnce_GivesOneTurn()
    {
        var talk = await _host.BeginAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => talk.SayAsync("hallo", "een")));

        Assert.Single(answers.Select(answer => answer.Text("id")).Distinct());
        Assert.Equal(["welkom", "hallo", "echo: hallo"], (await talk.ReadAsync()).Texts);
    }

    [Theory]
    [InlineData("{", "niet af")]
    [InlineData("", "leeg")]
    [InlineData("null", "null")]
    [InlineData("[]", "lijst")]
    [InlineData("\"message\"", "tekst")]
    [InlineData("""{"text":"zonder soort"}""", "geen type")]
    [InlineData("""{"type":""}""", "leeg type")]
    [InlineData("""{"type":7}""", "getal")]
    [InlineData("""{"type":"message","text":{"a":1}}""", "tekst is een object")]
    [InlineData("""{"type":"message","attachments":"geen lijst"}""", "bijlagen")]
    [InlineData("""{"type":"message","from":[]}""", "van")]
    [InlineData("""{"type":"message","localTimestamp":"gisteren"}""", "moment")]
    [InlineData("""{"type":"message","text":"\ud800"}""", "half teken")]
    [InlineData("""{"type":"message","onbekend":{"x":"\uD83D"}}""", "half teken in een onbekend veld")]
    [InlineData("""{"type":"invoke","name":"x"}""", "invoke")]
    [InlineData("""{"type":"trace"}""", "trace")]
    [InlineData("""{"type":"installationUpdate","action":"add"}""", "installatie")]
    public async Task Post_BadActivity_Returns400AndTheConversationGoesOn(string body, string why)
    {
        var talk = await _host.BeginAsync();

        var bad = await talk.PostAsync(body);
        var good = await talk.SayAsync("hallo");

        Assert.True((HttpStatusCode.BadRequest, "BadArgument") == (bad.Status, bad.Code), why);
        Assert.NotEmpty(bad.Json.GetProperty("error").GetProperty("message").GetString()!); // always there
        Assert.Equal(HttpStatusCode.OK, good.Status);
        Assert.Equal(["welkom", "hallo", "echo: hallo"], (await talk.ReadAsync()).Texts);
    }

    [Fact]
    public async Task Post_NestedTooDeep_Returns400()
    {
        var talk = await _host.BeginAsync();
        var depth = string.Concat(Enumerable.Repeat("[", 10_000)) + string.Concat(Enumerable.Repeat("]", 10_000));

        Assert.Equal(HttpStatusCode.BadRequest, (await talk.PostAsync($$"""{"type":"message","value":{{depth}}}""")).Status);
    }

    [Fact]
    public async Task Post_NotUtf8_Returns400()
    {
        var talk = await _host.BeginAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, talk.Activities);
        request.Headers.Add("Authorization", "Bearer " + talk.Token);
        request.Content = new ByteArrayContent([.. "{\"type\":\"message\",\"text\":\""u8, 0xC3, 0x28, .. "\"}"u8]);

        using var response = await _host.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Post_TenMegabytes_Returns413AndOthersGoOn(bool chunked)
    {
        var talk = await _host.BeginAsync();
        var other = await _host.BeginAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, talk.Activities);
        request.Headers.Add("Authorization", "Bearer " + talk.Token);
        request.Headers.TransferEncodingChunked = chunked;
        request.Content = new StringContent($$"""{"type":"message","text":"{{new string('a', 10_000_000)}}"}""", Encoding.UTF8, "application/json");

        using var response = await _host.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Contains("MessageSizeTooBig", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await other.SayAsync("hallo")).Status);
        Assert.Equal(["welkom"], (await talk.ReadAsync()).Texts);
    }

    [Fact]
    public async Task Post_AtTheLimitOfSize_Passes()
    {
        var talk = await _host.BeginAsync();

        Assert.Equal(HttpStatusCode.OK, (await talk.SayAsync(new string('a', 255_000))).Status);
    }

    [Theory]
    [InlineData("""{"type":"zelfbedacht","x":1}""")]
    [InlineData("""{"type":"event","name":"webchat/join"}""")]
    [InlineData("""{"type":"messageReaction","reactionsAdded":[{"type":"like"}]}""")]
    public async Task Post_OtherTypes_AreAccepted(string body)
    {
        var talk = await _host.BeginAsync();

        Assert.Equal(HttpStatusCode.OK, (await talk.PostAsync(body)).Status);
    }

    [Fact]
    public async Task Post_ConversationUpdate_IsAcceptedAndDoesNothing()
    {
        var talk = await _host.BeginAsync();

        var answer = await talk.PostAsync("""{"type":"conversationUpdate","membersAdded":[{"id":"nep"}]}""");

        Assert.NotEmpty(answer.Text("id"));
        Assert.Equal(["welkom"], (await talk.ReadAsync()).Texts);
    }

    [Fact]
    public async Task Post_EndOfConversation_IsNotShownAgain()
    {
        var talk = await _host.BeginAsync();

        Assert.Equal(HttpStatusCode.OK, (await talk.PostAsync("""{"type":"endOfConversation"}""")).Status);
        Assert.Equal(["welkom"], (await talk.ReadAsync()).Texts);
    }

    [Theory]
    [InlineData("""{"type":"message","text":"x","from":{"id":"dl_ander"}}""")]
    [InlineData("""{"type":"message","text":"x"}""")]
    public async Task Post_UnboundTokenWithoutUserOfItsOwn_Returns400(string body)
    {
        var token = await _host.Http.SendAsync("POST", "/v3/directline/tokens/generate", RunningHost.Secret);
        await _host.Http.SendAsync("POST", "/v3/directline/conversations", token.Text("token"));

        var answer = await _host.Http.SendAsync("POST", $"/v3/directline/conversations/{token.Text("conversationId")}/activities", token.Text("token"), body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }

    [Fact]
    public async Task Post_BotBreaks_Returns200AndSaysSorry()
    {
        var talk = await _host.BeginAsync();

        Assert.Equal(HttpStatusCode.OK, (await talk.SayAsync("kapot")).Status);
        Assert.Equal(["welkom", "kapot", "sorry"], (await talk.ReadAsync()).Texts);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("0")]
    public async Task Read_FromTheStart_GivesAllWithoutMemberUpdates(string watermark)
    {
        var talk = await _host.BeginAsync();
        await talk.SayAsync("hallo");

        var answer = await talk.ReadAsync(watermark);

        Assert.Equal(["welkom", "hallo", "echo: hallo"], answer.Texts);
        Assert.All(answer.Json.GetProperty("activities").EnumerateArray(), activity => Assert.Equal("message", activity.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task Read_AtTheEnd_GivesAnEmptySetWithTheSameWatermark()
    {
        var talk = await _host.BeginAsync();
        var all = await talk.ReadAsync();

        var rest = await talk.ReadAsync(all.Text("watermark"));

        Assert.Empty(rest.Texts);
        Assert.Equal(all.Text("watermark"), rest.Text("watermark"));
    }

    [Fact]
    public async Task Read_LongLog_ComesInPagesWithNothingTwice()
    {
        var talk = await _host.BeginAsync();
        foreach (var i in Enumerable.Range(0, 120))
            await talk.SayAsync(i.ToString(CultureInfo.InvariantCulture));
        List<string?> texts = [];
        string? watermark = "";
        Answer page;
        do
        {
            page = await talk.ReadAsync(watermark);
            texts.AddRange(page.Texts);
            watermark = page.Text("watermark");
        }
        while (page.Texts.Count > 0);

        Assert.Equal(241, texts.Count);
        Assert.Equal(texts.Distinct(), texts);
    }

    [Fact]
    public async Task Read_Dutch_IsReadableOnTheWire()
    {
        var talk = await _host.BeginAsync();
        await talk.SayAsync("één café, 😀 & <b>");

        var body = (await talk.ReadAsync()).Body;

        Assert.Contains("één café", body, StringComparison.Ordinal);
        Assert.Equal("één café, 😀 & <b>", JsonDocument.Parse(body).RootElement.GetProperty("activities")[1].GetProperty("text").GetString());
    }
}
