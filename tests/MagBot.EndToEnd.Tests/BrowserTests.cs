using Microsoft.Playwright;
using Xunit;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace MagBot.EndToEnd.Tests;

/// <summary>One browser and one host for a class of tests.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private IPlaywright? _playwright;

    public BrowserFixture()
        : this([])
    {
    }

    internal BrowserFixture(string[] hostArguments) => Host = new HostProcess(arguments: hostArguments);

    public HostProcess Host { get; }

    public IBrowser Browser { get; private set; } = null!; // set before the first test

    public async Task InitializeAsync()
    {
        await Host.StartAsync();
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    public async Task DisposeAsync()
    {
        if (Browser is not null)
            await Browser.CloseAsync();
        _playwright?.Dispose();
        await Host.DisposeAsync();
    }
}

/// <summary>The customer's side of the chat, driven as a person would.</summary>
internal sealed class CustomerPage(IPage page)
{
    public IPage Page => page;

    public ILocator Input => page.GetByTestId("magbot-input");

    public ILocator Messages => page.GetByTestId("magbot-message");

    public ILocator BotMessages => page.Locator("[data-testid=magbot-message][data-author=bot]");

    public ILocator Suggestions => page.GetByTestId("magbot-suggestion");

    public static async Task<CustomerPage> OpenAsync(IBrowserContext context, string url)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync(url);
        var customer = new CustomerPage(page);
        await page.GetByTestId("magbot-button").ClickAsync();
        await Assertions.Expect(customer.BotMessages.First).ToBeVisibleAsync();
        return customer;
    }

    /// <summary>Types a message, sends it with Enter and waits for the next message of the bot.</summary>
    public async Task<string> AskAsync(string text)
    {
        var before = await BotMessages.CountAsync();
        await SayAsync(text);
        await Assertions.Expect(BotMessages.Nth(before)).ToBeVisibleAsync();
        return await BotMessages.Nth(before).InnerTextAsync();
    }

    public async Task SayAsync(string text)
    {
        await Input.FillAsync(text);
        await Input.PressAsync("Enter");
    }

    /// <summary>Everything in the log as the customer sees it, author and text.</summary>
    public async Task<IReadOnlyList<string>> TranscriptAsync() => await Messages.EvaluateAllAsync<string[]>(
        "nodes => nodes.map(n => n.dataset.author + ': ' + (n.querySelector('[data-testid=magbot-text]') ?? n).innerText.trim())");
}
