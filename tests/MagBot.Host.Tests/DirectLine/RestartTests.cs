using System.Net;
using MagBot.Host.Tests.Support;
using MagBot.TestSupport.Storage;

namespace MagBot.Host.Tests.DirectLine;

/// <summary>What lives on when the process does not.</summary>
public sealed class RestartTests
{
    [Fact]
    public async Task Restart_OnTheSameData_TokenWatermarkAndDeduplicationHold()
    {
        using var data = new TemporaryDirectory();
        string id, token, watermark, messageId;
        await using (var first = await RunningHost.StartAsync(data.Path))
        {
            var talk = await first.BeginAsync();
            messageId = (await talk.SayAsync("voor de herstart", "k1")).Text("id");
            watermark = (await talk.ReadAsync()).Text("watermark");
            (id, token) = (talk.Id, talk.Token);
        }

        await using var second = await RunningHost.StartAsync(data.Path);
        var resumed = new Talk(second, id, token, "", "");
        var again = await resumed.SayAsync("voor de herstart", "k1");
        await resumed.SayAsync("na de herstart", "k2");
        var started = await second.Http.SendAsync("POST", "/v3/directline/conversations", token, "{}");
        await using var socket = await Socket.OpenAsync((await resumed.ReconnectAsync(watermark)).Text("streamUrl"));

        Assert.Equal(messageId, again.Text("id"));
        Assert.Equal(HttpStatusCode.OK, started.Status);
        Assert.Equal(["na de herstart", "echo: na de herstart"], await socket.TextsAsync(2));
        Assert.Equal(
            ["welkom", "voor de herstart", "echo: voor de herstart", "na de herstart", "echo: na de herstart"],
            (await resumed.ReadAsync()).Texts);
    }
}
