using MagBot.Activities;
using MagBot.Desk.Conversations;
using MagBot.Desk.Handover;
using MagBot.Desk.Live;
using MagBot.Desk.Tests.Support;
using MagBot.Dialogs.Conversations;
using MagBot.Dialogs.Handover;
using MagBot.Dialogs.Storage;
using MagBot.Dialogs.Turns;
using MagBot.TestSupport;
using MagBot.TestSupport.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace MagBot.Desk.Tests.Handover;

public sealed class HandoverAssignerTests
{
    private readonly ManualTimeProvider _time = new(ManualTimeProvider.OpenMoment);
    private readonly InMemoryConversationStore _store = new();
    private readonly InMemoryAdvisorStore _advisors = new();
    private readonly InMemoryPresenceStore _presenceStore = new();
    private readonly ProcessConversationLocks _locks = new();
    private readonly DeskPresence _presence;
    private readonly TurnRunner _runner;

    public HandoverAssignerTests()
    {
        _presence = new DeskPresence(_presenceStore, new DeskOptions(), _time);
        _runner = new TurnRunner(
            _store, _locks, new RequestingBot(), new ConversationFeed(), new NoOutbox(), new TurnOptions(), _time, NullLogger<TurnRunner>.Instance);
    }

    [Fact]
    public async Task Assign_Waiting_GoesToWhoHasTheFewestTalks()
    {
        await EnterAsync("anna", 4);
        await EnterAsync("bram", 4);
        foreach (var id in new[] { "c1", "c2", "c3", "c4" })
            await RequestAsync(id);

        await AssignAsync();

        Assert.Equal([("anna", 2), ("bram", 2)], (await OwnersAsync()).CountBy(owner => owner!).OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value)));
    }

    [Fact]
    public async Task Assign_MoreThanTheCapacity_TheLongestWaitGoesFirstAndTheRestWaits()
    {
        await EnterAsync("anna", 2);
        foreach (var id in new[] { "c1", "c2", "c3" })
            await RequestAsync(id);

        await AssignAsync();
        await AssignAsync();

        Assert.Equal(["anna", "anna", null], await OwnersAsync());
    }

    [Fact]
    public async Task Assign_RoomAgain_TheNextOneGetsIt()
    {
        await EnterAsync("anna", 1);
        await RequestAsync("c1");
        await RequestAsync("c2");
        await AssignAsync();
        await Service().CloseAsync("c1", Accounts.DeskUserOf("anna"), CancellationToken.None);

        await AssignAsync();

        Assert.Equal(["anna"], await OwnersAsync());
    }

    [Theory]
    [InlineData(AdvisorState.Busy)]
    [InlineData(AdvisorState.Away)]
    public async Task Assign_NotAvailable_GetsNothing(AdvisorState state)
    {
        await EnterAsync("anna", 4);
        await _presence.SetAsync("anna", state, CancellationToken.None);
        await RequestAsync("c1");

        await AssignAsync();

        Assert.Equal([null], await OwnersAsync());
    }

    [Fact]
    public async Task Assign_NobodyThere_LeavesThemWaiting()
    {
        await _advisors.AddAsync(Account("anna", 4), CancellationToken.None);
        await RequestAsync("c1");

        await AssignAsync();

        Assert.Equal([null], await OwnersAsync());
    }

    [Fact]
    public async Task Assign_DisabledOrWithoutCapacity_GetsNothing()
    {
        await EnterAsync("anna", 0);
        await EnterAsync("bram", 4);
        await _advisors.UpdateAsync(Account("bram", 4) with { DisabledAt = _time.GetUtcNow() }, CancellationToken.None);
        await RequestAsync("c1");

        await AssignAsync();

        Assert.Equal([null], await OwnersAsync());
    }

    [Fact]
    public async Task Assign_TwoInstancesAtOnce_NeverGoAboveTheCapacity()
    {
        await EnterAsync("anna", 3);
        for (var i = 0; i < 10; i++)
            await RequestAsync($"c{i}");
        var elsewhere = new DeskPresence(_presenceStore, new DeskOptions(), _time);
        await BeatAsync(_presence);
        await BeatAsync(elsewhere);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => AssignAsync(i % 2 == 0 ? _presence : elsewhere))));

        Assert.Equal(3, (await OwnersAsync()).Count(owner => owner == "anna"));
    }

    [Fact]
    public async Task Assign_KeepsTheReasonInTheHistory()
    {
        await EnterAsync("anna", 1);
        await RequestAsync("c1");

        await AssignAsync();

        Assert.Contains(await _store.ReadHistoryAsync("c1", CancellationToken.None), step => step is { Reason: HandoverReasons.Assigned, Actor: "advisor:anna" });
    }

    [Fact]
    public async Task Assign_PickUpMode_GivesNothing()
    {
        await EnterAsync("anna", 1);
        await RequestAsync("c1");
        using var assigner = Assigner(_presence, new DeskOptions { AssignAutomatically = false });

        await assigner.StartAsync(CancellationToken.None);
        await assigner.ExecuteTask!; // started just now; ends at once in this mode

        Assert.Equal([null], await OwnersAsync());
    }

    private async Task BeatAsync(DeskPresence presence)
    {
        using var beat = new PresenceBeat(_presenceStore, presence, new DeskOptions(), _time, NullLogger<PresenceBeat>.Instance);
        await beat.BeatAsync(CancellationToken.None);
    }

    private async Task EnterAsync(string id, int capacity)
    {
        await _advisors.AddAsync(Account(id, capacity), CancellationToken.None);
        _presence.Enter(id);
    }

    private static Advisor Account(string id, int capacity) =>
        new() { Id = id, UserName = id, DisplayName = id, PasswordHash = "", SecurityStamp = "s", Capacity = capacity };

    private HandoverService Service() => new(_runner, new PlainMessages(), new DeskOptions());

    private HandoverAssigner Assigner(DeskPresence presence, DeskOptions options) =>
        new(_store, _advisors, presence, Service(), _locks, options, _time, NullLogger<HandoverAssigner>.Instance);

    private Task AssignAsync() => AssignAsync(_presence);

    private async Task AssignAsync(DeskPresence presence)
    {
        using var assigner = Assigner(presence, new DeskOptions { AssignAutomatically = true });
        await assigner.AssignAsync(CancellationToken.None);
    }

    private async Task RequestAsync(string id)
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        var customer = new ChannelAccount { Id = "klant-" + id, Role = Roles.User };
        await _runner.ReceiveAsync(
            new IncomingActivity
            {
                Activity = new Activity { Type = ActivityTypes.Message, Text = "adviseur", From = customer },
                NewConversation = new Conversation
                {
                    Id = id,
                    ChannelId = ChannelIds.DirectLine,
                    User = customer,
                    Bot = new ChannelAccount { Id = "bot", Role = Roles.Bot },
                    CreatedAt = _time.GetUtcNow(),
                },
            },
            id,
            CancellationToken.None);
    }

    private async Task<List<string?>> OwnersAsync() =>
        [.. (await _store.ListAsync([HandoverStatus.Waiting, HandoverStatus.WithAdvisor], 100, CancellationToken.None)).Select(line => line.Handover.AdvisorId)];

    private sealed class NoOutbox : IOutboxComposer
    {
        public IReadOnlyList<OutboxItem> Compose(Conversation conversation, IReadOnlyList<LogEntry> entries) => [];
    }

    private static class Accounts
    {
        public static MagBot.Desk.Accounts.DeskUser DeskUserOf(string id) => new(id, id, AdvisorRole.Advisor);
    }
}
