using System.Globalization;
using MagBot.Activities;
using MagBot.Desk.Accounts;
using MagBot.Desk.Conversations;
using MagBot.Desk.Http;
using MagBot.Desk.Resources;
using MagBot.Dialogs.Handover;
using MagBot.Dialogs.Storage;

namespace MagBot.Desk.Pages;

/// <summary>Moments, spans and names in the advisor's words.</summary>
internal static class Words
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Amsterdam");

    /// <summary>The time of day, with the date when it is another day.</summary>
    public static string Moment(DateTimeOffset at, DateTimeOffset now)
    {
        var local = TimeZoneInfo.ConvertTime(at, Zone);
        var today = TimeZoneInfo.ConvertTime(now, Zone).Date;
        return local.ToString(local.Date == today ? "HH:mm" : "d MMM HH:mm", DeskPaths.Dutch);
    }

    /// <summary>For the <c>datetime</c> attribute.</summary>
    public static string Machine(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Span(TimeSpan span) => span switch
    {
        { TotalMinutes: < 1 } => DeskTexts.SpanMoment,
        { TotalHours: < 1 } => DeskPaths.Format(DeskTexts.SpanMinutes, (int)span.TotalMinutes),
        { TotalDays: < 1 } => DeskPaths.Format(DeskTexts.SpanHours, (int)span.TotalHours),
        _ => DeskPaths.Format((int)span.TotalDays == 1 ? DeskTexts.SpanDay : DeskTexts.SpanDays, (int)span.TotalDays),
    };

    /// <summary>How long somebody waits, or since when something runs or is over.</summary>
    public static string Since(HandoverRecord handover, DateTimeOffset now) => handover.Status switch
    {
        HandoverStatus.Waiting => DeskPaths.Format(DeskTexts.WaitsFor, Span(now - (handover.RequestedAt ?? now))),
        HandoverStatus.WithAdvisor => DeskPaths.Format(DeskTexts.WithSince, handover.AdvisorName, Span(now - (handover.ClaimedAt ?? now))),
        HandoverStatus.Closed => DeskPaths.Format(DeskTexts.ClosedAt, Moment(handover.ClosedAt ?? now, now)),
        _ => DeskPaths.Format(DeskTexts.RequestedAt, Moment(handover.RequestedAt ?? now, now)),
    };

    public static string Channel(string channelId) => channelId switch
    {
        ChannelIds.DirectLine or ChannelIds.WebChat => DeskTexts.ChannelWeb,
        ChannelIds.MsTeams => DeskTexts.ChannelTeams,
        _ => channelId,
    };

    public static string Status(HandoverStatus status) => status switch
    {
        HandoverStatus.Waiting => DeskTexts.StatusWaiting,
        HandoverStatus.WithAdvisor => DeskTexts.StatusWithAdvisor,
        HandoverStatus.ContactRequested => DeskTexts.StatusContactRequested,
        HandoverStatus.Closed => DeskTexts.StatusClosed,
        _ => DeskTexts.StatusNone,
    };

    /// <summary>Why a person was wanted; empty when the step says it all.</summary>
    public static string Reason(string? reason) => reason switch
    {
        "customer" or "talk-to-human" or "button" => DeskTexts.ReasonCustomer,
        "call-me-back" => DeskTexts.ReasonCallback,
        "personal-advice" => DeskTexts.ReasonPersonalAdvice,
        "frustrated" => DeskTexts.ReasonFrustrated,
        "complaint" => DeskTexts.ReasonComplaint,
        "not-understood" => DeskTexts.ReasonNotUnderstood,
        "consent" => DeskTexts.ReasonConsent,
        "advisor" => DeskTexts.ReasonAdvisor,
        "cancelled" => DeskTexts.ReasonCancelled,
        "handled" => DeskTexts.ReasonHandled,
        HandoverReasons.Resolved => DeskTexts.ReasonResolved,
        "no-reply" => DeskTexts.ReasonNoReply,
        "elsewhere" => DeskTexts.ReasonElsewhere,
        "other" => DeskTexts.ReasonOther,
        HandoverReasons.Returned => DeskTexts.ReasonReturned,
        HandoverReasons.Expired => DeskTexts.ReasonExpired,
        HandoverReasons.Blocked => DeskTexts.ReasonBlocked,
        HandoverReasons.Transferred => DeskTexts.ReasonTransferred,
        HandoverReasons.AdvisorGone => DeskTexts.ReasonAdvisorGone,
        HandoverReasons.Reopened => DeskTexts.ReasonReopened,
        // Names of intents and the like mean nothing to an advisor.
        _ => "",
    };

    /// <summary>What a delivery was, without its content.</summary>
    public static string Delivery(GivenUpDelivery delivery) => delivery.Item.Kind switch
    {
        DeliveryKinds.Mail when delivery.Item.Id.EndsWith("|transcript", StringComparison.Ordinal) => DeskTexts.DeliveryTranscript,
        DeliveryKinds.Mail => DeskTexts.DeliveryMail,
        DeliveryKinds.Webhook => DeskTexts.DeliveryWebhook,
        Teams.TeamsDeliveries.Kind => DeskTexts.DeliveryTeams,
        _ => DeskPaths.Format(DeskTexts.DeliveryMessage, Channel(delivery.ChannelId)),
    };

    /// <summary>What was decided about a question.</summary>
    public static string Lesson(LessonDecision decision, Knowledge.IDeskKnowledge knowledge) => decision.Kind switch
    {
        LessonKind.Variant => DeskPaths.Format(
            DeskTexts.LessonLineVariant, decision.Question, decision.AnswerId is { } id ? knowledge.Find(id)?.Question ?? id : ""),
        LessonKind.New => DeskPaths.Format(DeskTexts.LessonLineNew, decision.Question),
        _ => DeskPaths.Format(DeskTexts.LessonLineDismissed, decision.Question),
    };

    public static string Consent(TranscriptConsent consent) => consent switch
    {
        TranscriptConsent.Given => DeskTexts.ConsentGiven,
        TranscriptConsent.Refused => DeskTexts.ConsentRefused,
        _ => DeskTexts.ConsentNotAnswered,
    };

    public static string Author(TranscriptEntry entry) => entry.Author switch
    {
        Conversations.Author.Customer => DeskTexts.ActorCustomer,
        Conversations.Author.Note => DeskPaths.Format(DeskTexts.NoteBy, entry.Name ?? DeskTexts.ActorAdvisor),
        Conversations.Author.Advisor => entry.Name ?? DeskTexts.ActorAdvisor,
        Conversations.Author.System => DeskTexts.ActorSystem,
        _ => DeskTexts.ActorBot,
    };

    public static string Role(AdvisorRole role) => role switch
    {
        AdvisorRole.Administrator => DeskTexts.RoleAdministrator,
        AdvisorRole.Lead => DeskTexts.RoleLead,
        _ => DeskTexts.RoleAdvisor,
    };

    public static string Presence(Live.AdvisorState state) => state switch
    {
        Live.AdvisorState.Busy => DeskTexts.PresenceBusy,
        Live.AdvisorState.Away => DeskTexts.PresenceAway,
        _ => DeskTexts.PresenceAvailable,
    };

    public static string Percent(double share) => share.ToString("P0", DeskPaths.Dutch);

    public static string Fault(AccountFault fault) => fault switch
    {
        AccountFault.UserName => DeskTexts.FaultUserName,
        AccountFault.UserNameTaken => DeskTexts.FaultUserNameTaken,
        AccountFault.DisplayName => DeskTexts.FaultDisplayName,
        AccountFault.PasswordIsName => DeskTexts.FaultPasswordIsName,
        _ => DeskPaths.Format(DeskTexts.FaultPassword, AccountRules.MinPasswordLength, AccountRules.MaxPasswordLength),
    };
}
