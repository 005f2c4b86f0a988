namespace MagBot.Dialogs.Handover;

/// <summary>Where a conversation stands between bot and people.</summary>
public enum HandoverStatus
{
    /// <summary>The bot has it; nobody asked for a person.</summary>
    None,

    /// <summary>A person is wanted; the bot still answers.</summary>
    Waiting,

    /// <summary>An advisor has it; the bot stays silent.</summary>
    WithAdvisor,

    /// <summary>Nobody was there; the customer left a name and an address. The bot answers.</summary>
    ContactRequested,

    /// <summary>It is over; the bot answers again.</summary>
    Closed,
}

/// <summary>Whether the customer lets an advisor read what was said before.</summary>
public enum TranscriptConsent
{
    /// <summary>Not answered yet: the advisor sees only what was said since the request.</summary>
    NotAnswered,

    /// <summary>The advisor may read everything.</summary>
    Given,

    /// <summary>The advisor sees only what was said since the request.</summary>
    Refused,
}

/// <summary>How somebody can be reached.</summary>
/// <param name="Name">Name as given.</param>
/// <param name="Email">E-mail address; null when a telephone number was given.</param>
/// <param name="Phone">Telephone number; null when an e-mail address was given.</param>
/// <param name="Question">What it is about, in the customer's words.</param>
public sealed record ContactDetails(string Name, string? Email, string? Phone, string? Question)
{
    /// <summary>When it suits to be called, in the customer's words; null when it does not matter or there is no telephone number.</summary>
    public string? BestTime { get; init; }

    /// <summary>When the customer agreed that these details are used to get in touch, UTC.</summary>
    public DateTimeOffset? AgreedAt { get; init; }
}

/// <summary>Why a transition was refused.</summary>
public enum HandoverRefusal
{
    /// <summary>The present status does not allow it.</summary>
    NotNow,

    /// <summary>Another advisor was first.</summary>
    AlreadyClaimed,
}

/// <summary>
/// The state machine of a hand-over: one status, one owner, one method for each transition. A transition that changes nothing
/// returns the same record, so that a repeated command is harmless.
/// </summary>
public sealed record HandoverRecord
{
    /// <summary>A conversation that nobody asked a person for.</summary>
    public static HandoverRecord None { get; } = new();

    /// <summary>Where it stands.</summary>
    public HandoverStatus Status { get; init; }

    /// <summary>Reference that customer and advisor can name to each other; null before the first request.</summary>
    public string? Reference { get; init; }

    /// <summary>Why a person is wanted: <c>customer</c>, <c>not-understood</c>, <c>contact</c> …; null before the first request.</summary>
    public string? Reason { get; init; }

    /// <summary>Sequence number of the log from which the advisor may always read.</summary>
    public long FromSequence { get; init; }

    /// <summary>Moment of the request, UTC.</summary>
    public DateTimeOffset? RequestedAt { get; init; }

    /// <summary>Whether earlier talk may be shown.</summary>
    public TranscriptConsent Consent { get; init; }

    /// <summary>The advisor who has or had it.</summary>
    public string? AdvisorId { get; init; }

    /// <summary>Name of that advisor as the customer sees it.</summary>
    public string? AdvisorName { get; init; }

    /// <summary>Moment of the claim, UTC.</summary>
    public DateTimeOffset? ClaimedAt { get; init; }

    /// <summary>Moment of the end, UTC.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Why it ended, in a word: <c>resolved</c>, <c>returned</c>, <c>cancelled</c>, <c>expired</c>, <c>handled</c> …; null before the end.</summary>
    public string? EndReason { get; init; }

    /// <summary>Until when a message of the customer opens it again; null when it does not.</summary>
    public DateTimeOffset? ReopenUntil { get; init; }

    /// <summary>When the customer last wrote to the advisor, UTC.</summary>
    public DateTimeOffset? CustomerSpokeAt { get; init; }

    /// <summary>When this advisor last wrote, UTC; null before the first word.</summary>
    public DateTimeOffset? AdvisorSpokeAt { get; init; }

    /// <summary>How many messages of the customer the advisor has not answered yet.</summary>
    public int Unanswered { get; init; }

    /// <summary>When the customer was told that it takes too long, UTC; once for a request.</summary>
    public DateTimeOffset? ApologisedAt { get; init; }

    /// <summary>The place in the queue that the customer was told last; null before the first time.</summary>
    public int? ToldPlace { get; init; }

    /// <summary>When that was, UTC.</summary>
    public DateTimeOffset? ToldPlaceAt { get; init; }

    /// <summary>What the customer was asked about the talk, and said.</summary>
    public HandoverRating? Rating { get; init; }

    /// <summary>When an advisor blocked the customer, UTC; the bot then answers urgent messages only.</summary>
    public DateTimeOffset? BlockedAt { get; init; }

    /// <summary>What the customer left when nobody was there.</summary>
    public ContactDetails? Contact { get; init; }

    /// <summary>Whether the bot may answer the customer's questions.</summary>
    public bool BotMayAnswer => Status is not HandoverStatus.WithAdvisor;

    /// <summary>Whether a person is wanted or there.</summary>
    public bool IsOpen => Status is HandoverStatus.Waiting or HandoverStatus.WithAdvisor;

    /// <summary>A person is wanted and may come. Asking again while it is open, or while the customer is blocked, changes nothing.</summary>
    public HandoverRecord Request(string reference, string reason, long fromSequence, DateTimeOffset now) => IsOpen || BlockedAt is not null
        ? this
        : new HandoverRecord
        {
            Status = HandoverStatus.Waiting,
            Reference = reference,
            Reason = reason,
            FromSequence = fromSequence,
            RequestedAt = now,
        };

    /// <summary>
    /// Nobody is there; the customer leaves an address. Who waits in the queue keeps the place, the reference and the consent. Changes
    /// nothing while an advisor has the conversation.
    /// </summary>
    public HandoverRecord RequestContact(string reference, ContactDetails contact, long fromSequence, DateTimeOffset now) => Status switch
    {
        HandoverStatus.WithAdvisor => this,
        HandoverStatus.Waiting => this with { Contact = contact },
        _ => new HandoverRecord
        {
            Status = HandoverStatus.ContactRequested,
            Reference = reference,
            Reason = "contact",
            FromSequence = fromSequence,
            RequestedAt = now,
            Contact = contact,
            BlockedAt = BlockedAt,
        },
    };

    /// <summary>The customer lets the advisor read back, or not.</summary>
    public HandoverRecord WithConsent(bool given) => this with
    {
        Consent = given ? TranscriptConsent.Given : TranscriptConsent.Refused,
    };

    /// <summary>An advisor takes the conversation. The same advisor may repeat it; another one is refused while it is held.</summary>
    /// <param name="advisorId">The advisor.</param>
    /// <param name="advisorName">The name that the customer sees.</param>
    /// <param name="reference">Reference to use when nobody asked for a person: the advisor steps in unasked.</param>
    /// <param name="fromSequence">Place in the log from which the advisor may read when nobody asked.</param>
    /// <param name="now">Moment, UTC.</param>
    /// <param name="refusal">Why it was refused; null when it was not.</param>
    /// <returns>The new record, or this one when refused or repeated.</returns>
    public HandoverRecord Claim(
        string advisorId, string advisorName, string reference, long fromSequence, DateTimeOffset now, out HandoverRefusal? refusal)
    {
        refusal = null;
        if (Status is HandoverStatus.WithAdvisor)
        {
            if (!string.Equals(AdvisorId, advisorId, StringComparison.Ordinal))
                refusal = HandoverRefusal.AlreadyClaimed;
            return this;
        }

        var requested = Status is HandoverStatus.Waiting or HandoverStatus.ContactRequested
            ? this
            : new HandoverRecord { Reference = reference, Reason = "advisor", FromSequence = fromSequence, RequestedAt = now };
        return requested with
        {
            Status = HandoverStatus.WithAdvisor,
            AdvisorId = advisorId,
            AdvisorName = advisorName,
            ClaimedAt = now,
            AdvisorSpokeAt = null,
            CustomerSpokeAt = now,
        };
    }

    /// <summary>
    /// The customer does not want a person after all. Only while nobody has it. Who left an address is still called or written to: the
    /// request stays, the place in the queue goes.
    /// </summary>
    public HandoverRecord Cancel(DateTimeOffset now, out HandoverRefusal? refusal)
    {
        refusal = Status is HandoverStatus.Waiting ? null : HandoverRefusal.NotNow;
        if (refusal is not null)
            return this;
        return Contact is null
            ? this with { Status = HandoverStatus.Closed, ClosedAt = now, EndReason = HandoverReasons.Cancelled }
            : this with { Status = HandoverStatus.ContactRequested };
    }

    /// <summary>The advisor ends it; the bot may speak again.</summary>
    /// <param name="now">Moment, UTC.</param>
    /// <param name="refusal">Why it was refused; null when it was not.</param>
    /// <param name="reason">Why it ends, in a word.</param>
    /// <param name="reopenUntil">Until when a message of the customer opens it again; null when it does not.</param>
    public HandoverRecord Close(
        DateTimeOffset now, out HandoverRefusal? refusal, string reason = HandoverReasons.Resolved, DateTimeOffset? reopenUntil = null)
    {
        refusal = Status is HandoverStatus.None ? HandoverRefusal.NotNow : null;
        return refusal is null && Status is not HandoverStatus.Closed
            ? this with { Status = HandoverStatus.Closed, ClosedAt = now, EndReason = reason, ReopenUntil = reopenUntil, Unanswered = 0 }
            : this;
    }

    /// <summary>Another advisor gets the talk. Only while an advisor has it.</summary>
    public HandoverRecord Transfer(string advisorId, string advisorName, DateTimeOffset now, out HandoverRefusal? refusal)
    {
        refusal = Status is HandoverStatus.WithAdvisor ? null : HandoverRefusal.NotNow;
        return refusal is null && AdvisorId != advisorId
            ? this with { AdvisorId = advisorId, AdvisorName = advisorName, ClaimedAt = now, AdvisorSpokeAt = null }
            : this;
    }

    /// <summary>The advisor is gone: back to the queue, at the place of the first request, which is the front.</summary>
    public HandoverRecord Requeue(out HandoverRefusal? refusal)
    {
        refusal = Status is HandoverStatus.WithAdvisor ? null : HandoverRefusal.NotNow;
        return refusal is null
            ? this with { Status = HandoverStatus.Waiting, AdvisorId = null, AdvisorName = null, ClaimedAt = null, AdvisorSpokeAt = null, ToldPlace = null }
            : this;
    }

    /// <summary>
    /// The customer writes again soon after the end: the same advisor has it at once when <paramref name="advisorIsThere"/>, otherwise it waits
    /// at the front of the queue.
    /// </summary>
    public HandoverRecord Reopen(DateTimeOffset now, bool advisorIsThere, out HandoverRefusal? refusal)
    {
        refusal = CanReopen(now) ? null : HandoverRefusal.NotNow;
        if (refusal is not null)
            return this;
        var open = this with { ClosedAt = null, EndReason = null, ReopenUntil = null, Rating = null, ApologisedAt = null, ToldPlace = null };
        return advisorIsThere && AdvisorId is not null
            ? open with { Status = HandoverStatus.WithAdvisor, ClaimedAt = now, AdvisorSpokeAt = null, CustomerSpokeAt = now, Unanswered = 1 }
            : open with { Status = HandoverStatus.Waiting, AdvisorId = null, AdvisorName = null, ClaimedAt = null, AdvisorSpokeAt = null };
    }

    /// <summary>Whether a message of the customer opens it again.</summary>
    public bool CanReopen(DateTimeOffset now) => Status is HandoverStatus.Closed && now < ReopenUntil && BlockedAt is null;

    /// <summary>The customer goes on with the bot: a message opens it no more.</summary>
    public HandoverRecord WithoutReopening() => this with { ReopenUntil = null };

    /// <summary>The customer wrote to the advisor. Changes nothing while no advisor has the talk.</summary>
    public HandoverRecord CustomerSpoke(DateTimeOffset now) =>
        Status is HandoverStatus.WithAdvisor ? this with { CustomerSpokeAt = now, Unanswered = Unanswered + 1 } : this;

    /// <summary>The advisor wrote to the customer.</summary>
    public HandoverRecord AdvisorSpoke(DateTimeOffset now) =>
        Status is HandoverStatus.WithAdvisor ? this with { AdvisorSpokeAt = now, Unanswered = 0 } : this;

    /// <summary>The customer was told that it takes too long. Once for a request.</summary>
    public HandoverRecord Apologise(DateTimeOffset now) =>
        Status is HandoverStatus.Waiting && ApologisedAt is null ? this with { ApologisedAt = now } : this;

    /// <summary>The customer was told the place in the queue, 1 for the first.</summary>
    public HandoverRecord TellPlace(int place, DateTimeOffset now) =>
        Status is HandoverStatus.Waiting && ToldPlace != place ? this with { ToldPlace = place, ToldPlaceAt = now } : this;

    /// <summary>What the customer says about the talk, after its end.</summary>
    public HandoverRecord WithRating(HandoverRating rating) => Status is HandoverStatus.Closed ? this with { Rating = rating } : this;

    /// <summary>The customer may not disturb people any more. Ends whatever is open.</summary>
    public HandoverRecord Block(DateTimeOffset now) => BlockedAt is not null
        ? this
        : this with { Status = HandoverStatus.Closed, ClosedAt = now, EndReason = HandoverReasons.Blocked, BlockedAt = now, ReopenUntil = null, Rating = null };
}

/// <summary>What the customer says about a talk with an advisor. All null: asked, not answered.</summary>
/// <param name="Stars">1 (bad) to 5 (very good).</param>
/// <param name="RemarkAsked">Whether a remark was asked for and may still come.</param>
/// <param name="Remark">A remark in the customer's words.</param>
public sealed record HandoverRating(int? Stars = null, bool RemarkAsked = false, string? Remark = null);

/// <summary>Why a hand-over ended or changed hands.</summary>
public static class HandoverReasons
{
    /// <summary>The advisor answered it.</summary>
    public const string Resolved = "resolved";

    /// <summary>The advisor gave it back to the bot.</summary>
    public const string Returned = "returned";

    /// <summary>The customer wanted no longer to wait.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>Nothing was said for long.</summary>
    public const string Expired = "expired";

    /// <summary>A contact request was handled elsewhere.</summary>
    public const string Handled = "handled";

    /// <summary>An advisor blocked the customer.</summary>
    public const string Blocked = "blocked";

    /// <summary>It went to a colleague.</summary>
    public const string Transferred = "transferred";

    /// <summary>The advisor was gone.</summary>
    public const string AdvisorGone = "advisor-gone";

    /// <summary>The customer wrote again soon after the end.</summary>
    public const string Reopened = "reopened";

    /// <summary>It was given to an advisor by the desk.</summary>
    public const string Assigned = "assigned";
}

/// <summary>One line of a hand-over's history.</summary>
/// <param name="At">Moment, UTC.</param>
/// <param name="Status">Status that it came to.</param>
/// <param name="Actor"><c>customer</c>, <c>bot</c>, <c>system</c> or <c>advisor:</c> and an id.</param>
/// <param name="Reason">Why, in a word; null when the status says it.</param>
public sealed record HandoverEvent(DateTimeOffset At, HandoverStatus Status, string Actor, string? Reason);
