using System.Text.Json.Nodes;
using MagBot.Dialogs.Prompts;
using MagBot.Dialogs.Recognition;
using MagBot.Dialogs.Turns;

namespace MagBot.Dialogs.Forms;

/// <summary>A form during one turn.</summary>
/// <param name="Turn">The turn.</param>
/// <param name="Values">What was filled in, by slot; changed in place.</param>
public sealed record FormTurn(TurnContext Turn, JsonObject Values)
{
    /// <summary>The correction that is being taken up; null when the message is none.</summary>
    public DutchCorrection? Correction { get; init; }

    /// <summary>Whether the slot is filled.</summary>
    public bool Has(string slot) => Values.ContainsKey(slot);

    /// <summary>The text in a slot; null when it holds none.</summary>
    public string? Text(string slot) => Values[slot] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    /// <summary>The number in a slot; null when it holds none.</summary>
    public decimal? Number(string slot) => Values[slot] is JsonValue value && value.TryGetValue(out decimal number) ? number : null;

    /// <summary>The yes or no in a slot; null when it holds none.</summary>
    public bool? Flag(string slot) => Values[slot] is JsonValue value && value.TryGetValue(out bool flag) ? flag : null;
}

/// <summary>One thing that a form asks for.</summary>
public sealed record FormSlot
{
    /// <summary>Stable name; part of the stored state.</summary>
    public required string Name { get; init; }

    /// <summary>The question.</summary>
    public required Func<FormTurn, PromptOptions> Ask { get; init; }

    /// <summary>The value in an answer to the question; null when it does not fit.</summary>
    public required Func<FormTurn, string, JsonNode?> Recognize { get; init; }

    /// <summary>
    /// The value that any sentence gives to this slot without being asked ("1400 mg", "nee, half elf bedoel ik"); null gives none. Only
    /// what cannot mean anything else.
    /// </summary>
    public Func<FormTurn, string, JsonNode?>? Extract { get; init; }

    /// <summary>
    /// The value in the rest of a correction ("tabletten" of "nee, toch tabletten"), null when it is not about this slot; where none is
    /// given, <see cref="Recognize"/> decides. <see cref="FormTurn.Correction"/> tells how it was announced. For a slot that takes nearly any
    /// text, and for one whose value is to be merged.
    /// </summary>
    public Func<FormTurn, string, JsonNode?>? Correct { get; init; }

    /// <summary>Whether it must be asked, given what is filled in; null always.</summary>
    public Func<FormTurn, bool>? IsNeeded { get; init; }

    /// <summary>What the slot is called when the customer chooses what to change; null when it cannot be chosen.</summary>
    public Func<FormTurn, string>? Label { get; init; }

    /// <summary>Whether nearly any text is an answer, so that a question goes first.</summary>
    public bool IsFreeText { get; init; }
}
