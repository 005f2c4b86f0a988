using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static MagBot.EndToEnd.Tests.DeskBrowsers;

namespace MagBot.EndToEnd.Tests;

/// <summary>What advisors do in their browsers all day, with a colleague beside them, on a phone, and what leads look at.</summary>
public sealed class DeskBrowserTests(DeskBrowsers desks) : IClassFixture<DeskBrowsers>
{
    [Fact]
    public async Task Drafts_TwoConversations_AreKeptEach()
    {
        var desk = await desks.AnnaAsync();
        await using var one = await desks.RequestAsync("kan ik een adviseur spreken over drafteen");
        await using var other = await desks.RequestAsync("kan ik een adviseur spreken over drafttwee");
        await desks.ClaimAsync(desk, "drafteen");
        await desk.GetByTestId("desk-input").FillAsync("Half bericht aan de eerste");
        await desks.OpenAsync(desk, "drafttwee");
        await desk.GetByTestId("desk-claim").ClickAsync();
        await Assertions.Expect(desk.GetByTestId("desk-input")).ToHaveValueAsync("");
        await desk.GetByTestId("desk-input").FillAsync("Half bericht aan de tweede");

        await desk.GetByTestId("desk-tab-mine").ClickAsync();
        await Line(desk, "drafteen").ClickAsync();
        await Assertions.Expect(desk.GetByTestId("desk-input")).ToHaveValueAsync("Half bericht aan de eerste");
        await desk.ReloadAsync();
        await Assertions.Expect(desk.GetByTestId("desk-input")).ToHaveValueAsync("Half bericht aan de eerste");

        // What is swapped in by events leaves what somebody types alone.
        await one.SayAsync("hallo, ben je er nog");
        await Assertions.Expect(desk.GetByTestId("desk-transcript")).ToContainTextAsync("ben je er nog");
        await Assertions.Expect(desk.GetByTestId("desk-input")).ToHaveValueAsync("Half bericht aan de eerste");
        await CloseAsync(desk);
        await desk.GetByTestId("desk-tab-mine").ClickAsync();
        await Line(desk, "drafttwee").ClickAsync();
        await Assertions.Expect(desk.GetByTestId("desk-input")).ToHaveValueAsync("Half bericht aan de tweede");
        await CloseAsync(desk);
    }

    [Fact]
    public async Task NewWork_IsCountedInTheTitleAndAtTheTalk_AndCanBeSwitchedOff()
    {
        var desk = await desks.AnnaAsync();
        await using var customer = await desks.RequestAsync("kan ik een adviseur spreken over ongelezen");
        await Assertions.Expect(desk).ToHaveTitleAsync(new Regex(@"^\([1-9]"));
        await desks.ClaimAsync(desk, "ongelezen");
        await desk.GotoAsync(desks.Host.Url + "/desk?tab=mine");

        await customer.SayAsync("eerste vraag");
        await customer.SayAsync("tweede vraag");
        await Assertions.Expect(Line(desk, "tweede vraag").Locator(".unread")).ToContainTextAsync("2 onbeantwoord");
        await Assertions.Expect(desk).ToHaveTitleAsync(new Regex(@"^\([2-9]"));

        await desk.GetByText("Instellingen").ClickAsync();
        await desk.Locator("[data-setting=title]").UncheckAsync();
        await Assertions.Expect(desk).Not.ToHaveTitleAsync(new Regex(@"^\("));
        await desk.Locator("[data-setting=sound]").CheckAsync();
        await desk.ReloadAsync();
        await desk.GetByText("Instellingen").ClickAsync();
        await Assertions.Expect(desk.Locator("[data-setting=title]")).Not.ToBeCheckedAsync();
        await Assertions.Expect(desk.Locator("[data-setting=sound]")).ToBeCheckedAsync();
        await desk.Locator("[data-setting=title]").CheckAsync();
        await desk.Locator("[data-setting=sound]").UncheckAsync();
        await Line(desk, "tweede vraag").ClickAsync();
        await CloseAsync(desk);
    }

    [Fact]
    public async Task NewWork_WithSoundAndNotification_IsHeardAndShown()
    {
        await using var context = await desks.Browser.NewContextAsync(new BrowserNewContextOptions { Permissions = ["notifications"] });
        var desk = await desks.SignInAsync(context, "anna");
        // What the browser would play and show is counted instead.
        await context.AddInitScriptAsync(
            """
            window.heard = 0; window.shown = [];
            window.AudioContext = class { constructor() { this.currentTime = 0; this.destination = {}; } createOscillator() { window.heard++; return { frequency: {}, connect: next => next, start() {}, stop() {} }; }
              createGain() { return { gain: { setValueAtTime() {}, exponentialRampToValueAtTime() {} }, connect: next => next }; } };
            window.Notification = class { constructor(text) { window.shown.push(text); } static permission = "granted"; static requestPermission() { return Promise.resolve("granted"); } };
            Object.defineProperty(document, "hidden", { get: () => true });
            """);
        await desk.GotoAsync(desks.Host.Url + "/desk");
        await desk.GetByText("Instellingen").ClickAsync();
        await desk.Locator("[data-setting=notification]").CheckAsync();
        await desk.Locator("[data-setting=sound]").CheckAsync();
        var before = await desk.EvaluateAsync<int>("window.heard");

        await using var customer = await desks.RequestAsync("kan ik een adviseur spreken over geluid");
        await Line(desk, "geluid").WaitForAsync();

        Assert.Equal(before + 1, await desk.EvaluateAsync<int>("window.heard"));
        Assert.Equal(["Er is een nieuwe aanvraag."], await desk.EvaluateAsync<string[]>("window.shown"));
        await Assertions.Expect(desk.Locator("#announcement")).ToHaveTextAsync("Er is een nieuwe aanvraag.");
    }

    [Fact]
    public async Task Keyboard_FromTheListToTheAnswer_NeedsNoMouse()
    {
        var desk = await desks.AnnaAsync();
        await using var customer = await desks.RequestAsync("kan ik een adviseur spreken over toetsen");
        await Line(desk, "toetsen").ClickAsync();

        await desk.Keyboard.PressAsync("Alt+o");
        await Assertions.Expect(desk.GetByTestId("desk-input")).ToBeFocusedAsync();
        await desk.Keyboard.PressAsync("Alt+n");
        await Assertions.Expect(desk.GetByTestId("desk-note")).ToBeFocusedAsync();
        await desk.Keyboard.PressAsync("Alt+b");
        await desk.Keyboard.TypeAsync("Eerste regel");
        await desk.Keyboard.PressAsync("Shift+Enter");
        await desk.Keyboard.TypeAsync("tweede regel");
        await desk.Keyboard.PressAsync("Enter");
        await Assertions.Expect(customer.Page.Locator("[data-testid=magbot-message][data-author=advisor]").Last).ToContainTextAsync("tweede regel");
        await desk.Keyboard.PressAsync("Alt+2");
        await Assertions.Expect(desk.GetByTestId("desk-tab-mine")).ToHaveAttributeAsync("aria-current", "true");
        await desk.Keyboard.PressAsync("Alt+j");
        await Assertions.Expect(desk.GetByTestId("desk-input")).ToBeVisibleAsync();
        await CloseAsync(desk);
    }

    [Fact]
    public async Task Talk_CannedReplyTransferAndClose_GoFromColleagueToColleague()
    {
        var anna = await desks.AnnaAsync();
        var bram = await desks.BramAsync();
        await using var customer = await desks.RequestAsync("kan ik een adviseur spreken over doorgeven");
        await desks.ClaimAsync(anna, "doorgeven");

        await anna.GetByTestId("desk-reply").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await Assertions.Expect(anna.GetByTestId("desk-input")).Not.ToHaveValueAsync("");
        Assert.DoesNotMatch(@"\{|\}", await anna.GetByTestId("desk-input").InputValueAsync());
        await anna.GetByTestId("desk-send").ClickAsync();
        await Assertions.Expect(customer.Page.Locator("[data-testid=magbot-message][data-author=advisor]")).ToHaveCountAsync(1);

        // A colleague cannot answer in it, also not with the page open.
        await bram.GotoAsync(anna.Url);
        await Assertions.Expect(bram.GetByTestId("desk-input")).ToHaveCountAsync(0);
        await anna.Locator("#more-box summary").ClickAsync();
        await anna.GetByTestId("desk-transfer-to").SelectOptionAsync(new SelectOptionValue { Label = "Bram" });
        await anna.GetByTestId("desk-transfer").ClickAsync();
        await Assertions.Expect(anna.GetByTestId("desk-input")).ToHaveCountAsync(0);
        await Assertions.Expect(bram.GetByTestId("desk-input")).ToBeVisibleAsync();
        await bram.GetByTestId("desk-input").FillAsync("Ik ben Bram, ik neem het over.");
        await bram.GetByTestId("desk-send").ClickAsync();
        await Assertions.Expect(customer.Page.Locator("[data-testid=magbot-message][data-author=advisor]").Last).ToContainTextAsync("Ik ben Bram");

        await bram.GetByTestId("desk-close-reason").SelectOptionAsync("elsewhere");
        await bram.GetByTestId("desk-close").ClickAsync();
        await Assertions.Expect(bram.GetByTestId("desk-status")).ToHaveTextAsync("Gesloten");
        await bram.Locator("#history summary").ClickAsync();
        await Assertions.Expect(bram.Locator("#history")).ToContainTextAsync("elders afgehandeld");
        await Assertions.Expect(bram.Locator("#history")).ToContainTextAsync("doorgegeven");
    }

    [Fact]
    public async Task Block_EndsTheTalkAndKeepsTheCustomerFromPeople()
    {
        var desk = await desks.AnnaAsync();
        await using var customer = await desks.RequestAsync("kan ik een adviseur spreken over blokkeren");
        await desks.ClaimAsync(desk, "blokkeren");

        await desk.Locator("#more-box summary").ClickAsync();
        await desk.GetByTestId("desk-block").ClickAsync();
        await Assertions.Expect(desk.GetByTestId("desk-status")).ToHaveTextAsync("Gesloten");
        await customer.SayAsync("ik wil een adviseur spreken");

        await desk.GotoAsync(desks.Host.Url + "/desk");
        await Assertions.Expect(Line(desk, "ik wil een adviseur spreken")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Phone_380PixelsWide_NothingStandsOutsideThePage()
    {
        await using var context = await desks.Browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 380, Height = 780 }, HasTouch = true });
        var desk = await desks.SignInAsync(context, "anna");
        await using var customer = await desks.RequestAsync("kan ik een adviseur spreken over telefoonbreed met een heel lange vraag die over meer regels loopt en nog wat verder");
        await Line(desk, "telefoonbreed").WaitForAsync();
        await FitsAsync(desk, "phone-list");
        await Line(desk, "telefoonbreed").ClickAsync();
        await desk.GetByTestId("desk-claim").ClickAsync();
        await desk.GetByTestId("desk-input").FillAsync("Hoi, daar ben ik.");
        await desk.GetByTestId("desk-send").ClickAsync();
        await Assertions.Expect(desk.GetByTestId("desk-transcript")).ToContainTextAsync("Hoi, daar ben ik.");
        await desk.EvaluateAsync("document.getElementById('main').scrollTop = 0");
        await FitsAsync(desk, "phone-talk");
        // What was said and the field to answer in stand on one screen.
        Assert.True((await desk.GetByTestId("desk-send").BoundingBoxAsync())?.Y < 780);
        await desk.Locator("#more-box summary").ClickAsync();
        await desk.Locator("#note-box summary").ClickAsync();
        await FitsAsync(desk, "phone-talk-open");
        await CloseAsync(desk);
        foreach (var path in new[] { "overview", "lessons", "deliveries", "team", "account", "audit" })
        {
            await desk.GotoAsync($"{desks.Host.Url}/desk/{path}");
            await FitsAsync(desk, "phone-" + path);
        }
    }

    [Fact]
    public async Task Lesson_NewAnswer_EndsInThePatch()
    {
        await using var customer = await desks.CustomerAsync();
        await customer.AskAsync("repareren jullie ook versleten grasmaaiers");
        var desk = await desks.AnnaAsync();
        await desk.GotoAsync(desks.Host.Url + "/desk/lessons");
        var lesson = desk.GetByTestId("desk-lesson").Filter(new LocatorFilterOptions { HasText = "grasmaaiers" });

        await lesson.GetByLabel("Zo komt de vraag in de kennis").FillAsync("Repareren jullie grasmaaiers?");
        await lesson.GetByTestId("desk-lesson-new").ClickAsync();

        await Assertions.Expect(desk.GetByTestId("desk-decision")).ToContainTextAsync("Repareren jullie grasmaaiers?");
        var patch = await desk.APIRequest.GetAsync(desks.Host.Url + "/desk/lessons.patch");
        Assert.Contains("+++ b/knowledge/drafts/repareren-jullie-grasmaaiers.md", await patch.TextAsync(), StringComparison.Ordinal);
    }

    private static async Task FitsAsync(IPage page, string name)
    {
        await ShootAsync(page, name);
        var widths = await page.EvaluateAsync<int[]>("[document.documentElement.scrollWidth, document.documentElement.clientWidth]");
        Assert.True(widths[0] <= widths[1], $"{name} is {widths[0]} pixels wide on a page of {widths[1]}.");
    }
}
