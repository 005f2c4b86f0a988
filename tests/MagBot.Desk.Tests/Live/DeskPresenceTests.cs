using MagBot.Desk.Live;
using MagBot.TestSupport;
using MagBot.TestSupport.Storage;
using Xunit;

namespace MagBot.Desk.Tests.Live;

public sealed class DeskPresenceTests
{
    private readonly ManualTimeProvider _time = new(ManualTimeProvider.OpenMoment);
    private readonly DeskPresence _presence;

    public DeskPresenceTests() => _presence = new DeskPresence(new InMemoryPresenceStore(), new DeskOptions(), _time);

    [Fact]
    public void AnyoneThere_NobodyEntered_IsFalse() => Assert.False(_presence.AnyoneThere);

    [Fact]
    public void AnyoneThere_ConnectionDropped_HoldsForTheGrace()
    {
        _presence.Enter("anna").Dispose();

        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.True(_presence.AnyoneThere);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(_presence.AnyoneThere);
    }

    [Fact]
    public void AnyoneThere_TwoWindows_OneIsEnough()
    {
        using var first = _presence.Enter("anna");
        var second = _presence.Enter("anna");
        second.Dispose();
        second.Dispose();

        _time.Advance(TimeSpan.FromHours(1));

        Assert.True(_presence.AnyoneThere);
    }

    [Fact]
    public async Task AnyoneThere_Away_IsFalseUntilAvailable()
    {
        using var here = _presence.Enter("anna");

        await _presence.SetAsync("anna", AdvisorState.Away, CancellationToken.None);
        Assert.False(_presence.AnyoneThere);
        await _presence.SetAsync("anna", AdvisorState.Busy, CancellationToken.None);
        Assert.True(_presence.AnyoneThere);
        Assert.False(_presence.TakesWork("anna"));
    }

    [Fact]
    public async Task AnyoneThere_SignedOut_HasNoGrace()
    {
        var here = _presence.Enter("anna");

        await _presence.SignOutAsync("anna", CancellationToken.None);
        here.Dispose();

        Assert.False(_presence.AnyoneThere);
    }
}
