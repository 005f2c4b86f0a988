namespace MagBot.Desk;

/// <summary>What a service does again and again while the host runs.</summary>
internal static class Periodic
{
    /// <summary>Does something at once and then at every tick. A failure is told, and the next tick comes all the same.</summary>
    /// <param name="interval">Time between the ticks.</param>
    /// <param name="time">Clock.</param>
    /// <param name="act">What to do.</param>
    /// <param name="tell">Hears why it failed.</param>
    /// <param name="stoppingToken">The host stops.</param>
    public static async Task RunAsync(TimeSpan interval, TimeProvider time, Func<CancellationToken, Task> act, Action<Exception> tell, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            do
                await TryAsync(act, tell, stoppingToken).ConfigureAwait(false);
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is due is done after the next start.
        }
    }

    /// <summary>Does something once; a failure is told, unless the host stops.</summary>
    public static async Task TryAsync(Func<CancellationToken, Task> act, Action<Exception> tell, CancellationToken stoppingToken)
    {
        try
        {
            await act(stoppingToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            tell(exception);
        }
    }
}
