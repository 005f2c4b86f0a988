using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace MagBot.EndToEnd.Tests;

/// <summary>Signing in, being locked out, and ending sessions, as advisors do it.</summary>
public sealed class AccountBrowserTests(DeskBrowsers desks) : IClassFixture<DeskBrowsers>
{
    private const string Other = "een ander lang wachtwoord 2";

    [Fact]
    public async Task SetUpLink_UsedOnce_WorksNoMore()
    {
        await using var context = await desks.Browser.NewContextAsync();
        var page = await context.NewPageAsync();

        await page.GotoAsync(desks.Host.SetupLink);

        await Assertions.Expect(page.GetByTestId("desk-setup-user")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("link");
    }

    [Fact]
    public async Task Guessing_FiveTimes_LocksTheAccountAndSaysNothingAboutIt()
    {
        await desks.InviteAsync("chris", "Chris");
        await using var context = await desks.Browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync(desks.Host.Url + "/desk");

        for (var attempt = 0; attempt < 5; attempt++)
            await FillAsync(page, "chris", $"fout wachtwoord {attempt}");
        await FillAsync(page, "chris", DeskBrowsers.Password);

        await Assertions.Expect(page.GetByTestId("desk-signin-failed")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#queue")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Password_Changed_SignsOtherBrowsersOutWhileTheyLook()
    {
        await desks.InviteAsync("dana", "Dana");
        await using var here = await desks.Browser.NewContextAsync();
        await using var there = await desks.Browser.NewContextAsync();
        var desk = await desks.SignInAsync(here, "dana");
        var other = await desks.SignInAsync(there, "dana");

        await desk.GotoAsync(desks.Host.Url + "/desk/account");
        await desk.Locator("#present").FillAsync(DeskBrowsers.Password);
        await desk.Locator("#wanted").FillAsync(Other);
        await desk.Locator("form[action='account/password'] button").ClickAsync();
        await Assertions.Expect(desk.GetByTestId("desk-notice")).ToBeVisibleAsync();

        // The other page is told by its stream, and shows where to sign in.
        await Assertions.Expect(other.GetByTestId("desk-signin-user")).ToBeVisibleAsync();
        await FillAsync(other, "dana", DeskBrowsers.Password);
        await Assertions.Expect(other.GetByTestId("desk-signin-failed")).ToBeVisibleAsync();
        await FillAsync(other, "dana", Other);
        await Assertions.Expect(other.Locator("#queue")).ToBeVisibleAsync();

        // And back: the first browser is signed out from there.
        await other.GotoAsync(desks.Host.Url + "/desk/account");
        await other.Locator("form[action='account/sessions'] button").ClickAsync();
        await desk.GotoAsync(desks.Host.Url + "/desk");
        await Assertions.Expect(desk).ToHaveURLAsync(new Regex("/desk/signin"));
    }

    private static async Task FillAsync(IPage page, string user, string password)
    {
        await page.GetByTestId("desk-signin-user").FillAsync(user);
        await page.GetByTestId("desk-signin-password").FillAsync(password);
        await page.GetByTestId("desk-signin-submit").ClickAsync();
    }
}
