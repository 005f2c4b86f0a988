using System.Collections.Immutable;
using MagBot.Desk.Conversations;
using MagBot.Dialogs.Storage;
using MagBot.Dialogs.Turns;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MagBot.Desk.Live;

/// <summary>
/// Tells the open desks when their lists changed. Most turns of most conversations do not change them, so the lists are read once
/// for all desks, at most a few times a second, and only while a desk is open. Thread safe.
/// </summary>
internal sealed partial class QueueWatch(ConversationFeed feed, DeskReader reader, ILogger<QueueWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    // Another instance may change the lists without a turn here; where its feed does not reach us, this does.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly ChangeSignal _turns = new();
    private ImmutableArray<ChangeSignal> _desks = [];

    /// <summary>Raises <see cref="DeskChange.Queue"/> on <paramref name="desk"/> until disposed.</summary>
    public IDisposable Watch(ChangeSignal desk)
    {
        ImmutableInterlocked.Update(ref _desks, desks => desks.Add(desk));
        return new Registration(this, desk);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var observation = feed.Observe(_ => _turns.Raise(DeskChange.Queue));
        IReadOnlyList<HandoverSummary> known = [];
        while (!stoppingToken.IsCancellationRequested)
        {
            await _turns.TakeAsync(LongestPause, stoppingToken).ConfigureAwait(false);
            if (!_desks.IsEmpty)
                known = await CompareAsync(known, stoppingToken).ConfigureAwait(false);
            await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<IReadOnlyList<HandoverSummary>> CompareAsync(IReadOnlyList<HandoverSummary> known, CancellationToken cancellationToken)
    {
        try
        {
            var now = await reader.ReadOpenAsync(cancellationToken).ConfigureAwait(false);
            if (!now.SequenceEqual(known))
            {
                foreach (var desk in _desks)
                    desk.Raise(DeskChange.Queue);
            }

            return now;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogReadFailed(exception);
            return known;
        }
        catch (OperationCanceledException)
        {
            return known;
        }
    }

    [LoggerMessage(4001, LogLevel.Warning, "The desk's lists could not be read; trying again")]
    private partial void LogReadFailed(Exception exception);

    private sealed class Registration(QueueWatch watch, ChangeSignal desk) : IDisposable
    {
        public void Dispose() => ImmutableInterlocked.Update(ref watch._desks, desks => desks.Remove(desk));
    }
}
