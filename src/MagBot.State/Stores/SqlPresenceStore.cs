using Dapper;
using MagBot.Dialogs.Storage;

namespace MagBot.State.Stores;

/// <summary>Who is at the desk, over all instances.</summary>
internal sealed class SqlPresenceStore(ISqlDatabase database) : IPresenceStore
{
    public Task BeatAsync(string instance, IReadOnlyCollection<string> advisorIds, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (advisorIds.Count == 0)
            return Task.CompletedTask;
        var parameters = new DynamicParameters();
        parameters.Add("instance", instance);
        parameters.Add("now", Columns.FromMoment(now));
        var values = advisorIds.Select((id, i) =>
        {
            parameters.Add($"id{i}", Columns.FromKey(id));
            return $"(@id{i}, @instance, @now)";
        });
        var sql = $"INSERT INTO presence (advisor_id, instance, seen_at) VALUES {string.Join(", ", values)} ON CONFLICT (advisor_id, instance) DO UPDATE SET seen_at = excluded.seen_at";
        return WriteAsync(sql, parameters, cancellationToken);
    }

    public Task LeaveAsync(string instance, string advisorId, CancellationToken cancellationToken) => WriteAsync(
        "DELETE FROM presence WHERE advisor_id = @advisorId AND instance = @instance", new { advisorId = Columns.FromKey(advisorId), instance }, cancellationToken);

    public Task SetStateAsync(StateLine state, CancellationToken cancellationToken) => WriteAsync(
        """
        INSERT INTO advisor_state (advisor_id, state, set_at) VALUES (@advisorId, @state, @setAt)
        ON CONFLICT (advisor_id) DO UPDATE SET state = excluded.state, set_at = excluded.set_at WHERE advisor_state.set_at <= excluded.set_at
        """,
        new { advisorId = Columns.FromKey(state.AdvisorId), state = state.State, setAt = Columns.FromMoment(state.SetAt) },
        cancellationToken);

    public async Task<(IReadOnlyList<PresenceLine> Seen, IReadOnlyList<StateLine> States)> ReadAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var seen = await ReadAsync<SeenRow>(
            """SELECT advisor_id AS "AdvisorId", instance AS "Instance", seen_at AS "SeenAt" FROM presence WHERE seen_at >= @since ORDER BY advisor_id, instance""",
            new { since = Columns.FromMoment(since) },
            cancellationToken).ConfigureAwait(false);
        var states = await ReadAsync<StateRow>(
            """SELECT advisor_id AS "AdvisorId", state AS "State", set_at AS "SetAt" FROM advisor_state ORDER BY advisor_id""", new { }, cancellationToken).ConfigureAwait(false);
        return (
            [.. seen.Select(row => new PresenceLine(row.AdvisorId, row.Instance, Columns.ToMoment(row.SeenAt)))],
            [.. states.Select(row => new StateLine(row.AdvisorId, row.State, Columns.ToMoment(row.SetAt)))]);
    }

    public Task EraseBeforeAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        WriteAsync("DELETE FROM presence WHERE seen_at < @before", new { before = Columns.FromMoment(before) }, cancellationToken);

    private Task<int> WriteAsync(string sql, object parameters, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => connection.ExecuteAsync(sql, parameters), cancellationToken);

    private Task<IEnumerable<T>> ReadAsync<T>(string sql, object parameters, CancellationToken cancellationToken) => database.ReadAsync(
        connection => connection.QueryAsync<T>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken)), cancellationToken);

    private sealed class SeenRow
    {
        public required string AdvisorId { get; init; }

        public required string Instance { get; init; }

        public long SeenAt { get; init; }
    }

    private sealed class StateRow
    {
        public required string AdvisorId { get; init; }

        public required string State { get; init; }

        public long SetAt { get; init; }
    }
}
