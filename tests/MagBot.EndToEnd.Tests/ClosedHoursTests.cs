using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace MagBot.EndToEnd.Tests;

/// <summary>Nobody is there: the knowledge says that the shop is always closed.</summary>
public sealed class ClosedHoursTests
{
    [Fact]
    public async Task Customer_AsksForAPersonWhenNobodyIsThere_LeavesARequestThatSurvivesAKill()
    {
        await using var host = new HostProcess(Repository.KnowledgeWithHours("[]"));
        await host.StartAsync();
        var talk = await DirectLineTalk.StartAsync(host.Url);

        Assert.Contains("geen adviseur", await talk.AskAsync("ik wil een mens spreken"), StringComparison.Ordinal);
        Assert.Contains("e-mailadres", await talk.AskAsync("Piet Jansen"), StringComparison.Ordinal);
        Assert.Contains("herken ik niet", await talk.AskAsync("bel maar"), StringComparison.Ordinal);

        await host.KillAsync();
        await host.StartAsync();
        await talk.AskAsync("piet@voorbeeld.example");
        Assert.Contains("Klopt dit", await talk.AskAsync("Ik wil weten of mijn poeder vegan is"), StringComparison.Ordinal);
        Assert.Matches(new Regex("nummer [0-9A-Z]{6}"), await talk.AskAsync("Ja, verstuur"));
    }

    [Fact]
    public async Task Contact_InTheWidget_IsCheckedAsOneTypes()
    {
        await using var host = new HostProcess(Repository.KnowledgeWithHours("[]"));
        await host.StartAsync();
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox", "--disable-gpu"] });
        var customer = await CustomerPage.OpenAsync(await browser.NewContextAsync(), host.Url);
        var check = customer.Page.GetByTestId("magbot-check");

        await customer.SayAsync("ik wil een mens spreken");
        await Assertions.Expect(customer.BotMessages.Last).ToContainTextAsync("Hoe heet je");
        await Assertions.Expect(customer.Input).ToHaveAttributeAsync("autocomplete", "name");
        await customer.SayAsync("Els de Boer");
        await Assertions.Expect(customer.BotMessages.Last).ToContainTextAsync("e-mailadres of telefoonnummer");

        // Nothing while somebody begins, a hint once they stop, and a good word when it is right.
        await customer.Input.PressSequentiallyAsync("els@voorb");
        await Assertions.Expect(check).ToHaveAttributeAsync("data-verdict", "wrong");
        await Assertions.Expect(check).ToContainTextAsync("nog geen e-mailadres of telefoonnummer");
        await Assertions.Expect(check).ToHaveAttributeAsync("aria-live", "polite");
        await Assertions.Expect(customer.Input).ToHaveAttributeAsync("aria-invalid", "true");
        await Assertions.Expect(customer.Input).ToHaveAttributeAsync("aria-describedby", new Regex("check"));
        Assert.Empty((await customer.Page.RunAxe()).Violations);
        await customer.Input.PressSequentiallyAsync("eeld.example");
        await Assertions.Expect(check).ToHaveTextAsync("Dat ziet er goed uit.");
        await Assertions.Expect(customer.Input).ToHaveAttributeAsync("aria-invalid", "false");
        await customer.Input.FillAsync("06 12345678");
        await Assertions.Expect(check).ToHaveAttributeAsync("data-verdict", "good");

        // The server decides: what is wrong can be sent, and is asked again; "stop" is no address and must get through.
        await customer.SayAsync("06 123");
        await Assertions.Expect(customer.BotMessages.Last).ToContainTextAsync("herken ik niet");
        await customer.SayAsync("06 12345678");
        await Assertions.Expect(customer.BotMessages.Last).ToContainTextAsync("Wanneer kunnen we je het beste bellen");
        await Assertions.Expect(check).ToHaveCountAsync(0);
        await customer.Suggestions.Filter(new LocatorFilterOptions { HasText = "In de ochtend" }).ClickAsync();
        await Assertions.Expect(customer.BotMessages.Last).ToContainTextAsync("Wat is je vraag");
        await customer.SayAsync("Is het poeder vegan?");
        await Assertions.Expect(customer.BotMessages.Last).ToContainTextAsync("We bellen je op 06 12345678, In de ochtend");
        await customer.Suggestions.Filter(new LocatorFilterOptions { HasText = "Ja, verstuur" }).ClickAsync();
        await Assertions.Expect(customer.BotMessages.Last).ToContainTextAsync(new Regex("nummer [0-9A-Z]{6}"));
        var reference = Regex.Match(await customer.BotMessages.Last.InnerTextAsync(), "nummer ([0-9A-Z]{6})").Groups[1].Value;

        // It stands in the desk, with everything that was left, until somebody has handled it.
        var desk = await DeskBrowsers.SetUpAsync(browser, host.SetupLink, "anna", "Anna");
        await DeskBrowsers.Line(desk, "Els de Boer").ClickAsync();
        await Assertions.Expect(desk.GetByTestId("desk-contact")).ToContainTextAsync(reference);
        await Assertions.Expect(desk.GetByTestId("desk-contact")).ToContainTextAsync("In de ochtend");
        await Assertions.Expect(desk.GetByTestId("desk-contact")).ToContainTextAsync("Is het poeder vegan?");
        await DeskBrowsers.AxeAsync(desk, "a contact request");
        await desk.GetByTestId("desk-handled").ClickAsync();
        await Assertions.Expect(desk.GetByTestId("desk-status")).ToHaveTextAsync("Gesloten");
        await Assertions.Expect(DeskBrowsers.Line(desk, "Els de Boer")).ToHaveCountAsync(0);
    }
}
