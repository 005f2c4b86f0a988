using MagBot.Desk.SignIn;
using MagBot.Desk.Teams;
using Xunit;

namespace MagBot.Desk.Tests.SignIn;

public sealed class DeskOptionsTests
{
    [Theory]
    [InlineData("http://login.winkel.example", "balie", "openid", "Oidc:Authority")]
    [InlineData("https://login.winkel.example", "", "openid", "Oidc:ClientId")]
    [InlineData("https://login.winkel.example", "balie", "profile", "Oidc:Scopes")]
    [InlineData("https://login.winkel.example", "balie", "openid", "lets nobody in")]
    public void Oidc_WrongSetting_IsNamed(string authority, string clientId, string scopes, string expected)
    {
        var options = new OidcOptions { Authority = new Uri(authority), ClientId = clientId, Scopes = scopes };
        if (expected != "lets nobody in")
            options.Advisors.Add("balie");

        Assert.Contains(expected, Assert.Single(options.Faults()), StringComparison.Ordinal);
    }

    [Fact]
    public void Oidc_Off_AsksForNothing() => Assert.Empty(new OidcOptions { LocalAccounts = false }.Faults());

    [Theory]
    [InlineData("19:abc@thread.tacv2", false)]
    [InlineData("19%3aabc%40thread.tacv2", true)]
    [InlineData("19:abc@thread.tacv2;messageid=1", true)]
    public void Teams_ChannelId_IsTheIdAndNotTheLink(string id, bool isFault) =>
        Assert.Equal(isFault, new TeamsDeskOptions { ChannelId = id }.Faults().Any());
}
