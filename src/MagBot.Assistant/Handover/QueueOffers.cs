using MagBot.Assistant.Talk;
using MagBot.Dialogs.Handover;
using MagBot.Dialogs.Prompts;
using MagBot.Dialogs.Stack;

namespace MagBot.Assistant.Handover;

/// <summary>Buttons around a talk: to leave an address without losing the place, to go on waiting, to get the conversation by e-mail.</summary>
internal static class QueueOffers
{
    /// <returns>Whether the text was such an answer.</returns>
    public static async Task<bool> TryAnswerAsync(
        Speaker speaker, DialogContext dialogs, TalkState state, string text, CancellationToken cancellationToken)
    {
        if (DutchRecognizer.Choose(text, [speaker.Text("transcript-button")]) is not null)
        {
            await dialogs.BeginAsync(TranscriptMail.DialogId, null, cancellationToken).ConfigureAwait(false);
            return true;
        }

        if (speaker.Turn.Handover.Status is not HandoverStatus.Waiting)
            return false;
        switch (DutchRecognizer.Choose(text, [speaker.Text("handoff-leave-details-button"), speaker.Text("handoff-keep-waiting-button")]))
        {
            case 0:
                await dialogs.BeginAsync(ContactRequest.DialogId, ContactRequest.Options(state.LastQuestion), cancellationToken).ConfigureAwait(false);
                return true;
            case 1:
                speaker.Say(Decisions.Handoff, speaker.Text("handoff-keep-waiting"), [speaker.Text("handoff-cancel-button")]);
                return true;
            default:
                return false;
        }
    }
}
