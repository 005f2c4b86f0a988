using System.Net;
using MagBot.Host.Tests.Support;

namespace MagBot.Host.Tests.Start;

public sealed class PagesTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private readonly RunningHost _host = shared.Host;

    [Fact]
    public async Task Health_Running_IsAliveAndReady()
    {
        Assert.Equal(HttpStatusCode.OK, (await _host.Http.SendAsync("GET", "/health/live")).Status);
        Assert.Equal(HttpStatusCode.OK, (await _host.Http.SendAsync("GET", "/health/ready")).Status);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/webchat/")]
    public async Task Page_IsServedWithAPolicyThatAllowsNoInlineScript(string path)
    {
        var answer = await _host.Http.SendAsync("GET", path);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Contains("<!doctype html>", answer.Body, StringComparison.OrdinalIgnoreCase);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task File_Asked_IsCompressed_AndAnswersOfTheProtocolAreNot()
    {
        var page = await _host.Http.SendAsync("GET", "/shop.css", headers: ("Accept-Encoding", "gzip"));
        var token = await _host.Http.SendAsync("POST", "/widget/token", headers: ("Accept-Encoding", "gzip"));

        Assert.Contains("Accept-Encoding", page.Headers.Vary);
        Assert.DoesNotContain("Accept-Encoding", token.Headers.Vary);
    }
}
