using MagBot.Dialogs.Handover;
using MagBot.Dialogs.Storage;

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
/// Who is at the desk: an advisor with an open connection (or one that dropped a moment ago) to this or another instance, who did not say to be
/// away. Connections are counted in memory; <see cref="PresenceBeat"/> tells the other instances of them, and brings theirs. Thread safe.
/// </summary>
internal sealed class DeskPresence(IPresenceStore store, DeskOptions options, TimeProvider time) : IAdvisorPresence
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Desk> _desks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (AdvisorState State, DateTimeOffset SetAt)> _states = new(StringComparer.Ordinal);
    private Dictionary<string, DateTimeOffset> _elsewhere = new(StringComparer.Ordinal);

    /// <summary>Name of this instance.</summary>
    public string Instance { get; } = Guid.NewGuid().ToString("N");

    public bool AnyoneThere
    {
        get
        {
            var now = time.GetUtcNow();
            lock (_lock)
                return _desks.Keys.Concat(_elsewhere.Keys).Any(id => IsThereLocked(id, now));
        }
    }

    public bool IsThere(string advisorId)
    {
        var now = time.GetUtcNow();
        lock (_lock)
            return IsThereLocked(advisorId, now);
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
    public Task SignOutAsync(string advisorId, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var desk = DeskLocked(advisorId);
            desk.SignedOut = true;
            desk.LeftAt = null;
        }

        return store.LeaveAsync(Instance, advisorId, cancellationToken);
    }

    /// <summary>What an advisor said; available before saying anything.</summary>
    public AdvisorState StateOf(string advisorId)
    {
        lock (_lock)
            return StateOfLocked(advisorId);
    }

    /// <summary>An advisor says something about new work, for all instances.</summary>
    public Task SetAsync(string advisorId, AdvisorState state, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        lock (_lock)
            _states[advisorId] = (state, now);
        return store.SetStateAsync(new StateLine(advisorId, NameOf(state), now), cancellationToken);
    }

    /// <summary>Whether new work may be given to this advisor.</summary>
    public bool TakesWork(string advisorId) => IsThere(advisorId) && StateOf(advisorId) is AdvisorState.Available;

    /// <summary>Advisors with an open connection to this instance.</summary>
    public IReadOnlyList<string> Connected()
    {
        lock (_lock)
            return [.. _desks.Where(pair => pair.Value.Connections > 0 && !pair.Value.SignedOut).Select(pair => pair.Key)];
    }

    /// <summary>What the store says of all instances.</summary>
    public void Learn(IReadOnlyList<PresenceLine> seen, IReadOnlyList<StateLine> states)
    {
        lock (_lock)
        {
            _elsewhere = seen.Where(line => line.Instance != Instance).GroupBy(line => line.AdvisorId, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => group.Max(line => line.SeenAt), StringComparer.Ordinal);
            foreach (var line in states)
            {
                if (!_states.TryGetValue(line.AdvisorId, out var known) || known.SetAt < line.SetAt)
                    _states[line.AdvisorId] = (StateOf(line), line.SetAt);
            }
        }
    }

    private static string NameOf(AdvisorState state) => state switch { AdvisorState.Busy => "busy", AdvisorState.Away => "away", _ => "available" };

    // Who said something that a newer version invented is given nothing.
    private static AdvisorState StateOf(StateLine line) => line.State switch { "available" => AdvisorState.Available, "away" => AdvisorState.Away, _ => AdvisorState.Busy };

    private AdvisorState StateOfLocked(string advisorId) => _states.TryGetValue(advisorId, out var known) ? known.State : AdvisorState.Available;

    private bool IsThereLocked(string advisorId, DateTimeOffset now) => StateOfLocked(advisorId) is not AdvisorState.Away
        && ((_desks.TryGetValue(advisorId, out var desk) && ((desk.Connections > 0 && !desk.SignedOut) || now < desk.LeftAt + options.PresenceGrace))
            || (_elsewhere.TryGetValue(advisorId, out var seenAt) && now < seenAt + options.PresenceGrace));

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
