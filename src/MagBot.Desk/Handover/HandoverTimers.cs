using MagBot.Dialogs.Handover;
using MagBot.Dialogs.Storage;
using MagBot.Dialogs.Turns;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MagBot.Desk.Handover;

/// <summary>
/// Does what is due: what to do follows from the stored hand-over and the clock alone, and is decided again inside the turn. So a restart
/// forgets nothing, and several instances may look at the same time.
/// </summary>
internal sealed partial class HandoverTimers(
    TurnRunner runner, IHandoverList list, IQueueOutlook outlook, IAdvisorPresence presence, IHandoverMessages messages, DeskOptions options, TimeProvider time,
    ILogger<HandoverTimers> logger) : BackgroundService
{
    private const int Most = 500;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Periodic.RunAsync(options.TimerInterval, time, RunDueAsync, LogFailed, stoppingToken);

    /// <summary>Looks at all open hand-overs once.</summary>
    public async Task RunDueAsync(CancellationToken cancellationToken)
    {
        var open = await list.ListAsync([HandoverStatus.Waiting, HandoverStatus.WithAdvisor], Most, cancellationToken).ConfigureAwait(false);
        foreach (var line in open)
            await LookAtAsync(line, cancellationToken).ConfigureAwait(false);
    }

    private async Task LookAtAsync(HandoverSummary line, CancellationToken cancellationToken)
    {
        var step = Next(line.Handover, time.GetUtcNow());
        if (step is HandoverStep.None)
            return;
        var place = line.Handover is { Status: HandoverStatus.Waiting, RequestedAt: { } requested }
            ? await outlook.ReadAsync(line.ConversationId, requested, time.GetUtcNow(), cancellationToken).ConfigureAwait(false)
            : null;
        if (step is HandoverStep.Place && place?.Place == line.Handover.ToldPlace)
            return;
        await runner.ActAsync(
            line.ConversationId,
            (turn, _) =>
            {
                if (Next(turn.Handover, turn.Now) == step)
                    Take(turn, step, place);
                return Task.CompletedTask;
            },
            cancellationToken).ConfigureAwait(false);
    }

    private HandoverStep Next(HandoverRecord handover, DateTimeOffset now) =>
        HandoverClock.Next(handover, now, options, isOpen: presence.AnyoneThere || messages.IsOpen(now));

    private void Take(TurnContext turn, HandoverStep step, QueuePlace? place)
    {
        switch (step)
        {
            case HandoverStep.Apologise or HandoverStep.ShopClosed:
                turn.Apply(turn.Handover.Apologise(turn.Now), "system");
                Tell(turn, step is HandoverStep.ShopClosed ? HandoverMoment.ClosedMeanwhile : HandoverMoment.NobodyYet, place);
                break;
            case HandoverStep.Place when place is not null:
                turn.Apply(turn.Handover.TellPlace(place.Place, turn.Now), "system");
                Tell(turn, HandoverMoment.Place, place);
                break;
            case HandoverStep.Requeue:
                turn.Apply(turn.Handover.Requeue(out _), "system", HandoverReasons.AdvisorGone);
                Tell(turn, HandoverMoment.Requeued, null);
                break;
            case HandoverStep.Expire:
                turn.Apply(turn.Handover.Close(turn.Now, out _, HandoverReasons.Expired), "system", HandoverReasons.Expired);
                Tell(turn, HandoverMoment.Expired, null);
                HandoverTelling.Status(turn, "completed");
                break;
        }
    }

    private void Tell(TurnContext turn, HandoverMoment moment, QueuePlace? place) => HandoverTelling.Tell(turn, messages, moment, place);

    [LoggerMessage(4002, LogLevel.Warning, "The hand-overs that are due could not be looked at; trying again")]
    private partial void LogFailed(Exception exception);
}

/// <summary>What time asks for.</summary>
internal enum HandoverStep
{
    /// <summary>Nothing yet.</summary>
    None,

    /// <summary>Nobody had time within the set time: say sorry and offer to leave an address.</summary>
    Apologise,

    /// <summary>The shop closed while the customer waits.</summary>
    ShopClosed,

    /// <summary>The place in the queue may have changed.</summary>
    Place,

    /// <summary>The advisor says nothing: back to the queue.</summary>
    Requeue,

    /// <summary>The customer says nothing: close.</summary>
    Expire,
}

/// <summary>Decides what is due, from a hand-over and a moment alone.</summary>
internal static class HandoverClock
{
    public static HandoverStep Next(HandoverRecord handover, DateTimeOffset now, DeskOptions options, bool isOpen) => handover.Status switch
    {
        HandoverStatus.Waiting => WhileWaiting(handover, now, options, isOpen),
        HandoverStatus.WithAdvisor => WhileTalking(handover, now, options),
        _ => HandoverStep.None,
    };

    private static HandoverStep WhileWaiting(HandoverRecord handover, DateTimeOffset now, DeskOptions options, bool isOpen)
    {
        if (handover.ApologisedAt is null && !isOpen)
            return HandoverStep.ShopClosed;
        if (handover.ApologisedAt is null && now - handover.RequestedAt >= options.QueuePatience)
            return HandoverStep.Apologise;
        return handover.ToldPlace is > 1 && now - handover.ToldPlaceAt >= options.PlaceInterval ? HandoverStep.Place : HandoverStep.None;
    }

    private static HandoverStep WhileTalking(HandoverRecord handover, DateTimeOffset now, DeskOptions options)
    {
        if (handover.AdvisorSpokeAt is null && now - handover.ClaimedAt >= options.FirstWordLimit)
            return HandoverStep.Requeue;
        if (handover.Unanswered > 0 && now - handover.CustomerSpokeAt >= options.AdvisorSilence)
            return HandoverStep.Requeue;
        return handover.Unanswered == 0 && now - handover.CustomerSpokeAt >= options.CustomerSilence && now - handover.AdvisorSpokeAt >= options.CustomerSilence
            ? HandoverStep.Expire
            : HandoverStep.None;
    }
}
