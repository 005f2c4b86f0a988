using MagBot.Assistant.Talk;
using MagBot.Dialogs.Prompts;
using MagBot.Dialogs.Stack;
using MagBot.Dialogs.Turns;

namespace MagBot.Assistant.Handover;

/// <summary>Sends the customer the conversation by e-mail, when asked for by its button.</summary>
/// <param name="speak">Makes a speaker for a turn.</param>
internal sealed class TranscriptMail(Func<TurnContext, Speaker> speak)
{
    public const string DialogId = "transcript-mail";
    private const string AddressPrompt = "transcript-address";

    /// <summary>The dialog and its prompt.</summary>
    public void AddTo(DialogSet dialogs) => dialogs
        .Add(new WaterfallDialog(DialogId, AskAsync, FinishAsync))
        .Add(new TextPrompt(AddressPrompt, ContactAddress.FindEmail));

    private Task<DialogTurnResult> AskAsync(WaterfallStepContext step, CancellationToken cancellationToken)
    {
        var speaker = speak(step.Context.Turn);
        return Prompt.AskAsync(
            step.Context, AddressPrompt, new PromptOptions(speaker.Text("transcript-address"), speaker.Text("transcript-address-retry")) { Expects = "email" }, cancellationToken);
    }

    private Task<DialogTurnResult> FinishAsync(WaterfallStepContext step, CancellationToken cancellationToken)
    {
        var speaker = speak(step.Context.Turn);
        if (step.Result?.GetValue<string>() is not { } address)
        {
            speaker.Say(Decisions.Handoff, speaker.Text("dialog-gave-up"), [speaker.Text("advisor-button")]);
            return step.Context.EndAsync(null, cancellationToken);
        }

        ContactDelivery.SendTranscript(speaker, address);
        speaker.Say(Decisions.Handoff, speaker.Text("transcript-sent"));
        return step.Context.EndAsync(null, cancellationToken);
    }
}
