using MagBot.Desk.Live;
using MagBot.TestSupport;
using MagBot.TestSupport.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace MagBot.Desk.Tests.Live;

/// <summary>Two instances with one store.</summary>
public sealed class PresenceInstancesTests
{
    private readonly ManualTimeProvider _time = new(ManualTimeProvider.OpenMoment);
    private readonly InMemoryPresenceStore _store = new();
    private readonly DeskPresence _one;
    private readonly DeskPresence _other;

    public PresenceInstancesTests()
    {
        _one = new DeskPresence(_store, new DeskOptions(), _time);
        _other = new DeskPresence(_store, new DeskOptions(), _time);
    }

    [Fact]
    public async Task IsThere_ConnectedToAnotherInstance_IsKnownAfterABeat()
    {
        using var here = _one.Enter("anna");
        await BeatAsync();

        Assert.True(_other.IsThere("anna"));
        Assert.True(_other.AnyoneThere);
        Assert.True(_other.TakesWork("anna"));
    }

    [Fact]
    public async Task IsThere_InstanceDies_HoldsForTheGrace()
    {
        var here = _one.Enter("anna");
        await BeatAsync();

        _time.Advance(TimeSpan.FromSeconds(29));
        await BeatAsync(_other);
        Assert.True(_other.AnyoneThere);
        _time.Advance(TimeSpan.FromSeconds(2));
        await BeatAsync(_other);

        Assert.False(_other.AnyoneThere);
        here.Dispose();
    }

    [Fact]
    public async Task IsThere_SignedOutElsewhere_IsGoneAtTheNextBeat()
    {
        using var here = _one.Enter("anna");
        await BeatAsync();

        await _one.SignOutAsync("anna", CancellationToken.None);
        await BeatAsync();

        Assert.False(_other.AnyoneThere);
    }

    [Theory]
    [InlineData(AdvisorState.Busy, true)]
    [InlineData(AdvisorState.Away, false)]
    public async Task State_SaidAtOneInstance_HoldsAtTheOther(AdvisorState state, bool isThere)
    {
        using var here = _one.Enter("anna");
        await _one.SetAsync("anna", state, CancellationToken.None);
        await BeatAsync();

        Assert.Equal((state, isThere, false), (_other.StateOf("anna"), _other.IsThere("anna"), _other.TakesWork("anna")));
    }

    [Fact]
    public async Task State_ChangedHereAfterAnOlderWordThere_TheNewestHolds()
    {
        await _one.SetAsync("anna", AdvisorState.Away, CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(1));
        await _other.SetAsync("anna", AdvisorState.Available, CancellationToken.None);
        await BeatAsync();

        Assert.Equal((AdvisorState.Available, AdvisorState.Available), (_one.StateOf("anna"), _other.StateOf("anna")));
    }

    [Fact]
    public async Task State_AfterARestart_IsStillKnown()
    {
        await _one.SetAsync("anna", AdvisorState.Away, CancellationToken.None);

        var restarted = new DeskPresence(_store, new DeskOptions(), _time);
        await BeatAsync(restarted);

        Assert.Equal(AdvisorState.Away, restarted.StateOf("anna"));
    }

    private async Task BeatAsync()
    {
        await BeatAsync(_one);
        await BeatAsync(_other);
    }

    private async Task BeatAsync(DeskPresence presence)
    {
        using var beat = new PresenceBeat(_store, presence, new DeskOptions(), _time, NullLogger<PresenceBeat>.Instance);
        await beat.BeatAsync(CancellationToken.None);
    }
}
