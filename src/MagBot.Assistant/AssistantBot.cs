using MagBot.Activities;
using MagBot.Assistant.Guides;
using MagBot.Assistant.Handover;
using MagBot.Assistant.Retrieval;
using MagBot.Assistant.Routing;
using MagBot.Assistant.Talk;
using MagBot.Dialogs.Handover;
using MagBot.Dialogs.Prompts;
using MagBot.Dialogs.Stack;
using MagBot.Dialogs.Turns;
using MagBot.Knowledge.Loading;
using MagBot.Knowledge.Safety;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace MagBot.Assistant;

/// <summary>
/// MagBot itself. The order of its gates is the product: safety first, then whoever owns the conversation, then the dialog that
/// waits for an answer, then the question. Thread safe.
/// </summary>
public sealed class AssistantBot : IBot, IHandoverMessages
{
    private const int LongestMessage = 4000;

    // After this long the customer has forgotten what was asked; going on is offered instead of assumed.
    private static readonly TimeSpan IdleLimit = TimeSpan.FromMinutes(30);

    // Long enough to hand a question on health over to a person without asking for it again.
    private static readonly TimeSpan HealthQuestionKept = TimeSpan.FromHours(4);

    private readonly Func<AssistantSnapshot> _current;
    private readonly DialogSet _dialogs = new();
    private readonly Responder _responder;
    private readonly Interruptions _interruptions;
    private readonly HandoverFlow _handover;
    private readonly AfterTalk _afterTalk;
    private readonly ILogger _logger;

    /// <summary>Answers from the knowledge in service, also after a reload: index and triage are built anew, turns under way keep theirs.</summary>
    /// <param name="provider">Holds the knowledge.</param>
    /// <param name="presence">Tells whether advisors are there.</param>
    /// <param name="outlook">Reads the queue; null says no place in it.</param>
    /// <param name="options">The shop's choices; null for the defaults.</param>
    /// <param name="logger">Hears of messages that were held back, without their text; null for nobody.</param>
    public AssistantBot(
        KnowledgeProvider provider, IAdvisorPresence presence, IQueueOutlook? outlook = null, AssistantOptions? options = null, ILogger<AssistantBot>? logger = null)
        : this(Follow(provider, options ?? new AssistantOptions()), presence, outlook, logger)
    {
    }

    /// <param name="current">The snapshot in service; asked once a turn.</param>
    /// <param name="presence">Tells whether advisors are there.</param>
    /// <param name="outlook">Reads the queue; null says no place in it.</param>
    /// <param name="logger">Hears of messages that were held back; null for nobody.</param>
    internal AssistantBot(Func<AssistantSnapshot> current, IAdvisorPresence presence, IQueueOutlook? outlook = null, ILogger? logger = null)
    {
        _logger = logger ?? NullLogger.Instance;
        _current = current;
        _handover = new HandoverFlow(presence, outlook);
        _responder = new Responder(_handover);
        _interruptions = new Interruptions(_responder);
        _afterTalk = new AfterTalk(presence);
        new ContactRequest(Speak).AddTo(_dialogs);
        new TranscriptMail(Speak).AddTo(_dialogs);
        new EraseDialog(Speak).AddTo(_dialogs);
        GuideSet.AddTo(_dialogs, Speak, _handover);
    }

    /// <inheritdoc/>
    public async Task OnTurnAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        var snapshot = _current();
        var state = TalkState.Load(turn.State);
        var speaker = new Speaker(turn, snapshot.Knowledge, state.Turns);
        if (turn.Activity.Is(ActivityTypes.ConversationUpdate))
            state = Greet(speaker, state);
        else if (turn.Activity.Is(ActivityTypes.Message))
            state = await OnMessageAsync(snapshot, speaker, state, cancellationToken).ConfigureAwait(false);
        else if (turn.Activity.Is(ActivityTypes.MessageReaction))
            FeedbackState.Note(turn);
        else if (turn.Activity.Is(ActivityTypes.MessageUpdate))
            state = OnEdited(snapshot, speaker, state);
        else if (turn.Activity.Is(ActivityTypes.MessageDelete))
            state = Forget(state); // what was taken back is not remembered here either
        else
            return;
        Courtesy.OfferPerson(speaker);
        snapshot.Outgoing.Judge(speaker, _logger);
        if (!turn.ErasesHistory)
            FeedbackState.NoteAnswers(turn);
        (turn.ErasesHistory ? new TalkState { Greeted = true } : state).Save(turn.State);
    }

    /// <inheritdoc/>
    public void OnTurnError(TurnContext turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        if (!turn.Handover.BotMayAnswer || !turn.Activity.Is(ActivityTypes.Message))
            return;
        var speaker = Speak(turn);
        speaker.Say(Decisions.Decline, speaker.Text("error-apology"), [speaker.Text("advisor-button")]);
    }

    /// <inheritdoc/>
    public HandoverNotice WordsFor(HandoverMoment moment, HandoverRecord handover, DateTimeOffset now, QueuePlace? place = null)
    {
        ArgumentNullException.ThrowIfNull(handover);
        return HandoverWords.For(_current().Knowledge, moment, handover, now, place);
    }

    /// <summary>Ids of the reviewed answers that fit a text, best first, also when the bot would not be sure enough to give them.</summary>
    public IReadOnlyList<string> Search(string text, int limit) => [.. _current().Finder.Rank(text).Take(limit)];

    /// <inheritdoc/>
    public bool IsOpen(DateTimeOffset moment) => _current().Knowledge.Shop.Hours.IsOpen(moment);

    private static Func<AssistantSnapshot> Follow(KnowledgeProvider provider, AssistantOptions options)
    {
        var snapshot = AssistantSnapshot.Of(provider.Current, options);
        provider.Reloaded += (_, _) =>
        {
            if (provider.Current.Version != Volatile.Read(ref snapshot).Knowledge.Version)
                Volatile.Write(ref snapshot, AssistantSnapshot.Of(provider.Current, options));
        };
        return () => Volatile.Read(ref snapshot);
    }

    private static TalkState Greet(Speaker speaker, TalkState state)
    {
        var turn = speaker.Turn;
        var customerJoined = turn.Activity.MembersAdded?.Any(member => member.Id != turn.Conversation.Bot.Id) == true;
        if (state.Greeted || !customerJoined)
            return state;
        var account = turn.Conversation.Account;
        var isGroup = account?.IsGroup == true || account?.ConversationType is "groupChat" or "channel";
        var privacy = isGroup ? $"{speaker.Text("greeting-group")} {speaker.Text("greeting-privacy")}" : speaker.Text("greeting-privacy");
        speaker.Say(Decisions.SmallTalk, $"{speaker.Text("greeting")}\n\n{privacy}", speaker.List("greeting-suggestions"));
        return state with { Greeted = true };
    }

    private async Task<TalkState> OnMessageAsync(
        AssistantSnapshot snapshot, Speaker speaker, TalkState state, CancellationToken cancellationToken)
    {
        var turn = speaker.Turn;
        var text = Said(turn.Activity);
        var idle = turn.Now - (state.LastAt ?? turn.Now);
        state = state with { Turns = state.Turns + 1, LastAt = turn.Now };
        turn.Apply(turn.Handover.CustomerSpoke(turn.Now), "customer");

        (var triage, state) = Heed(snapshot, speaker, state, text);
        var dialogs = new DialogContext(_dialogs, turn);
        if (dialogs.RootId == SignsGuide.DialogId)
            turn.MarkHealth(); // which signs somebody has is health, whatever the words
        if (triage.ReplacesAnswer)
            state = Alarm(speaker, dialogs, state, triage);
        else if (!turn.Handover.BotMayAnswer || turn.Handover.BlockedAt is not null)
            state = await BesideAdvisorAsync(snapshot, speaker, dialogs, state, text, cancellationToken).ConfigureAwait(false);
        else if (text.Length == 0)
            speaker.Say(Decisions.Decline, speaker.Text(turn.Activity.Attachments is { Count: > 0 } ? "unsupported-attachment" : "empty-message"));
        else if (text.Length > LongestMessage)
            speaker.Say(Decisions.Decline, speaker.Text("too-long", ("limit", LongestMessage)));
        else
            state = await TalkAsync(snapshot, speaker, dialogs, state, triage, text, idle, cancellationToken).ConfigureAwait(false);
        dialogs.Save();
        return state with { SensitiveBefore = triage.AccompaniesAnswer };
    }

    /// <summary>Safety reads everything first, also while an advisor has the conversation.</summary>
    private static (TriageResult Triage, TalkState State) Heed(AssistantSnapshot snapshot, Speaker speaker, TalkState state, string text)
    {
        var turn = speaker.Turn;
        var triage = text.Length == 0 ? TriageResult.Nothing : snapshot.LookUps.Triage(text);
        state = Cautions.Note(state, triage);
        if (triage.Level >= TriageLevel.U5)
            turn.MarkHealth();
        return (triage, turn.Handover.Status is HandoverStatus.WithAdvisor ? Watch.Tell(speaker, state, triage) : state);
    }

    /// <summary>New words for an old message are read for danger and health like any; otherwise an edit asks nothing.</summary>
    private TalkState OnEdited(AssistantSnapshot snapshot, Speaker speaker, TalkState state)
    {
        (var triage, state) = Heed(snapshot, speaker, Forget(state), Said(speaker.Turn.Activity));
        if (!triage.ReplacesAnswer)
            return state;
        var dialogs = new DialogContext(_dialogs, speaker.Turn);
        state = Alarm(speaker, dialogs, state, triage);
        dialogs.Save();
        return state;
    }

    private static TalkState Forget(TalkState state) => state with { LastSaid = null, LastQuestion = null, QuestionUntil = null };

    private async Task<TalkState> TalkAsync(
        AssistantSnapshot snapshot, Speaker speaker, DialogContext dialogs, TalkState state, TriageResult triage, string text, TimeSpan idle,
        CancellationToken cancellationToken)
    {
        var turn = speaker.Turn;
        if (state.QuestionUntil < turn.Now)
            state = Forget(state);
        var asked = state.LastQuestion;
        Courtesy.Remind(speaker, state);
        if (dialogs.DroppedId is { } dropped)
            Resumption.TellDropped(speaker, dropped);
        if (idle > IdleLimit && dialogs.Active is not null)
        {
            dialogs.SetAside();
            state = state with { AsideOffered = false };
        }

        if (await Resumption.TryTakeUpAsync(speaker, dialogs, state, text, cancellationToken).ConfigureAwait(false))
            return state with { AsideOffered = false };

        var repeated = state.LastSaid is { } before && string.Equals(before, text, StringComparison.OrdinalIgnoreCase);
        var personAccepted = state.PersonOffered && DutchRecognizer.YesOrNo(text) == true;
        if (dialogs.Active is not null)
            state = await _interruptions.ContinueAsync(snapshot, speaker, dialogs, state, triage, text, cancellationToken).ConfigureAwait(false);
        else if (HandoverFlow.TryAnswer(speaker, state, text)
            || await QueueOffers.TryAnswerAsync(speaker, dialogs, state, text, cancellationToken).ConfigureAwait(false)
            || _afterTalk.TryAnswer(speaker, text, remark => IsKnown(snapshot, remark), question => IsAnswered(snapshot, question)))
            state = state with { LastSaid = null };
        else if (personAccepted)
            state = await _handover.RequestAsync(speaker, dialogs, state, "not-understood", cancellationToken).ConfigureAwait(false);
        else if (repeated && !triage.AccompaniesAnswer && snapshot.LookUps.Find(text, false).Intent is null && snapshot.LookUps.Intent(text) is null && snapshot.Buttons.Find(text) is null)
            speaker.Say(Decisions.Clarify, speaker.Text("repeated-question"), [speaker.Text("advisor-button")]);
        else
            state = await _responder.RespondAsync(snapshot, speaker, dialogs, state, triage, text, cancellationToken).ConfigureAwait(false);

        state = Resumption.Offer(speaker, dialogs, state);
        return state with
        {
            // What is remembered outlives the log entry, so of a turn on health it is only the question, and not for long.
            LastSaid = dialogs.Active is null && !repeated && text.Length <= 300 && !triage.AccompaniesAnswer ? text : null,
            QuestionUntil = ReferenceEquals(state.LastQuestion, asked) ? state.QuestionUntil : triage.AccompaniesAnswer ? turn.Now + HealthQuestionKept : null,
            PersonOffered = Courtesy.OffersPerson(speaker.Turn),
        };
    }

    // The advisor speaks; what is left for us are the customer's own rights and the answer to our question about consent.
    private async Task<TalkState> BesideAdvisorAsync(
        AssistantSnapshot snapshot, Speaker speaker, DialogContext dialogs, TalkState state, string text, CancellationToken cancellationToken)
    {
        if (dialogs.RootId == EraseDialog.DialogId)
            await dialogs.ContinueAsync(cancellationToken).ConfigureAwait(false);
        else if (!HandoverFlow.TryAnswer(speaker, state, text) && snapshot.LookUps.Intent(text) is { Action: "privacy-delete" })
            return await _responder.RespondAsync(snapshot, speaker, dialogs, state, TriageResult.Nothing, text, cancellationToken).ConfigureAwait(false);
        return state;
    }

    private static TalkState Alarm(Speaker speaker, DialogContext dialogs, TalkState state, TriageResult triage)
    {
        dialogs.SetAside();
        speaker.Say(Decisions.Safety, string.Join("\n\n", triage.Lines.Select(line => line.Markdown)), urgent: true);
        return state with { Alarmed = true, Misses = 0, LastAnswerId = null, LastSaid = null, PersonOffered = false, AsideOffered = false };
    }

    // What is only declined is a remark ("het duurde te lang"), unless it asks something.
    private static bool IsKnown(AssistantSnapshot snapshot, string text) => snapshot.Buttons.Find(text) is not null
        || IsMeant(snapshot.LookUps.Intent(text)?.Decision, text)
        || snapshot.LookUps.Find(text) is var found && (found.Answers.Count > 0 || IsMeant(found.Intent?.Decision, text));

    private static bool IsMeant(string? decision, string text) =>
        decision is not (null or Decisions.SmallTalk) && (decision != Decisions.Decline || QuestionSplitter.IsQuestion(text));

    // A question that only a person can settle is declined, so it does not count; neither does asking for a person.
    private static bool IsAnswered(AssistantSnapshot snapshot, string text) => snapshot.Buttons.Find(text) is not null
        || (snapshot.LookUps.Intent(text) is { } intent
            ? intent.Decision is not (Decisions.Decline or Decisions.Handoff)
            : snapshot.LookUps.Find(text) is { Answers.Count: > 0 });

    private static string Said(Activity activity)
    {
        if (!string.IsNullOrWhiteSpace(activity.Text))
            return activity.Text.Trim();

        // A card's button may carry its text in the payload.
        return activity.Value is { ValueKind: System.Text.Json.JsonValueKind.String } value ? value.GetString()!.Trim() : ""; // a string by its kind
    }

    private Speaker Speak(TurnContext turn) => new(turn, _current().Knowledge, TalkState.Load(turn.State).Turns);
}
