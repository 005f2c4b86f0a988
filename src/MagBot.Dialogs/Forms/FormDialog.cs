using System.Globalization;
using System.Text.Json.Nodes;
using MagBot.Activities;
using MagBot.Dialogs.Prompts;
using MagBot.Dialogs.Recognition;
using MagBot.Dialogs.Stack;
using MagBot.Dialogs.Turns;

namespace MagBot.Dialogs.Forms;

/// <summary>
/// A dialog that fills slots in any order. One sentence may fill several, a later one may correct them (see <see cref="DutchCorrection"/>);
/// "terug" and "opnieuw" arrive as events. When all that is needed is there it sums up and asks whether that is right; only then it finishes.
/// </summary>
public abstract partial class FormDialog(string id) : Dialog(id)
{
    /// <summary>Name of the option that holds what the customer said when the form was begun.</summary>
    public const string SaidOption = "said";

    /// <summary>Name of the option with values to begin with, an object.</summary>
    public const string ValuesOption = "values";

    private const string ValuesName = "values";
    private const string AskedName = "asked";
    private const string AttemptsName = "attempts";
    private const string OrderName = "order";
    private const string Summary = "?summary";
    private const string Change = "?change";
    private const int MaxAttempts = 3;

    /// <inheritdoc/>
    public override string Version => string.Create(CultureInfo.InvariantCulture, $"1:{string.Join(',', Slots.Select(slot => slot.Name))}");

    /// <summary>The slots, in the order in which they are asked.</summary>
    protected abstract IReadOnlyList<FormSlot> Slots { get; }

    /// <summary>Says what the form is for, before its first question.</summary>
    protected abstract void Introduce(FormTurn form);

    /// <summary>What was filled in, with "klopt dit?": the first choice means yes, the second no.</summary>
    protected abstract PromptOptions Summarise(FormTurn form);

    /// <summary>The question what to change, given the labels of the slots.</summary>
    protected abstract PromptOptions AskWhatToChange(FormTurn form, IReadOnlyList<string> labels);

    /// <summary>Says what the form leads to. The form has ended; it may begin another dialog.</summary>
    protected abstract Task FinishAsync(FormTurn form, DialogContext context, CancellationToken cancellationToken);

    /// <summary>Says that it does not work out, after too many answers that did not fit.</summary>
    protected abstract void GiveUp(FormTurn form);

    /// <summary>Called when a slot was filled, to settle what follows from it.</summary>
    protected virtual void Filled(FormTurn form, FormSlot slot)
    {
    }

    /// <summary>Sends a question.</summary>
    protected virtual void Ask(TurnContext turn, PromptOptions options, bool retry) => Prompt.Ask(turn, options, retry);

    /// <inheritdoc/>
    public sealed override Task<DialogTurnResult> BeginAsync(DialogContext context, JsonObject? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var state = context.Active!.State; // the caller has just pushed it
        state[ValuesName] = options?[ValuesOption]?.DeepClone() as JsonObject ?? new JsonObject();
        state[OrderName] = new JsonArray();
        var form = Open(context, context.Active!);
        if (options?[SaidOption]?.GetValue<string>() is { } said)
            ExtractAll(form, said, null);
        Introduce(form);
        AskNext(context.Active!, form);
        return Task.FromResult(DialogTurnResult.EndOfTurn);
    }

    /// <inheritdoc/>
    public sealed override async Task<DialogTurnResult> ContinueAsync(DialogContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!context.Turn.Activity.Is(ActivityTypes.Message))
            return DialogTurnResult.EndOfTurn;
        var instance = context.Active!; // a form continues only while it is on top
        var form = Open(context, instance);
        var text = Said(context.Turn);
        var understood = Asked(instance) switch
        {
            Summary => TakeConfirmation(instance, form, text),
            Change => TakeChange(instance, form, text),
            var name => TakeAnswer(instance, form, FindSlot(name), text),
        };
        if (understood is Taken.Confirmed)
        {
            await context.EndAsync(form.Values.DeepClone(), cancellationToken).ConfigureAwait(false);
            await FinishAsync(form, context, cancellationToken).ConfigureAwait(false);
            return context.Active is null ? new DialogTurnResult(DialogTurnStatus.Complete) : DialogTurnResult.EndOfTurn;
        }

        if (understood is Taken.Yes)
        {
            AskNext(instance, form);
            return DialogTurnResult.EndOfTurn;
        }

        var attempts = (instance.State[AttemptsName]?.GetValue<int>() ?? 0) + 1;
        instance.State[AttemptsName] = attempts;
        if (attempts >= MaxAttempts)
        {
            GiveUp(form);
            return await context.EndAsync(null, cancellationToken).ConfigureAwait(false);
        }

        Ask(context.Turn, Current(instance, form), retry: understood is not Taken.Asked);
        return DialogTurnResult.EndOfTurn;
    }

    /// <inheritdoc/>
    public sealed override Task<DialogTurnResult> ResumeAsync(
        DialogContext context, DialogReason reason, JsonNode? result, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        RepromptNow(context, context.Active!); // on top again
        return Task.FromResult(DialogTurnResult.EndOfTurn);
    }

    /// <inheritdoc/>
    public sealed override Task RepromptAsync(DialogContext context, DialogInstance instance, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        RepromptNow(context, instance);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public sealed override async Task<bool> OnEventAsync(
        DialogContext context, DialogInstance instance, DialogEvent dialogEvent, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(instance);
        ArgumentNullException.ThrowIfNull(dialogEvent);
        var form = Open(context, instance);
        if (dialogEvent.Name == DialogEvents.Restart)
        {
            await context.UnwindToAsync(instance, cancellationToken).ConfigureAwait(false);
            form.Values.Clear();
            instance.State[OrderName] = new JsonArray();
            AskNext(instance, form);
            return true;
        }

        if (dialogEvent.Name != DialogEvents.Back || instance.State[OrderName] is not JsonArray { Count: > 0 } order)
            return false;
        await context.UnwindToAsync(instance, cancellationToken).ConfigureAwait(false);
        var last = order[^1]!.GetValue<string>(); // names, written by us
        order.RemoveAt(order.Count - 1);
        form.Values.Remove(last);
        AskSlot(instance, form, FindSlot(last) ?? Slots[0]);
        return true;
    }

    /// <inheritdoc/>
    public sealed override AnswerFit Fit(DialogContext context, DialogInstance instance)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(instance);
        var form = Open(context, instance) with { };
        var text = Said(context.Turn);
        var slot = FindSlot(Asked(instance));
        var answers = slot is null
            ? Choice(Current(instance, form), text) is not null || (Asked(instance) == Summary && DutchRecognizer.YesOrNo(text) is not null)
            : slot.Recognize(form, text) is not null;
        if (answers)
            return slot is { IsFreeText: true } ? AnswerFit.Possible : AnswerFit.Exact;
        if (DutchCorrection.Find(text) is { } correction && FindCorrected(form with { Correction = correction }, slot, correction) is not null)
            return AnswerFit.Possible;
        return Slots.Any(other => other.Extract?.Invoke(form, text) is not null) ? AnswerFit.Possible : AnswerFit.None;
    }

    private enum Taken
    {
        No,
        Yes,

        /// <summary>The question stays, but it was not the customer's fault.</summary>
        Asked,
        Confirmed,
    }

    private Taken TakeAnswer(DialogInstance instance, FormTurn form, FormSlot? slot, string text)
    {
        if (slot is null)
            return Taken.Yes; // the stored question is gone; ask what is missing
        if (DutchCorrection.Find(text) is { } correction && TakeCorrection(instance, form, slot, correction))
            return Taken.Yes;
        if (slot.Recognize(form, text) is { } value)
        {
            Fill(instance, form, slot, value);
            ExtractAll(form, text, slot);
            return Taken.Yes;
        }

        return ExtractAll(form, text, null) ? Taken.Yes : Taken.No;
    }

    private Taken TakeConfirmation(DialogInstance instance, FormTurn form, string text)
    {
        var options = Summarise(form);
        var choice = Choice(options, text);
        if (choice is null
            && ((DutchCorrection.Find(text) is { } correction && TakeCorrection(instance, form, null, correction)) || ExtractAll(form, text, null)))
            return Taken.Yes;
        if ((choice is null ? DutchRecognizer.YesOrNo(text) : choice == 0) is not { } right)
            return Taken.No;
        if (right)
            return Taken.Confirmed;
        instance.State[AskedName] = Change;
        instance.State[AttemptsName] = 0;
        return Taken.Asked;
    }

    private Taken TakeChange(DialogInstance instance, FormTurn form, string text)
    {
        if (Labelled(form).FirstOrDefault(pair => DutchRecognizer.Choose(text, [pair.Label], byPart: true) is not null) is { Slot: { } slot })
        {
            form.Values.Remove(slot.Name);
            instance.State[AttemptsName] = 0;
            return Taken.Yes;
        }

        // Asked what to change, somebody who names the new value need not say "nee" first.
        return TakeCorrection(instance, form, null, DutchCorrection.Find(text) ?? new DutchCorrection(text, false)) || ExtractAll(form, text, null)
            ? Taken.Yes
            : Taken.No;
    }

    // Fills every slot that the sentence names; true when that changed anything.
    private bool ExtractAll(FormTurn form, string text, FormSlot? except)
    {
        var changed = false;
        foreach (var slot in Slots)
        {
            if (slot == except || slot.Extract?.Invoke(form, text) is not { } value || JsonNode.DeepEquals(form.Values[slot.Name], value))
                continue;
            form.Values[slot.Name] = value;
            Filled(form, slot);
            changed = true;
        }

        return changed;
    }

    private void Fill(DialogInstance instance, FormTurn form, FormSlot slot, JsonNode value)
    {
        form.Values[slot.Name] = value;
        (instance.State[OrderName] as JsonArray)?.Add(slot.Name);
        Filled(form, slot);
    }

    private void AskNext(DialogInstance instance, FormTurn form)
    {
        var next = Slots.FirstOrDefault(slot => !form.Has(slot.Name) && (slot.IsNeeded?.Invoke(form) ?? true));
        if (next is not null)
        {
            AskSlot(instance, form, next);
            return;
        }

        instance.State[AskedName] = Summary;
        instance.State[AttemptsName] = 0;
        Ask(form.Turn, Summarise(form), retry: false);
    }

    private void AskSlot(DialogInstance instance, FormTurn form, FormSlot slot)
    {
        instance.State[AskedName] = slot.Name;
        instance.State[AttemptsName] = 0;
        Ask(form.Turn, slot.Ask(form), retry: false);
    }

    private void RepromptNow(DialogContext context, DialogInstance instance)
    {
        var form = Open(context, instance);
        Ask(context.Turn, Current(instance, form), retry: false);
    }

    private PromptOptions Current(DialogInstance instance, FormTurn form) => Asked(instance) switch
    {
        Change => AskWhatToChange(form, [.. Labelled(form).Select(pair => pair.Label)]),
        var name when FindSlot(name) is { } slot => slot.Ask(form),
        _ => Summarise(form),
    };

    private IEnumerable<(FormSlot Slot, string Label)> Labelled(FormTurn form) =>
        Slots.Where(slot => slot.Label is not null && form.Has(slot.Name)).Select(slot => (slot, slot.Label!(form))); // just checked

    private FormSlot? FindSlot(string name) => Slots.FirstOrDefault(slot => slot.Name == name);

    private static int? Choice(PromptOptions options, string text) => DutchRecognizer.Choose(text, options.Choices ?? []);

    private static string Asked(DialogInstance instance) => instance.State[AskedName]?.GetValue<string>() ?? Summary;

    private static string Said(TurnContext turn) => turn.Activity.Text?.Trim() ?? "";

    private static FormTurn Open(DialogContext context, DialogInstance instance)
    {
        if (instance.State[ValuesName] is not JsonObject values)
            instance.State[ValuesName] = values = [];
        return new FormTurn(context.Turn, values);
    }
}
