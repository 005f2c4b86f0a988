using System.Net;
using System.Text;
using System.Text.Json;
using MagBot.Host.Tests.Support;
using MagBot.TestSupport;
using Microsoft.Extensions.DependencyInjection;

namespace MagBot.Host.Tests.DirectLine;

/// <summary>Sections 1, 2 and 7 of the protocol: credentials.</summary>
public sealed class TokenTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private const string Base = "/v3/directline";
    private readonly RunningHost _host = shared.Host;

    [Fact]
    public async Task Generate_WithSecret_GivesTokenOfAnUnstartedConversation()
    {
        var answer = await _host.Http.SendAsync("POST", Base + "/tokens/generate", RunningHost.Secret, """{"User":{"Id":"dl_abc","Name":"Jan"}}""");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(1800, answer.Json.GetProperty("expires_in").GetInt32());
        Assert.False(answer.Json.TryGetProperty("streamUrl", out _));
        var payload = Payload(answer.Text("token"));
        Assert.Equal("dl_abc", payload.GetProperty("user").GetString());
        Assert.Equal(answer.Text("conversationId"), payload.GetProperty("conv").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await _host.Http.SendAsync("GET", $"{Base}/conversations/{answer.Text("conversationId")}", answer.Text("token"))).Status);
    }

    [Theory]
    [InlineData("""{"user":{"id":"jan"}}""")]
    [InlineData("""{"trustedOrigins":["niet een adres"]}""")]
    [InlineData("""{"trustedOrigins":[null]}""")]
    [InlineData("[]")]
    [InlineData("null")]
    public async Task Generate_BadBody_Returns400(string body)
    {
        var answer = await _host.Http.SendAsync("POST", Base + "/tokens/generate", RunningHost.Secret, body);

        Assert.Equal((HttpStatusCode.BadRequest, "BadArgument"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Generate_WrongSecret_Returns403()
    {
        var answer = await _host.Http.SendAsync("POST", Base + "/tokens/generate", RunningHost.Secret + "x");

        Assert.Equal((HttpStatusCode.Forbidden, "Forbidden"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Generate_WithToken_Returns403()
    {
        var talk = await _host.BeginAsync();

        Assert.Equal(HttpStatusCode.Forbidden, (await _host.Http.SendAsync("POST", Base + "/tokens/generate", talk.Token)).Status);
    }

    [Fact]
    public async Task Generate_NoSecretConfigured_Returns403()
    {
        await using var host = await RunningHost.StartAsync(settings: "MagBot:DirectLine:Secrets:0=sha256:" + new string('0', 64));

        Assert.Equal(HttpStatusCode.Forbidden, (await host.Http.SendAsync("POST", Base + "/tokens/generate", RunningHost.Secret)).Status);
    }

    [Fact]
    public async Task Generate_SecretConfiguredAsHash_GivesToken()
    {
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes("een ander geheim van de winkel")));
        await using var host = await RunningHost.StartAsync(settings: "MagBot:DirectLine:Secrets:1=sha256:" + hash);

        Assert.Equal(HttpStatusCode.OK, (await host.Http.SendAsync("POST", Base + "/tokens/generate", "een ander geheim van de winkel")).Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Basic abc")]
    [InlineData("Bearer")]
    [InlineData("Bearer  ")]
    public async Task Call_WithoutBearer_Returns401(string? authorization)
    {
        (string, string)[] headers = authorization is null ? [] : [("Authorization", authorization)];

        var answer = await _host.Http.SendAsync("POST", Base + "/conversations", headers: headers);

        Assert.Equal((HttpStatusCode.Unauthorized, "Unauthorized"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Refresh_Token_GivesAnotherForTheSameConversationAndUser()
    {
        var talk = await _host.BeginAsync();

        var answer = await _host.Http.SendAsync("POST", Base + "/tokens/refresh", talk.Token);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(talk.Id, answer.Text("conversationId"));
        Assert.NotEqual(talk.Token, answer.Text("token"));
        Assert.Equal(talk.UserId, Payload(answer.Text("token")).GetProperty("user").GetString());
    }

    [Fact]
    public async Task Refresh_Secret_Returns400() =>
        Assert.Equal(HttpStatusCode.BadRequest, (await _host.Http.SendAsync("POST", Base + "/tokens/refresh", RunningHost.Secret)).Status);

    [Fact]
    public async Task Token_Expired_Returns403Everywhere()
    {
        var time = new ManualTimeProvider(DateTimeOffset.UtcNow);
        await using var host = await RunningHost.StartAsync(customize: services => services.AddSingleton<TimeProvider>(time));
        var talk = await host.BeginAsync();
        time.Advance(TimeSpan.FromSeconds(1801));

        Answer[] answers =
        [
            await talk.ReadAsync(),
            await talk.SayAsync("hallo"),
            await talk.ReconnectAsync(),
            await host.Http.SendAsync("POST", Base + "/conversations", talk.Token),
            await host.Http.SendAsync("POST", Base + "/tokens/refresh", talk.Token),
        ];

        Assert.All(answers, answer => Assert.Equal((HttpStatusCode.Forbidden, "TokenExpired"), (answer.Status, answer.Code)));
        Assert.Equal(403, await Socket.RefusedAsync(talk.StreamUrl));
    }

    [Fact]
    public async Task Token_OfAnotherConversation_Returns403()
    {
        var mine = await _host.BeginAsync();
        var other = await _host.BeginAsync();
        var foreign = mine with { Token = other.Token };

        Assert.Equal(HttpStatusCode.Forbidden, (await foreign.ReadAsync()).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await foreign.SayAsync("hallo")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await foreign.ReconnectAsync()).Status);
    }

    public static TheoryData<string> Forgeries() => ["signature", "payload", "none", "stream", "nonsense", "long"];

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task Token_Forged_Returns403(string kind)
    {
        var talk = await _host.BeginAsync();
        var parts = talk.Token.Split('.');
        var forged = kind switch
        {
            "signature" => $"{parts[0]}.{parts[1]}.{new string('A', parts[2].Length)}",
            "payload" => $"{parts[0]}.{Encode("""{"aud":"magbot/directline","iss":"magbot","exp":9999999999,"conv":"x"}""")}.{parts[2]}",
            "none" => $"{Encode("""{"alg":"none"}""")}.{parts[1]}.",
            "stream" => talk.StreamUrl.Split("t=")[1],
            "nonsense" => "abc.def.ghi",
            _ => new string('a', 20_000),
        };

        var answer = await (talk with { Token = forged }).ReadAsync();

        Assert.Equal((HttpStatusCode.Forbidden, "Forbidden"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Token_ForStream_IsNotAConversationToken()
    {
        var talk = await _host.BeginAsync();

        Assert.Equal(403, await Socket.RefusedAsync(talk.StreamUrl.Split("t=")[0] + "t=" + talk.Token));
    }

    [Fact]
    public async Task GetSessionId_WithToken_GivesTheSameEachTime()
    {
        var talk = await _host.BeginAsync();

        var first = await _host.Http.SendAsync("GET", Base + "/session/getsessionid", talk.Token);
        var second = await _host.Http.SendAsync("GET", Base + "/session/getsessionid", talk.Token);

        Assert.Equal(first.Text("sessionId"), second.Text("sessionId"));
        Assert.NotEmpty(first.Text("sessionId"));
    }

    private static JsonElement Payload(string token)
    {
        var part = token.Split('.')[1].Replace('-', '+').Replace('_', '/');
        return JsonDocument.Parse(Convert.FromBase64String(part.PadRight((part.Length + 3) / 4 * 4, '='))).RootElement;
    }

    private static string Encode(string json) => Convert.ToBase64String(Encoding.UTF8.GetBytes(json)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
