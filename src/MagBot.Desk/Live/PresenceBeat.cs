using MagBot.Dialogs.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MagBot.Desk.Live;

/// <summary>
/// Tells the other instances every few seconds whom this one sees, and learns whom they see. What an instance said last holds for the
/// grace of a dropped connection, so one that dies is out of the count after that.
/// </summary>
internal sealed partial class PresenceBeat(IPresenceStore store, DeskPresence presence, DeskOptions options, TimeProvider time, ILogger<PresenceBeat> logger) : BackgroundService
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);
    private static readonly TimeSpan BetweenErasures = TimeSpan.FromMinutes(10);
    private DateTimeOffset _erasedAt;

    /// <summary>Once before the first request: an advisor who is away stays away over a restart.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await Periodic.TryAsync(BeatAsync, LogFailed, cancellationToken).ConfigureAwait(false);
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Tells and learns once.</summary>
    public async Task BeatAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await store.BeatAsync(presence.Instance, presence.Connected(), now, cancellationToken).ConfigureAwait(false);
        var (seen, states) = await store.ReadAsync(now - options.PresenceGrace, cancellationToken).ConfigureAwait(false);
        presence.Learn(seen, states);
        if (now - _erasedAt < BetweenErasures)
            return;
        _erasedAt = now;
        await store.EraseBeforeAsync(now - Kept, cancellationToken).ConfigureAwait(false);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Periodic.RunAsync(options.PresenceInterval, time, BeatAsync, LogFailed, stoppingToken);

    [LoggerMessage(4004, LogLevel.Warning, "Who is at the desk could not be shared with other instances; trying again")]
    private partial void LogFailed(Exception exception);
}
