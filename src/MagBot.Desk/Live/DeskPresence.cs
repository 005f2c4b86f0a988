using MagBot.Dialogs.Handover;

namespace MagBot.Desk.Live;

/// <summary>What an advisor says about new work.</summary>
public enum AdvisorState
{
    /// <summary>Takes new talks.</summary>
    Available,

    /// <summary>There, but takes no new talks by themselves.</summary>
    Busy,

    /// <summary>Not there, also with the desk open.</summary>
    Away,
}

/// <summary>
/// Who is at the desk: an advisor with an open connection (or one that dropped a moment ago) who did not say to be away. Kept in
/// memory, since connections end with the process too. Thread safe.
/// </summary>
internal sealed class DeskPresence(DeskOptions options, TimeProvider time) : IAdvisorPresence
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Desk> _desks = new(StringComparer.Ordinal);

    public bool AnyoneThere
    {
        get
        {
            var now = time.GetUtcNow();
            lock (_lock)
                return _desks.Values.Any(desk => IsThere(desk, now));
        }
    }

    public bool IsThere(string advisorId)
    {
        var now = time.GetUtcNow();
        lock (_lock)
            return _desks.TryGetValue(advisorId, out var desk) && IsThere(desk, now);
    }

    /// <summary>An advisor's connection is open until disposed.</summary>
    public IDisposable Enter(string advisorId)
    {
        lock (_lock)
        {
            var desk = DeskLocked(advisorId);
            desk.Connections++;
            desk.SignedOut = false;
        }

        return new Connection(this, advisorId);
    }

    /// <summary>The advisor signed out: no grace for the connection that is about to drop.</summary>
    public void SignOut(string advisorId)
    {
        lock (_lock)
        {
            var desk = DeskLocked(advisorId);
            desk.SignedOut = true;
            desk.LeftAt = null;
        }
    }

    /// <summary>What an advisor said; available before saying anything.</summary>
    public AdvisorState StateOf(string advisorId)
    {
        lock (_lock)
            return _desks.TryGetValue(advisorId, out var desk) ? desk.State : AdvisorState.Available;
    }

    public void Set(string advisorId, AdvisorState state)
    {
        lock (_lock)
            DeskLocked(advisorId).State = state;
    }

    /// <summary>Whether new work may be given to this advisor.</summary>
    public bool TakesWork(string advisorId) => IsThere(advisorId) && StateOf(advisorId) is AdvisorState.Available;

    private bool IsThere(Desk desk, DateTimeOffset now) => desk.State is not AdvisorState.Away && (desk.Connections > 0 || now < desk.LeftAt + options.PresenceGrace);

    private Desk DeskLocked(string advisorId)
    {
        if (!_desks.TryGetValue(advisorId, out var desk))
            _desks[advisorId] = desk = new Desk();
        return desk;
    }

    private void Leave(string advisorId)
    {
        lock (_lock)
        {
            var desk = DeskLocked(advisorId);
            if (--desk.Connections == 0)
                desk.LeftAt = desk.SignedOut ? null : time.GetUtcNow();
        }
    }

    private sealed class Desk
    {
        public int Connections { get; set; }

        public DateTimeOffset? LeftAt { get; set; }

        public AdvisorState State { get; set; }

        public bool SignedOut { get; set; }
    }

    private sealed class Connection(DeskPresence presence, string advisorId) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
                presence.Leave(advisorId);
        }
    }
}
