using System.Text.Json.Nodes;
using MagBot.Assistant.Talk;
using MagBot.Dialogs.Forms;
using MagBot.Dialogs.Prompts;
using MagBot.Dialogs.Recognition;
using MagBot.Dialogs.Stack;
using MagBot.Dialogs.Turns;
using MagBot.Knowledge.Content;

namespace MagBot.Assistant.Guides;

/// <summary>Etikethulp: from what stands on a label to elemental magnesium and glycine a day.</summary>
internal sealed class LabelGuide : Guide
{
    private const string Form = "form";
    private const string Amount = "amount";
    private const string Kind = "kind";
    private const string Portions = "portions";
    private const decimal KindWhole = 0;
    private const decimal KindElemental = 1;

    public LabelGuide(Func<TurnContext, Speaker> speak)
        : base("etiket", speak)
    {
        Slots =
        [
            new FormSlot
            {
                Name = Form,
                Ask = form => new PromptOptions(Text(form, "form"), Text(form, "form-retry"), [.. Tables(form).Compounds.Select(compound => compound.Id)]),
                Recognize = (form, text) => FindCompound(form, text)
                    ?? (DutchRecognizer.Choose(text, [.. Tables(form).Compounds.Select(compound => compound.Id)]) is { } index ? Tables(form).Compounds[index].Id : null),
                Extract = FindCompound,
                Label = form => Text(form, "form-label"),
            },
            new FormSlot
            {
                Name = Amount,
                Ask = form => Question(form, "amount"),
                Recognize = (_, text) => FindWeight(text) ?? Plausible(DutchNumbers.FindOne(text)),
                Extract = (_, text) => FindWeight(text),
                Label = form => Text(form, "amount-label"),
            },
            new FormSlot
            {
                Name = Kind,
                Ask = form => Question(form, "kind", ("amount", form.Number(Amount))),
                Recognize = (form, text) => FindKind(form, text) ?? Choose(form, "kind", text),
                Extract = FindKind,
                Label = form => Text(form, "kind-label"),
            },
            new FormSlot
            {
                Name = Portions,
                Ask = form => Question(form, "portions"),
                Recognize = (form, text) => Choose(form, "portions", text) is { } chosen && chosen.GetValue<decimal>() == Choices(form, "portions").Count - 1
                    ? JsonValue.Create(1m) // "it is for the whole day already"
                    : FindPortions(text) ?? (DutchNumbers.FindOne(text) is > 0 and <= 20 and { } count && FindWeight(text) is null ? JsonValue.Create(count) : null),
                Extract = (_, text) => FindPortions(text),
                Label = form => Text(form, "portions-label"),
            },
        ];
    }

    protected override IReadOnlyList<FormSlot> Slots { get; }

    protected override PromptOptions Summarise(FormTurn form) => Confirmation(
        form,
        ("form", Compound(form)?.Name),
        ("amount", form.Number(Amount)),
        ("kind", Choices(form, "kind")[(int)(form.Number(Kind) ?? KindWhole)].ToLowerInvariant()),
        ("portions", form.Number(Portions)));

    protected override Task FinishAsync(FormTurn form, DialogContext context, CancellationToken cancellationToken)
    {
        if (Compound(form) is not { } compound || form.Number(Amount) is not { } amount)
            return Task.CompletedTask; // the table has changed under the form
        var portions = form.Number(Portions) ?? 1;
        var elemental = form.Number(Kind) == KindElemental;
        var magnesium = elemental ? amount : amount * LabelMath.MagnesiumShare(compound);
        var perDay = magnesium * portions;
        var parts = new List<string>
        {
            Text(
                form, elemental ? "result-elemental" : "result-whole",
                ("amount", Round(amount)), ("form", compound.Name), ("percent", Round(LabelMath.MagnesiumShare(compound) * 100)),
                ("magnesium", Round(magnesium)), ("whole", Round(magnesium / LabelMath.MagnesiumShare(compound)))),
        };
        if (portions != 1)
            parts.Add(Text(form, "result-day", ("portions", portions), ("day", Round(perDay))));
        if (compound.Glycine > 0)
            parts.Add(Text(form, "result-glycine", ("glycine", Round(LabelMath.GlycineFor(compound, perDay)))));

        var speaker = Speak(form);
        var state = TalkState.Load(form.Turn.State);
        if (compound.Kinds.All(kind => kind == "bad"))
            parts.Add(Text(form, "result-bath"));
        else if (state.OwnCase)
            parts.Add(speaker.Text("own-case-no-dose"));
        else
            parts.Add(Text(form, perDay > LabelMath.UpperLevel ? "result-above" : "result-below", ("day", Round(perDay))) + " " + Text(form, "result-articles"));
        parts.Add(Text(form, "result-limits"));
        speaker.Say(Decisions.Dialog, string.Join("\n\n", parts), Choices(form, "after"));
        return Task.CompletedTask;
    }

    private static decimal Round(decimal value) => value >= 10 ? Math.Round(value) : Math.Round(value, 1);

    private Compound? Compound(FormTurn form) => Tables(form).Compounds.FirstOrDefault(compound => compound.Id == form.Text(Form));

    private JsonNode? FindCompound(FormTurn form, string text)
    {
        var found = Mentions.Find(text, Tables(form).Compounds, compound => compound.Words).Select(hit => hit.Row.Id).Distinct().ToList();
        return found.Count == 1 ? found[0] : null;
    }

    // The whole substance always weighs more than the magnesium in it.
    private static JsonValue? FindWeight(string text) =>
        Plausible(DutchNumbers.Find(text).Select(amount => amount.Milligrams).Where(weight => weight is not null).DefaultIfEmpty(null).Max());

    private static JsonValue? Plausible(decimal? weight) => weight is >= 1 and <= 50_000 ? JsonValue.Create(weight.Value) : null;

    private static JsonValue? FindPortions(string text) =>
        DutchNumbers.Find(text).FirstOrDefault(amount => amount.Unit == "stuks")?.Value is > 0 and <= 20 and { } count ? JsonValue.Create(count) : null;

    private JsonValue? FindKind(FormTurn form, string text)
    {
        var words = DutchWords.Split(text);
        if (words.Any(word => word.StartsWith("elementai", StringComparison.Ordinal)))
            return FindCompound(form, text) is not null && DutchNumbers.Find(text).Count(amount => amount.Milligrams is not null) > 1
                ? JsonValue.Create(KindWhole)
                : JsonValue.Create(KindElemental);
        // "1400 mg bisglycinaat": the weight stands right before the name of the substance.
        return FindCompound(form, text) is not null && FindWeight(text) is not null ? JsonValue.Create(KindWhole) : null;
    }
}
