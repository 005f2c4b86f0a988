using System.Threading.Channels;
using MagBot.Dialogs.Storage;
using Microsoft.Extensions.Logging;

namespace MagBot.Channels.Connector;

/// <summary>
/// Takes delivered rows out of the outbox, many at once. Nobody waits for it: a row that is still there when the process dies is delivered
/// again, which is all that "at least once" ever cost.
/// </summary>
internal sealed partial class DeliveryRecords(IOutboxStore outbox, TimeProvider time, ILogger logger)
{
    private const int LargestBatch = 128;
    private static readonly TimeSpan PauseAfterOutage = TimeSpan.FromSeconds(5);

    private readonly Channel<long> _delivered = Channel.CreateUnbounded<long>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>A row was delivered.</summary>
    public void Add(long number) => _delivered.Writer.TryWrite(number);

    /// <summary>No more rows will come.</summary>
    public void End() => _delivered.Writer.TryComplete();

    /// <summary>Works until the end, and through all that came before it; gives up on the rest when cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var batch = new List<long>(LargestBatch);
        while (await _delivered.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            while (batch.Count < LargestBatch && _delivered.Reader.TryRead(out var number))
                batch.Add(number);
            while (!await TryCompleteAsync(batch).ConfigureAwait(false))
                await Task.Delay(PauseAfterOutage, time, cancellationToken).ConfigureAwait(false);
            batch.Clear();
        }
    }

    private async Task<bool> TryCompleteAsync(List<long> batch)
    {
        try
        {
            await outbox.CompleteAsync(batch, CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception)
        {
            LogOutage(exception, batch.Count);
            return false;
        }
    }

    [LoggerMessage(2108, LogLevel.Error, "{Rows} deliveries could not be taken out of the outbox")]
    private partial void LogOutage(Exception exception, int rows);
}
