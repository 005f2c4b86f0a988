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
public sealed record ContactDetails(string Name, string? Email, string? Phone, string? Question);

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

    /// <summary>What the customer left when nobody was there.</summary>
    public ContactDetails? Contact { get; init; }

    /// <summary>Whether the bot may answer the customer's questions.</summary>
    public bool BotMayAnswer => Status is not HandoverStatus.WithAdvisor;

    /// <summary>Whether a person is wanted or there.</summary>
    public bool IsOpen => Status is HandoverStatus.Waiting or HandoverStatus.WithAdvisor;

    /// <summary>A person is wanted and may come. Asking again while it is open changes nothing.</summary>
    public HandoverRecord Request(string reference, string reason, long fromSequence, DateTimeOffset now) => IsOpen
        ? this
        : new HandoverRecord
        {
            Status = HandoverStatus.Waiting,
            Reference = reference,
            Reason = reason,
            FromSequence = fromSequence,
            RequestedAt = now,
        };

    /// <summary>Nobody is there; the customer leaves an address. Changes nothing while an advisor has the conversation.</summary>
    public HandoverRecord RequestContact(string reference, ContactDetails contact, long fromSequence, DateTimeOffset now) =>
        Status is HandoverStatus.WithAdvisor
            ? this
            : new HandoverRecord
            {
                Status = HandoverStatus.ContactRequested,
                Reference = reference,
                Reason = "contact",
                FromSequence = fromSequence,
                RequestedAt = now,
                Contact = contact,
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
        };
    }

    /// <summary>The customer does not want a person after all. Only while nobody has it.</summary>
    public HandoverRecord Cancel(DateTimeOffset now, out HandoverRefusal? refusal)
    {
        refusal = Status is HandoverStatus.Waiting ? null : HandoverRefusal.NotNow;
        return refusal is null ? this with { Status = HandoverStatus.Closed, ClosedAt = now } : this;
    }

    /// <summary>The advisor ends it; the bot may speak again.</summary>
    public HandoverRecord Close(DateTimeOffset now, out HandoverRefusal? refusal)
    {
        refusal = Status is HandoverStatus.None ? HandoverRefusal.NotNow : null;
        return refusal is null && Status is not HandoverStatus.Closed
            ? this with { Status = HandoverStatus.Closed, ClosedAt = now }
            : this;
    }
}

/// <summary>One line of a hand-over's history.</summary>
/// <param name="At">Moment, UTC.</param>
/// <param name="Status">Status that it came to.</param>
/// <param name="Actor"><c>customer</c>, <c>bot</c>, <c>system</c> or <c>advisor:</c> and an id.</param>
/// <param name="Reason">Why, in a word; null when the status says it.</param>
public sealed record HandoverEvent(DateTimeOffset At, HandoverStatus Status, string Actor, string? Reason);
