using MagBot.Desk.Live;
using MagBot.TestSupport;
using Xunit;

namespace MagBot.Desk.Tests.Live;

public sealed class DeskPresenceTests
{
    private readonly ManualTimeProvider _time = new(ManualTimeProvider.OpenMoment);
    private readonly DeskPresence _presence;

    public DeskPresenceTests() => _presence = new DeskPresence(new DeskOptions(), _time);

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
    public void AnyoneThere_Away_IsFalseUntilAvailable()
    {
        using var here = _presence.Enter("anna");

        _presence.Set("anna", AdvisorState.Away);
        Assert.False(_presence.AnyoneThere);
        _presence.Set("anna", AdvisorState.Busy);
        Assert.True(_presence.AnyoneThere);
        Assert.False(_presence.TakesWork("anna"));
    }

    [Fact]
    public void AnyoneThere_SignedOut_HasNoGrace()
    {
        var here = _presence.Enter("anna");

        _presence.SignOut("anna");
        here.Dispose();

        Assert.False(_presence.AnyoneThere);
    }
}
