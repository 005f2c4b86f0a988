using MagBot.Activities;
using MagBot.Desk.Accounts;
using MagBot.Dialogs.Handover;
using MagBot.Dialogs.Turns;

namespace MagBot.Desk.Conversations;

/// <summary>
/// What an advisor does with a conversation. Every command is one turn, so it is stored wholly or not at all, and repeating it is
/// harmless. Thread safe.
/// </summary>
internal sealed class HandoverService(TurnRunner runner, IHandoverMessages messages)
{
    /// <summary>Longest message of an advisor, in UTF-16 units.</summary>
    public const int MaxTextLength = 4000;

    /// <summary>Takes a conversation that waits for a person. The first one wins; the same advisor may repeat it.</summary>
    public Task<DeskOutcome> ClaimAsync(string conversationId, DeskUser advisor, CancellationToken cancellationToken) =>
        ActAsync(conversationId, turn => Claim(turn, advisor), cancellationToken);

    /// <summary>Says something to the customer. Only for the advisor who has the conversation.</summary>
    /// <param name="conversationId">The conversation.</param>
    /// <param name="advisor">Who says it.</param>
    /// <param name="text">Plain text.</param>
    /// <param name="clientId">Made by the browser; the same id is never sent twice.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<DeskOutcome> SayAsync(
        string conversationId, DeskUser advisor, string text, string clientId, CancellationToken cancellationToken)
    {
        if (!IsClientId(clientId))
            return Task.FromResult(DeskOutcome.BadRequest);
        var tidy = text.ReplaceLineEndings("\n").Trim();
        if (tidy.Length == 0)
            return Task.FromResult(DeskOutcome.EmptyText);
        if (tidy.Length > MaxTextLength)
            return Task.FromResult(DeskOutcome.TooLong);
        return ActAsync(conversationId, turn => Say(turn, advisor, tidy, clientId), cancellationToken);
    }

    /// <summary>Ends a talk of this advisor, or marks a contact request as handled.</summary>
    public Task<DeskOutcome> CloseAsync(string conversationId, DeskUser advisor, CancellationToken cancellationToken) =>
        ActAsync(conversationId, turn => Close(turn, advisor), cancellationToken);

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

    private DeskOutcome Claim(TurnContext turn, DeskUser advisor)
    {
        var before = turn.Handover;
        if (before.Status is not (HandoverStatus.Waiting or HandoverStatus.ContactRequested or HandoverStatus.WithAdvisor))
            return DeskOutcome.NotNow;
        var after = before.Claim(advisor.Id, advisor.DisplayName, before.Reference ?? "", before.FromSequence, turn.Now, out var refusal);
        if (refusal is not null)
            return DeskOutcome.AlreadyClaimed;
        if (after == before)
            return DeskOutcome.Repeated;

        turn.Apply(after, advisor.Actor);
        Tell(turn, messages.Accepted(advisor.DisplayName));
        SendStatus(turn, "accepted");
        return DeskOutcome.Done;
    }

    private static DeskOutcome Say(TurnContext turn, DeskUser advisor, string text, string clientId)
    {
        var state = turn.State.Find(DeskState.Name, DeskJson.Default.DeskState) ?? DeskState.Empty;
        if (state.Knows(clientId))
            return DeskOutcome.Repeated;
        if (!IsOwner(turn.Handover, advisor))
            return turn.Handover.Status is HandoverStatus.WithAdvisor ? DeskOutcome.NotYours : DeskOutcome.NotNow;

        turn.State.Set(DeskState.Name, state.With(clientId), DeskJson.Default.DeskState);
        turn.Send(new Activity
        {
            Type = ActivityTypes.Message,
            From = new ChannelAccount { Id = advisor.Actor, Name = advisor.DisplayName, Role = Roles.Bot },
            Text = text,
            TextFormat = TextFormats.Plain,
            ChannelData = Mark("advisor"),
        });
        return DeskOutcome.Done;
    }

    private DeskOutcome Close(TurnContext turn, DeskUser advisor)
    {
        var before = turn.Handover;
        switch (before.Status)
        {
            case HandoverStatus.Closed:
                return DeskOutcome.Repeated;
            case HandoverStatus.ContactRequested:
                // Handled by mail or telephone: the customer left the chat long ago, so nothing is said in it.
                turn.Apply(before.Close(turn.Now, out _), advisor.Actor, "handled");
                return DeskOutcome.Done;
            case HandoverStatus.WithAdvisor when IsOwner(before, advisor):
                turn.Apply(before.Close(turn.Now, out _), advisor.Actor);
                Tell(turn, messages.Closed(advisor.DisplayName));
                SendStatus(turn, "completed");
                return DeskOutcome.Done;
            case HandoverStatus.WithAdvisor:
                return DeskOutcome.NotYours;
            default:
                return DeskOutcome.NotNow;
        }
    }

    private static bool IsOwner(HandoverRecord handover, DeskUser advisor) =>
        handover.Status is HandoverStatus.WithAdvisor && string.Equals(handover.AdvisorId, advisor.Id, StringComparison.Ordinal);

    private static bool IsClientId(string id) => id.Length is >= 8 and <= 64 && id.All(sign => char.IsAsciiLetterOrDigit(sign) || sign == '-');

    private static void Tell(TurnContext turn, string text) => turn.Send(new Activity
    {
        Type = ActivityTypes.Message,
        Text = text,
        TextFormat = TextFormats.Markdown,
        ChannelData = Mark("system"),
    });

    // handoff.status of the Bot Framework's hand-off protocol: accepted, failed or completed.
    private static void SendStatus(TurnContext turn, string state) => turn.Send(new Activity
    {
        Type = ActivityTypes.Event,
        Name = HandoverEvents.Status,
        Value = ActivityJson.ToElement(new StatusValue(state), DeskJson.Default.StatusValue),
    });

    private static System.Text.Json.JsonElement Mark(string author) =>
        ActivityJson.ToElement(new OutgoingData(new OutgoingMark(author)), DeskJson.Default.OutgoingData);
}
