using MagBot.TestSupport.Storage;
using Microsoft.Playwright;
using Xunit;

namespace MagBot.EndToEnd.Tests;

/// <summary>Two hosts on one PostgreSQL: customers are at one of them, advisors at the other.</summary>
public sealed class InstancesTests
{
    [PostgresFact]
    public async Task Talk_CustomerAtOneHostAndAdvisorAtTheOther_IsOneTalkAlsoWhenTheAdvisorsHostIsKilled()
    {
        var database = await PostgresServer.Instance.CreateDatabaseAsync();
        await using var near = Host(database);
        await using var far = Host(database);
        await near.StartAsync();
        await far.StartAsync();
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox", "--disable-gpu"] });
        var desk = await DeskBrowsers.SetUpAsync(browser, far.SetupLink, "anna", "Anna");
        var context = await browser.NewContextAsync();
        await using var customer = new OwnedCustomer(context, await CustomerPage.OpenAsync(context, near.Url));

        // Live in both directions, over the database.
        await customer.SayAsync("kan ik een adviseur spreken over twee huizen");
        await DeskBrowsers.Line(desk, "twee huizen").ClickAsync();
        await desk.GetByTestId("desk-claim").ClickAsync();
        await desk.GetByTestId("desk-input").FillAsync("Ik zit in het andere huis.");
        await desk.GetByTestId("desk-send").ClickAsync();
        await Assertions.Expect(customer.AdvisorMessages.Last).ToContainTextAsync("andere huis");
        await customer.SayAsync("dat merk ik niet");
        await Assertions.Expect(desk.GetByTestId("desk-transcript")).ToContainTextAsync("dat merk ik niet");

        // The advisor's host dies; the talk goes on at the customer's, with the same session.
        await far.KillAsync();
        await desk.GotoAsync(near.Url + new Uri(desk.Url).PathAndQuery);
        await desk.GetByTestId("desk-input").FillAsync("Nu zit ik bij jou.");
        await desk.GetByTestId("desk-send").ClickAsync();
        await Assertions.Expect(customer.AdvisorMessages.Last).ToContainTextAsync("Nu zit ik bij jou.");
        await DeskBrowsers.CloseAsync(desk);
        await Assertions.Expect(customer.Notices.Last).ToContainTextAsync("afgesloten");
    }

    [PostgresFact]
    public async Task Claim_AtBothHostsAtOnce_GivesTheTalkToOne()
    {
        var database = await PostgresServer.Instance.CreateDatabaseAsync();
        await using var one = Host(database);
        await using var other = Host(database);
        await one.StartAsync();
        await other.StartAsync();
        using var anna = await DeskClient.SetUpAsync(other.Url, other.SetupLink, "anna");
        using var bram = await DeskClient.SetUpAsync(one.Url, (await anna.InviteAsync()).Replace(other.Url, one.Url, StringComparison.Ordinal), "bram");

        for (var number = 0; number < 10; number++)
        {
            var talk = await DirectLineTalk.StartAsync(one.Url);
            await talk.AskAsync("ik wil een mens spreken");
            var claims = await Task.WhenAll(anna.ClaimAsync(talk.ConversationId), bram.ClaimAsync(talk.ConversationId));
            Assert.Single(claims, claimed => claimed);
        }
    }

    private static HostProcess Host(string connectionString)
    {
        var host = new HostProcess(Repository.KnowledgeWithHours("[\"00:00-23:59\"]"));
        host.Environment["ConnectionStrings__MagBot"] = connectionString;
        return host;
    }
}

/// <summary>A test that needs PostgreSQL; skipped, with the reason, where there is none.</summary>
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresServer.WhyAbsent;
}
