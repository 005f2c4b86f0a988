using MagBot.Dialogs.Storage;
using MagBot.State.Tests.Contracts;
using MagBot.TestSupport.Storage;

namespace MagBot.State.Tests.Sqlite;

/// <summary>What a commit hands to the sender, and what it leaves to the store.</summary>
public sealed class OutboxFeedTests : IAsyncLifetime, IDisposable
{
    private const string Kind = "connector";
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly TemporaryDirectory _directory = new();
    private readonly Receiver _receiver = new();
    private SqlBackend _backend = null!; // set before each test

    public async Task InitializeAsync() => _backend = await SqlBackend.StartAsync(null, _directory.Path);

    public async Task DisposeAsync() => await _backend.DisposeAsync();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Commit_WithReceiver_HandsOverInOrderAndNobodyElseFindsIt()
    {
        using var attached = _backend.Deliveries.Attach(Kind, _receiver);

        await StoreAsync("c1", "a1", "a2");

        Assert.Equal([("c1", "a1"), ("c1", "a2")], _receiver.Rows.Select(row => (row.ConversationId, row.Item.Id)));
        Assert.True(_receiver.Rows[0].Number < _receiver.Rows[1].Number);
        Assert.Empty(await TakeAsync());
    }

    [Fact]
    public async Task Commit_WithoutReceiver_LeavesItToTheStore()
    {
        await StoreAsync("c1", "a1");

        Assert.Equal(["a1"], await TakeAsync());
    }

    [Fact]
    public async Task Commit_OfAnotherKind_IsNotHandedOver()
    {
        using var attached = _backend.Deliveries.Attach("mail", _receiver);

        await StoreAsync("c1", "a1");

        Assert.Empty(_receiver.Rows);
        Assert.Equal(["a1"], await TakeAsync());
    }

    [Fact]
    public async Task Commit_ReceiverWithoutRoom_LeavesItAndAllThatFollowToTheStore()
    {
        using var attached = _backend.Deliveries.Attach(Kind, _receiver);
        _receiver.HasRoom = false;
        var conversation = await StoreAsync("c1", "a1");
        _receiver.HasRoom = true;

        await _backend.Conversations.StoreAsync(conversation.Say("y") with { Outbox = [new OutboxItem("a2", Kind, "{}")] });

        Assert.Empty(_receiver.Rows);
        Assert.Equal(["a1", "a2"], await TakeAsync());
    }

    [Fact]
    public async Task Commit_WhileAnEarlierRowIsTaken_IsHandedOver()
    {
        var conversation = await StoreAsync("c1", "a1");
        Assert.Equal(["a1"], await TakeAsync());
        using var attached = _backend.Deliveries.Attach(Kind, _receiver);

        await _backend.Conversations.StoreAsync(conversation.Say("y") with { Outbox = [new OutboxItem("a2", Kind, "{}")] });

        Assert.Equal(["a2"], _receiver.Rows.Select(row => row.Item.Id));
    }

    [Fact]
    public async Task HandedOver_ProcessKilled_IsFoundAtOnceByTheNext()
    {
        using var attached = _backend.Deliveries.Attach(Kind, _receiver);
        await StoreAsync("c1", "a1", "a2");
        using var copy = new TemporaryDirectory();
        foreach (var file in Directory.GetFiles(_directory.Path, "magbot.db*").Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
            File.Copy(file, copy.Combine(Path.GetFileName(file)));

        await using var next = await SqlBackend.StartAsync(null, copy.Path);

        Assert.Equal(["a1", "a2"], (await next.Outbox.TakeAsync(Kind, SampleTurns.Noon, 10, None)).Select(row => row.Item.Id));
    }

    [Fact]
    public async Task Inbox_KeepsWhatCameUntilItIsRemovedOrItsConversationErased()
    {
        await _backend.Inbox.AddAsync(new InboxItem("i1", "c1", """{"a":1}""", 0), SampleTurns.Noon, None);
        await _backend.Inbox.AddAsync(new InboxItem("i1", "c1", "{}", 0), SampleTurns.Noon, None);
        await _backend.Inbox.AddAsync(new InboxItem("i2", "c2", "{}", 0), SampleTurns.Noon.AddSeconds(1), None);
        await _backend.Inbox.AddAsync(new InboxItem("i3", "c1", "{}", 0), SampleTurns.Noon.AddSeconds(2), None);

        await _backend.Inbox.RemoveAsync("i3", None);
        await _backend.Inbox.NoteAttemptAsync("i1", None);

        Assert.Equal(
            [new InboxItem("i1", "c1", """{"a":1}""", 1), new InboxItem("i2", "c2", "{}", 0)], await _backend.Inbox.ListAsync(SampleTurns.Noon.AddDays(1), 10, None));
        Assert.Single(await _backend.Inbox.ListAsync(SampleTurns.Noon.AddSeconds(1), 10, None));
        await _backend.Conversations.EraseAsync("c1", None);
        Assert.Equal(["i2"], (await _backend.Inbox.ListAsync(SampleTurns.Noon.AddDays(1), 10, None)).Select(item => item.Id));
    }

    [Fact]
    public async Task Inbox_OfAConversationThatErasesItsHistory_IsEmptied()
    {
        var conversation = await StoreAsync("c1");
        await _backend.Inbox.AddAsync(new InboxItem("i1", "c1", "{}", 0), SampleTurns.Noon, None);

        await _backend.Conversations.StoreAsync(conversation.Say("wis alles") with { ErasesHistory = true });

        Assert.Empty(await _backend.Inbox.ListAsync(SampleTurns.Noon.AddDays(1), 10, None));
    }

    private Task<Dialogs.Conversations.Conversation> StoreAsync(string conversation, params string[] items) => _backend.Conversations.StoreAsync(
        SampleTurns.NewConversation(conversation).Say("x") with { Outbox = [.. items.Select(item => new OutboxItem(item, Kind, "{}"))] });

    private async Task<IEnumerable<string>> TakeAsync() => (await _backend.Outbox.TakeAsync(Kind, SampleTurns.Noon, 10, None)).Select(row => row.Item.Id);

    private sealed class Receiver : IOutboxReceiver
    {
        public List<OutboxRow> Rows { get; } = [];

        public bool HasRoom { get; set; } = true;

        public void Receive(OutboxRow row) => Rows.Add(row);
    }
}
