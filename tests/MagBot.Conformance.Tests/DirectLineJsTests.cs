using MagBot.Conformance.Tests.Support;
using MagBot.Host.Tests.Support;
using MagBot.TestSupport;
using Microsoft.Extensions.DependencyInjection;

namespace MagBot.Conformance.Tests;

/// <summary>Microsoft's <c>botframework-directlinejs</c> in Node, as it is on npm.</summary>
public sealed class DirectLineJsTests(SharedHost shared) : IClassFixture<SharedHost>
{
    [Theory]
    [InlineData("stream")]
    [InlineData("polling")]
    [InlineData("secret")]
    [InlineData("refresh")]
    [InlineData("reconnect")]
    [InlineData("resume")]
    [InlineData("tabs")]
    [InlineData("unknownConversation")]
    [InlineData("sessionId")]
    [InlineData("otherActivities")]
    public Task DirectLineJs_TalksToTheServer(string scenario) =>
        NodeScript.RunAsync("directline.mjs", scenario, new { origin = shared.Host.Origin, secret = RunningHost.Secret });

    [Theory]
    [InlineData("expiry")]
    [InlineData("expiryWhilePolling")]
    public async Task DirectLineJs_WithAnExpiredToken_SaysSo(string scenario)
    {
        var clock = new ManualTimeProvider(ManualTimeProvider.OpenMoment);
        await using var host = await RunningHost.StartAsync(customize: services => services.AddSingleton<TimeProvider>(clock));

        await NodeScript.RunAsync("directline.mjs", scenario, new { origin = host.Origin }, request =>
        {
            clock.Advance(TimeSpan.FromMinutes(int.Parse(request.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture)));
            return Task.FromResult("done");
        });
    }
}
