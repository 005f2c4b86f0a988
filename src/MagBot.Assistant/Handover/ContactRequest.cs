using System.Text.Json.Nodes;
using MagBot.Assistant.Talk;
using MagBot.Dialogs.Handover;
using MagBot.Dialogs.Prompts;
using MagBot.Dialogs.Stack;
using MagBot.Dialogs.Turns;

namespace MagBot.Assistant.Handover;

/// <summary>
/// Nobody is there: takes a name, an e-mail address or a telephone number and the question, reads them back, and puts the request
/// in the desk. Its sentences are the <c>contact-…</c> keys of texts.yaml.
/// </summary>
/// <param name="speak">Makes a speaker for a turn.</param>
internal sealed class ContactRequest(Func<TurnContext, Speaker> speak)
{
    public const string DialogId = "contact-request";
    private const string NamePrompt = "contact-name";
    private const string AddressPrompt = "contact-address";
    private const string KeepPrompt = "contact-keep";
    private const string QuestionPrompt = "contact-question";
    private const string SummaryPrompt = "contact-summary";
    private const string BestTimePrompt = "contact-best-time";
    private const string TranscriptPrompt = "contact-transcript";
    private const int MaxTimeLength = 100;
    private const int MaxNameLength = 100;
    private const int MaxQuestionLength = 1000;

    /// <summary>What the dialog is begun with.</summary>
    /// <param name="question">The question to propose; null asks for it.</param>
    public static JsonObject Options(string? question) => new() { ["question"] = question };

    /// <summary>The dialog and its prompts.</summary>
    public void AddTo(DialogSet dialogs) => dialogs
        .Add(new WaterfallDialog(DialogId, AskName, AskAddress, AskBestTime, ProposeQuestion, AskQuestion, Summarise, Finish, SendTranscript))
        .Add(new TextPrompt(NamePrompt, text => text.Length <= MaxNameLength && text.Any(char.IsLetter) ? text : null))
        .Add(new TextPrompt(AddressPrompt, ContactAddress.Find))
        .Add(new TextPrompt(BestTimePrompt, text => text[..Math.Min(text.Length, MaxTimeLength)]))
        .Add(new ConfirmPrompt(TranscriptPrompt))
        .Add(new ConfirmPrompt(KeepPrompt))
        .Add(new TextPrompt(QuestionPrompt, text => text[..Math.Min(text.Length, MaxQuestionLength)], takesQuestions: true))
        .Add(new ConfirmPrompt(SummaryPrompt));

    private Task<DialogTurnResult> AskName(WaterfallStepContext step, CancellationToken cancellationToken)
    {
        var speaker = speak(step.Context.Turn);
        speaker.Say(Decisions.Handoff, speaker.Text("contact-start"));
        return Prompt.AskAsync(
            step.Context, NamePrompt, new PromptOptions(speaker.Text("contact-name"), speaker.Text("contact-name-retry")) { Expects = "name" }, cancellationToken);
    }

    private Task<DialogTurnResult> AskAddress(WaterfallStepContext step, CancellationToken cancellationToken)
    {
        if (step.Result is null)
            return GiveUpAsync(step, cancellationToken);
        step.Values["name"] = step.Result.DeepClone();
        var speaker = speak(step.Context.Turn);
        return Prompt.AskAsync(
            step.Context, AddressPrompt, new PromptOptions(speaker.Text("contact-address"), speaker.Text("contact-address-retry")) { Expects = "contact" }, cancellationToken);
    }

    // Only who is called has a best time.
    private Task<DialogTurnResult> AskBestTime(WaterfallStepContext step, CancellationToken cancellationToken)
    {
        if (step.Result is null)
            return GiveUpAsync(step, cancellationToken);
        step.Values["address"] = step.Result.DeepClone();
        if (IsEmail(Value(step, "address")))
            return step.NextAsync("", cancellationToken);
        var speaker = speak(step.Context.Turn);
        return Prompt.AskAsync(
            step.Context, BestTimePrompt, new PromptOptions(speaker.Text("contact-best-time"), null, speaker.List("contact-best-times")), cancellationToken);
    }

    private Task<DialogTurnResult> ProposeQuestion(WaterfallStepContext step, CancellationToken cancellationToken)
    {
        if (step.Result is null)
            return GiveUpAsync(step, cancellationToken);
        step.Values["time"] = step.Result.DeepClone();
        if (step.Options?["question"]?.GetValue<string>() is not { Length: > 0 } question)
            return step.NextAsync(false, cancellationToken);
        var speaker = speak(step.Context.Turn);
        return Prompt.AskAsync(step.Context, KeepPrompt, new PromptOptions(
            speaker.Text("contact-question", ("question", question)),
            speaker.Text("dialog-yes-no-retry"),
            [speaker.Text("contact-question-yes"), speaker.Text("contact-question-no")]), cancellationToken);
    }

    private Task<DialogTurnResult> AskQuestion(WaterfallStepContext step, CancellationToken cancellationToken)
    {
        if (step.Result?.GetValue<bool>() == true)
            return step.NextAsync(step.Options?["question"]?.DeepClone(), cancellationToken);
        var speaker = speak(step.Context.Turn);
        return Prompt.AskAsync(step.Context, QuestionPrompt, new PromptOptions(speaker.Text("contact-question-ask")), cancellationToken);
    }

    private Task<DialogTurnResult> Summarise(WaterfallStepContext step, CancellationToken cancellationToken)
    {
        if (step.Result is null)
            return GiveUpAsync(step, cancellationToken);
        step.Values["question"] = step.Result.DeepClone();
        var speaker = speak(step.Context.Turn);
        return Prompt.AskAsync(step.Context, SummaryPrompt, new PromptOptions(
            speaker.Text(
                Value(step, "time").Length > 0 ? "contact-summary-phone" : "contact-summary",
                ("name", Value(step, "name")), ("address", Value(step, "address")), ("time", Value(step, "time")), ("question", Value(step, "question"))),
            speaker.Text("dialog-yes-no-retry"),
            [speaker.Text("contact-summary-yes"), speaker.Text("contact-summary-no")]), cancellationToken);
    }

    private Task<DialogTurnResult> Finish(WaterfallStepContext step, CancellationToken cancellationToken)
    {
        if (step.Result is null)
            return GiveUpAsync(step, cancellationToken);
        if (!step.Result.GetValue<bool>())
            return step.Context.ReplaceAsync(DialogId, step.Options?.DeepClone() as JsonObject, cancellationToken);

        var turn = step.Context.Turn;
        var address = Value(step, "address");
        var contact = new ContactDetails(Value(step, "name"), IsEmail(address) ? address : null, IsEmail(address) ? null : address, Value(step, "question"))
        {
            BestTime = Value(step, "time") is { Length: > 0 } time ? time : null,
            AgreedAt = turn.Now,
        };
        turn.Apply(turn.Handover.RequestContact(HandoverReference.Create(turn.Conversation.Id, turn.FirstSequence), contact, turn.FirstSequence, turn.Now), "customer");
        var speaker = speak(turn);
        ContactDelivery.Send(speaker);
        speaker.Say(Decisions.Handoff, speaker.Text(
            turn.Handover.Status is HandoverStatus.Waiting ? "contact-done-waiting" : "contact-done", ("reference", turn.Handover.Reference)));
        return contact.Email is null
            ? step.Context.EndAsync(null, cancellationToken)
            : Prompt.AskAsync(step.Context, TranscriptPrompt, new PromptOptions(
                speaker.Text("transcript-offer", ("address", address)),
                speaker.Text("dialog-yes-no-retry"),
                [speaker.Text("transcript-yes"), speaker.Text("transcript-no")]), cancellationToken);
    }

    private Task<DialogTurnResult> SendTranscript(WaterfallStepContext step, CancellationToken cancellationToken)
    {
        var speaker = speak(step.Context.Turn);
        if (step.Result?.GetValue<bool>() == true)
            ContactDelivery.SendTranscript(speaker, Value(step, "address"));
        speaker.Say(Decisions.Handoff, speaker.Text(step.Result?.GetValue<bool>() == true ? "transcript-sent" : "transcript-not-sent"));
        return step.Context.EndAsync(null, cancellationToken);
    }

    private Task<DialogTurnResult> GiveUpAsync(WaterfallStepContext step, CancellationToken cancellationToken)
    {
        var speaker = speak(step.Context.Turn);
        speaker.Say(Decisions.Handoff, speaker.Text("dialog-gave-up"), [speaker.Text("advisor-button")]);
        return step.Context.EndAsync(null, cancellationToken);
    }

    private static bool IsEmail(string address) => address.Contains('@', StringComparison.Ordinal);

    private static string Value(WaterfallStepContext step, string name) => step.Values[name]?.GetValue<string>() ?? "";
}
