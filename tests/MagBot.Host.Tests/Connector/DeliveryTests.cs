using System.Net;
using MagBot.Dialogs.Storage;
using MagBot.Host.Tests.Support;
using MagBot.TestSupport.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace MagBot.Host.Tests.Connector;

/// <summary>Replies on their way to a connector that is slow, busy, broken, or gone.</summary>
public sealed class DeliveryTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private StubConnector _connector = null!; // set before each test

    public async Task InitializeAsync() => _connector = await StubConnector.StartAsync();

    public async Task DisposeAsync() => await _connector.DisposeAsync();

    [Fact]
    public async Task Connector_ThatNeverAnswersOne_TheOthersGoOn()
    {
        await using var host = await StartAsync();
        _connector.Hold = delivered => delivered.Path.Contains("/stil/", StringComparison.Ordinal) ? Task.Delay(Timeout.Infinite) : Task.CompletedTask;

        for (var i = 0; i < 40; i++)
            await PostAsync(host, "hallo", $"stil/{i}", "m");
        for (var i = 0; i < 40; i++)
            await _connector.NextAsync();
        await PostAsync(host, "ook", "vlot", "m");

        Assert.Equal("echo: ook", (await _connector.NextAsync()).Text);
    }

    [Fact]
    public async Task Connector_ThatNeverAnswers_IsTriedAgainAfterTheTimeLimitAndOrderIsKept()
    {
        await using var host = await StartAsync("MagBot:Connector:SendTimeout=00:00:01");
        var first = true;
        _connector.Hold = _ =>
        {
            var hold = first ? Task.Delay(Timeout.Infinite) : Task.CompletedTask;
            first = false;
            return hold;
        };

        await PostAsync(host, "drie", "c", "m1");
        await PostAsync(host, "vier", "c", "m2");

        Assert.Equal(["een", "een", "twee", "drie", "echo: vier"], await TextsAsync(5));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    public async Task Connector_ThatRefusesForLong_TheReplyIsGivenUpAndGoesOutWhenAskedTo(int status)
    {
        await using var host = await StartAsync("MagBot:Connector:SendAttempts=1");
        var outbox = host.Services.GetRequiredService<IOutboxStore>();
        _connector.Statuses.Enqueue((status, null));

        await PostAsync(host, "drie", "c", "m1");
        Assert.Equal(["een", "twee", "drie"], await TextsAsync(3));
        var givenUp = Assert.Single(await outbox.ListGivenUpAsync(10, None));

        Assert.Equal(("emulator:c", "emulator", 1, ((HttpStatusCode)status).ToString()), (givenUp.ConversationId, givenUp.ChannelId, givenUp.Attempts, givenUp.Failure));
        Assert.True(await outbox.RetryAsync(givenUp.Number, None));
        Assert.Equal("een", (await _connector.NextAsync()).Text);
    }

    [Fact]
    public async Task Reply_OfAConversationThatIsErasedMeanwhile_NeverGoesOut()
    {
        await using var host = await StartAsync();
        _connector.Statuses.Enqueue((429, "1"));
        await PostAsync(host, "drie", "c", "m1");
        Assert.Equal("een", (await _connector.NextAsync()).Text);

        await host.Services.GetRequiredService<IConversationStore>().EraseAsync("emulator:c", None);
        await PostAsync(host, "opnieuw", "c", "m2");

        Assert.Equal("echo: opnieuw", (await _connector.NextAsync()).Text);
    }

    [Fact]
    public async Task Payload_ThatIsNone_IsGivenUpAndTheNextGoesOut()
    {
        await using var host = await StartAsync();
        var conversations = host.Services.GetRequiredService<IConversationStore>();
        await PostAsync(host, "een", "c", "m1");
        Assert.Equal("echo: een", (await _connector.NextAsync()).Text);
        var before = await conversations.FindAsync("emulator:c", None) ?? throw new InvalidOperationException("It was just made.");

        await conversations.CommitAsync(
            new TurnCommit { Conversation = before with { Version = before.Version + 1 }, Entries = [], Outbox = [new("x", "connector", "{"), new("y", "connector", "[]")] }, None);
        await PostAsync(host, "twee", "c", "m2");

        Assert.Equal("echo: twee", (await _connector.NextAsync()).Text);
        Assert.Equal(["unreadable", "unreadable"], (await host.Services.GetRequiredService<IOutboxStore>().ListGivenUpAsync(10, None)).Select(item => item.Failure));
    }

    [Fact]
    public async Task Replies_OfManyConversations_EachArriveOnceAndInOrder()
    {
        const int Conversations = 40;
        const int Turns = 5;
        await using var host = await StartAsync();

        await Task.WhenAll(Enumerable.Range(0, Conversations).Select(async conversation =>
        {
            for (var turn = 0; turn < Turns; turn++)
                await PostAsync(host, "drie", $"c{conversation}", $"m{turn}");
        }));
        var delivered = new List<Delivered>();
        while (delivered.Count < Conversations * Turns * 3)
            delivered.Add(await _connector.NextAsync());

        foreach (var conversation in delivered.GroupBy(item => item.Path.Split('/')[4]))
        {
            Assert.Equal(Enumerable.Repeat((string[])["een", "twee", "drie"], Turns).SelectMany(texts => texts), conversation.Select(item => item.Text));
            Assert.Equal(
                Enumerable.Range(0, Turns).SelectMany(turn => Enumerable.Repeat($"m{turn}", 3)),
                conversation.Select(item => item.Body.GetProperty("replyToId").GetString()));
        }
    }

    [Fact]
    public async Task Replies_LeftByAnEarlierRun_GoOutInOrderAfterTheStart()
    {
        using var data = new TemporaryDirectory();
        await using (var first = await StartInAsync(data.Path))
        {
            _connector.Statuses.Enqueue((429, "1"));
            await PostAsync(first, "drie", "c", "m1");
            Assert.Equal("een", (await _connector.NextAsync()).Text);
        }

        await using var second = await StartInAsync(data.Path);
        await PostAsync(second, "vier", "c", "m2");

        Assert.Equal(["een", "twee", "drie", "echo: vier"], await TextsAsync(4));
        await UntilEmptyAsync(second);
    }

    private static async Task UntilEmptyAsync(RunningHost host)
    {
        // Delivered rows leave the outbox behind the delivery; the next start would find what does not.
        var outbox = host.Services.GetRequiredService<IOutboxStore>();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while ((await outbox.FindWaitingAsync([.. Enumerable.Range(1, 50).Select(number => (long)number)], limit.Token)).Count > 0)
            await Task.Yield();
    }

    private static Task<RunningHost> StartAsync(params string[] settings) => StartInAsync(null, settings);

    private static Task<RunningHost> StartInAsync(string? data, params string[] settings) => RunningHost.StartAsync(
        data, settings: ["environment=Development", "MagBot:Connector:AllowUnauthenticated=true", .. settings]);

    private async Task<List<string?>> TextsAsync(int count)
    {
        List<string?> texts = [];
        while (texts.Count < count)
            texts.Add((await _connector.NextAsync()).Text);
        return texts;
    }

    private async Task PostAsync(RunningHost host, string text, string conversation, string id)
    {
        var service = conversation.StartsWith("stil/", StringComparison.Ordinal) ? _connector.ServiceUrl + "/stil" : _connector.ServiceUrl;
        var answer = await host.Http.SendAsync("POST", "/api/messages", body: $$"""
            {"type":"message","id":"{{id}}","text":"{{text}}","channelId":"emulator","serviceUrl":"{{service}}",
             "from":{"id":"u"},"recipient":{"id":"b"},"conversation":{"id":"{{conversation}}"} }
            """);
        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
    }
}
