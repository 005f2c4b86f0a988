using MagBot.Dialogs.Storage;

namespace MagBot.TestSupport.Storage;

/// <summary>Keeps presence in memory; two instances may share it. Thread safe.</summary>
public sealed class InMemoryPresenceStore : IPresenceStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string AdvisorId, string Instance), DateTimeOffset> _seen = [];
    private readonly Dictionary<string, StateLine> _states = new(StringComparer.Ordinal);

    public Task BeatAsync(string instance, IReadOnlyCollection<string> advisorIds, DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (var id in advisorIds)
                _seen[(id, instance)] = now;
        }

        return Task.CompletedTask;
    }

    public Task LeaveAsync(string instance, string advisorId, CancellationToken cancellationToken)
    {
        lock (_lock)
            _seen.Remove((advisorId, instance));
        return Task.CompletedTask;
    }

    public Task SetStateAsync(StateLine state, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_states.TryGetValue(state.AdvisorId, out var known) || known.SetAt <= state.SetAt)
                _states[state.AdvisorId] = state;
        }

        return Task.CompletedTask;
    }

    public Task<(IReadOnlyList<PresenceLine> Seen, IReadOnlyList<StateLine> States)> ReadAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            IReadOnlyList<PresenceLine> seen =
            [
                .. _seen.Where(pair => pair.Value >= since).Select(pair => new PresenceLine(pair.Key.AdvisorId, pair.Key.Instance, pair.Value))
                    .OrderBy(line => line.AdvisorId, StringComparer.Ordinal).ThenBy(line => line.Instance, StringComparer.Ordinal),
            ];
            IReadOnlyList<StateLine> states = [.. _states.Values.OrderBy(state => state.AdvisorId, StringComparer.Ordinal)];
            return Task.FromResult((seen, states));
        }
    }

    public Task EraseBeforeAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (var key in _seen.Where(pair => pair.Value < before).Select(pair => pair.Key).ToList())
                _seen.Remove(key);
        }

        return Task.CompletedTask;
    }
}
