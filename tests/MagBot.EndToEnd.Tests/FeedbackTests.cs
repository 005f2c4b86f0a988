using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Xunit;

namespace MagBot.EndToEnd.Tests;

/// <summary>What the buttons under an answer do, as it is stored.</summary>
public sealed class FeedbackTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task ThumbDown_WithAReason_IsStoredWithTheAnswerAndItsVersion()
    {
        await using var context = await fixture.Browser.NewContextAsync();
        var customer = await CustomerPage.OpenAsync(context, fixture.Host.Url);
        var asked = await customer.Page.RunAndWaitForRequestAsync(() => customer.SayAsync("hoe warm moet een magnesiumbad zijn"), IsPost);
        var down = customer.Page.GetByTestId("magbot-thumb-down");

        await down.ClickAsync();
        var reason = customer.Page.GetByTestId("magbot-feedback-reason").First;
        var words = await reason.InnerTextAsync();
        var told = await customer.Page.RunAndWaitForResponseAsync(() => reason.ClickAsync(), response => IsPost(response.Request));

        Assert.Equal(200, told.Status);
        await Assertions.Expect(customer.Page.GetByTestId("magbot-feedback-thanks")).ToBeVisibleAsync();
        var stored = await ExportAsync(customer.Page, asked);
        var thumb = Assert.Single(stored["state"]!["feedback"]!["thumbs"]!.AsArray())!; // kept with every answer
        Assert.Equal(("dislike", words), ((string?)thumb["reaction"], (string?)thumb["reason"]));
        Assert.Equal("bad-temperatuur", (string?)thumb["answer"]!["answerIds"]![0]);
        Assert.False(string.IsNullOrEmpty((string?)thumb["answer"]!["version"]));
        var answer = stored["activities"]!.AsArray().Single(activity => (string?)activity!["id"] == (string?)thumb["answer"]!["activityId"])!;
        Assert.Equal((string?)thumb["answer"]!["version"], (string?)answer["channelData"]!["magbot"]!["version"]);
    }

    [Fact]
    public async Task QuickReply_Pressed_SendsItsQuestionAndIsAnswered()
    {
        await using var context = await fixture.Browser.NewContextAsync();
        var customer = await CustomerPage.OpenAsync(context, fixture.Host.Url);
        await customer.AskAsync("hoe warm moet een magnesiumbad zijn");
        var button = customer.Suggestions.Nth(1); // the first says more of the same
        var question = await button.InnerTextAsync();
        var answers = await customer.BotMessages.CountAsync();

        var sent = await customer.Page.RunAndWaitForRequestAsync(() => button.ClickAsync(), IsPost);

        Assert.Equal(("message", question), ((string?)JsonNode.Parse(sent.PostData!)!["type"], (string?)JsonNode.Parse(sent.PostData!)!["text"])); // a post has a body
        await Assertions.Expect(customer.BotMessages.Nth(answers)).ToBeVisibleAsync();
        Assert.Contains(await customer.TranscriptAsync(), line => line.StartsWith("user:", StringComparison.Ordinal) && line.EndsWith("\n" + question, StringComparison.Ordinal));
    }

    private static bool IsPost(IRequest request) => request.Method == "POST" && request.Url.EndsWith("/activities", StringComparison.Ordinal);

    /// <summary>All that is stored of the conversation that a message was posted to, fetched with the customer's own token.</summary>
    private static async Task<JsonNode> ExportAsync(IPage page, IRequest posted)
    {
        var headers = await posted.AllHeadersAsync();
        var answer = await page.APIRequest.GetAsync(
            posted.Url[..^"activities".Length] + "export?format=json",
            new APIRequestContextOptions { Headers = [KeyValuePair.Create("authorization", headers["authorization"])] });
        return JsonNode.Parse(await answer.TextAsync())!; // a JSON object
    }
}
