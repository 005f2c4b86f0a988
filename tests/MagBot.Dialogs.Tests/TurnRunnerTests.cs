using MagBot.Activities;
using MagBot.Dialogs.Conversations;
using MagBot.Dialogs.Storage;
using MagBot.Dialogs.Turns;
using MagBot.TestSupport;
using Xunit;

namespace MagBot.Dialogs.Tests;

public sealed class TurnRunnerTests
{
    private sealed class ScriptedBot(Func<TurnContext, CancellationToken, Task> act) : IBot
    {
        public Task OnTurnAsync(TurnContext turn, CancellationToken cancellationToken) => act(turn, cancellationToken);

        public void OnTurnError(TurnContext turn) => turn.Send("sorry");
    }

    private static ScriptedBot Echo() => new((turn, _) =>
    {
        turn.Send($"echo {turn.Activity.Text}");
        return Task.CompletedTask;
    });

    [Fact]
    public async Task Receive_Message_StoresItAndTheReplyInOrderWithRisingTimestamps()
    {
        var talk = new TestConversation(Echo());

        await talk.SendAsync("een");
        await talk.SendAsync("twee");

        var log = await talk.Store.ReadLogAsync(talk.Id, 0, 100, CancellationToken.None);
        Assert.Equal(["een", "echo een", "twee", "echo twee"], log.Select(entry => entry.Activity.Text));
        Assert.Equal([0L, 1, 2, 3], log.Select(entry => entry.Sequence));
        Assert.All(log.Zip(log.Skip(1)), pair => Assert.True(pair.First.Activity.Timestamp < pair.Second.Activity.Timestamp));
        Assert.Equal(log[0].Activity.Id, log[1].Activity.ReplyToId);
    }

    [Fact]
    public async Task Receive_SameKeyAgain_AnswersWithTheFirstIdAndRunsNoTurn()
    {
        var talk = new TestConversation(Echo());
        await talk.SendAsync("een");
        var incoming = new IncomingActivity { Activity = new Activity { Type = "message", Text = "een" }, DeduplicationKey = "k0" };

        var result = await talk.Runner.ReceiveAsync(incoming, talk.Id, CancellationToken.None);

        Assert.Equal(TurnStatus.Duplicate, result.Status);
        Assert.Equal(LogEntry.ActivityId(talk.Id, 0), result.ActivityId);
        Assert.Equal(2, (await talk.StoredAsync()).NextSequence);
    }

    [Fact]
    public async Task Receive_BotThrows_StoresTheQuestionAndAnApologyAndKeepsTheOldState()
    {
        var talk = new TestConversation(new ScriptedBot((turn, _) =>
        {
            turn.State.Set("x", "half done", ActivityJson.Context.String);
            turn.Send("half an answer");
            throw new InvalidOperationException("broken");
        }));

        await talk.SendAsync("een");

        Assert.Equal("sorry", talk.AllText());
        Assert.Equal("{}", (await talk.StoredAsync()).State);
    }

    [Fact]
    public async Task Receive_BotTakesTooLong_ApologisesAndGoesOn()
    {
        var store = new MemoryConversationStore();
        var never = new TaskCompletionSource();
        var runner = new TurnRunner(
            store, new ProcessConversationLocks(), new ScriptedBot((_, _) => never.Task), new ConversationFeed(), new NoOutbox(),
            new TurnOptions { TimeLimit = TimeSpan.FromMilliseconds(20) }, TimeProvider.System,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<TurnRunner>.Instance);

        var result = await runner.ReceiveAsync(Incoming("slow"), "c1", CancellationToken.None);

        Assert.Equal("sorry", result.Entries[1].Activity.Text);
    }

    [Fact]
    public async Task Receive_UnknownConversationWithoutNewOne_IsRefused()
    {
        var talk = new TestConversation(Echo());

        var result = await talk.Runner.ReceiveAsync(
            new IncomingActivity { Activity = new Activity { Type = "message" } }, "elsewhere", CancellationToken.None);

        Assert.Equal(TurnStatus.UnknownConversation, result.Status);
    }

    [Fact]
    public async Task Receive_ManyAtOnce_RunsOneTurnAtATimeAndLosesNone()
    {
        var inside = 0;
        var most = 0;
        var runner = new TurnRunner(
            new MemoryConversationStore(), new ProcessConversationLocks(), new ScriptedBot(async (turn, _) =>
            {
                most = Math.Max(most, Interlocked.Increment(ref inside));
                await Task.Yield();
                Interlocked.Decrement(ref inside);
                turn.Send("ok");
            }), new ConversationFeed(), new NoOutbox(), new TurnOptions(), TimeProvider.System,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<TurnRunner>.Instance);

        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => runner.ReceiveAsync(Incoming($"{i}"), "c1", CancellationToken.None))));

        Assert.Equal(1, most);
        Assert.Equal(50, results.Select(result => result.ActivityId).Distinct().Count());
    }

    [Fact]
    public async Task Feed_Subscriber_HearsWhatWasCommittedInOrder()
    {
        var talk = new TestConversation(Echo());
        using var subscription = talk.Feed.Subscribe(talk.Id);

        await talk.SendAsync("een");
        await talk.SendAsync("twee");

        Assert.True(subscription.Items.TryRead(out var first));
        Assert.True(subscription.Items.TryRead(out var second));
        Assert.Equal([0L, 1, 2, 3], first.Entries.Concat(second.Entries).Select(entry => entry.Sequence));
    }

    [Fact]
    public async Task EraseHistory_LeavesOnlyThisTurn()
    {
        var talk = new TestConversation(new ScriptedBot((turn, _) =>
        {
            turn.State.Set("said", turn.Activity.Text, ActivityJson.Context.String);
            if (turn.Activity.Text == "wis")
                turn.EraseHistory();
            turn.Send("ok");
            return Task.CompletedTask;
        }));
        await talk.SendAsync("mijn geheim");

        await talk.SendAsync("wis");

        var log = await talk.Store.ReadLogAsync(talk.Id, 0, 100, CancellationToken.None);
        Assert.Equal(["wis", TurnContext.ErasedEvent, "ok"], log.Select(entry => entry.Activity.Text ?? entry.Activity.Name));
        Assert.Equal(log[0].Activity.Id, log[1].Activity.Value?.GetString());
        Assert.Equal("{}", (await talk.StoredAsync()).State);
    }

    [Fact]
    public async Task Act_ThatOnlyErases_Erases()
    {
        var talk = new TestConversation(Echo());
        await talk.SendAsync("mijn geheim");
        Assert.Equal("{}", (await talk.StoredAsync()).State);

        await talk.Runner.ActAsync(
            talk.Id,
            (turn, _) =>
            {
                turn.EraseHistory();
                return Task.CompletedTask;
            },
            CancellationToken.None);

        var log = await talk.Store.ReadLogAsync(talk.Id, 0, 100, CancellationToken.None);
        Assert.Equal(TurnContext.ErasedEvent, Assert.Single(log).Activity.Name);
    }

    [Fact]
    public async Task Act_ThatOnlyAsksForADelivery_IsStored()
    {
        var talk = new TestConversation(Echo());
        await talk.SendAsync("een");
        var before = (await talk.StoredAsync()).Version;

        await talk.Runner.ActAsync(
            talk.Id,
            (turn, _) =>
            {
                turn.Deliver(new OutboxItem("m1", "mail", "{}"));
                return Task.CompletedTask;
            },
            CancellationToken.None);

        Assert.Equal(before + 1, (await talk.StoredAsync()).Version);
    }

    [Fact]
    public async Task Act_ThatDoesNothing_StoresNothing()
    {
        var talk = new TestConversation(Echo());
        await talk.SendAsync("een");
        var before = (await talk.StoredAsync()).Version;

        await talk.Runner.ActAsync(talk.Id, (_, _) => Task.CompletedTask, CancellationToken.None);

        Assert.Equal(before, (await talk.StoredAsync()).Version);
    }

    private static IncomingActivity Incoming(string text) => new()
    {
        Activity = new Activity { Type = "message", Text = text },
        NewConversation = new Conversation { Id = "c1", ChannelId = "test", User = new ChannelAccount { Id = "u" }, Bot = new ChannelAccount { Id = "b" } },
    };

    private sealed class NoOutbox : IOutboxComposer
    {
        public IReadOnlyList<OutboxItem> Compose(Conversation conversation, IReadOnlyList<LogEntry> entries) => [];
    }
}
