using System.Net;
using MagBot.Desk.Tests.Support;
using Xunit;

namespace MagBot.Desk.Tests.Pages;

public sealed class AccountPagesTests
{
    [Theory]
    [InlineData("./")]
    [InlineData("./?c=c-1")]
    [InlineData("team")]
    public async Task Page_Anonymous_IsSentToSignIn(string address)
    {
        await using var host = await DeskHost.StartAsync();
        using var browser = host.Open();

        var answer = await browser.GetAsync(address);

        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        Assert.Equal("/desk/signin", answer.Message.Headers.Location?.AbsolutePath);
    }

    [Theory]
    [InlineData("queue")]
    [InlineData("conversation?c=c-1")]
    [InlineData("events")]
    public async Task Fragment_Anonymous_IsRefusedWithTheWayToSignIn(string address)
    {
        await using var host = await DeskHost.StartAsync();
        using var browser = host.Open();

        var answer = await browser.GetAsync(address, asFragment: true);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Equal("/desk/signin", answer.Message.Headers.GetValues("HX-Redirect").Single());
    }

    [Fact]
    public async Task Setup_UsedTwice_WorksOnce()
    {
        await using var host = await DeskHost.StartAsync();
        using var first = await host.SetUpAsync();
        using var second = host.Open();

        var answer = await second.GetAsync(host.SetupLink.PathAndQuery);

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Contains("Deze link werkt niet (meer)", answer.Text, StringComparison.Ordinal);
        Assert.True(Assert.Single(await host.Advisors.ListAsync(CancellationToken.None)).IsAdministrator);
    }

    [Fact]
    public async Task Setup_TwoAtOnce_OneGetsTheAccount()
    {
        await using var host = await DeskHost.StartAsync();
        Browser[] browsers = [host.Open(), host.Open()];
        foreach (var browser in browsers)
            await browser.GetAsync(host.SetupLink.PathAndQuery);

        var answers = await Task.WhenAll(browsers.Select((browser, i) => browser.PostAsync(
            "setup", ("code", DeskHost.CodeOf(host.SetupLink)), ("userName", $"anna{i}"), ("displayName", "Anna"), ("password", DeskHost.Password))));

        Assert.Single(answers, answer => answer.Status is HttpStatusCode.Redirect);
        Assert.Single(await host.Advisors.ListAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData("setup")]
    [InlineData("setup?code=verzonnen")]
    public async Task Setup_UnknownCode_SaysSo(string address)
    {
        await using var host = await DeskHost.StartAsync();
        using var browser = host.Open();

        var answer = await browser.GetAsync(address);

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Contains("Deze link werkt niet (meer)", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Setup_ShortPassword_IsAskedAgainAndTheLinkStillWorks()
    {
        await using var host = await DeskHost.StartAsync();
        using var browser = host.Open();
        await browser.GetAsync(host.SetupLink.PathAndQuery);
        var code = DeskHost.CodeOf(host.SetupLink);

        var refused = await browser.PostAsync("setup", ("code", code), ("userName", "anna"), ("displayName", "Anna"), ("password", "kort"));
        var accepted = await browser.PostAsync("setup", ("code", code), ("userName", "anna"), ("displayName", "Anna"), ("password", DeskHost.Password));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("Kies een wachtwoord van 12 tot 200 tekens.", refused.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("value=\"kort\"", refused.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, accepted.Status);
    }

    [Fact]
    public async Task SignIn_LockedAfterFiveFailures_TellsTheSameAsAWrongPassword()
    {
        await using var host = await DeskHost.StartAsync();
        using var administrator = await host.SetUpAsync();
        using var browser = host.Open();
        await browser.GetAsync("signin");
        for (var i = 0; i < 5; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await SignInAsync(browser, "fout wachtwoord")).Status);

        var locked = await SignInAsync(browser, DeskHost.Password);
        host.Time.Advance(TimeSpan.FromMinutes(5));
        var free = await SignInAsync(browser, DeskHost.Password);

        Assert.Equal(HttpStatusCode.Unauthorized, locked.Status);
        Assert.Contains("Naam of wachtwoord klopt niet.", locked.Text, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Redirect, "/desk/"), (free.Status, free.Message.Headers.Location?.OriginalString));
    }

    [Fact]
    public async Task SignIn_Cookie_IsHiddenFromScriptsAndOtherSites()
    {
        await using var host = await DeskHost.StartAsync();
        using var administrator = await host.SetUpAsync();
        using var browser = host.Open();
        await browser.GetAsync("signin");

        var answer = await SignInAsync(browser, DeskHost.Password);

        var cookie = answer.Message.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("magbot-desk=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("https://elders.example/")]
    [InlineData("//elders.example/desk/")]
    [InlineData("/deskundig")]
    public async Task SignIn_ReturnAddressElsewhere_IsNotFollowed(string returnUrl)
    {
        await using var host = await DeskHost.StartAsync();
        using var administrator = await host.SetUpAsync();
        using var browser = host.Open();
        await browser.GetAsync("signin");

        var answer = await browser.PostAsync("signin", ("userName", "anna"), ("password", DeskHost.Password), ("returnUrl", returnUrl));

        Assert.Equal("/desk/", answer.Message.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task SignIn_TooOften_IsSlowedDown()
    {
        await using var host = await DeskHost.StartAsync(options => options.AccountRequestsPerMinute = 2);
        using var browser = host.Open();
        await browser.GetAsync("signin");
        await SignInAsync(browser, "fout wachtwoord");
        await SignInAsync(browser, "fout wachtwoord");

        Assert.Equal(HttpStatusCode.TooManyRequests, (await SignInAsync(browser, "fout wachtwoord")).Status);
    }

    [Fact]
    public async Task Session_StampChanged_IsOver()
    {
        await using var host = await DeskHost.StartAsync();
        using var browser = await host.SetUpAsync();
        var advisor = Assert.Single(await host.Advisors.ListAsync(CancellationToken.None));

        await host.Advisors.UpdateAsync(advisor with { SecurityStamp = "new" }, CancellationToken.None);

        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("./")).Status);
    }

    [Fact]
    public async Task SignOut_Then_PagesAreClosed()
    {
        await using var host = await DeskHost.StartAsync();
        using var browser = await host.SetUpAsync();

        await browser.PostAsync("signout");

        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("./")).Status);
    }

    [Fact]
    public async Task Team_NoAdministrator_IsForbidden()
    {
        await using var host = await DeskHost.StartAsync();
        using var administrator = await host.SetUpAsync();
        using var colleague = await host.AddColleagueAsync(administrator);

        var page = await colleague.GetAsync("team");
        var invitation = await colleague.PostAsync("team/invite");

        Assert.Equal("/desk/forbidden", page.Message.Headers.Location?.AbsolutePath);
        Assert.Equal("/desk/forbidden", invitation.Message.Headers.Location?.AbsolutePath);
    }

    private static Task<Answer> SignInAsync(Browser browser, string password) =>
        browser.PostAsync("signin", ("userName", "anna"), ("password", password));
}
