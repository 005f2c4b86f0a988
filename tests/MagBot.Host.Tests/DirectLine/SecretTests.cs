using System.Net;
using System.Security.Cryptography;
using System.Text;
using MagBot.Host.Tests.Support;
using MagBot.TestSupport.Storage;

namespace MagBot.Host.Tests.DirectLine;

/// <summary>Secrets of server-side callers: two at a time, so that one can take the place of the other.</summary>
public sealed class SecretTests
{
    private const string Base = "/v3/directline";
    private const string Next = "het-volgende-geheim-van-de-winkel-2027";

    [Fact]
    public async Task TwoSecrets_BothHoldForTheSameConversations()
    {
        await using var host = await RunningHost.StartAsync(settings: "MagBot:DirectLine:Secrets:1=" + Next);

        var begun = await host.Http.SendAsync("POST", Base + "/conversations", RunningHost.Secret, """{"user":{"id":"klant-1"}}""");
        var read = await host.Http.SendAsync("GET", $"{Base}/conversations/{begun.Text("conversationId")}/activities", Next);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (begun.Status, read.Status));
        Assert.Equal(HttpStatusCode.OK, (await host.Http.SendAsync("POST", Base + "/tokens/generate", Next)).Status);
    }

    [Fact]
    public async Task Secret_Hashed_Holds()
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Next)));
        await using var host = await RunningHost.StartAsync(settings: "MagBot:DirectLine:Secrets:1=sha256:" + hash);

        Assert.Equal(HttpStatusCode.OK, (await host.Http.SendAsync("POST", Base + "/tokens/generate", Next)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await host.Http.SendAsync("POST", Base + "/tokens/generate", "sha256:" + hash)).Status);
    }

    [Fact]
    public async Task Secret_Removed_NoLongerHoldsButItsTokensAndConversationsDo()
    {
        using var data = new TemporaryDirectory();
        string id, token;
        await using (var both = await RunningHost.StartAsync(data.Path, null, "MagBot:DirectLine:Secrets:1=" + Next))
        {
            var generated = await both.Http.SendAsync("POST", Base + "/tokens/generate", RunningHost.Secret, """{"user":{"id":"dl_klant"}}""");
            (id, token) = (generated.Text("conversationId"), generated.Text("token"));
            Assert.Equal(HttpStatusCode.Created, (await both.Http.SendAsync("POST", Base + "/conversations", token, "{}")).Status);
        }

        // The second takes the place of the first.
        await using var host = await RunningHost.StartAsync(data.Path, null, "MagBot:DirectLine:Secrets:0=" + Next);
        var talk = new Talk(host, id, token, "", "dl_klant");

        var refused = await host.Http.SendAsync("GET", talk.Activities, RunningHost.Secret);
        Assert.Equal((HttpStatusCode.Forbidden, "Forbidden"), (refused.Status, refused.Code));
        Assert.Equal(HttpStatusCode.Forbidden, (await host.Http.SendAsync("POST", Base + "/tokens/generate", RunningHost.Secret)).Status);
        Assert.Equal(HttpStatusCode.OK, (await talk.SayAsync("met het oude token")).Status);
        Assert.Equal(HttpStatusCode.OK, (await host.Http.SendAsync("POST", Base + "/tokens/refresh", token)).Status);
        Assert.Equal(HttpStatusCode.OK, (await host.Http.SendAsync("GET", talk.Activities, Next)).Status);
    }

    [Theory]
    [InlineData("POST", "/tokens/generate")]
    [InlineData("POST", "/tokens/refresh")]
    [InlineData("POST", "/conversations")]
    [InlineData("GET", "/session/getsessionid")]
    public async Task Secret_Unknown_IsRefusedEverywhere(string method, string path)
    {
        await using var host = await RunningHost.StartAsync(settings: "MagBot:DirectLine:Secrets:1=" + Next);

        var answer = await host.Http.SendAsync(method, Base + path, Next + "x", method == "POST" ? "{}" : null);

        Assert.Equal((HttpStatusCode.Forbidden, "Forbidden"), (answer.Status, answer.Code));
    }
}
