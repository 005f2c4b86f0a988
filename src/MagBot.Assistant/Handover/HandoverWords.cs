using MagBot.Dialogs.Handover;
using MagBot.Knowledge;

namespace MagBot.Assistant.Handover;

/// <summary>What the customer is told at the steps that advisors and timers take, from texts.yaml.</summary>
internal static class HandoverWords
{
    private static readonly System.Globalization.CultureInfo Dutch = System.Globalization.CultureInfo.GetCultureInfo("nl-NL");

    public static HandoverNotice For(KnowledgeBase knowledge, HandoverMoment moment, HandoverRecord handover, DateTimeOffset now, QueuePlace? place)
    {
        (string Name, object? Value)[] values =
        [
            .. knowledge.Shop.Placeholders(),
            ("advisor", handover.AdvisorName),
            ("reference", handover.Reference),
            ("opens", NextOpening(knowledge, now)),
            ("reopen", handover.ReopenUntil is { } until ? Math.Max(1, (int)Math.Ceiling((until - now).TotalMinutes)) : null),
        ];
        var texts = knowledge.Texts;
        var text = moment switch
        {
            HandoverMoment.Accepted => texts.Get("handoff-accepted", values),
            HandoverMoment.SteppedIn => texts.Get("handoff-stepped-in", values),
            HandoverMoment.Closed => texts.Get(handover.ReopenUntil is null ? "handoff-closed" : "handoff-closed-reopen", values) + "\n\n" + texts.Get("rating-ask", values),
            HandoverMoment.Returned => texts.Get("handoff-returned", values),
            HandoverMoment.Transferred => texts.Get("handoff-transferred", values),
            HandoverMoment.Requeued => texts.Get("handoff-requeued", values),
            HandoverMoment.NobodyYet => texts.Get("handoff-waiting-long", values),
            HandoverMoment.ClosedMeanwhile => texts.Get("handoff-closed-meanwhile", values),
            HandoverMoment.Place => Place(knowledge, place ?? new QueuePlace(1, null)),
            HandoverMoment.Erased => texts.Get("handoff-erased", values),
            HandoverMoment.Expired => texts.Get("handoff-expired", values),
            _ => texts.Get("handoff-blocked", values),
        };
        return new HandoverNotice(text, [.. Buttons(moment, handover).SelectMany(texts.GetList)]);
    }

    /// <summary>The place in the queue, with what others had to wait when that was measured.</summary>
    public static string Place(KnowledgeBase knowledge, QueuePlace place)
    {
        var text = knowledge.Texts.Get("handoff-waiting-position", ("position", place.Place));
        return place.ExpectedWait is { } wait
            ? text + " " + knowledge.Texts.Get("handoff-expected-wait", ("wait", Math.Max(1, (int)Math.Ceiling(wait.TotalMinutes))))
            : text;
    }

    /// <summary>The next opening as a person says it: "morgen om 9.00 uur", "maandag om 9.00 uur".</summary>
    public static string NextOpening(KnowledgeBase knowledge, DateTimeOffset now)
    {
        var hours = knowledge.Shop.Hours;
        if (hours.FindNextOpening(now) is not { } next)
            return knowledge.Texts.Get("opens-unknown");
        var local = TimeZoneInfo.ConvertTime(next, hours.TimeZone);
        var days = local.Date.Subtract(TimeZoneInfo.ConvertTime(now, hours.TimeZone).Date).Days;
        var day = days switch
        {
            0 => knowledge.Texts.Get("opens-today"),
            1 => knowledge.Texts.Get("opens-tomorrow"),
            < 7 => local.ToString("dddd", Dutch),
            _ => local.ToString("dddd d MMMM", Dutch),
        };
        return knowledge.Texts.Get("opens-at", ("day", day), ("time", local.ToString("H.mm", Dutch)));
    }

    private static string[] Buttons(HandoverMoment moment, HandoverRecord handover) => moment switch
    {
        HandoverMoment.SteppedIn => ["handoff-consent-yes", "handoff-consent-no"],
        HandoverMoment.Closed when handover.ReopenUntil is not null => ["rating-buttons", "handoff-to-assistant-button"],
        HandoverMoment.Closed => ["rating-buttons"],
        HandoverMoment.NobodyYet or HandoverMoment.ClosedMeanwhile when handover.Contact is null => ["handoff-leave-details-button", "handoff-keep-waiting-button", "handoff-cancel-button"],
        HandoverMoment.Place or HandoverMoment.Requeued or HandoverMoment.NobodyYet or HandoverMoment.ClosedMeanwhile => ["handoff-cancel-button"],
        _ => [],
    };
}
