using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace MagBot.EndToEnd.Tests;

/// <summary>One host, and browsers of two advisors: Anna is administrator, Bram her colleague.</summary>
public class DeskBrowsers : IAsyncLifetime
{
    internal const string Password = "een lang wachtwoord 1";
    private readonly BrowserFixture _fixture;
    private IPage? _anna;
    private IPage? _bram;

    public DeskBrowsers() => _fixture = new BrowserFixture();

    /// <param name="hostArguments">Further arguments of the host.</param>
    protected DeskBrowsers(params string[] hostArguments) => _fixture = new BrowserFixture(hostArguments);

    public HostProcess Host => _fixture.Host;

    public IBrowser Browser => _fixture.Browser;

    public async Task InitializeAsync()
    {
        await _fixture.InitializeAsync();
        _anna = await SetUpAsync(Browser, Host.SetupLink, "anna", "Anna");
        _bram = await InviteAsync("bram", "Bram");
    }

    /// <summary>Anna invites a colleague, who makes an account in a browser of its own.</summary>
    internal async Task<IPage> InviteAsync(string user, string name)
    {
        await _anna!.GotoAsync(Host.Url + "/desk/team"); // set before the first test
        await _anna.GetByTestId("desk-invite").ClickAsync();
        return await SetUpAsync(Browser, await _anna.GetByTestId("desk-invitation").InputValueAsync(), user, name);
    }

    public Task DisposeAsync() => _fixture.DisposeAsync();

    internal Task<IPage> AnnaAsync() => HomeAsync(_anna!); // set before the first test

    internal Task<IPage> BramAsync() => HomeAsync(_bram!); // as above

    internal async Task<IPage> SignInAsync(IBrowserContext context, string user)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync(Host.Url + "/desk");
        await page.GetByTestId("desk-signin-user").FillAsync(user);
        await page.GetByTestId("desk-signin-password").FillAsync(Password);
        await page.GetByTestId("desk-signin-submit").ClickAsync();
        await page.Locator("#queue").WaitForAsync();
        return page;
    }

    private async Task<IPage> HomeAsync(IPage page)
    {
        await page.GotoAsync(Host.Url + "/desk");
        return page;
    }

    /// <summary>Makes an account by a one-time link, in a browser context of its own.</summary>
    internal static async Task<IPage> SetUpAsync(IBrowser browser, string link, string user, string name)
    {
        var page = await (await browser.NewContextAsync()).NewPageAsync();
        await page.GotoAsync(link);
        await page.GetByTestId("desk-setup-user").FillAsync(user);
        await page.GetByTestId("desk-setup-name").FillAsync(name);
        await page.GetByTestId("desk-setup-password").FillAsync(Password);
        await page.GetByTestId("desk-setup-submit").ClickAsync();
        await page.Locator("#queue").WaitForAsync();
        return page;
    }

    /// <summary>The line of a list with these words of the customer.</summary>
    internal static ILocator Line(IPage desk, string words) => desk.GetByTestId("desk-queue-item").Filter(new LocatorFilterOptions { HasText = words });

    internal static async Task CloseAsync(IPage desk)
    {
        await desk.GetByTestId("desk-close").ClickAsync();
        await Assertions.Expect(desk.GetByTestId("desk-status")).ToHaveTextAsync("Gesloten");
    }

    internal static async Task AxeAsync(IPage page, string what)
    {
        var axe = await page.RunAxe();
        Assert.True(axe.Violations.Length == 0, what + "\n" + string.Join('\n', axe.Violations.Select(violation => $"{violation.Id}: {violation.Help} {violation.Nodes[0].Html}")));
    }

    internal static async Task ShootAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("MAGBOT_SCREENSHOTS") is { Length: > 0 } directory)
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(directory, name + ".png"), FullPage = true });
    }

    internal async Task OpenAsync(IPage desk, string words)
    {
        await desk.GotoAsync(Host.Url + "/desk");
        await Line(desk, words).ClickAsync();
    }

    internal async Task ClaimAsync(IPage desk, string words)
    {
        await OpenAsync(desk, words);
        await desk.GetByTestId("desk-claim").ClickAsync();
        await Assertions.Expect(desk.GetByTestId("desk-input")).ToBeVisibleAsync();
    }

    internal async Task<OwnedCustomer> CustomerAsync()
    {
        var context = await Browser.NewContextAsync();
        return new OwnedCustomer(context, await CustomerPage.OpenAsync(context, Host.Url));
    }

    /// <summary>A customer who has asked for a person in these words.</summary>
    internal async Task<OwnedCustomer> RequestAsync(string words)
    {
        var customer = await CustomerAsync();
        await customer.SayAsync(words);
        await Assertions.Expect(customer.BotMessages.Last).ToContainTextAsync("teruglezen");
        return customer;
    }
}

/// <summary>A customer in a browser of its own.</summary>
internal sealed class OwnedCustomer(IBrowserContext context, CustomerPage customer) : IAsyncDisposable
{
    public IPage Page => customer.Page;

    public ILocator Input => customer.Input;

    public ILocator Messages => customer.Messages;

    public ILocator BotMessages => customer.BotMessages;

    public ILocator AdvisorMessages => Page.Locator("[data-testid=magbot-message][data-author=advisor]");

    public ILocator Notices => Page.Locator("[data-testid=magbot-message][data-author=system]");

    public Task SayAsync(string text) => customer.SayAsync(text);

    public Task<string> AskAsync(string text) => customer.AskAsync(text);

    public Task<IReadOnlyList<string>> TranscriptAsync() => customer.TranscriptAsync();

    /// <summary>Presses a button that the bot or the system offers.</summary>
    public Task PressAsync(string beginning) => customer.Suggestions.Filter(new LocatorFilterOptions { HasTextRegex = new System.Text.RegularExpressions.Regex("^" + beginning) }).ClickAsync();

    public ValueTask DisposeAsync() => context.DisposeAsync();
}
