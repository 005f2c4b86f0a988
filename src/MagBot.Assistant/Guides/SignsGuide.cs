using System.Text.Json.Nodes;
using MagBot.Assistant.Talk;
using MagBot.Dialogs.Forms;
using MagBot.Dialogs.Prompts;
using MagBot.Dialogs.Stack;
using MagBot.Dialogs.Turns;
using MagBot.Knowledge.Content;

namespace MagBot.Assistant.Guides;

/// <summary>
/// Signalen-check: what articles name as signs of a shortage, with what else can be behind them. Never a score and never a diagnosis; it
/// ends at the doctor or at food, not at a product.
/// </summary>
internal sealed class SignsGuide : Guide
{
    /// <summary>Its id on the stack.</summary>
    public static string DialogId { get; } = IdOf("signalen");

    private const string Signs = "signs";
    private const string Since = "since";
    private const decimal SinceLong = 1;

    public SignsGuide(Func<TurnContext, Speaker> speak)
        : base("signalen", speak)
    {
        Slots =
        [
            new FormSlot
            {
                Name = Signs,
                Ask = form => new PromptOptions(Text(form, "signs"), Text(form, "signs-retry"), [.. Tables(form).Signs.Select(sign => sign.Name), Text(form, "signs-none")]),
                Recognize = FindSigns,
                Label = form => Text(form, "signs-label"),
            },
            new FormSlot
            {
                Name = Since,
                Ask = form => Question(form, "since"),
                Recognize = (form, text) => Choose(form, "since", text),
                IsNeeded = form => form.Values[Signs] is JsonArray { Count: > 0 },
                Label = form => Text(form, "since-label"),
            },
        ];
    }

    protected override IReadOnlyList<FormSlot> Slots { get; }

    protected override PromptOptions Summarise(FormTurn form) => Chosen(form) is { Count: > 0 } signs
        ? Confirmation(
            form,
            ("signs", string.Join(", ", signs.Select(sign => sign.Name.ToLowerInvariant()))),
            ("since", Choices(form, "since")[(int)(form.Number(Since) ?? 0)].ToLowerInvariant()))
        : new PromptOptions(
            Text(form, "summary-none"), Speak(form).Text("dialog-yes-no-retry"), [Speak(form).Text("guide-summary-yes"), Speak(form).Text("guide-summary-no")]);

    protected override Task FinishAsync(FormTurn form, DialogContext context, CancellationToken cancellationToken)
    {
        var signs = Chosen(form);
        List<string> parts =
        [
            Text(form, signs.Count == 0 ? "result-none" : "result"),
            .. signs.Select(sign => sign.About),
            Text(form, form.Number(Since) == SinceLong ? "result-doctor-now" : "result-doctor"),
            Text(form, "result-food"),
        ];
        Speak(form).Say(Decisions.Dialog, string.Join("\n\n", parts), Choices(form, "after"));
        return Task.CompletedTask;
    }

    private List<Sign> Chosen(FormTurn form) => form.Values[Signs] is JsonArray names
        ? [.. Tables(form).Signs.Where(sign => names.Any(name => name?.GetValue<string>() == sign.Name))]
        : [];

    private JsonArray? FindSigns(FormTurn form, string text)
    {
        if (DutchRecognizer.Choose(text, [Text(form, "signs-none")]) is not null || DutchRecognizer.YesOrNo(text) == false)
            return [];
        var signs = Tables(form).Signs;
        var named = Mentions.Find(text, signs, sign => sign.Words.Append(sign.Name)).Select(hit => hit.Row.Name).Distinct().ToList();
        if (named.Count == 0 && DutchRecognizer.Choose(text, [.. signs.Select(sign => sign.Name)]) is { } index)
            named.Add(signs[index].Name);
        return named.Count == 0 ? null : [.. named.Select(name => (JsonNode)name)];
    }
}
