using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static MagBot.EndToEnd.Tests.DeskBrowsers;

namespace MagBot.EndToEnd.Tests;

/// <summary>Advisors with little time: who waits is told so within seconds.</summary>
public sealed class ImpatientDesks()
    : DeskBrowsers("--MagBot:Desk:QueuePatience=00:00:10", "--MagBot:Desk:PlaceInterval=00:00:01", "--MagBot:Desk:TimerInterval=00:00:01");

/// <summary>The roads to a person and back, each with a customer and an advisor in browsers of their own.</summary>
public sealed class HandoverPathTests(ImpatientDesks desks) : IClassFixture<ImpatientDesks>
{
    [Fact]
    public async Task Queue_SeveralWait_EachHearsItsPlaceAndWhatOthersWaited()
    {
        var desk = await desks.AnnaAsync();
        await using var first = await desks.RequestAsync("kan ik een adviseur spreken over plaatseen");
        await using var second = await desks.RequestAsync("kan ik een adviseur spreken over plaatstwee");
        await using var third = await desks.RequestAsync("kan ik een adviseur spreken over plaatsdrie");
        var (one, two, three) = (await PlaceAsync(first), await PlaceAsync(second), await PlaceAsync(third));
        Assert.Equal((one + 1, one + 2), (two, three));

        await desks.ClaimAsync(desk, "plaatseen");
        await CloseAsync(desk);
        await Assertions.Expect(third.Notices.Filter(new LocatorFilterOptions { HasText = $"op plaats {three - 1}" })).ToHaveCountAsync(1);
        await desks.ClaimAsync(desk, "plaatstwee");
        await CloseAsync(desk);
        await desks.ClaimAsync(desk, "plaatsdrie");
        await CloseAsync(desk);

        // Three waits were measured: now something can be expected.
        await using var fourth = await desks.RequestAsync("kan ik een adviseur spreken over plaatsvier");
        await Assertions.Expect(fourth.BotMessages.Filter(new LocatorFilterOptions { HasTextRegex = new Regex("wachtten ongeveer [1-9] min") })).ToHaveCountAsync(1);
        await desks.ClaimAsync(desk, "plaatsvier");
        await CloseAsync(desk);
    }

    [Fact]
    public async Task Queue_CustomerLeaves_GoesOnWithTheBot()
    {
        var desk = await desks.AnnaAsync();
        await using var customer = await desks.RequestAsync("kan ik een adviseur spreken over weglopen");
        await Line(desk, "weglopen").WaitForAsync();

        await customer.PressAsync("Toch niet wachten");

        await Assertions.Expect(Line(desk, "weglopen")).ToHaveCountAsync(0);
        await Assertions.Expect(customer.BotMessages.Last).ToContainTextAsync("niet meer in de wachtrij");
        Assert.Contains("warm", await customer.AskAsync("hoe warm moet een magnesiumbad zijn"), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Queue_NobodyInTime_ApologisesTakesDetailsAndKeepsThePlace()
    {
        var desk = await desks.AnnaAsync();
        await using var customer = await desks.RequestAsync("kan ik een adviseur spreken over wachten");
        await Assertions.Expect(customer.Notices.Last).ToContainTextAsync("Sorry, het duurt langer");

        await customer.PressAsync("Gegevens achterlaten");
        await Assertions.Expect(customer.BotMessages.Last).ToContainTextAsync("Hoe heet je");
        await customer.SayAsync("Els de Boer");
        await Assertions.Expect(customer.BotMessages.Last).ToContainTextAsync("e-mailadres of telefoonnummer");
        await customer.SayAsync("06 12345678");
        await Assertions.Expect(customer.BotMessages.Last).ToContainTextAsync("Wanneer kunnen we je het beste bellen");
        await customer.PressAsync("In de middag");
        await AnswerQuestionAsync(customer, "Wanneer komt mijn pakket?");
        await Assertions.Expect(customer.BotMessages.Last).ToContainTextAsync("Klopt dit?");
        await customer.PressAsync("Ja, verstuur");
        await Assertions.Expect(customer.BotMessages.Last).ToContainTextAsync("Je houdt je plaats in de rij");
        var reference = Regex.Match(await customer.BotMessages.Last.InnerTextAsync(), "nummer ([0-9A-Z]{6})").Groups[1].Value;

        await desk.GotoAsync(desks.Host.Url + "/desk");
        await Line(desk, "Els de Boer").ClickAsync();
        var contact = desk.GetByTestId("desk-contact");
        await Assertions.Expect(contact).ToContainTextAsync(reference);
        await Assertions.Expect(contact).ToContainTextAsync("In de middag");
        await Assertions.Expect(contact.Locator("a[href^='tel:']")).ToHaveTextAsync("06 12345678");
        await AxeAsync(desk, "a waiting customer who left details");

        // The place was kept: the same talk goes on.
        await desk.GetByTestId("desk-claim").ClickAsync();
        await desk.GetByTestId("desk-input").FillAsync("Dag Els, daar ben ik toch.");
        await desk.GetByTestId("desk-send").ClickAsync();
        await Assertions.Expect(customer.AdvisorMessages.Last).ToContainTextAsync("daar ben ik toch");
        await CloseAsync(desk);
    }

    [Fact]
    public async Task StepIn_RunningTalk_ShowsEarlierWordsOnlyAfterConsent_AndGoesBackToTheBot()
    {
        var desk = await desks.AnnaAsync();
        await using var customer = await desks.CustomerAsync();
        await customer.AskAsync("hoe warm moet een magnesiumbad zijn");

        await desk.GotoAsync(desks.Host.Url + "/desk?tab=all");
        await desk.Locator($"#item-{await ConversationAsync(customer)}").GetByTestId("desk-stepin").ClickAsync();
        await Assertions.Expect(customer.Notices.Last).ToContainTextAsync("Je spreekt nu met Anna");
        await Assertions.Expect(desk.GetByTestId("desk-transcript")).Not.ToContainTextAsync("hoe warm moet");
        await customer.PressAsync("Ja, deel mijn gesprek");
        await Assertions.Expect(desk.GetByTestId("desk-transcript")).ToContainTextAsync("hoe warm moet");

        // Each sees that the other types.
        await customer.Input.PressSequentiallyAsync("nou, ik");
        await Assertions.Expect(desk.Locator("#typing")).ToContainTextAsync("typt");
        await desk.GetByTestId("desk-input").PressSequentiallyAsync("Ik kijk");
        await Assertions.Expect(customer.Page.GetByTestId("magbot-typing")).ToContainTextAsync("adviseur");
        await desk.GetByTestId("desk-input").FillAsync("Ik kijk even met je mee.");
        await desk.GetByTestId("desk-send").ClickAsync();
        await Assertions.Expect(customer.AdvisorMessages.Last).ToContainTextAsync("kijk even met je mee");
        await desk.GetByTestId("desk-return").ClickAsync();
        await Assertions.Expect(customer.Notices.Last).ToContainTextAsync("geeft het gesprek terug");
        Assert.Matches("spier|kramp", await customer.AskAsync("waaraan merk ik een tekort"));
    }

    [Fact]
    public async Task Close_ThenRatingAndNewQuestion_AreSeenAtTheDesk()
    {
        var desk = await desks.AnnaAsync();
        await using var customer = await desks.RequestAsync("kan ik een adviseur spreken over waarderen");
        await desks.ClaimAsync(desk, "waarderen");
        await desk.GetByTestId("desk-input").FillAsync("Hoi, waarmee help ik?");
        await desk.GetByTestId("desk-send").ClickAsync();
        await CloseAsync(desk);

        await customer.PressAsync("2 ");
        await Assertions.Expect(customer.BotMessages.Last).ToContainTextAsync("Wil je er nog iets over kwijt");
        await customer.SayAsync("het duurde me te lang");
        await Assertions.Expect(desk.Locator(".rating")).ToContainTextAsync("het duurde me te lang");

        await customer.SayAsync("o ja, waar blijft mijn pakket van dinsdag");
        await Assertions.Expect(customer.BotMessages.Last).ToContainTextAsync("is weer open");
        await Assertions.Expect(desk.GetByTestId("desk-input")).ToBeVisibleAsync();
        await Assertions.Expect(desk.GetByTestId("desk-transcript")).ToContainTextAsync("pakket van dinsdag");
        await CloseAsync(desk);
    }

    [Fact]
    public async Task Erase_ByTheCustomer_ClearsTheWidgetToo()
    {
        await using var customer = await desks.CustomerAsync();
        await customer.AskAsync("hoe warm moet een magnesiumbad zijn");
        await customer.SayAsync("verwijder mijn gegevens");
        await customer.PressAsync("Ja, wis alles");

        await Assertions.Expect(customer.Messages).ToHaveCountAsync(2);
        var left = await customer.TranscriptAsync();
        Assert.Matches(@"^user: [\s\S]*Ja, wis alles$", left[0]);
        Assert.Contains("gewist", left[1], StringComparison.Ordinal);
        await customer.Page.ReloadAsync();
        await Assertions.Expect(customer.Messages).ToHaveCountAsync(2);
        Assert.Equal(left, await customer.TranscriptAsync());
    }

    [Fact]
    public async Task Erase_AtTheDesk_ClearsTheWidgetToo()
    {
        var desk = await desks.AnnaAsync();
        await using var customer = await desks.RequestAsync("kan ik een adviseur spreken over vergeten");
        await desks.ClaimAsync(desk, "vergeten");

        await desk.Locator("#erase-box summary").ClickAsync();
        await desk.Locator("#erase-sure").CheckAsync();
        await desk.GetByTestId("desk-erase").ClickAsync();

        await Assertions.Expect(customer.Messages).ToHaveCountAsync(1);
        await Assertions.Expect(customer.Messages.First).ToContainTextAsync("is dit gesprek gewist");
    }

    private static async Task AnswerQuestionAsync(OwnedCustomer customer, string question)
    {
        await Assertions.Expect(customer.BotMessages.Last).ToContainTextAsync(new Regex("deze vraag doorgeven|Wat is je vraag"));
        if ((await customer.BotMessages.Last.InnerTextAsync()).Contains("doorgeven", StringComparison.Ordinal))
        {
            await customer.PressAsync("Nee, ik typ");
            await Assertions.Expect(customer.BotMessages.Last).ToContainTextAsync("Wat is je vraag");
        }

        await customer.SayAsync(question);
    }

    private static async Task<int> PlaceAsync(OwnedCustomer customer)
    {
        var text = await customer.BotMessages.Filter(new LocatorFilterOptions { HasText = "op plaats" }).First.InnerTextAsync();
        return int.Parse(Regex.Match(text, "op plaats ([0-9]+)").Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
    }

    private static Task<string> ConversationAsync(OwnedCustomer customer) =>
        customer.Page.EvaluateAsync<string>("JSON.parse(sessionStorage.getItem('magbot')).conversationId");
}
