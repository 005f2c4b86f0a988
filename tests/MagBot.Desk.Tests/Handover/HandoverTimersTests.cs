using MagBot.Desk.Conversations;
using MagBot.Desk.Handover;
using MagBot.Desk.Tests.Support;
using MagBot.Dialogs.Handover;
using MagBot.TestSupport;
using MagBot.TestSupport.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace MagBot.Desk.Tests.Handover;

public sealed class HandoverTimersTests : IDisposable
{
    private readonly ManualTimeProvider _time = new(ManualTimeProvider.OpenMoment);
    private readonly InMemoryConversationStore _store = new();
    private readonly PlainMessages _messages = new();
    private readonly DeskOptions _options = new();
    private readonly TestConversation _talk;
    private readonly HandoverService _service;
    private readonly HandoverTimers _timers;

    public HandoverTimersTests()
    {
        _talk = new TestConversation(new RequestingBot(), _time, _store);
        _service = new HandoverService(_talk.Runner, _messages, _options);
        _timers = new HandoverTimers(
            _talk.Runner, _store, new QueueOutlook(_store), new NobodyThere(), _messages, _options, _time, NullLogger<HandoverTimers>.Instance);
    }

    public void Dispose() => _timers.Dispose();

    [Fact]
    public async Task Waiting_TooLong_ApologisesOnceAndKeepsThePlace()
    {
        await _talk.SendAsync("adviseur");
        await LookAfterAsync(TimeSpan.FromMinutes(9));
        Assert.Equal(0, await CountAsync("NobodyYet"));

        await LookAfterAsync(TimeSpan.FromMinutes(1));
        await LookAfterAsync(TimeSpan.FromMinutes(20));

        Assert.Equal(1, await CountAsync("NobodyYet"));
        var handover = (await _talk.StoredAsync()).Handover;
        Assert.Equal((HandoverStatus.Waiting, ManualTimeProvider.OpenMoment), (handover.Status, handover.RequestedAt));
    }

    [Fact]
    public async Task Waiting_ShopCloses_IsToldOnce()
    {
        await _talk.SendAsync("adviseur");
        _messages.Open = false;

        await LookAfterAsync(TimeSpan.FromMinutes(1));
        await LookAfterAsync(TimeSpan.FromMinutes(30));

        Assert.Equal((1, 0), (await CountAsync("ClosedMeanwhile"), await CountAsync("NobodyYet")));
    }

    [Fact]
    public async Task Claimed_WithoutAWord_GoesBackToTheFront()
    {
        await _talk.SendAsync("adviseur");
        await ClaimAsync();

        await LookAfterAsync(TimeSpan.FromMinutes(5));

        Assert.Equal(HandoverStatus.Waiting, (await _talk.StoredAsync()).Handover.Status);
        Assert.Equal(1, await CountAsync("Requeued"));
    }

    [Fact]
    public async Task Talk_CustomerUnanswered_GoesBackToTheQueue()
    {
        await TalkingAsync();
        await _talk.SendAsync("bent u daar nog?");
        await LookAfterAsync(TimeSpan.FromMinutes(29));
        Assert.Equal(HandoverStatus.WithAdvisor, (await _talk.StoredAsync()).Handover.Status);

        await LookAfterAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(HandoverStatus.Waiting, (await _talk.StoredAsync()).Handover.Status);
    }

    [Fact]
    public async Task Talk_CustomerSilent_IsClosed()
    {
        await TalkingAsync();

        await LookAfterAsync(TimeSpan.FromHours(2));

        var handover = (await _talk.StoredAsync()).Handover;
        Assert.Equal((HandoverStatus.Closed, "expired"), (handover.Status, handover.EndReason));
    }

    [Fact]
    public async Task Place_OneBeforeIsTaken_IsToldAfterTheInterval()
    {
        var first = new TestConversation(new RequestingBot(), _time, _store);
        await first.SendAsync("adviseur");
        _time.Advance(TimeSpan.FromSeconds(1));
        await _talk.SendAsync("adviseur");
        await _talk.Runner.ActAsync(
            _talk.Id,
            (turn, _) =>
            {
                turn.Apply(turn.Handover.TellPlace(2, turn.Now), "bot");
                return Task.CompletedTask;
            },
            CancellationToken.None);
        await _service.ClaimAsync(first.Id, Advisors.Anna, CancellationToken.None);

        await LookAfterAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(0, await CountAsync("Plaats 1."));
        await LookAfterAsync(TimeSpan.FromSeconds(60));
        await LookAfterAsync(TimeSpan.FromSeconds(180));

        Assert.Equal(1, await CountAsync("Plaats 1."));
    }

    [Fact]
    public async Task Outlook_FewerThanThreeMeasured_SaysNoTime()
    {
        await _talk.SendAsync("adviseur");

        var place = await new QueueOutlook(_store).ReadAsync(_talk.Id, _time.GetUtcNow(), _time.GetUtcNow(), CancellationToken.None);

        Assert.Equal(new QueuePlace(1, null), place);
    }

    [Fact]
    public async Task Outlook_ThreeMeasured_SaysTheirMedianAndThePlace()
    {
        foreach (var minutes in new[] { 2, 4, 9 })
        {
            var other = new TestConversation(new RequestingBot(), _time, _store);
            await other.SendAsync("adviseur");
            _time.Advance(TimeSpan.FromMinutes(minutes));
            await _service.ClaimAsync(other.Id, Advisors.Anna, CancellationToken.None);
        }

        var waiting = new TestConversation(new RequestingBot(), _time, _store);
        await waiting.SendAsync("adviseur");
        _time.Advance(TimeSpan.FromMinutes(1));

        var place = await new QueueOutlook(_store).ReadAsync(_talk.Id, _time.GetUtcNow(), _time.GetUtcNow(), CancellationToken.None);

        Assert.Equal(new QueuePlace(2, TimeSpan.FromMinutes(4)), place);
    }

    private async Task TalkingAsync()
    {
        await _talk.SendAsync("adviseur");
        await ClaimAsync();
        await _service.SayAsync(_talk.Id, Advisors.Anna, "Dag", "client-0001", CancellationToken.None);
    }

    private Task<DeskOutcome> ClaimAsync() => _service.ClaimAsync(_talk.Id, Advisors.Anna, CancellationToken.None);

    private async Task LookAfterAsync(TimeSpan time)
    {
        _time.Advance(time);
        await _timers.RunDueAsync(CancellationToken.None);
    }

    private async Task<int> CountAsync(string text) =>
        (await _store.ReadLogAsync(_talk.Id, 0, 1000, CancellationToken.None)).Count(entry => entry.Activity.Text == text);

    private sealed class NobodyThere : IAdvisorPresence
    {
        public bool AnyoneThere => false;
    }
}
