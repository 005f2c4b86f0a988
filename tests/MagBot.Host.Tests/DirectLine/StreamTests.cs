using System.Net;
using System.Net.WebSockets;
using MagBot.Dialogs.Turns;
using MagBot.Host.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace MagBot.Host.Tests.DirectLine;

/// <summary>Section 6: the WebSocket.</summary>
public sealed class StreamTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private readonly RunningHost _host = shared.Host;

    [Fact]
    public async Task Open_AfterThingsWereSaid_GivesAllFromTheStart()
    {
        var talk = await _host.BeginAsync();
        await talk.SayAsync("hallo");

        await using var socket = await Socket.OpenAsync(talk.StreamUrl);

        Assert.Equal(["welkom", "hallo", "echo: hallo"], await socket.TextsAsync(3));
        Assert.Equal((await talk.ReadAsync()).Text("watermark"), socket.Watermark);
    }

    [Fact]
    public async Task Open_WithWatermark_GivesOnlyWhatFollows()
    {
        var talk = await _host.BeginAsync();
        var watermark = (await talk.ReadAsync()).Text("watermark");
        await talk.SayAsync("hallo");

        await using var socket = await Socket.OpenAsync((await talk.ReconnectAsync(watermark)).Text("streamUrl"));

        Assert.Equal(["hallo", "echo: hallo"], await socket.TextsAsync(2));
    }

    [Fact]
    public async Task Live_EchoComesBeforeTheReply()
    {
        var talk = await _host.BeginAsync();
        await using var socket = await Socket.OpenAsync(talk.StreamUrl);
        await socket.TakeAsync(1);

        var posted = await talk.SayAsync("hallo");
        var activities = await socket.TakeAsync(2);

        Assert.Equal(posted.Text("id"), activities[0].GetProperty("id").GetString());
        Assert.Equal(posted.Text("id"), activities[1].GetProperty("replyToId").GetString());
    }

    [Fact]
    public async Task TwoSockets_BothGetEverything()
    {
        var talk = await _host.BeginAsync();
        await using var one = await Socket.OpenAsync(talk.StreamUrl);
        await using var two = await Socket.OpenAsync(talk.StreamUrl);

        await talk.SayAsync("hallo");

        Assert.Equal(["welkom", "hallo", "echo: hallo"], await one.TextsAsync(3));
        Assert.Equal(["welkom", "hallo", "echo: hallo"], await two.TextsAsync(3));
    }

    [Fact]
    public async Task FifthSocket_ClosesTheOldestAsCollision()
    {
        var talk = await _host.BeginAsync();
        List<Socket> sockets = [];
        for (var i = 0; i < 5; i++)
        {
            sockets.Add(await Socket.OpenAsync(talk.StreamUrl));
            await sockets[i].TakeAsync(1);
        }

        Assert.Null(await sockets[0].FrameAsync());
        Assert.Equal((WebSocketCloseStatus.PolicyViolation, "collision"), (sockets[0].CloseStatus, sockets[0].CloseReason));
        await talk.SayAsync("stil");
        Assert.Equal(["stil"], await sockets[1].TextsAsync(1));
        foreach (var socket in sockets)
            await socket.DisposeAsync();
    }

    [Fact]
    public async Task Typing_ComesWithoutWatermarkAndIsNotKept()
    {
        var talk = await _host.BeginAsync();
        await using var socket = await Socket.OpenAsync(talk.StreamUrl);
        await socket.TakeAsync(1);

        var answer = await talk.PostAsync("""{"type":"typing"}""");
        var frame = await socket.FrameAsync();

        Assert.NotNull(frame);
        Assert.False(frame.Value.TryGetProperty("watermark", out _));
        var typing = frame.Value.GetProperty("activities")[0];
        Assert.Equal("typing", typing.GetProperty("type").GetString());
        Assert.Equal(talk.UserId, typing.GetProperty("from").GetProperty("id").GetString());
        Assert.Equal(answer.Text("id"), typing.GetProperty("id").GetString());
        Assert.Equal(["welkom"], (await talk.ReadAsync()).Texts);
    }

    [Fact]
    public async Task ClientFrames_Empty_AreIgnored()
    {
        var talk = await _host.BeginAsync();
        await using var socket = await Socket.OpenAsync(talk.StreamUrl);
        await socket.TakeAsync(1);

        for (var i = 0; i < 10; i++)
            await socket.SendAsync("");
        await talk.SayAsync("stil");

        Assert.Equal(["stil"], await socket.TextsAsync(1));
    }

    [Theory]
    [InlineData(10_000, WebSocketMessageType.Text, WebSocketCloseStatus.MessageTooBig)]
    [InlineData(3, WebSocketMessageType.Binary, WebSocketCloseStatus.InvalidMessageType)]
    public async Task ClientFrames_LargeOrBinary_CloseTheSocket(int length, WebSocketMessageType type, WebSocketCloseStatus expected)
    {
        var talk = await _host.BeginAsync();
        await using var socket = await Socket.OpenAsync(talk.StreamUrl);
        await socket.TakeAsync(1);

        await socket.SendAsync(new string('a', length), type);

        Assert.Null(await socket.FrameAsync());
        Assert.Equal(expected, socket.CloseStatus);
    }

    [Fact]
    public async Task Cut_AgainAndAgain_NothingIsLostOrDoubled()
    {
        const int Messages = 60;
        var talk = await _host.BeginAsync();
        var speaking = Task.Run(async () =>
        {
            for (var i = 0; i < Messages; i++)
                await talk.SayAsync($"bericht {i}");
        });
        List<string?> ids = [];
        var watermark = "";
        var random = new Random(7);
        while (ids.Count < 1 + (2 * Messages))
        {
            await using var socket = await Socket.OpenAsync((await talk.ReconnectAsync(watermark)).Text("streamUrl"));
            for (var frames = random.Next(1, 6); frames > 0 && ids.Count < 1 + (2 * Messages); frames--)
            {
                var frame = await socket.FrameAsync();
                ids.AddRange(frame!.Value.GetProperty("activities").EnumerateArray().Select(activity => activity.GetProperty("id").GetString())); // never closed by the server
                watermark = socket.Watermark;
            }

            socket.Cut();
        }

        await speaking;
        var log = (await talk.ReadAsync()).Json.GetProperty("activities").EnumerateArray().Select(activity => activity.GetProperty("id").GetString());
        Assert.Equal(log, ids);
    }

    [Fact]
    public async Task Feed_OnlyWakes_StreamReadsTheLog()
    {
        var talk = await _host.BeginAsync();
        await using var socket = await Socket.OpenAsync(talk.StreamUrl);
        await socket.TakeAsync(1);
        var feed = _host.Services.GetRequiredService<ConversationFeed>();

        feed.Publish(talk.Id, []);
        await talk.SayAsync("hallo");
        feed.Publish(talk.Id, []);
        await talk.SayAsync("stil");

        Assert.Equal(["hallo", "echo: hallo", "stil"], await socket.TextsAsync(3));
    }

    [Fact]
    public async Task Open_WithoutUpgrade_Returns400()
    {
        var talk = await _host.BeginAsync();

        var answer = await _host.Http.SendAsync("GET", new Uri(talk.StreamUrl.Replace("ws://", "http://", StringComparison.Ordinal)).PathAndQuery);

        Assert.Equal((HttpStatusCode.BadRequest, "BadArgument"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    public async Task Open_WithoutStreamToken_IsRefusedWith403(string token)
    {
        var talk = await _host.BeginAsync();

        Assert.Equal(403, await Socket.RefusedAsync(talk.StreamUrl.Split("&t=")[0] + "&t=" + token));
    }

    [Fact]
    public async Task Open_WithTheTokenOfAnotherConversation_IsRefusedWith403()
    {
        var mine = await _host.BeginAsync();
        var other = await _host.BeginAsync();

        Assert.Equal(403, await Socket.RefusedAsync(mine.StreamUrl.Split("&t=")[0] + "&t=" + other.StreamUrl.Split("&t=")[1]));
    }

    [Fact]
    public async Task Stop_SaysGoodbyeAtOnce()
    {
        var host = await RunningHost.StartAsync();
        var talk = await host.BeginAsync();
        await using var socket = await Socket.OpenAsync(talk.StreamUrl);
        await socket.TakeAsync(1);

        var stopping = host.DisposeAsync();

        Assert.Null(await socket.FrameAsync());
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, socket.CloseStatus);
        await stopping;
    }
}
