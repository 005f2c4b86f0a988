using MagBot.Host.Tests.Support;

namespace MagBot.Host.Tests.Start;

/// <summary>The setting <c>MagBot:Claims:Strict</c>, from the configuration to what a customer reads.</summary>
public sealed class StrictClaimsTests
{
    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public async Task Setting_QuestionOnAnEffect_DecidesWhatTheCustomerReads(string setting, bool isKeptBack)
    {
        await using var host = await RunningHost.StartWithAssistantAsync($"MagBot:Claims:Strict={setting}");
        var talk = await host.BeginAsync();

        await talk.SayAsync("helpt magnesium bij angst");

        var log = await host.Http.SendAsync("GET", $"/v3/directline/conversations/{talk.Id}/activities", talk.Token);
        Assert.Equal(isKeptBack, log.Body.Contains("geen goedgekeurde claim voor magnesium en slaap", StringComparison.Ordinal));
    }
}
