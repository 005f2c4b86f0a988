using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace MagBot.EndToEnd.Tests;

/// <summary>What a new user does, in a real browser on the real host.</summary>
public sealed partial class JourneyTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>, IAsyncLifetime
{
    private IBrowserContext _context = null!; // set before each test

    public async Task InitializeAsync() => _context = await fixture.Browser.NewContextAsync(new BrowserNewContextOptions { Locale = "nl-NL" });

    public Task DisposeAsync() => _context.CloseAsync();

    [Fact]
    public async Task Shop_BeforeTheChatIsOpened_StoresNothingAndAsksNothingOfTheBot()
    {
        var page = await _context.NewPageAsync();
        var asked = new List<string>();
        page.Request += (_, request) => asked.Add(new Uri(request.Url).AbsolutePath);

        await page.GotoAsync(fixture.Host.Url);
        await Assertions.Expect(page.GetByTestId("magbot-button")).ToBeVisibleAsync();

        Assert.Equal("0/0/", await page.EvaluateAsync<string>("`${sessionStorage.length}/${localStorage.length}/${document.cookie}`"));
        Assert.DoesNotContain(asked, path => path.StartsWith("/v3/", StringComparison.Ordinal) || path.StartsWith("/widget/token", StringComparison.Ordinal) || path.Contains("chat.js", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Chat_OpenedByKeyboard_GreetsAsAnAssistantAndClosesBackToTheButton()
    {
        var page = await _context.NewPageAsync();
        await page.GotoAsync(fixture.Host.Url);
        await page.GetByTestId("magbot-button").FocusAsync();

        await page.Keyboard.PressAsync("Enter");

        var customer = new CustomerPage(page);
        await Assertions.Expect(customer.BotMessages.First).ToContainTextAsync(new Regex("digitale assistent"));
        await Assertions.Expect(customer.BotMessages.First).ToContainTextAsync(new Regex("medewerker|adviseur"));
        await Assertions.Expect(page.GetByTestId("magbot-advisor")).ToBeVisibleAsync();
        await Assertions.Expect(customer.Input).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.GetByTestId("magbot-button")).ToBeFocusedAsync();
    }

    [Theory]
    [InlineData("Hoe laat moet ik magnesium innemen voor het slapen?", "30 tot 60 minuten|1 tot 2 uur")]
    [InlineData("helpt zo'n voetenbadje echt", "niet aangetoond|warm")]
    [InlineData("kan het samen met melatonine", "signaal|apotheker")]
    [InlineData("ben zwanger mag dat", "verloskundige")]
    [InlineData("waaraan merk ik een tekort", "spier|kramp")]
    public async Task Question_AboutTheSubject_IsAnsweredWithSourcesAndFollowUps(string question, string expected)
    {
        var customer = await CustomerPage.OpenAsync(_context, fixture.Host.Url);

        var answer = await customer.AskAsync(question);

        Assert.Matches(new Regex(expected, RegexOptions.IgnoreCase), answer);
        await Assertions.Expect(customer.Page.GetByTestId("magbot-sources").Last).ToBeVisibleAsync();
        Assert.True(await customer.Suggestions.CountAsync() >= 2, "follow-up buttons are missing");
    }

    [Theory]
    [InlineData("waar blijft mijn pakket")]
    [InlineData("hoeveel kost een fiets")]
    public async Task Question_OutsideTheSubject_IsDeclinedWithTheOfferOfAnAdvisor(string question)
    {
        var customer = await CustomerPage.OpenAsync(_context, fixture.Host.Url);

        var answer = await customer.AskAsync(question);

        Assert.Matches(new Regex("niet|geen", RegexOptions.IgnoreCase), answer);
        await Assertions.Expect(customer.Suggestions.Filter(new LocatorFilterOptions { HasTextRegex = new Regex("adviseur") })).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task FollowUp_Pressed_IsAskedAndAnswered()
    {
        var customer = await CustomerPage.OpenAsync(_context, fixture.Host.Url);
        await customer.AskAsync("waaraan merk ik een tekort");
        var before = await customer.BotMessages.CountAsync();

        await customer.Suggestions.Last.ClickAsync();

        await Assertions.Expect(customer.BotMessages.Nth(before)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Danger_IsAnsweredAtOnceWithNumbersThatCanBeDialled()
    {
        var customer = await CustomerPage.OpenAsync(_context, fixture.Host.Url);

        await customer.AskAsync("ik wil niet meer leven");

        await Assertions.Expect(customer.Page.Locator("[role=alert] a[href='tel:113']")).ToBeVisibleAsync();
        await Assertions.Expect(customer.Page.Locator("[role=alert] a[href='tel:112']").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task OtherPageAndReload_KeepTheConversation()
    {
        var customer = await CustomerPage.OpenAsync(_context, fixture.Host.Url);
        await customer.AskAsync("waaraan merk ik een tekort");
        var before = await customer.TranscriptAsync();

        await customer.Page.GotoAsync(fixture.Host.Url + "/over-ons.html");
        await Assertions.Expect(customer.Messages).ToHaveCountAsync(before.Count);
        Assert.Equal(before, await customer.TranscriptAsync());

        await customer.Page.ReloadAsync();
        await Assertions.Expect(customer.Messages).ToHaveCountAsync(before.Count);
        Assert.Equal(before, await customer.TranscriptAsync());
    }

    [Fact]
    public async Task ServerKilledAndStartedAgain_NothingIsMissingOrDoubled()
    {
        var customer = await CustomerPage.OpenAsync(_context, fixture.Host.Url);
        await customer.AskAsync("waaraan merk ik een tekort");

        await fixture.Host.KillAsync();
        await customer.SayAsync("kan het samen met melatonine");
        await fixture.Host.StartAsync();

        await Assertions.Expect(customer.Messages).ToHaveCountAsync(5, new LocatorAssertionsToHaveCountOptions { Timeout = 60_000 });
        var after = await customer.TranscriptAsync();
        await customer.Page.ReloadAsync();
        await Assertions.Expect(customer.Messages).ToHaveCountAsync(5);
        Assert.Equal(after, await customer.TranscriptAsync());
    }

    [Theory]
    [InlineData(320, 568)]
    [InlineData(1280, 800)]
    public async Task Chat_AtAnyWidth_FitsAndHasNoAccessibilityViolations(int width, int height)
    {
        var customer = await CustomerPage.OpenAsync(_context, fixture.Host.Url);
        await customer.Page.SetViewportSizeAsync(width, height);
        await customer.AskAsync("waaraan merk ik een tekort");

        var overflow = await customer.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        var axe = await customer.Page.RunAxe();

        Assert.Equal(0, overflow);
        Assert.True(axe.Violations.Length == 0, string.Join('\n', axe.Violations.Select(violation => $"{violation.Id}: {violation.Help} {violation.Nodes[0].Html}")));
    }

    [Fact]
    public async Task MicrosoftsWebChat_OnTheSameServer_GreetsAnswersAndMarksSent()
    {
        var page = await _context.NewPageAsync();
        await page.GotoAsync(fixture.Host.Url + "/webchat");
        var bubbles = page.Locator(".webchat__bubble__content");
        await Assertions.Expect(bubbles.First).ToContainTextAsync(new Regex("digitale assistent"), new LocatorAssertionsToContainTextOptions { Timeout = 30_000 });

        var box = page.Locator("[data-id=webchat-sendbox-input]");
        await box.FillAsync("waaraan merk ik een tekort");
        await box.PressAsync("Enter");

        await Assertions.Expect(page.GetByText(new Regex("spier|kramp", RegexOptions.IgnoreCase)).First).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Verzenden mislukt")).ToHaveCountAsync(0);
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByText("waaraan merk ik een tekort").First).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = 30_000 });
    }
}
