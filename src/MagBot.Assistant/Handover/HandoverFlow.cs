using MagBot.Assistant.Talk;
using MagBot.Dialogs.Handover;
using MagBot.Dialogs.Prompts;
using MagBot.Dialogs.Stack;

namespace MagBot.Assistant.Handover;

/// <summary>
/// The way to a person. The request stands in the queue at once; what was said before is shown only after the customer agreed.
/// When nobody is there, the customer leaves a name and an address instead.
/// </summary>
internal sealed class HandoverFlow(IAdvisorPresence presence, IQueueOutlook? outlook = null)
{
    /// <summary>A person is wanted.</summary>
    /// <param name="speaker">Says things in this turn.</param>
    /// <param name="dialogs">The stack, for the contact request.</param>
    /// <param name="state">What the assistant remembers.</param>
    /// <param name="reason">Why, in a word.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <param name="consent">Whether the advisor may read back, if the customer was asked already; null asks.</param>
    /// <returns>What the assistant remembers now.</returns>
    public async Task<TalkState> RequestAsync(
        Speaker speaker, DialogContext dialogs, TalkState state, string reason, CancellationToken cancellationToken, bool? consent = null)
    {
        var turn = speaker.Turn;
        if (turn.Handover.BlockedAt is not null)
        {
            speaker.Say(Decisions.Handoff, speaker.Text("handoff-blocked"));
            return state;
        }

        if (turn.Handover.IsOpen)
        {
            speaker.Say(Decisions.Handoff, speaker.Text("handoff-already"), [speaker.Text("handoff-cancel-button")]);
            return state;
        }

        if (!presence.AnyoneThere && !speaker.Knowledge.Shop.Hours.IsOpen(turn.Now))
        {
            speaker.Say(Decisions.Handoff, speaker.Text("handoff-unavailable", ("opens", HandoverWords.NextOpening(speaker.Knowledge, turn.Now))));
            await dialogs.BeginAsync(ContactRequest.DialogId, ContactRequest.Options(state.LastQuestion), cancellationToken).ConfigureAwait(false);
            return state;
        }

        turn.Apply(turn.Handover.Request(HandoverReference.Create(turn.Conversation.Id, turn.FirstSequence), reason, turn.FirstSequence, turn.Now), "customer", reason);
        await SayPlaceAsync(speaker, cancellationToken).ConfigureAwait(false);
        HandoverSignals.Initiate(turn);
        if (consent is { } given)
        {
            turn.Apply(turn.Handover.WithConsent(given), "customer", given ? "consent" : "no-consent");
            speaker.Say(Decisions.Handoff, speaker.Text(given ? "handoff-consent-given" : "handoff-consent-declined"), [speaker.Text("handoff-cancel-button")]);
            return state with { ConsentAsked = true };
        }

        speaker.Say(
            Decisions.Handoff,
            speaker.Text("handoff-consent"),
            [speaker.Text("handoff-consent-yes"), speaker.Text("handoff-consent-no"), speaker.Text("handoff-cancel-button")]);
        return state with { ConsentAsked = true };
    }

    /// <summary>Handles an answer to what the flow has asked: consent, or no longer waiting.</summary>
    /// <returns>Whether the text was such an answer.</returns>
    public static bool TryAnswer(Speaker speaker, TalkState state, string text)
    {
        var turn = speaker.Turn;
        if (turn.Handover.Status is HandoverStatus.Waiting && DutchRecognizer.Choose(text, [speaker.Text("handoff-cancel-button")]) is not null)
        {
            turn.Apply(turn.Handover.Cancel(turn.Now, out _), "customer", HandoverReasons.Cancelled);
            speaker.Say(Decisions.Handoff, speaker.Text(turn.Handover.Contact is null ? "handoff-cancelled" : "handoff-cancelled-contact"));
            HandoverSignals.Status(turn, "failed", HandoverReasons.Cancelled);
            return true;
        }

        // An advisor who steps in asks too; see HandoverMoment.SteppedIn.
        if (!(state.ConsentAsked || turn.Handover.Status is HandoverStatus.WithAdvisor) || !turn.Handover.IsOpen || turn.Handover.Consent is not TranscriptConsent.NotAnswered
            || FindConsent(speaker, text) is not { } given)
            return false;
        turn.Apply(turn.Handover.WithConsent(given), "customer", given ? "consent" : "no-consent");
        speaker.Say(Decisions.Handoff, speaker.Text(given ? "handoff-consent-given" : "handoff-consent-declined"));
        return true;
    }

    // Once an advisor is there, a plain "ja" answers the advisor; only the buttons' own words are still meant for us.
    private static bool? FindConsent(Speaker speaker, string text)
    {
        var (yes, no) = (speaker.Text("handoff-consent-yes"), speaker.Text("handoff-consent-no"));
        if (speaker.Turn.Handover.Status is HandoverStatus.WithAdvisor)
            return Same(text, yes) ? true : Same(text, no) ? false : null;
        return DutchRecognizer.Choose(text, [yes, no]) is { } choice ? choice == 0 : DutchRecognizer.YesOrNo(text);
    }

    private static bool Same(string text, string button) => string.Equals(text.Trim(), button, StringComparison.OrdinalIgnoreCase);

    // The place and what others had to wait lately, where the queue can be read; nothing is promised that was not measured.
    private async Task SayPlaceAsync(Speaker speaker, CancellationToken cancellationToken)
    {
        var turn = speaker.Turn;
        if (outlook is null)
        {
            speaker.Say(Decisions.Handoff, speaker.Text("handoff-waiting"));
            return;
        }

        var place = await outlook.ReadAsync(turn.Conversation.Id, turn.Now, turn.Now, cancellationToken).ConfigureAwait(false);
        turn.Apply(turn.Handover.TellPlace(place.Place, turn.Now), "bot");
        speaker.Say(Decisions.Handoff, HandoverWords.Place(speaker.Knowledge, place));
    }
}
