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
        var knowledge = await AlwaysClosedAsync();
        await using var host = new HostProcess(knowledge);
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
        Directory.Delete(knowledge, recursive: true);
    }

    [Fact]
    public async Task Contact_InTheWidget_IsCheckedAsOneTypes()
    {
        var knowledge = await AlwaysClosedAsync();
        await using var host = new HostProcess(knowledge);
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
        Directory.Delete(knowledge, recursive: true);
    }

    private static async Task<string> AlwaysClosedAsync()
    {
        var knowledge = Directory.CreateTempSubdirectory("magbot-e2e-knowledge-").FullName;
        Repository.CopyKnowledge(knowledge);
        var shop = Path.Combine(knowledge, "shop.yaml");
        await File.WriteAllTextAsync(shop, Regex.Replace(await File.ReadAllTextAsync(shop), @"(day|""): \[.*\]", "$1: []"));
        return knowledge;
    }
}
