using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using MagBot.Dialogs.Conversations;
using MagBot.Dialogs.Storage;
using MagBot.Dialogs.Turns;
using MagBot.Host.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace MagBot.Host.Tests.Connector;

/// <summary>Activities that are not as they should be. Nothing gets 500; nothing reaches the bot that should not.</summary>
public sealed class BadInputTests(UnauthenticatedHost shared) : IClassFixture<UnauthenticatedHost>
{
    private readonly RunningHost _host = shared.Host;
    private readonly string _conversation = "c" + Guid.NewGuid().ToString("N");

    [Theory]
    [InlineData("type")]
    [InlineData("channelId")]
    [InlineData("conversation")]
    [InlineData("from")]
    [InlineData("serviceUrl")]
    public async Task Member_Missing_Returns400(string member)
    {
        var before = _host.Bot.Turns;
        var message = Message();
        message.Remove(member);

        var answer = await PostAsync(message.ToJsonString());

        Assert.Equal((HttpStatusCode.BadRequest, "BadArgument"), (answer.Status, answer.Code));
        Assert.Equal(before, _host.Bot.Turns);
    }

    [Theory]
    [InlineData("id")]
    [InlineData("recipient")]
    [InlineData("text")]
    [InlineData("timestamp")]
    public async Task Member_ThatSomeLeaveOut_Returns202(string member)
    {
        var message = Message();
        message.Remove(member);

        Assert.Equal(HttpStatusCode.Accepted, (await PostAsync(message.ToJsonString())).Status);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"tekst\"")]
    [InlineData("""{"type":1}""")]
    [InlineData("""{"type":"message","from":"klant"}""")]
    [InlineData("""{"type":"message","attachments":{}}""")]
    [InlineData("""{"type":"message","timestamp":"gisteren"}""")]
    [InlineData("""{"type":"message","text":"\ud800"}""")]
    public async Task Body_Malformed_Returns400(string body) => Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(body)).Status);

    [Theory]
    [InlineData("value")]
    [InlineData("channelData")]
    [InlineData("onbekend")]
    public async Task Body_NestedTenThousandLevels_Returns400(string member)
    {
        var nested = new StringBuilder(Message().ToJsonString().TrimEnd('}')).Append("},\"").Append(member).Append("\":");
        nested.Insert(nested.Length, "[", 10_000).Insert(nested.Length, "]", 10_000).Append('}');

        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(nested.ToString())).Status);
    }

    [Fact]
    public async Task Text_Of300Kilobytes_IsTaken() => Assert.Equal(
        HttpStatusCode.Accepted, (await PostAsync(Message(new string('a', 300_000)).ToJsonString())).Status);

    [Fact]
    public async Task Body_OverAMegabyte_Returns413() => Assert.Equal(
        HttpStatusCode.RequestEntityTooLarge, (await PostAsync(Message(new string('a', 1_100_000)).ToJsonString())).Status);

    [Theory]
    [InlineData("conversation")]
    [InlineData("from")]
    public async Task Id_OfTenThousandCharacters_Returns400(string member)
    {
        var message = Message();
        message[member] = new JsonObject { ["id"] = new string('x', 10_000) };

        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(message.ToJsonString())).Status);
    }

    [Fact]
    public async Task Ids_OutOfOrderAndAgain_AreHandledOnceEach()
    {
        var before = _host.Bot.Turns;

        foreach (var id in (string[])["m2", "m1", "m2", "m3", "m1", "m3"])
            Assert.Equal(HttpStatusCode.Accepted, (await PostAsync(Message("stil", id).ToJsonString())).Status);

        Assert.Equal(3, _host.Bot.Turns - before);
    }

    [Fact]
    public async Task Ids_AtTheSameMoment_AreHandledOnce()
    {
        var before = _host.Bot.Turns;

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PostAsync(Message("stil", "gelijk").ToJsonString())));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Accepted, answer.Status));
        Assert.Equal(1, _host.Bot.Turns - before);
    }

    [Fact]
    public async Task Messages_WithoutId_AreEachHandled()
    {
        var before = _host.Bot.Turns;
        var message = Message("stil");
        message.Remove("id");

        await PostAsync(message.ToJsonString());
        await PostAsync(message.ToJsonString());

        Assert.Equal(2, _host.Bot.Turns - before);
    }

    [Fact]
    public async Task ExpectReplies_SentAgain_GetsTheSameRepliesAndNoSecondTurn()
    {
        var before = _host.Bot.Turns;
        var message = Message("drie", "e1");
        message["deliveryMode"] = "expectReplies";

        var first = await PostAsync(message.ToJsonString());
        var again = await PostAsync(message.ToJsonString());

        Assert.Equal(["een", "twee", "drie"], first.Texts);
        Assert.Equal(first.Texts, again.Texts);
        Assert.Equal(1, _host.Bot.Turns - before);
    }

    [Fact]
    public async Task Edit_OfAMessage_IsKeptAndNotAnswered()
    {
        await PostAsync(Message("stil", "b1").ToJsonString());
        foreach (var (type, moment) in (IEnumerable<(string, string)>)[("messageUpdate", "2026-11-22T10:00:00Z"), ("messageUpdate", "2026-11-22T10:01:00Z"), ("messageUpdate", "2026-11-22T10:01:00Z"), ("messageDelete", "2026-11-22T10:02:00Z")])
        {
            var edit = Message("anders", "b1");
            (edit["type"], edit["timestamp"]) = (type, moment);
            Assert.Equal(HttpStatusCode.Accepted, (await PostAsync(edit.ToJsonString())).Status);
        }

        var log = await _host.Services.GetRequiredService<IConversationStore>().ReadLogAsync("emulator:" + _conversation, 0, 100, CancellationToken.None);
        Assert.Equal(["messageDelete", "messageUpdate", "messageUpdate", "messageDelete"], log.Select(entry => entry.Activity.Type));
        Assert.All(log.Skip(1), entry => Assert.Equal(Audience.Internal, entry.Audience));
    }

    [Theory]
    [InlineData("""{"action":{"type":"Action.Execute","verb":"say","data":{"magbot":{"say":"hallo"}}}}""", 200, "application/vnd.microsoft.activity.message")]
    [InlineData("""{"action":{"type":"Action.Execute","verb":"say","data":{"anders":1}}}""", 400, "application/vnd.microsoft.error")]
    [InlineData("""{"action":"x"}""", 400, "application/vnd.microsoft.error")]
    [InlineData("\"x\"", 400, "application/vnd.microsoft.error")]
    [InlineData("null", 400, "application/vnd.microsoft.error")]
    public async Task CardAction_IsAnsweredInTheBody(string value, int code, string type)
    {
        var before = _host.Bot.Turns;
        var invoke = Message();
        (invoke["type"], invoke["name"], invoke["value"]) = ("invoke", "adaptiveCard/action", JsonNode.Parse(value));
        invoke.Remove("text");

        var answer = await PostAsync(invoke.ToJsonString());

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(code, answer.Json.GetProperty("statusCode").GetInt32());
        Assert.Equal(type, answer.Json.GetProperty("type").GetString());
        Assert.Equal(code == 200 ? 1 : 0, _host.Bot.Turns - before);
    }

    [Theory]
    [InlineData("task/fetch", HttpStatusCode.NotImplemented)]
    [InlineData(null, HttpStatusCode.NotImplemented)]
    [InlineData("message/submitAction", HttpStatusCode.OK)]
    public async Task Invoke_IsAnsweredByItsName(string? name, HttpStatusCode expected)
    {
        var invoke = Message();
        (invoke["type"], invoke["name"]) = ("invoke", name);

        Assert.Equal(expected, (await PostAsync(invoke.ToJsonString())).Status);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Method_OtherThanPost_IsRefused(string method) =>
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await _host.Http.SendAsync(method, "/api/messages")).Status);

    private Task<Answer> PostAsync(string body) => _host.Http.SendAsync("POST", "/api/messages", body: body);

    private JsonObject Message(string text = "stil", string? id = null) => new()
    {
        ["type"] = "message",
        ["id"] = id ?? Guid.NewGuid().ToString(),
        ["text"] = text,
        ["timestamp"] = "2026-11-22T09:00:00.0000000Z",
        ["channelId"] = "emulator",
        ["serviceUrl"] = "http://127.0.0.1:1/",
        ["from"] = new JsonObject { ["id"] = "klant" },
        ["recipient"] = new JsonObject { ["id"] = "bot" },
        ["conversation"] = new JsonObject { ["id"] = _conversation },
    };
}

/// <summary>A host in Development that takes everybody.</summary>
public sealed class UnauthenticatedHost : IAsyncLifetime
{
    internal RunningHost Host { get; private set; } = null!; // set before the first test

    public async Task InitializeAsync() =>
        Host = await RunningHost.StartAsync(settings: ["environment=Development", "MagBot:Connector:AllowUnauthenticated=true"]);

    public async Task DisposeAsync() => await Host.DisposeAsync();
}

/// <summary>What is true while things are slow, or somebody else has the conversation.</summary>
public sealed class SlowTurnTests
{
    [Fact]
    public async Task Turn_ThatTakesLong_TheChannelIsAnsweredInTimeAndTheRepetitionIsNoSecondTurn()
    {
        var bot = new SlowBot();
        await using var connector = await StubConnector.StartAsync();
        await using var host = await RunningHost.StartAsync(
            customize: services => services.AddSingleton<IBot>(bot),
            settings: ["environment=Development", "MagBot:Connector:AllowUnauthenticated=true", "MagBot:Connector:AnswerWithin=00:00:00.100"]);
        var body = $$"""{"type":"message","id":"m1","text":"x","channelId":"emulator","serviceUrl":"{{connector.ServiceUrl}}","from":{"id":"u"},"conversation":{"id":"c"} }""";

        var first = await host.Http.SendAsync("POST", "/api/messages", body: body);
        var again = await host.Http.SendAsync("POST", "/api/messages", body: body);
        bot.Go.SetResult();
        var delivered = await connector.NextAsync();
        var third = await host.Http.SendAsync("POST", "/api/messages", body: body);

        Assert.All([first, again, third], answer => Assert.Equal(HttpStatusCode.Accepted, answer.Status));
        Assert.Equal("klaar", delivered.Body.GetProperty("text").GetString());
        Assert.Equal(1, bot.Turns);
    }

    [Fact]
    public async Task Message_WhileAnAdvisorHasTheConversation_GetsNoWordOfTheBot()
    {
        await using var host = await RunningHost.StartWithAssistantAsync("environment=Development", "MagBot:Connector:AllowUnauthenticated=true");
        static string Body(string id, string text) =>
            $$"""{"type":"message","deliveryMode":"expectReplies","id":"{{id}}","text":"{{text}}","channelId":"emulator","from":{"id":"u"},"recipient":{"id":"b"},"conversation":{"id":"c"} }""";
        Assert.NotEmpty((await host.Http.SendAsync("POST", "/api/messages", body: Body("m1", "Hoeveel magnesium zit er in badzout?"))).Texts);

        await host.Services.GetRequiredService<TurnRunner>().ActAsync(
            "emulator:c",
            (turn, _) =>
            {
                turn.Apply(turn.Handover.Request("REF234", "customer", turn.FirstSequence, turn.Now), "customer");
                turn.Apply(turn.Handover with { Status = MagBot.Dialogs.Handover.HandoverStatus.WithAdvisor, AdvisorId = "a", AdvisorName = "Sanne" }, "advisor:a");
                return Task.CompletedTask;
            },
            CancellationToken.None);

        Assert.Empty((await host.Http.SendAsync("POST", "/api/messages", body: Body("m2", "Hoeveel magnesium zit er in badzout?"))).Texts);
    }

    private sealed class SlowBot : IBot
    {
        private int _turns;

        public TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Turns => _turns;

        public async Task OnTurnAsync(TurnContext turn, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _turns);
            await Go.Task.WaitAsync(cancellationToken);
            turn.Send("klaar");
        }

        public void OnTurnError(TurnContext turn) => turn.Send("sorry");
    }
}
