using System.Text;
using System.Text.Json.Nodes;
using MagBot.Assistant.Talk;
using MagBot.Dialogs.Forms;
using MagBot.Dialogs.Prompts;
using MagBot.Dialogs.Stack;
using MagBot.Dialogs.Turns;
using MagBot.Knowledge.Content;

namespace MagBot.Assistant.Guides;

/// <summary>Vormwijzer: which forms of magnesium exist and how they differ. Information only: no product, no complaint, no ranking.</summary>
internal sealed class FormsGuide : Guide
{
    private const string Kind = "kind";
    private const string Stomach = "stomach";
    private const string Price = "price";
    private static readonly string[] KindNames = ["tablet", "poeder", "vloeibaar", "bad"];

    public FormsGuide(Func<TurnContext, Speaker> speak)
        : base("vormen", speak)
    {
        Slots = [Slot(Kind), Slot(Stomach), Slot(Price)];
    }

    protected override IReadOnlyList<FormSlot> Slots { get; }

    protected override PromptOptions Summarise(FormTurn form) => Confirmation(
        form, ("kind", Chosen(form, Kind)), ("stomach", Chosen(form, Stomach)), ("price", Chosen(form, Price)));

    protected override Task FinishAsync(FormTurn form, DialogContext context, CancellationToken cancellationToken)
    {
        var kind = form.Number(Kind) is { } chosen && chosen < KindNames.Length ? KindNames[(int)chosen] : null;
        var fitting = Tables(form).Compounds.Where(compound => Fits(form, compound, kind)).ToList();
        var text = new StringBuilder(Text(form, fitting.Count == 0 ? "result-none" : "result"));
        foreach (var compound in fitting)
            text.Append("\n- **").Append(compound.Name).Append("**: ").Append(compound.About);
        text.Append("\n\n").Append(Text(form, "result-limits"));
        if (TalkState.Load(form.Turn.State).OwnCase)
            text.Append("\n\n").Append(Speak(form).Text("own-case-no-permission"));
        Speak(form).Say(Decisions.Dialog, text.ToString(), Choices(form, "after"));
        return Task.CompletedTask;
    }

    private FormSlot Slot(string name) => new()
    {
        Name = name,
        Ask = form => Question(form, name),
        Recognize = (form, text) => Choose(form, name, text) ?? DontMind(form, name, text) ?? Agreement(name, text),
        Label = form => Text(form, name + "-label"),
    };

    // The last choice of each question is "it does not matter".
    private JsonValue? DontMind(FormTurn form, string name, string text) =>
        DutchRecognizer.Choose(text, Speak(form).List("guide-dont-mind-words")) is null
            ? null
            : JsonValue.Create((decimal)(Choices(form, name).Count - 1));

    // The last two questions are about yes or no.
    private static JsonValue? Agreement(string name, string text) =>
        name != Kind && DutchRecognizer.YesOrNo(text) is { } said ? JsonValue.Create(said ? 0m : 1m) : null;

    private string Chosen(FormTurn form, string name) => Choices(form, name)[(int)(form.Number(name) ?? 0)].ToLowerInvariant();

    private static bool Fits(FormTurn form, Compound compound, string? kind)
    {
        if (kind is not null && !compound.Kinds.Contains(kind))
            return false;
        if (kind is null && compound.Kinds.All(name => name == "bad"))
            return false;
        return (form.Number(Stomach) != 0 || compound.Stomach != "laxative" || kind == "bad")
            && (form.Number(Price) != 0 || compound.Price != "high");
    }
}
