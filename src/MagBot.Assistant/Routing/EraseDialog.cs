using MagBot.Assistant.Talk;
using MagBot.Dialogs.Prompts;
using MagBot.Dialogs.Stack;
using MagBot.Dialogs.Turns;

namespace MagBot.Assistant.Routing;

/// <summary>"Verwijder mijn gegevens": asks once, then forgets everything of this conversation.</summary>
/// <param name="speak">Makes a speaker for a turn.</param>
internal sealed class EraseDialog(Func<TurnContext, Speaker> speak)
{
    public const string DialogId = "erase";
    private const string ConfirmId = "erase-confirm";

    /// <summary>The dialog and its prompt.</summary>
    public void AddTo(DialogSet dialogs) => dialogs
        .Add(new WaterfallDialog(DialogId, AskAsync, FinishAsync))
        .Add(new ConfirmPrompt(ConfirmId));

    private Task<DialogTurnResult> AskAsync(WaterfallStepContext step, CancellationToken cancellationToken)
    {
        var speaker = speak(step.Context.Turn);
        return Prompt.AskAsync(step.Context, ConfirmId, new PromptOptions(
            speaker.Text("privacy-delete-confirm"),
            speaker.Text("dialog-yes-no-retry"),
            [speaker.Text("privacy-delete-yes"), speaker.Text("privacy-delete-no")]), cancellationToken);
    }

    private Task<DialogTurnResult> FinishAsync(WaterfallStepContext step, CancellationToken cancellationToken)
    {
        var speaker = speak(step.Context.Turn);
        if (step.Result?.GetValue<bool>() == true)
        {
            step.Context.Turn.EraseHistory();
            speaker.Say(Decisions.Privacy, speaker.Text("privacy-deleted"));
            return step.Context.CancelAllAsync(cancellationToken); // what a dialog below remembers goes too
        }

        speaker.Say(Decisions.Privacy, speaker.Text("privacy-delete-kept"));
        return step.Context.EndAsync(null, cancellationToken);
    }
}
