using Microsoft.Playwright;
using Xunit;
using static MagBot.EndToEnd.Tests.DeskBrowsers;

namespace MagBot.EndToEnd.Tests;

/// <summary>axe on every page of the desk and every state of the widget, by day and by night, at a desk and on a telephone.</summary>
public sealed class AccessibilityTests(DeskBrowsers desks) : IClassFixture<DeskBrowsers>
{
    private static readonly string[] Pages =
    [
        "", "?tab=mine", "?tab=all", "?tab=closed", "?c=onbekend", "account", "team", "audit", "overview", "lessons", "deliveries", "forbidden", "signin", "setup", "setup?code=onbekend",
    ];

    public static TheoryData<ColorScheme, int> Screens => new()
    {
        { ColorScheme.Light, 1280 },
        { ColorScheme.Dark, 1280 },
        { ColorScheme.Light, 380 },
        { ColorScheme.Dark, 380 },
    };

    [Theory]
    [MemberData(nameof(Screens))]
    public async Task Desk_EveryPage_HasNoViolations(ColorScheme scheme, int width)
    {
        await using var asks = await desks.CustomerAsync();
        await asks.AskAsync("verkopen jullie ook tweedehands fietsbanden");
        await using var context = await desks.Browser.NewContextAsync(Screen(scheme, width));
        var desk = await desks.SignInAsync(context, "anna");
        await using var waiting = await desks.RequestAsync("kan ik een adviseur spreken over kleuren");

        foreach (var page in Pages)
        {
            await desk.GotoAsync($"{desks.Host.Url}/desk/{page}");
            await CheckAsync(desk, $"desk {page} {scheme} {width}");
        }

        await desk.GotoAsync(desks.Host.Url + "/desk");
        await desk.GetByText("Instellingen").ClickAsync();
        await CheckAsync(desk, $"settings {scheme} {width}");
        await desk.GotoAsync(desks.Host.Url + "/desk/team");
        await desk.GetByTestId("desk-invite").ClickAsync();
        await desk.GetByTestId("desk-invitation").WaitForAsync();
        await CheckAsync(desk, $"invitation {scheme} {width}");
    }

    [Theory]
    [MemberData(nameof(Screens))]
    public async Task Conversation_FromTheQueueToTheRating_HasNoViolationsOnEitherSide(ColorScheme scheme, int width)
    {
        await using var context = await desks.Browser.NewContextAsync(Screen(scheme, width));
        var desk = await desks.SignInAsync(context, "anna");
        var customers = await desks.Browser.NewContextAsync(Screen(scheme, width));
        var shop = await customers.NewPageAsync();
        await shop.GotoAsync(desks.Host.Url);
        await CheckAsync(shop, $"closed widget {scheme} {width}");
        await shop.CloseAsync();
        await using var customer = new OwnedCustomer(customers, await CustomerPage.OpenAsync(customers, desks.Host.Url));
        await CheckAsync(customer.Page, $"open widget {scheme} {width}");
        await customer.AskAsync("waaraan merk ik een tekort");
        await customer.Page.GetByTestId("magbot-sources").Last.ClickAsync();
        await CheckAsync(customer.Page, $"answer with sources {scheme} {width}");

        await customer.SayAsync("kan ik een adviseur spreken over contrast");
        await Assertions.Expect(customer.BotMessages.Last).ToContainTextAsync("teruglezen");
        await CheckAsync(customer.Page, $"widget in the queue {scheme} {width}");
        await desks.OpenAsync(desk, "contrast");
        await CheckAsync(desk, $"waiting talk {scheme} {width}");

        await desk.GetByTestId("desk-claim").ClickAsync();
        await desk.GetByTestId("desk-input").FillAsync("Ons magnesium geneest je slapeloosheid.");
        await desk.GetByTestId("desk-send").ClickAsync();
        await Assertions.Expect(desk.GetByTestId("desk-guard")).ToBeVisibleAsync();
        await desk.GetByTestId("desk-note").EvaluateAsync("box => { for (const details of document.querySelectorAll('#actions details, #history')) details.open = true; }");
        await desk.GetByTestId("desk-answers-query").FillAsync("hoe warm moet het bad zijn");
        await desk.GetByTestId("desk-answer").First.WaitForAsync();
        await CheckAsync(desk, $"talk with everything open {scheme} {width}");
        await desk.GetByTestId("desk-note").FillAsync("Vraagt naar contrast");
        await desk.GetByTestId("desk-note-save").ClickAsync();
        await desk.GetByTestId("desk-answer-send").First.ClickAsync();
        await customer.AdvisorMessages.Last.WaitForAsync();
        await CheckAsync(customer.Page, $"widget with an advisor {scheme} {width}");

        await CloseAsync(desk);
        await Assertions.Expect(customer.Notices.Last).ToContainTextAsync("Hoe vond je het gesprek");
        await CheckAsync(customer.Page, $"widget with a rating {scheme} {width}");
        await customer.PressAsync("5 ");
        await Assertions.Expect(desk.Locator(".rating")).ToBeVisibleAsync();
        await CheckAsync(desk, $"closed talk {scheme} {width}");
        await customer.PressAsync("Mail mij dit gesprek");
        await customer.Input.PressSequentiallyAsync("els@voorb");
        await Assertions.Expect(customer.Page.GetByTestId("magbot-check")).ToHaveAttributeAsync("data-verdict", "wrong");
        await CheckAsync(customer.Page, $"widget with a form {scheme} {width}");
    }

    private static BrowserNewContextOptions Screen(ColorScheme scheme, int width) =>
        new() { ColorScheme = scheme, ViewportSize = new ViewportSize { Width = width, Height = 780 }, Permissions = ["notifications"] };

    private static async Task CheckAsync(IPage page, string what)
    {
        await AxeAsync(page, what);
        await ShootAsync(page, string.Join('-', what.Split([' ', '/', '?', '='], StringSplitOptions.RemoveEmptyEntries)));
        Assert.True(
            await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), what + " is wider than the page");
    }
}
