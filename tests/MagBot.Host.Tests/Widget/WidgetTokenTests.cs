using System.Net;
using MagBot.Host.Tests.Support;
using MagBot.TestSupport;
using Microsoft.Extensions.DependencyInjection;

namespace MagBot.Host.Tests.Widget;

public sealed class WidgetTokenTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _time = new(DateTimeOffset.UtcNow);
    private RunningHost _host = null!; // set before each test

    public async Task InitializeAsync() => _host = await RunningHost.StartAsync(customize: services => services.AddSingleton<TimeProvider>(_time));

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{}")]
    public async Task Token_WithoutProof_OpensANewConversationForAnUnguessableUser(string? body)
    {
        var answer = await _host.Http.SendAsync("POST", "/widget/token", body: body);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.StartsWith("dl_", answer.Text("userId"), StringComparison.Ordinal);
        Assert.True(answer.Text("userId").Length > 30);
        Assert.Equal(1800, answer.Json.GetProperty("expires_in").GetInt32());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1900)]
    [InlineData((24 * 3600) + 1700)]
    public async Task Token_WithEarlierToken_ResumesConversationAndUser(int secondsLater)
    {
        var talk = await _host.BeginAsync();
        await talk.SayAsync("hallo");
        _time.Advance(TimeSpan.FromSeconds(secondsLater));

        var answer = await ResumeAsync(talk.Id, talk.Token);

        Assert.Equal((talk.Id, talk.UserId), (answer.Text("conversationId"), answer.Text("userId")));
        var resumed = talk with { Token = answer.Text("token") };
        Assert.Equal(["welkom", "hallo", "echo: hallo"], (await resumed.ReadAsync()).Texts);
    }

    [Fact]
    public async Task Token_LongExpiredProof_OpensANewConversation()
    {
        var talk = await _host.BeginAsync();
        _time.Advance(TimeSpan.FromSeconds(1800) + TimeSpan.FromHours(24) + TimeSpan.FromSeconds(1));

        Assert.NotEqual(talk.Id, (await ResumeAsync(talk.Id, talk.Token)).Text("conversationId"));
    }

    [Theory]
    [InlineData("forged")]
    [InlineData("stream")]
    [InlineData("other")]
    public async Task Token_BadProof_OpensANewConversation(string kind)
    {
        var talk = await _host.BeginAsync();
        var proof = kind switch
        {
            "forged" => talk.Token[..^8] + "AAAAAAAA",
            "stream" => talk.StreamUrl.Split("t=")[1],
            _ => (await _host.BeginAsync()).Token,
        };

        Assert.NotEqual(talk.Id, (await ResumeAsync(talk.Id, proof)).Text("conversationId"));
    }

    [Fact]
    public async Task Token_ProofOfAConversationThatNeverBegan_OpensANewOne()
    {
        var earlier = await _host.Http.SendAsync("POST", "/widget/token", body: "{}");

        Assert.NotEqual(earlier.Text("conversationId"), (await ResumeAsync(earlier.Text("conversationId"), earlier.Text("token"))).Text("conversationId"));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"token":7}""")]
    public async Task Token_BadBody_Returns400(string body)
    {
        var answer = await _host.Http.SendAsync("POST", "/widget/token", body: body);

        Assert.Equal((HttpStatusCode.BadRequest, "BadArgument"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Token_HugeBody_Returns413()
    {
        var answer = await _host.Http.SendAsync("POST", "/widget/token", body: $$"""{"token":"{{new string('a', 100_000)}}"}""");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.Status);
    }

    [Fact]
    public async Task Config_GivesShopAndTextsOfTheKnowledge()
    {
        var answer = await _host.Http.SendAsync("GET", "/widget/config.json");

        Assert.Equal("Rustpunt Vitaal", answer.Text("shop"));
        var strings = answer.Json.GetProperty("strings");
        Assert.Equal("Typ je vraag", strings.GetProperty("placeholder").GetString());
        Assert.DoesNotContain("{phone}", strings.GetProperty("unavailable").GetString(), StringComparison.Ordinal);
    }

    private Task<Answer> ResumeAsync(string conversationId, string token) =>
        _host.Http.SendAsync("POST", "/widget/token", body: $$"""{"conversationId":"{{conversationId}}","token":"{{token}}"}""");
}
