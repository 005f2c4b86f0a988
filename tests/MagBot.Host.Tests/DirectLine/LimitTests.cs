using System.Net;
using MagBot.Host.Tests.Support;

namespace MagBot.Host.Tests.DirectLine;

/// <summary>Section 11: rate limits.</summary>
public sealed class LimitTests
{
    [Fact]
    public async Task Posts_TooMany_Return429WithRetryAfterAndOthersGoOn()
    {
        await using var host = await RunningHost.StartAsync(settings: "MagBot:DirectLine:PostsPerSecond=1");
        var talk = await host.BeginAsync();
        var other = await host.BeginAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => talk.SayAsync("stil")));

        var refused = answers.Where(answer => answer.Status == HttpStatusCode.TooManyRequests).ToList();
        Assert.InRange(refused.Count, 15, 28);
        Assert.All(refused, answer => Assert.Equal("Throttled", answer.Code));
        Assert.All(refused, answer => Assert.True(answer.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1)));
        Assert.Equal(HttpStatusCode.OK, (await other.SayAsync("stil")).Status);
    }

    [Fact]
    public async Task Starts_TooManyFromOneAddress_Return429()
    {
        await using var host = await RunningHost.StartAsync(settings: "MagBot:DirectLine:StartsPerMinutePerAddress=3");

        List<HttpStatusCode> statuses = [];
        for (var i = 0; i < 5; i++)
            statuses.Add((await host.Http.SendAsync("POST", "/widget/token")).Status);

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests], statuses);
    }

    [Fact]
    public async Task Sockets_TooManyFromOneAddress_AreRefused()
    {
        await using var host = await RunningHost.StartAsync(settings: "MagBot:DirectLine:SocketsPerAddress=1");
        var talk = await host.BeginAsync();
        await using var socket = await Socket.OpenAsync(talk.StreamUrl);
        await socket.TakeAsync(1);

        Assert.Equal(429, await Socket.RefusedAsync((await host.BeginAsync()).StreamUrl));
    }
}
