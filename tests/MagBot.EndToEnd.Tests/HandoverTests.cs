using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace MagBot.EndToEnd.Tests;

/// <summary>A customer and an advisor, each in a browser of their own.</summary>
public sealed class HandoverTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    private static readonly SemaphoreSlim OneSetup = new(1, 1);
    private static bool _isSetUp;

    [Fact]
    public async Task Customer_AsksForAPerson_TalksWithAnAdvisorUntilTheAdvisorGivesItBack()
    {
        await using var customers = await fixture.Browser.NewContextAsync();
        await using var advisors = await fixture.Browser.NewContextAsync();
        var desk = await SignInAsync(advisors);
        var customer = await CustomerPage.OpenAsync(customers, fixture.Host.Url);
        await customer.AskAsync("waaraan merk ik een tekort");

        await customer.SayAsync("ik wil een mens spreken");
        await customer.Suggestions.Filter(new LocatorFilterOptions { HasTextRegex = new Regex("^Ja") }).ClickAsync();

        await LineWith(desk, "Ja, deel mijn gesprek").ClickAsync();
        await Assertions.Expect(desk.GetByTestId("desk-transcript")).ToContainTextAsync("waaraan merk ik een tekort");
        await desk.GetByTestId("desk-claim").ClickAsync();
        await desk.GetByTestId("desk-input").FillAsync("Goedemiddag, waarmee help ik je?");
        await desk.GetByTestId("desk-send").ClickAsync();
        await Assertions.Expect(customer.Page.Locator("[data-testid=magbot-message][data-author=advisor]").Last).ToContainTextAsync("waarmee help ik je");

        // While the advisor has the conversation, the bot keeps silent and the desk hears the customer live.
        var bots = await customer.BotMessages.CountAsync();
        await customer.SayAsync("kan het samen met melatonine");
        await Assertions.Expect(desk.GetByTestId("desk-transcript")).ToContainTextAsync("kan het samen met melatonine");
        Assert.Equal(bots, await customer.BotMessages.CountAsync());

        // Closed: the bot answers what it can, and the rest opens the talk again; then given back.
        await desk.GetByTestId("desk-close").ClickAsync();
        await Assertions.Expect(customer.Page.Locator("[data-testid=magbot-message][data-author=system]").Last).ToContainTextAsync("afgesloten");
        Assert.Matches(new Regex("warm"), await customer.AskAsync("waarom word je slaperig van een warm bad"));
        await customer.SayAsync("o ja, nog een vraag over mijn pakket");
        await Assertions.Expect(desk.GetByTestId("desk-transcript")).ToContainTextAsync("nog een vraag over mijn pakket");
        await desk.GetByTestId("desk-return").ClickAsync();
        await Assertions.Expect(customer.Page.Locator("[data-testid=magbot-message][data-author=system]").Last).ToContainTextAsync("geeft het gesprek terug");
        var answer = await customer.AskAsync("kan het samen met melatonine");
        Assert.Matches(new Regex("signaal|apotheker"), answer);
    }

    [Fact]
    public async Task Transcript_WithoutConsent_ShowsOnlyWhatWasSaidSinceTheRequest()
    {
        await using var customers = await fixture.Browser.NewContextAsync();
        await using var advisors = await fixture.Browser.NewContextAsync();
        var desk = await SignInAsync(advisors);
        var customer = await CustomerPage.OpenAsync(customers, fixture.Host.Url);
        await customer.AskAsync("hoe warm moet een magnesiumbad zijn");

        await customer.SayAsync("mag ik een medewerker");
        await customer.Suggestions.Filter(new LocatorFilterOptions { HasTextRegex = new Regex("^Nee") }).ClickAsync();
        await LineWith(desk, "Nee, liever niet").ClickAsync();

        await Assertions.Expect(desk.GetByTestId("desk-transcript")).ToContainTextAsync("mag ik een medewerker");
        await Assertions.Expect(desk.GetByTestId("desk-transcript")).Not.ToContainTextAsync("hoe warm moet een magnesiumbad zijn");
    }

    [Fact]
    public async Task Rating_AfterTheEnd_IsAskedAndThanked()
    {
        await using var customers = await fixture.Browser.NewContextAsync();
        await using var advisors = await fixture.Browser.NewContextAsync();
        var desk = await SignInAsync(advisors);
        var customer = await CustomerPage.OpenAsync(customers, fixture.Host.Url);
        await customer.SayAsync("kan ik een adviseur spreken over mijn bestelling van gisteren");
        await customer.Suggestions.Filter(new LocatorFilterOptions { HasTextRegex = new Regex("^Toch niet") }).WaitForAsync();

        await LineWith(desk, "bestelling van gisteren").ClickAsync();
        await desk.GetByTestId("desk-claim").ClickAsync();
        await desk.GetByTestId("desk-close").ClickAsync();
        await customer.Suggestions.Filter(new LocatorFilterOptions { HasTextRegex = new Regex("^4 ") }).ClickAsync();
        await Assertions.Expect(customer.BotMessages.Last).ToContainTextAsync("Wil je er nog iets over kwijt");
        await customer.SayAsync("Anna dacht goed mee");

        await Assertions.Expect(customer.BotMessages.Last).ToContainTextAsync("Dank je");
    }

    [Fact]
    public async Task Desk_AnswerFromTheKnowledgeNoteAndGuard_WorkInTheBrowser()
    {
        await using var customers = await fixture.Browser.NewContextAsync();
        await using var advisors = await fixture.Browser.NewContextAsync();
        var desk = await SignInAsync(advisors);
        var customer = await CustomerPage.OpenAsync(customers, fixture.Host.Url);
        await customer.SayAsync("mag ik een adviseur spreken over de temperatuur van mijn bad");
        await LineWith(desk, "temperatuur van mijn bad").ClickAsync();
        await desk.GetByTestId("desk-claim").ClickAsync();

        await Assertions.Expect(desk.GetByTestId("desk-input")).ToBeVisibleAsync();

        // A reviewed answer, found and sent.
        await desk.Keyboard.PressAsync("Alt+z");
        await desk.GetByTestId("desk-answers-query").FillAsync("hoe warm moet het bad zijn");
        await desk.GetByTestId("desk-answer-send").First.ClickAsync();
        await Assertions.Expect(customer.Page.Locator("[data-testid=magbot-message][data-author=advisor]").Last).ToContainTextAsync("°C");

        // A note that the customer does not see.
        await desk.Keyboard.PressAsync("Alt+n");
        await desk.GetByTestId("desk-note").FillAsync("Klant wil teruggebeld worden");
        await desk.GetByTestId("desk-note-save").ClickAsync();
        await Assertions.Expect(desk.GetByTestId("desk-transcript")).ToContainTextAsync("teruggebeld");

        // Words that promise are held back, and the text stays.
        await desk.GetByTestId("desk-input").FillAsync("Ons magnesium geneest je slapeloosheid.");
        await desk.GetByTestId("desk-send").ClickAsync();
        await Assertions.Expect(desk.GetByTestId("desk-guard")).ToBeVisibleAsync();
        await Assertions.Expect(desk.GetByTestId("desk-input")).ToHaveValueAsync("Ons magnesium geneest je slapeloosheid.");
        await DeskBrowsers.ShootAsync(desk, "desk-guard");

        await desk.GetByTestId("desk-input").FillAsync("Fijne avond!");
        await desk.GetByTestId("desk-send").ClickAsync();
        await Assertions.Expect(customer.Page.Locator("[data-testid=magbot-message][data-author=advisor]").Last).ToContainTextAsync("Fijne avond");
        Assert.DoesNotContain(await customer.TranscriptAsync(), line => line.Contains("geneest", StringComparison.Ordinal) || line.Contains("teruggebeld", StringComparison.Ordinal));
        await desk.SetViewportSizeAsync(390, 844);
        await DeskBrowsers.ShootAsync(desk, "desk-phone");
    }

    // The line of the desk's list with these words of the customer: other tests leave lines too.
    private static ILocator LineWith(IPage desk, string words) =>
        desk.GetByTestId("desk-queue-item").Filter(new LocatorFilterOptions { HasText = words });

    private async Task<IPage> SignInAsync(IBrowserContext context)
    {
        var page = await context.NewPageAsync();
        await OneSetup.WaitAsync();
        try
        {
            if (!_isSetUp)
            {
                await page.GotoAsync(fixture.Host.SetupLink);
                await page.GetByTestId("desk-setup-user").FillAsync("anna");
                await page.GetByTestId("desk-setup-name").FillAsync("Anna");
                await page.GetByTestId("desk-setup-password").FillAsync("een lang wachtwoord 1");
                await page.GetByTestId("desk-setup-submit").ClickAsync();
                _isSetUp = true;
            }
        }
        finally
        {
            OneSetup.Release();
        }

        await page.GotoAsync(fixture.Host.Url + "/desk");
        if (await page.GetByTestId("desk-signin-user").CountAsync() > 0)
        {
            await page.GetByTestId("desk-signin-user").FillAsync("anna");
            await page.GetByTestId("desk-signin-password").FillAsync("een lang wachtwoord 1");
            await page.GetByTestId("desk-signin-submit").ClickAsync();
        }

        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/desk"));
        return page;
    }
}
