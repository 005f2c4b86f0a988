using MagBot.Activities;
using MagBot.Desk.Accounts;
using MagBot.Desk.Handover;
using MagBot.Desk.Knowledge;
using MagBot.Dialogs.Handover;
using MagBot.Dialogs.Turns;

namespace MagBot.Desk.Conversations;

/// <summary>
/// What an advisor does with a conversation. Every command is one turn, so it is stored wholly or not at all, and repeating it is
/// harmless. Thread safe.
/// </summary>
internal sealed class HandoverService(TurnRunner runner, IHandoverMessages messages, DeskOptions options, IDeskKnowledge? knowledge = null)
{
    /// <summary>Longest message of an advisor, in UTF-16 units.</summary>
    public const int MaxTextLength = 4000;

    /// <summary>Takes a conversation that waits for a person. The first one wins; the same advisor may repeat it.</summary>
    /// <param name="conversationId">The conversation.</param>
    /// <param name="advisor">Who takes it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <param name="reason">Why, in a word; null for the advisor's own wish.</param>
    public Task<DeskOutcome> ClaimAsync(string conversationId, DeskUser advisor, CancellationToken cancellationToken, string? reason = null) =>
        ActAsync(conversationId, turn => Claim(turn, advisor, reason), cancellationToken);

    /// <summary>Says something to the customer. Only for the advisor who has the conversation.</summary>
    /// <param name="conversationId">The conversation.</param>
    /// <param name="advisor">Who says it.</param>
    /// <param name="text">Plain text.</param>
    /// <param name="clientId">Made by the browser; the same id is never sent twice.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <param name="isConfirmed">Whether the advisor has seen what the wording rules say, and sends it nevertheless.</param>
    /// <param name="via">Where the advisor wrote it, in a word; null for the desk.</param>
    public Task<DeskOutcome> SayAsync(
        string conversationId, DeskUser advisor, string text, string clientId, CancellationToken cancellationToken, bool isConfirmed = false, string? via = null)
    {
        if (!IsClientId(clientId))
            return Task.FromResult(DeskOutcome.BadRequest);
        var tidy = text.ReplaceLineEndings("\n").Trim();
        if (tidy.Length == 0)
            return Task.FromResult(DeskOutcome.EmptyText);
        if (tidy.Length > MaxTextLength)
            return Task.FromResult(DeskOutcome.TooLong);
        if (knowledge?.Check(tidy) is { MayGo: false } verdict && !(verdict.MayConfirm && isConfirmed))
            return Task.FromResult(verdict.MayConfirm ? DeskOutcome.Doubtful : DeskOutcome.Forbidden);
        return ActAsync(conversationId, turn => Say(turn, advisor, clientId, Words(advisor, tidy, "advisor", via)), cancellationToken);
    }

    /// <summary>Sends a reviewed answer with its sources, in the advisor's name.</summary>
    public Task<DeskOutcome> AnswerAsync(string conversationId, DeskUser advisor, string answerId, string clientId, CancellationToken cancellationToken) =>
        IsClientId(clientId) && knowledge?.Find(answerId) is { } answer
            ? ActAsync(conversationId, turn => Say(turn, advisor, clientId, Reviewed(advisor, answer)), cancellationToken)
            : Task.FromResult(DeskOutcome.BadRequest);

    /// <summary>Takes a conversation that nobody asked a person for: the customer is told, and asked whether the advisor may read back.</summary>
    public Task<DeskOutcome> StepInAsync(string conversationId, DeskUser advisor, CancellationToken cancellationToken) =>
        ActAsync(conversationId, turn => StepIn(turn, advisor), cancellationToken);

    /// <summary>Gives a talk of this advisor back to the bot.</summary>
    public Task<DeskOutcome> ReturnAsync(string conversationId, DeskUser advisor, CancellationToken cancellationToken) =>
        ActAsync(conversationId, turn => Return(turn, advisor), cancellationToken);

    /// <summary>Gives a talk of this advisor to a colleague.</summary>
    public Task<DeskOutcome> TransferAsync(string conversationId, DeskUser advisor, DeskUser colleague, CancellationToken cancellationToken) =>
        ActAsync(conversationId, turn => Transfer(turn, advisor, colleague), cancellationToken);

    /// <summary>Ends a talk of this advisor; the customer reaches no people any more.</summary>
    public Task<DeskOutcome> BlockAsync(string conversationId, DeskUser advisor, CancellationToken cancellationToken) =>
        ActAsync(conversationId, turn => Block(turn, advisor), cancellationToken);

    /// <summary>Erases all that was said, with files, deliveries and hand-over; the customer is told. The conversation itself may go on, empty.</summary>
    public Task<DeskOutcome> EraseAsync(string conversationId, CancellationToken cancellationToken) =>
        ActAsync(conversationId, Erase, cancellationToken);

    /// <summary>Keeps a note that colleagues see and the customer never does.</summary>
    public Task<DeskOutcome> NoteAsync(string conversationId, DeskUser advisor, string text, string clientId, CancellationToken cancellationToken)
    {
        if (!IsClientId(clientId))
            return Task.FromResult(DeskOutcome.BadRequest);
        var tidy = text.ReplaceLineEndings("\n").Trim();
        if (tidy.Length == 0)
            return Task.FromResult(DeskOutcome.EmptyText);
        return tidy.Length > MaxTextLength
            ? Task.FromResult(DeskOutcome.TooLong)
            : ActAsync(conversationId, turn => Note(turn, advisor, tidy, clientId), cancellationToken);
    }

    /// <summary>Ends a talk of this advisor, or marks a contact request as handled.</summary>
    /// <param name="conversationId">The conversation.</param>
    /// <param name="advisor">Who ends it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <param name="reason">One of <see cref="CloseReasons"/>; anything else counts as the first.</param>
    public Task<DeskOutcome> CloseAsync(string conversationId, DeskUser advisor, CancellationToken cancellationToken, string? reason = null) =>
        ActAsync(conversationId, turn => Close(turn, advisor, CloseReasons.Contains(reason) ? reason! : CloseReasons[0]), cancellationToken);

    /// <summary>Why an advisor may close a talk.</summary>
    public static IReadOnlyList<string> CloseReasons { get; } = [HandoverReasons.Resolved, "no-reply", "elsewhere", "other"];

    private async Task<DeskOutcome> ActAsync(string conversationId, Func<TurnContext, DeskOutcome> act, CancellationToken cancellationToken)
    {
        var outcome = DeskOutcome.UnknownConversation;
        if (conversationId.Length == 0)
            return outcome;
        // The turn may be composed again when another instance was first, so the outcome is that of the last composition.
        await runner.ActAsync(
            conversationId,
            (turn, _) =>
            {
                outcome = act(turn);
                return Task.CompletedTask;
            },
            cancellationToken).ConfigureAwait(false);
        return outcome;
    }

    private DeskOutcome Claim(TurnContext turn, DeskUser advisor, string? reason = null)
    {
        var before = turn.Handover;
        if (before.Status is not (HandoverStatus.Waiting or HandoverStatus.ContactRequested or HandoverStatus.WithAdvisor))
            return DeskOutcome.NotNow;
        var after = before.Claim(advisor.Id, advisor.DisplayName, before.Reference ?? "", before.FromSequence, turn.Now, out var refusal);
        if (refusal is not null)
            return DeskOutcome.AlreadyClaimed;
        if (after == before)
            return DeskOutcome.Repeated;

        turn.Apply(after, advisor.Actor, reason);
        HandoverTelling.Tell(turn, messages, HandoverMoment.Accepted);
        HandoverTelling.Status(turn, "accepted");
        return DeskOutcome.Done;
    }

    private DeskOutcome StepIn(TurnContext turn, DeskUser advisor)
    {
        var before = turn.Handover;
        if (before.Status is HandoverStatus.Waiting or HandoverStatus.ContactRequested or HandoverStatus.WithAdvisor)
            return Claim(turn, advisor);
        if (before.BlockedAt is not null)
            return DeskOutcome.NotNow;
        var reference = HandoverReference.Create(turn.Conversation.Id, turn.FirstSequence);
        turn.Apply(before.Claim(advisor.Id, advisor.DisplayName, reference, turn.FirstSequence, turn.Now, out _), advisor.Actor, "advisor");
        HandoverTelling.Tell(turn, messages, HandoverMoment.SteppedIn);
        HandoverTelling.Status(turn, "accepted");
        return DeskOutcome.Done;
    }

    private static DeskOutcome Say(TurnContext turn, DeskUser advisor, string clientId, Activity words)
    {
        var state = turn.State.Find(DeskState.Name, DeskJson.Default.DeskState) ?? DeskState.Empty;
        if (state.Knows(clientId))
            return DeskOutcome.Repeated;
        if (!IsOwner(turn.Handover, advisor))
            return turn.Handover.Status is HandoverStatus.WithAdvisor ? DeskOutcome.NotYours : DeskOutcome.NotNow;

        turn.State.Set(DeskState.Name, state.With(clientId), DeskJson.Default.DeskState);
        turn.Apply(turn.Handover.AdvisorSpoke(turn.Now), advisor.Actor);
        turn.Send(words);
        return DeskOutcome.Done;
    }

    private static DeskOutcome Note(TurnContext turn, DeskUser advisor, string text, string clientId)
    {
        if (turn.Handover.Status is HandoverStatus.None)
            return DeskOutcome.NotNow;
        var state = turn.State.Find(DeskState.Name, DeskJson.Default.DeskState) ?? DeskState.Empty;
        if (state.Knows(clientId))
            return DeskOutcome.Repeated;
        turn.State.Set(DeskState.Name, state.With(clientId), DeskJson.Default.DeskState);
        turn.Note(Words(advisor, text, "note"));
        return DeskOutcome.Done;
    }

    private DeskOutcome Erase(TurnContext turn)
    {
        if (turn.Handover.Status is HandoverStatus.None)
            return DeskOutcome.NotNow;
        turn.EraseHistory();
        HandoverTelling.Tell(turn, messages, HandoverMoment.Erased);
        return DeskOutcome.Done;
    }

    private DeskOutcome Close(TurnContext turn, DeskUser advisor, string reason)
    {
        var before = turn.Handover;
        if (before.Status is HandoverStatus.Closed)
            return DeskOutcome.Repeated;
        if (before.Status is HandoverStatus.ContactRequested)
        {
            // Handled by mail or telephone: the customer left the chat long ago, so nothing is said in it.
            turn.Apply(before.Close(turn.Now, out _, HandoverReasons.Handled), advisor.Actor, HandoverReasons.Handled);
            return DeskOutcome.Done;
        }

        if (Refused(before, advisor) is { } refused)
            return refused;
        DateTimeOffset? reopenUntil = options.ReopenWindow > TimeSpan.Zero ? turn.Now + options.ReopenWindow : null;
        var closed = before.Close(turn.Now, out _, reason, reopenUntil).WithRating(new HandoverRating());
        turn.Apply(closed, advisor.Actor, reason);
        return End(turn, HandoverMoment.Closed);
    }

    private DeskOutcome Return(TurnContext turn, DeskUser advisor)
    {
        if (turn.Handover is { Status: HandoverStatus.Closed, EndReason: HandoverReasons.Returned })
            return DeskOutcome.Repeated;
        if (Refused(turn.Handover, advisor) is { } refused)
            return refused;
        turn.Apply(turn.Handover.Close(turn.Now, out _, HandoverReasons.Returned), advisor.Actor, HandoverReasons.Returned);
        return End(turn, HandoverMoment.Returned);
    }

    private DeskOutcome Transfer(TurnContext turn, DeskUser advisor, DeskUser colleague)
    {
        if (turn.Handover.Status is HandoverStatus.WithAdvisor && turn.Handover.AdvisorId == colleague.Id)
            return DeskOutcome.Repeated;
        if (Refused(turn.Handover, advisor) is { } refused)
            return refused;
        turn.Apply(turn.Handover.Transfer(colleague.Id, colleague.DisplayName, turn.Now, out _), advisor.Actor, HandoverReasons.Transferred);
        HandoverTelling.Tell(turn, messages, HandoverMoment.Transferred);
        return DeskOutcome.Done;
    }

    private DeskOutcome Block(TurnContext turn, DeskUser advisor)
    {
        if (turn.Handover.BlockedAt is not null)
            return DeskOutcome.Repeated;
        if (Refused(turn.Handover, advisor) is { } refused)
            return refused;
        turn.Apply(turn.Handover.Block(turn.Now), advisor.Actor, HandoverReasons.Blocked);
        return End(turn, HandoverMoment.Blocked);
    }

    private DeskOutcome End(TurnContext turn, HandoverMoment moment)
    {
        HandoverTelling.Tell(turn, messages, moment);
        HandoverTelling.Status(turn, "completed");
        return DeskOutcome.Done;
    }

    private static DeskOutcome? Refused(HandoverRecord handover, DeskUser advisor) => handover.Status is not HandoverStatus.WithAdvisor
        ? DeskOutcome.NotNow
        : IsOwner(handover, advisor) ? null : DeskOutcome.NotYours;

    private static bool IsOwner(HandoverRecord handover, DeskUser advisor) =>
        handover.Status is HandoverStatus.WithAdvisor && string.Equals(handover.AdvisorId, advisor.Id, StringComparison.Ordinal);

    private static bool IsClientId(string id) => id.Length is >= 8 and <= 64 && id.All(sign => char.IsAsciiLetterOrDigit(sign) || sign == '-');

    private static Activity Reviewed(DeskUser advisor, DeskAnswer answer) => Words(advisor, answer.Text, "advisor") with
    {
        TextFormat = TextFormats.Markdown,
        ChannelData = ActivityJson.ToElement(
            new OutgoingData(new OutgoingMark("advisor") { AnswerIds = [answer.Id], Body = answer.Body, Evidence = answer.Evidence, Sources = answer.Sources }),
            DeskJson.Default.OutgoingData),
    };

    private static Activity Words(DeskUser advisor, string text, string author, string? via = null) => new()
    {
        Type = ActivityTypes.Message,
        From = new ChannelAccount { Id = advisor.Actor, Name = advisor.DisplayName, Role = Roles.Bot },
        Text = text,
        TextFormat = TextFormats.Plain,
        ChannelData = HandoverTelling.Mark(author, via),
    };
}
