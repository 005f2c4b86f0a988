using System.Text.Json.Nodes;
using MagBot.Dialogs.Prompts;
using MagBot.Dialogs.Recognition;
using MagBot.Dialogs.Stack;

namespace MagBot.Dialogs.Forms;

/// <content>Corrections: "nee, 22u" is about the bedtime, also where something else is asked.</content>
public abstract partial class FormDialog
{
    // True when a slot took it; then the question that was open comes again, or the next one when the correction answered it.
    private bool TakeCorrection(DialogInstance instance, FormTurn form, FormSlot? asked, DutchCorrection correction)
    {
        form = form with { Correction = correction };
        if (FindCorrected(form, asked, correction) is not { } found)
            return false;
        if (found.Slot == asked)
        {
            Fill(instance, form, found.Slot, found.Value);
        }
        else
        {
            form.Values[found.Slot.Name] = found.Value;
            Filled(form, found.Slot);
        }

        ExtractAll(form, correction.Text, found.Slot);
        return true;
    }

    /// <summary>
    /// The slot that a correction is about: the one that is asked, then one that the words name beyond doubt, then of the filled ones the
    /// last that knows them. A mere "nee, liever niet" is an answer to what is asked, and corrects nothing.
    /// </summary>
    private (FormSlot Slot, JsonNode Value)? FindCorrected(FormTurn form, FormSlot? asked, DutchCorrection correction)
    {
        if (asked is not null && Corrected(form, asked, correction) is { } answer)
            return (asked, answer);
        var filled = Slots.Where(slot => slot != asked && form.Has(slot.Name)).Reverse().ToList();
        foreach (var slot in filled)
            if (slot.Extract?.Invoke(form, correction.Text) is { } named)
                return (slot, named);
        if (DutchRecognizer.YesOrNo(correction.Text) is not null)
            return null;
        foreach (var slot in filled)
            if (Corrected(form, slot, correction) is { } known)
                return (slot, known);
        return null;
    }

    private static JsonNode? Corrected(FormTurn form, FormSlot slot, DutchCorrection correction) =>
        slot.Correct is { } correct ? correct(form, correction.Text) : slot.Recognize(form, correction.Text);
}
