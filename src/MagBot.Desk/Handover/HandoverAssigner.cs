using MagBot.Desk.Accounts;
using MagBot.Desk.Conversations;
using MagBot.Desk.Live;
using MagBot.Dialogs.Handover;
using MagBot.Dialogs.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MagBot.Desk.Handover;

/// <summary>
/// Gives waiting customers to advisors, where the setting says so: the longest wait first, to whoever is available and has the fewest talks,
/// never above the capacity, whichever instance looks. The claim itself is the advisors' own, so nobody can get what a colleague has.
/// </summary>
internal sealed partial class HandoverAssigner(
    IHandoverList list, IAdvisorStore advisors, DeskPresence presence, HandoverService service, IConversationLocks locks, DeskOptions options, TimeProvider time, ILogger<HandoverAssigner> logger)
    : BackgroundService
{
    private const int Most = 500;
    private const string Lock = "desk-assigner";
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        options.AssignAutomatically ? Periodic.RunAsync(Interval, time, AssignAsync, LogFailed, stoppingToken) : Task.CompletedTask;

    /// <summary>Gives away what can be given away now.</summary>
    public async Task AssignAsync(CancellationToken cancellationToken)
    {
        // Two instances that count at once would both see room for one more.
        await using var held = await locks.AcquireAsync(Lock, cancellationToken).ConfigureAwait(false);
        var open = await list.ListAsync([HandoverStatus.Waiting, HandoverStatus.WithAdvisor], Most, cancellationToken).ConfigureAwait(false);
        if (!open.Any(line => line.Handover.Status is HandoverStatus.Waiting))
            return;
        var team = await advisors.ListAsync(cancellationToken).ConfigureAwait(false);
        var talks = open.Where(line => line.Handover.AdvisorId is not null).CountBy(line => line.Handover.AdvisorId!).ToDictionary(); // filtered
        foreach (var line in open.Where(line => line.Handover.Status is HandoverStatus.Waiting))
        {
            var free = team
                .Where(advisor => advisor.DisabledAt is null && presence.TakesWork(advisor.Id) && talks.GetValueOrDefault(advisor.Id) < advisor.Capacity)
                .MinBy(advisor => talks.GetValueOrDefault(advisor.Id));
            if (free is null)
                return;
            if (await service.ClaimAsync(line.ConversationId, DeskUser.From(free), cancellationToken, HandoverReasons.Assigned).ConfigureAwait(false) is DeskOutcome.Done)
                talks[free.Id] = talks.GetValueOrDefault(free.Id) + 1;
        }
    }

    [LoggerMessage(4003, LogLevel.Warning, "Waiting customers could not be given to advisors; trying again")]
    private partial void LogFailed(Exception exception);
}
