using MagBot.Conformance.Tests.Support;
using MagBot.Host.Tests.Support;
using Microsoft.Playwright;

namespace MagBot.Conformance.Tests;

/// <summary>One browser, and a host with MagBot itself.</summary>
public sealed class WebChatFixture : IAsyncLifetime
{
    private IPlaywright? _playwright;

    internal RunningHost Host { get; private set; } = null!; // set before the first test, as the next

    internal IBrowser Browser { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Host = await RunningHost.StartWithAssistantAsync();
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

/// <summary>Microsoft's <c>botframework-webchat</c> in Chromium, on the page that comes with the host.</summary>
public sealed class WebChatTests(WebChatFixture fixture) : IClassFixture<WebChatFixture>, IAsyncLifetime
{
    private const string Question = "Hoe laat moet ik magnesium innemen voor het slapen?";

    // Web Chat comes back 3 to 15 seconds after its socket broke.
    private static readonly LocatorAssertionsToBeVisibleOptions AfterReconnect = new() { Timeout = 30_000 };

    private CuttableWire _wire = null!; // set before each test, as the next two
    private readonly List<string> _faults = [];
    private IBrowserContext _context = null!;
    private IPage _page = null!;

    private ILocator Bubbles => _page.Locator(".webchat__bubble__content");

    private ILocator Input => _page.Locator("[data-id=webchat-sendbox-input]");

    private ILocator Status => _page.Locator(".webchat__activity-status");

    public async Task InitializeAsync()
    {
        _wire = CuttableWire.To(fixture.Host.Address);
        _context = await fixture.Browser.NewContextAsync(new BrowserNewContextOptions { Locale = "nl-NL" });
        _page = await _context.NewPageAsync();
        _page.PageError += (_, error) => _faults.Add(error);
        await _page.GotoAsync(_wire.Origin + "/webchat/");
        await Assertions.Expect(Bubbles.First).ToContainTextAsync("digitale assistent");
    }

    public async Task DisposeAsync()
    {
        await _context.CloseAsync();
        await _wire.DisposeAsync();
    }

    [Fact]
    public async Task Question_IsSentAndAnsweredOnceWithSources()
    {
        await AskAsync(Question);

        await Assertions.Expect(Bubbles.Nth(2)).ToContainTextAsync("Bronnen");
        await Assertions.Expect(Status.Last).ToContainTextAsync("Verzonden");
        await Assertions.Expect(_page.GetByText("Wordt verzonden")).ToHaveCountAsync(0);
        await Assertions.Expect(_page.GetByText("Verzenden mislukt")).ToHaveCountAsync(0);
        Assert.Equal(3, await Bubbles.CountAsync());
        Assert.Empty(_faults);
    }

    [Fact]
    public async Task Button_SaysItsTextAndIsAnswered()
    {
        await AskAsync(Question);
        var button = _page.Locator("button.webchat__suggested-action").First;
        var title = (await button.InnerTextAsync()).Trim();

        await button.ClickAsync();

        await Assertions.Expect(Bubbles.Nth(3)).ToHaveTextAsync(title);
        await Assertions.Expect(Bubbles.Nth(4)).ToBeVisibleAsync();
        await Assertions.Expect(_page.GetByText("Verzenden mislukt")).ToHaveCountAsync(0);
        Assert.Empty(_faults);
    }

    [Fact]
    public async Task Reload_BringsTheConversationBackWithoutAnotherGreeting()
    {
        await AskAsync(Question);
        var before = await Bubbles.AllInnerTextsAsync();

        await _page.ReloadAsync();

        await Assertions.Expect(Bubbles.Nth(before.Count - 1)).ToBeVisibleAsync();
        Assert.Equal(before, await Bubbles.AllInnerTextsAsync());
        await AskAsync("helpt zo'n voetenbad echt");
        Assert.Equal(before.Count + 2, await Bubbles.CountAsync());
        Assert.Empty(_faults);
    }

    [Fact]
    public async Task SocketCut_WhatIsSaidMeanwhileComesOnceAndMarkedSent()
    {
        await AskAsync(Question);

        _wire.Cut();
        _wire.Mend();
        await Input.FillAsync("helpt zo'n voetenbad echt");
        await Input.PressAsync("Enter");

        await Assertions.Expect(Bubbles.Nth(4)).ToBeVisibleAsync(AfterReconnect);
        await Assertions.Expect(_page.GetByText("Wordt verzonden")).ToHaveCountAsync(0);
        await Assertions.Expect(_page.GetByText("Verzenden mislukt")).ToHaveCountAsync(0);
        Assert.Equal(5, await Bubbles.CountAsync());
        Assert.Empty(_faults);
    }

    [Fact]
    public async Task Upload_PictureIsShownFromTheServerAndTheBotAnswers()
    {
        await _page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "etiket.png", MimeType = "image/png", Buffer = Pixel });
        await _page.GetByRole(AriaRole.Button, new() { Name = "Verzenden" }).ClickAsync();

        var picture = _page.Locator(".webchat__bubble__content img").First;
        await Assertions.Expect(picture).ToBeVisibleAsync();
        await Assertions.Expect(Bubbles.Nth(2)).ToBeVisibleAsync();
        await Assertions.Expect(_page.GetByText("Verzenden mislukt")).ToHaveCountAsync(0);

        await _page.ReloadAsync();
        await Assertions.Expect(picture).ToBeVisibleAsync();
        Assert.True(await picture.EvaluateAsync<bool>("image => image.decode().then(() => image.naturalWidth === 1)"));
        Assert.Empty(_faults);
    }

    // One red pixel.
    private static byte[] Pixel => Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==");

    private async Task AskAsync(string text)
    {
        var before = await Bubbles.CountAsync();
        await Input.FillAsync(text);
        await Input.PressAsync("Enter");
        await Assertions.Expect(Bubbles.Nth(before + 1)).ToBeVisibleAsync();
    }
}
