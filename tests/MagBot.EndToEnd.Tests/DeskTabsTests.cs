using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static MagBot.EndToEnd.Tests.DeskBrowsers;

namespace MagBot.EndToEnd.Tests;

/// <summary>
/// An advisor with a tab for each talk. Over HTTP/1.1 a browser opens six connections to a host, so a stream in each tab would leave
/// none for anything else.
/// </summary>
public sealed class DeskTabsTests(DeskBrowsers desks) : IClassFixture<DeskBrowsers>
{
    private const int Hidden = 9;

    [Theory]
    [InlineData("overview")]
    [InlineData("account")]
    public async Task OtherPages_NewRequest_IsHeardThereToo(string path)
    {
        await using var context = await desks.Browser.NewContextAsync();
        var desk = await desks.SignInAsync(context, "anna");
        await desk.GotoAsync($"{desks.Host.Url}/desk/{path}");

        await using var customer = await desks.RequestAsync("kan ik een adviseur spreken over bladzijde " + path);

        await Assertions.Expect(desk).ToHaveTitleAsync(new Regex(@"^\([1-9]"));
        await desk.Keyboard.PressAsync("Alt+1");
        await Line(desk, "bladzijde " + path).ClickAsync();
        await desk.GetByTestId("desk-claim").ClickAsync();
        await CloseAsync(desk);
    }

    [Fact]
    public async Task Tabs_MoreThanABrowserHasConnections_AllHearOfWorkAndTheOneInSightAnswers()
    {
        await using var context = await desks.Browser.NewContextAsync();
        List<IPage> tabs = [await desks.SignInAsync(context, "anna")];
        for (var number = 1; number < Hidden; number++)
            tabs.Add(await context.NewPageAsync());
        foreach (var tab in tabs)
        {
            await tab.AddInitScriptAsync("Object.defineProperty(document, 'hidden', { get: () => !window.inSight });");
            await tab.GotoAsync(desks.Host.Url + "/desk");
        }

        var front = await context.NewPageAsync();
        await using var customer = await desks.RequestAsync("kan ik een adviseur spreken over tabbladen");
        await desks.ClaimAsync(front, "tabbladen");
        await front.GetByTestId("desk-input").FillAsync("Ik zit hier met tien tabbladen.");
        await front.GetByTestId("desk-send").ClickAsync();
        await Assertions.Expect(customer.AdvisorMessages.Last).ToContainTextAsync("tien tabbladen");

        // Tabs out of sight count what waits, also when the one that listened for them is closed.
        await using var second = await desks.RequestAsync("kan ik een adviseur spreken over tabtwee");
        foreach (var tab in tabs)
            await Assertions.Expect(tab).ToHaveTitleAsync(new Regex(@"^\(1\)"));
        await tabs[0].CloseAsync();
        await using var third = await desks.RequestAsync("kan ik een adviseur spreken over tabdrie");
        foreach (var tab in tabs[1..])
            await Assertions.Expect(tab).ToHaveTitleAsync(new Regex(@"^\(2\)"));

        // One that comes into sight has a stream of its own again, and shows what it missed.
        var back = tabs[^1];
        await back.GotoAsync(front.Url);
        await Assertions.Expect(back.GetByTestId("desk-transcript")).ToContainTextAsync("tien tabbladen");
        await customer.SayAsync("dat zijn er veel");
        await Assertions.Expect(front.GetByTestId("desk-transcript")).ToContainTextAsync("dat zijn er veel");
        await back.EvaluateAsync("window.inSight = true; document.dispatchEvent(new Event('visibilitychange'))");
        await Assertions.Expect(back.GetByTestId("desk-transcript")).ToContainTextAsync("dat zijn er veel");
        await CloseAsync(front);
    }
}
