using System.Text.Json.Nodes;
using MagBot.Assistant.Talk;
using MagBot.Dialogs.Forms;
using MagBot.Dialogs.Prompts;
using MagBot.Dialogs.Recognition;
using MagBot.Dialogs.Turns;
using MagBot.Knowledge.Content;

namespace MagBot.Assistant.Guides;

/// <summary>
/// A guided dialog: a form whose sentences are the <c>guide-{name}-…</c> keys of texts.yaml. A definition is shared by all
/// conversations at once and keeps nothing of them.
/// </summary>
/// <param name="name">Short name, as in the keys of texts.yaml and the actions of intents.yaml.</param>
/// <param name="speak">Makes a speaker for a turn.</param>
internal abstract class Guide(string name, Func<TurnContext, Speaker> speak) : FormDialog(IdOf(name))
{
    // In a longer sentence the word may be part of a question or a story.
    private const int LongestChoice = 5;

    /// <summary>Short name.</summary>
    public string Name => name;

    /// <summary>Id of the dialog of a guide.</summary>
    public static string IdOf(string name) => "guide-" + name;

    /// <summary>Options to begin with what was said, so that it need not be asked.</summary>
    public static JsonObject Options(string said) => new() { [SaidOption] = said };

    protected Speaker Speak(FormTurn form) => speak(form.Turn);

    protected GuideTables Tables(FormTurn form) => Speak(form).Knowledge.Guides;

    /// <summary>A text of this guide.</summary>
    protected string Text(FormTurn form, string key, params ReadOnlySpan<(string Name, object? Value)> arguments) =>
        Speak(form).Text($"guide-{name}-{key}", arguments);

    /// <summary>A question with choices that stand in texts.yaml as <c>guide-{name}-{key}-choices</c>, if they do.</summary>
    protected PromptOptions Question(FormTurn form, string key, params ReadOnlySpan<(string Name, object? Value)> arguments) =>
        new(Text(form, key, arguments), Text(form, key + "-retry", arguments), Choices(form, key));

    protected IReadOnlyList<string> Choices(FormTurn form, string key)
    {
        var full = $"guide-{name}-{key}-choices";
        return Speak(form).Knowledge.Texts.Contains(full) ? Speak(form).List(full) : [];
    }

    /// <summary>
    /// Index of the chosen one of <see cref="Choices"/>, by its own words or by the other ones that texts.yaml has for it under
    /// <c>guide-{name}-{key}-words</c> (a line for each choice); null when none fits.
    /// </summary>
    protected JsonNode? Choose(FormTurn form, string key, string text)
    {
        var index = DutchRecognizer.Choose(text, Choices(form, key), byPart: true) ?? ChooseByOtherWords(form, key, text);
        return index is { } chosen ? JsonValue.Create((decimal)chosen) : null;
    }

    private int? ChooseByOtherWords(FormTurn form, string key, string text)
    {
        var full = $"guide-{name}-{key}-words";
        var said = DutchWords.Split(text);
        if (!Speak(form).Knowledge.Texts.Contains(full) || said.Length > LongestChoice || text.Contains('?', StringComparison.Ordinal)
            || said.Contains("niet") || said.Contains("geen"))
            return null;
        var lines = Speak(form).List(full);
        var named = Enumerable.Range(0, lines.Count).Where(i => DutchWords.Split(lines[i]).Intersect(said).Any()).ToArray();
        return named.Length == 1 ? named[0] : null;
    }

    protected PromptOptions Confirmation(FormTurn form, params ReadOnlySpan<(string Name, object? Value)> arguments)
    {
        var speaker = Speak(form);
        return new PromptOptions(
            Text(form, "summary", arguments), speaker.Text("dialog-yes-no-retry"), [speaker.Text("guide-summary-yes"), speaker.Text("guide-summary-no")]);
    }

    protected override void Introduce(FormTurn form) => Speak(form).Say(Decisions.Dialog, Text(form, "intro"));

    protected override PromptOptions AskWhatToChange(FormTurn form, IReadOnlyList<string> labels) =>
        new(Speak(form).Text("guide-change"), Speak(form).Text("guide-change-retry"), labels);

    protected override void GiveUp(FormTurn form) =>
        Speak(form).Say(Decisions.Dialog, Speak(form).Text("dialog-gave-up"), [Text(form, "button"), Speak(form).Text("advisor-button")]);

    protected override void Ask(TurnContext turn, PromptOptions options, bool retry) =>
        speak(turn).Ask(retry ? options.RetryText ?? options.Text : options.Text, options.Choices);
}
