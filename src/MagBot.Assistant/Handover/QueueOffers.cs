using MagBot.Assistant.Talk;
using MagBot.Dialogs.Handover;
using MagBot.Dialogs.Prompts;
using MagBot.Dialogs.Stack;

namespace MagBot.Assistant.Handover;

/// <summary>Answers to what a waiting customer was offered: to leave an address without losing the place, or to go on waiting.</summary>
internal static class QueueOffers
{
    /// <returns>Whether the text was such an answer.</returns>
    public static async Task<bool> TryAnswerAsync(
        Speaker speaker, DialogContext dialogs, TalkState state, string text, CancellationToken cancellationToken)
    {
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
