using MagBot.Dialogs.Handover;
using MagBot.Dialogs.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MagBot.Desk.Teams;

/// <summary>Takes back what was written into the advisors' channel about conversations that were erased here, by the customer's wish or by age.</summary>
internal sealed partial class TeamsEraser(
    IAdvisorThreadStore threads, TeamsTarget target, DeskOptions options, TimeProvider time, ILogger<TeamsEraser> logger, IHubConnector? connector = null) : BackgroundService
{
    private const int Batch = 50;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => options.Teams.IsOn && connector is not null
        ? Periodic.RunAsync(options.Teams.EraseInterval, time, token => EraseAsync(connector, token), LogFailed, stoppingToken)
        : Task.CompletedTask;

    private async Task EraseAsync(IHubConnector hub, CancellationToken cancellationToken)
    {
        foreach (var orphan in await threads.ListOrphansAsync(Batch, cancellationToken).ConfigureAwait(false))
            await EraseAsync(hub, orphan, cancellationToken).ConfigureAwait(false);
    }

    private async Task EraseAsync(IHubConnector hub, OrphanThread orphan, CancellationToken cancellationToken)
    {
        foreach (var post in orphan.Posts)
        {
            var sent = await hub.DeleteAsync(target.ServiceUrl, orphan.Thread.Id, post, cancellationToken).ConfigureAwait(false);
            if (sent is { Failure: { } failure, MayRetry: true })
            {
                LogPostponed(orphan.Thread.Id, failure);
                return;
            }

            if (sent.Failure is { } refused)
                LogRefused(orphan.Thread.Id, refused);
            await threads.RemovePostAsync(orphan.Thread.Id, post, CancellationToken.None).ConfigureAwait(false);
        }

        await threads.RemoveAsync(orphan.Thread.Id, CancellationToken.None).ConfigureAwait(false);
    }

    [LoggerMessage(4301, LogLevel.Warning, "Threads of erased conversations could not be looked for; trying again")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(4302, LogLevel.Warning, "A message in thread {ThreadId} could not be taken back yet ({Failure}); trying again")]
    private partial void LogPostponed(string threadId, string failure);

    [LoggerMessage(4303, LogLevel.Error, "A message in thread {ThreadId} cannot be taken back ({Failure}); remove it by hand")]
    private partial void LogRefused(string threadId, string failure);
}
