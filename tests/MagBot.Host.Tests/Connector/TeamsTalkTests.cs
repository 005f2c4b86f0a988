using System.Net;
using System.Text.Json.Nodes;
using MagBot.Activities;
using MagBot.Dialogs.Conversations;
using MagBot.Dialogs.Storage;
using MagBot.Dialogs.Turns;
using MagBot.Host.Tests.Support;
using MagBot.TestSupport.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace MagBot.Host.Tests.Connector;

/// <summary>Teams with MagBot itself: hello, whom it speaks to, thumbs, edits, and being taken out.</summary>
public sealed class TeamsTalkTests : IAsyncLifetime, IDisposable
{
    private const string Bot = "28:bot";
    private const string Question = "Hoe warm moet het badwater zijn?";
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly TemporaryDirectory _data = new();
    private StubConnector _connector = null!; // set before each test, as the next
    private RunningHost _host = null!;
    private int _id;

    private IConversationStore Store => _host.Services.GetRequiredService<IConversationStore>();

    public async Task InitializeAsync()
    {
        _connector = await StubConnector.StartAsync();
        _host = await RunningHost.StartAssistantInAsync(_data.Path, null, "environment=Development", "MagBot:Connector:AllowUnauthenticated=true");
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _connector.DisposeAsync();
    }

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData("personal", "installationUpdate,conversationUpdate")]
    [InlineData("personal", "conversationUpdate,installationUpdate")]
    [InlineData("personal", "conversationUpdate")]
    [InlineData("groupChat", "installationUpdate,conversationUpdate")]
    [InlineData("groupChat", "conversationUpdate,installationUpdate")]
    [InlineData("groupChat", "conversationUpdate")]
    [InlineData("channel", "installationUpdate,conversationUpdate")]
    [InlineData("channel", "conversationUpdate,conversationUpdate")]
    public async Task Installation_SaysHelloOnceWhicheverWordComesFirst(string scope, string types)
    {
        foreach (var type in types.Split(','))
            await PostAsync(Installed(type, scope));
        await PostAsync(Message(scope, Question));

        var hello = await _connector.NextAsync();
        await NextTextAsync("badwater van 38"); // the answer comes next, not a second hello

        Assert.Contains("Ik ben MagBot", hello.Text, StringComparison.Ordinal);
        Assert.Equal(scope != "personal", (await GreetingAsync()).Contains("Noem mijn naam", StringComparison.Ordinal));
        Assert.DoesNotContain("<at>", hello.Text, StringComparison.Ordinal);
        Assert.Equal("29:alex", hello.Body.GetProperty("recipient").GetProperty("id").GetString());
        Assert.Equal("a:1", hello.Body.GetProperty("conversation").GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("groupChat")]
    [InlineData("channel")]
    public async Task Member_WhoJoinsOrLeavesAGroup_IsNotGreeted(string scope)
    {
        var joined = Base("conversationUpdate", scope);
        joined["membersAdded"] = new JsonArray(new JsonObject { ["id"] = "29:nieuw" });
        var left = Base("conversationUpdate", scope);
        left["membersRemoved"] = new JsonArray(new JsonObject { ["id"] = "29:nieuw" });

        await PostAsync(joined);
        await PostAsync(left);
        await PostAsync(Message(scope, Question));

        Assert.DoesNotContain("Ik ben MagBot", (await _connector.NextAsync()).Text ?? "", StringComparison.Ordinal);
        Assert.False((await FindAsync())?.IsGone);
    }

    [Theory]
    [InlineData("groupChat", true)]
    [InlineData("channel", false)]
    [InlineData("personal", false)]
    public async Task Answer_InAGroupChat_NamesWhoAsked(string scope, bool named)
    {
        await PostAsync(Message(scope, Question, "29:bo", "Bo & Co"));

        var reply = await _connector.NextAsync();

        Assert.Equal(named, reply.Text?.StartsWith("<at>Bo &amp; Co</at> ", StringComparison.Ordinal));
        Assert.Equal("29:bo", reply.Body.GetProperty("recipient").GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("""{"reaction":"dislike","feedback":"{\"feedbackText\":\"Het klopt niet\"}"}""", "dislike", "Het klopt niet")]
    [InlineData("""{"reaction":"like","feedback":"{}"}""", "like", null)]
    [InlineData("""{"reaction":"like","feedback":"zomaar tekst"}""", "like", "zomaar tekst")]
    [InlineData("""{"reaction":"like"}""", "like", null)]
    public async Task Feedback_FromTheFormOfTeams_IsKeptAsAThumb(string value, string reaction, string? reason)
    {
        await PostAsync(Message("personal", Question));
        await _connector.NextAsync();

        Assert.Equal(HttpStatusCode.OK, await PostAsync(Feedback(value)));

        var thumb = Assert.Single(Thumbs(await FindAsync()));
        Assert.Equal((reaction, reason), ((string?)thumb["reaction"], (string?)thumb["reason"]));
        Assert.Equal("bad-temperatuur", (string?)thumb["answer"]?["answerIds"]?[0]);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"x\"")]
    [InlineData("""{"reaction":1}""")]
    [InlineData("""{"reaction":"zwaaien"}""")]
    public async Task Feedback_OfAnotherShape_IsTakenAndDropped(string value)
    {
        await PostAsync(Message("personal", Question));
        await _connector.NextAsync();

        Assert.Equal(HttpStatusCode.OK, await PostAsync(Feedback(value)));

        Assert.Empty(Thumbs(await FindAsync()));
    }

    [Fact]
    public async Task Message_TakenBack_LeavesOnlyItsPlace()
    {
        const string Secret = "mijn bloeddruk is geheim zeventien";
        await PostAsync(Message("personal", Secret, id: "1001"));
        await PostAsync(Change("messageUpdate", "1001", Secret + " achttien"));
        await PostAsync(Message("personal", Question, id: "1002"));

        await PostAsync(Change("messageDelete", "1001", null));

        var log = await Store.ReadLogAsync("msteams:a:1", 0, 100, None);
        Assert.DoesNotContain(log, entry => ActivityJson.Write(entry.Activity).Contains("zeventien", StringComparison.Ordinal));
        Assert.Equal(("messageDelete", "1001", "29:alex"), (log[0].Activity.Type, log[0].Activity.Id, log[0].Activity.From?.Id));
        Assert.Equal(Enumerable.Range(0, log.Count).Select(place => (long)place), log.Select(entry => entry.Sequence));
        Assert.Contains(log, entry => entry.Activity.Text == Question);
        Assert.DoesNotContain("zeventien", (await FindAsync())?.State, StringComparison.Ordinal);
        SqliteConnection.ClearAllPools();
        foreach (var file in Directory.GetFiles(_data.Path, "magbot.db*"))
            Assert.DoesNotContain("zeventien", System.Text.Encoding.UTF8.GetString(await ReadSharedAsync(file)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Message_Edited_ReadsAsItNowIsAndIsNotAnsweredAgain()
    {
        await PostAsync(Message("personal", Question, id: "1001"));
        await PostAsync(Change("messageUpdate", "1001", "Hoe koud moet het badwater zijn?"));

        var log = await Store.ReadLogAsync("msteams:a:1", 0, 100, None);
        Assert.Equal("Hoe koud moet het badwater zijn?", log[0].Activity.Text);
        Assert.Equal("message", log[0].Activity.Type);
        Assert.Equal(1, log.Count(entry => entry.Audience is Audience.Everyone && entry.Activity.From?.Role == Roles.Bot));
        Assert.Null(log[^1].Activity.Text);
    }

    [Fact]
    public async Task Message_OfSomebodyElse_CannotBeTakenBackOrEdited()
    {
        await PostAsync(Message("groupChat", Question, id: "1001"));
        var delete = Change("messageDelete", "1001", null);
        delete["from"] = new JsonObject { ["id"] = "29:ander" };

        await PostAsync(delete);

        Assert.Equal(Question, (await Store.ReadLogAsync("msteams:a:1", 0, 1, None))[0].Activity.Text);
    }

    [Theory]
    [InlineData("installationUpdate")]
    [InlineData("conversationUpdate")]
    public async Task App_TakenOut_NothingIsSentUntilItIsBack(string type)
    {
        await PostAsync(Installed("installationUpdate", "personal"));
        await _connector.NextAsync();
        var removed = Base(type, "personal");
        if (type == "installationUpdate")
            removed["action"] = "remove";
        else
            removed["membersRemoved"] = new JsonArray(new JsonObject { ["id"] = Bot });

        await PostAsync(removed);
        await SayAsync("dit gaat nergens heen");
        Assert.True((await FindAsync())?.IsGone);
        await PostAsync(Installed("installationUpdate", "personal"));
        await SayAsync("dit weer wel");

        await NextTextAsync("dit weer wel", refused: "dit gaat nergens heen");
        Assert.False((await FindAsync())?.IsGone);
        Assert.Empty(await _host.Services.GetRequiredService<IOutboxStore>().ListGivenUpAsync(10, None));
    }

    private static async Task<byte[]> ReadSharedAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var memory = new MemoryStream();
        await stream.CopyToAsync(memory);
        return memory.ToArray();
    }

    private static IEnumerable<JsonNode> Thumbs(Conversation? conversation) =>
        (JsonNode.Parse(conversation?.State ?? "{}")?["feedback"]?["thumbs"] as JsonArray ?? []).OfType<JsonNode>();

    private Task<Conversation?> FindAsync() => Store.FindAsync("msteams:a:1", None);

    private async Task<string> GreetingAsync() => (await Store.ReadLogAsync("msteams:a:1", 0, 10, None))
        .Select(entry => entry.Activity.Text ?? "").First(text => text.Contains("Ik ben MagBot", StringComparison.Ordinal));

    private Task<TurnResult> SayAsync(string text) => _host.Services.GetRequiredService<TurnRunner>().ActAsync(
        "msteams:a:1",
        (turn, _) =>
        {
            turn.Send(text);
            return Task.CompletedTask;
        },
        None);

    private async Task NextTextAsync(string expected, string? refused = null)
    {
        while ((await _connector.NextAsync()).Text is var text && text?.Contains(expected, StringComparison.Ordinal) != true)
        {
            Assert.DoesNotContain("Ik ben MagBot", text ?? "", StringComparison.Ordinal);
            if (refused is not null)
                Assert.DoesNotContain(refused, text ?? "", StringComparison.Ordinal);
        }
    }

    private async Task<HttpStatusCode> PostAsync(JsonObject activity)
    {
        var status = (await _host.Http.SendAsync("POST", "/api/messages", body: activity.ToJsonString())).Status;
        Assert.InRange((int)status, 200, 202);
        return status;
    }

    private JsonObject Installed(string type, string scope)
    {
        var activity = Base(type, scope);
        if (type == "installationUpdate")
            activity["action"] = "add";
        else
            activity["membersAdded"] = new JsonArray(new JsonObject { ["id"] = Bot });
        return activity;
    }

    private JsonObject Message(string scope, string text, string from = "29:alex", string name = "Alex", string? id = null)
    {
        var activity = Base("message", scope);
        (activity["text"], activity["from"]) = (text, new JsonObject { ["id"] = from, ["name"] = name });
        if (id is not null)
            activity["id"] = id;
        return activity;
    }

    private JsonObject Change(string type, string id, string? text)
    {
        var activity = Base(type, "personal");
        activity["id"] = id;
        activity["channelData"] = new JsonObject { ["eventType"] = type == "messageDelete" ? "softDeleteMessage" : "editMessage" };
        if (text is not null)
            activity["text"] = text;
        return activity;
    }

    private JsonObject Feedback(string value)
    {
        var activity = Base("invoke", "personal");
        (activity["name"], activity["replyToId"]) = ("message/submitAction", "1776390257332");
        activity["value"] = new JsonObject { ["actionName"] = "feedback", ["actionValue"] = JsonNode.Parse(value) };
        return activity;
    }

    private JsonObject Base(string type, string scope) => new()
    {
        ["type"] = type,
        ["id"] = $"f:{_id++}",
        ["timestamp"] = "2026-11-22T09:00:00Z",
        ["channelId"] = "msteams",
        ["serviceUrl"] = _connector.ServiceUrl,
        ["from"] = new JsonObject { ["id"] = "29:alex", ["name"] = "Alex" },
        ["recipient"] = new JsonObject { ["id"] = Bot, ["name"] = "MagBot" },
        ["conversation"] = new JsonObject { ["id"] = "a:1", ["conversationType"] = scope, ["isGroup"] = scope != "personal" },
    };
}
