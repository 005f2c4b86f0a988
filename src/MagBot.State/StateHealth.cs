using MagBot.State.Stores;

namespace MagBot.State;

/// <summary>Whether conversations can be read and stored now.</summary>
/// <param name="IsHealthy">Whether they can.</param>
/// <param name="Description">What is wrong and what to do; null when nothing is. May hold a path, so it is for operators, not for the public.</param>
public sealed record StateHealthReport(bool IsHealthy, string? Description);

/// <summary>Tells whether the store works; for a readiness probe. Thread safe.</summary>
public sealed class StateHealth
{
    private readonly ISqlDatabase _database;

    internal StateHealth(ISqlDatabase database) => _database = database;

    /// <summary>Goes through the store once, behind what waits there.</summary>
    public async Task<StateHealthReport> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _database.CheckAsync(cancellationToken).ConfigureAwait(false);
            return new StateHealthReport(true, null);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new StateHealthReport(false, exception.Message);
        }
    }
}
