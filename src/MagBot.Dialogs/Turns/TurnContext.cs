using MagBot.Activities;
using MagBot.Dialogs.Conversations;
using MagBot.Dialogs.Handover;
using MagBot.Dialogs.Storage;

namespace MagBot.Dialogs.Turns;

/// <summary>
/// One turn: an incoming activity and all that it causes. Sends are collected in memory and stored together with the state
/// and the hand-over in one transaction. Not thread safe; valid until the turn ends.
/// </summary>
public sealed class TurnContext
{
    /// <summary>Event that tells clients to drop what stands before the activity whose id is its value: it was erased.</summary>
    public const string ErasedEvent = "magbot.erased";

    private readonly List<Activity> _outgoing = [];
    private readonly List<OutboxItem> _deliveries = [];
    private readonly List<HandoverEvent> _handoverEvents = [];
    private readonly HashSet<Activity> _internals = new(ReferenceEqualityComparer.Instance);
    private readonly DateTimeOffset _now;

    internal TurnContext(Conversation conversation, Activity activity, bool answerable, DateTimeOffset now)
    {
        Conversation = conversation;
        Activity = activity;
        IsAnswerable = answerable;
        Handover = conversation.Handover;
        State = new ConversationState(conversation.State);
        _now = now;
    }

    /// <summary>The incoming activity, or an internal event for commands of the desk and of timers.</summary>
    public Activity Activity { get; }

    /// <summary>The conversation as it was before the turn.</summary>
    public Conversation Conversation { get; }

    /// <summary>State of bot and dialogs; what is changed here is stored with the turn.</summary>
    public ConversationState State { get; }

    /// <summary>Who has the conversation now; change it with <see cref="Apply"/>.</summary>
    public HandoverRecord Handover { get; private set; }

    /// <summary>The moment of the turn, UTC. The same for the whole turn.</summary>
    public DateTimeOffset Now => _now;

    /// <summary>Whether the client got the activity, so that a reply may name it.</summary>
    public bool IsAnswerable { get; }

    /// <summary>Whether anything was sent in this turn.</summary>
    public bool Responded => _outgoing.Count > 0;

    /// <summary>What was sent so far, in order.</summary>
    public IReadOnlyList<Activity> Outgoing => _outgoing;

    internal IReadOnlyList<HandoverEvent> HandoverEvents => _handoverEvents;

    internal IReadOnlyList<OutboxItem> Deliveries => _deliveries;

    internal IReadOnlySet<Activity> Internals => _internals;

    /// <summary>Whether <see cref="EraseHistory"/> was called.</summary>
    public bool ErasesHistory { get; private set; }

    /// <summary>Sequence number that the incoming activity gets; the first of this turn.</summary>
    public long FirstSequence => Conversation.NextSequence;

    /// <summary>Sends an activity to the customer. Sender, recipient, conversation and the activity that it answers are filled in where absent.</summary>
    public void Send(Activity activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        _outgoing.Add(activity with
        {
            Type = activity.Type ?? ActivityTypes.Message,
            From = activity.From ?? Conversation.Bot with { Role = Roles.Bot },
            Recipient = activity.Recipient ?? Conversation.User,
            Conversation = Conversation.Account ?? new ConversationAccount { Id = Conversation.Id },
            ChannelId = Conversation.ChannelId,
            Locale = activity.Locale ?? Conversation.Locale,
            ReplyToId = activity.ReplyToId ?? (IsAnswerable ? Activity.Id : null),
        });
    }

    /// <summary>Changes the message sent last in this turn, such as its buttons. Nothing happens when none was sent.</summary>
    public void AmendLastMessage(Func<Activity, Activity> amend)
    {
        ArgumentNullException.ThrowIfNull(amend);
        var last = _outgoing.FindLastIndex(activity => activity.Is(ActivityTypes.Message));
        if (last >= 0)
            _outgoing[last] = amend(_outgoing[last]);
    }

    /// <summary>Changes every activity of this turn that a customer would get, such as to hold one back.</summary>
    public void AmendMessages(Func<Activity, Activity> amend)
    {
        ArgumentNullException.ThrowIfNull(amend);
        for (var at = 0; at < _outgoing.Count; at++)
        {
            if (!_internals.Contains(_outgoing[at]))
                _outgoing[at] = amend(_outgoing[at]);
        }
    }

    /// <summary>Sends a text.</summary>
    public void Send(string markdown) => Send(new Activity
    {
        Type = ActivityTypes.Message,
        Text = markdown,
        TextFormat = TextFormats.Markdown,
    });

    /// <summary>Keeps an activity in the log that the customer never sees: a note of an advisor.</summary>
    public void Note(Activity activity)
    {
        Send(activity);
        _internals.Add(_outgoing[^1]);
    }

    /// <summary>Asks for a delivery elsewhere, such as an e-mail; it is stored with the turn and goes out after it, at least once.</summary>
    public void Deliver(OutboxItem item) => _deliveries.Add(item);

    /// <summary>Whether the customer spoke of health in this turn.</summary>
    public bool HoldsHealth { get; private set; }

    /// <summary>Marks the turn as one that holds health content: it is kept shorter.</summary>
    public void MarkHealth() => HoldsHealth = true;

    /// <summary>
    /// Forgets everything before this turn: log, state, hand-over. The conversation itself goes on, so that the client hears that
    /// it was done and that it must forget too; only what is sent in this turn stays.
    /// </summary>
    public void EraseHistory()
    {
        State.Clear();
        _deliveries.Clear();
        _handoverEvents.Clear();
        Handover = HandoverRecord.None;
        if (!ErasesHistory)
        {
            Send(new Activity
            {
                Type = ActivityTypes.Event,
                Name = ErasedEvent,
                Value = ActivityJson.ToElement(LogEntry.ActivityId(Conversation.Id, FirstSequence), ActivityJson.Context.String),
            });
        }

        ErasesHistory = true;
    }

    /// <summary>Makes a hand-over step part of this turn. A step that changes nothing is not recorded.</summary>
    /// <param name="next">What a method of <see cref="HandoverRecord"/> returned.</param>
    /// <param name="actor"><c>customer</c>, <c>bot</c>, <c>system</c> or <c>advisor:</c> and an id.</param>
    /// <param name="reason">Why, in a word; null when the status says it.</param>
    public void Apply(HandoverRecord next, string actor, string? reason = null)
    {
        if (next == Handover)
            return;
        if (next.Status != Handover.Status || next.AdvisorId != Handover.AdvisorId)
            _handoverEvents.Add(new HandoverEvent(_now, next.Status, actor, reason));
        Handover = next;
    }
}
