using MagBot.Conformance.Tests.Support;
using MagBot.Host.Tests.Support;

namespace MagBot.Conformance.Tests;

/// <summary>JavaScript <c>botbuilder</c> as a bot that calls us, with a token of a test issuer; and its schema for all that we say.</summary>
public sealed class SkillTests : IAsyncLifetime
{
    private TestIdentityProvider _identity = null!; // set before each test

    public async Task InitializeAsync() => _identity = await TestIdentityProvider.StartAsync();

    public async Task DisposeAsync() => await _identity.DisposeAsync();

    [Theory]
    [InlineData("expectReplies", true)]
    [InlineData("replies", true)]
    [InlineData("notListed", false)]
    [InlineData("directLineActivities", true)]
    public async Task BotBuilder_CallsUs(string scenario, bool listed)
    {
        await using var host = await RunningHost.StartWithAssistantAsync(
        [
            .. _identity.Settings,
            "MagBot:Connector:TenantId=" + TestIdentityProvider.Tenant,
            "MagBot:Connector:AllowedCallers:0=" + (listed ? TestIdentityProvider.Caller : "iemand-anders"),
        ]);

        await NodeScript.RunAsync("skill.mjs", scenario, new
        {
            origin = host.Origin,
            token = _identity.Sign(TestIdentityProvider.EntraClaims()),
            caller = TestIdentityProvider.Caller,
            appId = TestIdentityProvider.AppId,
        });
    }
}
