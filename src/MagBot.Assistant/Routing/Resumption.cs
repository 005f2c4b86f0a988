using MagBot.Assistant.Guides;
using MagBot.Assistant.Talk;
using MagBot.Dialogs.Prompts;
using MagBot.Dialogs.Stack;

namespace MagBot.Assistant.Routing;

/// <summary>What becomes of a dialog that was set aside: by an alarm, or because the customer was away. Going on is offered once, never assumed.</summary>
internal static class Resumption
{
    /// <summary>Tells that a dialog was changed by a new version, and offers to begin it anew.</summary>
    public static void TellDropped(Speaker speaker, string dialogId) => speaker.Say(
        Decisions.Dialog, speaker.Text("dialog-dropped"), GuideSet.FindByDialog(dialogId) is { } guide ? [speaker.Text($"guide-{guide}-button")] : null);

    /// <summary>Offers to go on with what was set aside, after this turn's answer.</summary>
    public static TalkState Offer(Speaker speaker, DialogContext dialogs, TalkState state)
    {
        if (state.AsideOffered || dialogs.Active is not null || dialogs.AsideId is null || speaker.Turn.Handover.IsOpen || speaker.Turn.ErasesHistory)
            return state;
        speaker.Say(Decisions.Dialog, speaker.Text("dialog-aside-offer"), [speaker.Text("dialog-aside-yes"), speaker.Text("dialog-aside-no")]);
        return state with { AsideOffered = true };
    }

    /// <summary>Handles the answer to that offer. Any other message lets the offer lapse.</summary>
    /// <returns>Whether the message was such an answer.</returns>
    public static async Task<bool> TryTakeUpAsync(Speaker speaker, DialogContext dialogs, TalkState state, string text, CancellationToken cancellationToken)
    {
        if (!state.AsideOffered || dialogs.AsideId is null)
            return false;
        var choice = DutchRecognizer.Choose(text, [speaker.Text("dialog-aside-yes"), speaker.Text("dialog-aside-no")]);
        var wanted = choice is null ? DutchRecognizer.YesOrNo(text) : choice == 0;
        if (wanted == true && dialogs.TakeUp())
        {
            speaker.Say(Decisions.Dialog, speaker.Text("dialog-resume"));
            await dialogs.RepromptAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }

        dialogs.ForgetAside();
        if (wanted is null)
            return false;
        speaker.Say(Decisions.Dialog, speaker.Text(wanted == true ? "dialog-dropped" : "dialog-aside-left"));
        return true;
    }
}
