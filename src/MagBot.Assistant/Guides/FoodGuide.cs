using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using MagBot.Assistant.Talk;
using MagBot.Dialogs.Forms;
using MagBot.Dialogs.Prompts;
using MagBot.Dialogs.Recognition;
using MagBot.Dialogs.Stack;
using MagBot.Dialogs.Turns;
using MagBot.Knowledge.Content;

namespace MagBot.Assistant.Guides;

/// <summary>Voedingscheck: an estimate of the magnesium in what somebody ate today, next to the reference intake.</summary>
internal sealed class FoodGuide : Guide
{
    private const string Eaten = "eaten";
    private const string More = "more";
    private const string Who = "who";
    private const decimal MostPortions = 20;

    public FoodGuide(Func<TurnContext, Speaker> speak)
        : base("voeding", speak)
    {
        Slots =
        [
            new FormSlot
            {
                Name = Eaten,
                Ask = form => Question(form, "eaten"),
                Recognize = FindFoods,
                Correct = Recount,
                Label = form => Text(form, "eaten-label"),
            },
            new FormSlot
            {
                Name = More,
                Ask = form => new PromptOptions(Text(form, "more", ("list", List(form))), Text(form, "more-retry"), Choices(form, "more")),
                Recognize = (form, text) => (JsonNode?)FindFoods(form, text) ?? (IsDone(form, text) ? JsonValue.Create(false) : null),
                Correct = (_, _) => null, // a correction is about what stands on the list
            },
            new FormSlot
            {
                Name = Who,
                Ask = form => Question(form, "who"),
                Recognize = (form, text) => Choose(form, "who", text),
                Label = form => Text(form, "who-label"),
            },
        ];
    }

    protected override IReadOnlyList<FormSlot> Slots { get; }

    // What was eaten besides goes to the list, and the question comes again until nothing is left.
    protected override void Filled(FormTurn form, FormSlot slot)
    {
        if (slot.Name == Eaten && form.Correction is null)
            form.Values.Remove(More);
        if (slot.Name != More || form.Values[More] is not JsonObject added)
            return;
        form.Values.Remove(More);
        var eaten = form.Values[Eaten] as JsonObject ?? [];
        foreach (var (name, count) in added)
            eaten[name] = Math.Min((eaten[name]?.GetValue<decimal>() ?? 0) + count!.GetValue<decimal>(), MostPortions); // numbers, written by us
        form.Values[Eaten] = eaten.DeepClone();
    }

    protected override PromptOptions Summarise(FormTurn form) => Confirmation(
        form, ("list", List(form)), ("who", Choices(form, "who")[(int)(form.Number(Who) ?? 0)].ToLowerInvariant()));

    protected override Task FinishAsync(FormTurn form, DialogContext context, CancellationToken cancellationToken)
    {
        var text = new StringBuilder(Text(form, "result"));
        decimal total = 0;
        foreach (var (food, count) in Rows(form))
        {
            total += food.Milligrams * count;
            text.Append("\n- ").Append(Text(form, "result-line", ("count", Number(count)), ("name", food.Name), ("portion", food.Portion), ("mg", Number(food.Milligrams * count))));
        }

        var key = form.Number(Who) switch { 0 => "result-300", 1 => "result-350", _ => "result-both" };
        text.Append("\n\n").Append(Text(form, key, ("total", Number(total)))).Append("\n\n").Append(Text(form, "result-limits"));
        Speak(form).Say(Decisions.Dialog, text.ToString(), Choices(form, "after"));
        return Task.CompletedTask;
    }

    private string List(FormTurn form) => string.Join(", ", Rows(form).Select(row => $"{Number(row.Count)} × {row.Food.Name}"));

    private IEnumerable<(Food Food, decimal Count)> Rows(FormTurn form) => form.Values[Eaten] is JsonObject eaten
        ? eaten.Select(pair => (Food: Tables(form).Foods.FirstOrDefault(food => food.Name == pair.Key), Count: pair.Value!.GetValue<decimal>())) // as above
            .Where(row => row.Food is not null)
            .Select(row => (row.Food!, row.Count))
        : [];

    private bool IsDone(FormTurn form, string text) =>
        DutchRecognizer.YesOrNo(text) == false || DutchRecognizer.Choose(text, Choices(form, "more"), byPart: true) is not null;

    private JsonObject? FindFoods(FormTurn form, string text)
    {
        var words = DutchWords.Split(text);
        var found = new JsonObject();
        foreach (var (food, at, _) in Mentions.Find(text, Tables(form).Foods, food => food.Words.Append(food.Name)))
            found[food.Name] = Math.Min((found[food.Name]?.GetValue<decimal>() ?? 0) + Count(words, at), MostPortions);
        return found.Count == 0 ? null : found;
    }

    // "nee, 3 boterhammen": the count takes the place of the one on the list. Of a list of one thing, "ik bedoelde een appel" leaves nothing.
    private JsonObject? Recount(FormTurn form, string text)
    {
        if (FindFoods(form, text) is not { } found || form.Values[Eaten] is not JsonObject eaten)
            return FindFoods(form, text);
        var counted = found.Any(pair => eaten.ContainsKey(pair.Key));
        if (!counted && eaten.Count == 1 && form.Correction is { IsRestated: true })
            return found;
        var list = eaten.DeepClone().AsObject();
        foreach (var (name, count) in found)
            list[name] = count?.DeepClone();
        return list;
    }

    // "2 boterhammen", "twee sneetjes volkorenbrood", "3 handjes noten": the number stands up to two words before.
    private static decimal Count(string[] words, int at)
    {
        for (var back = 1; back <= 2 && at - back >= 0; back++)
        {
            var word = words[at - back];
            if (word is "half" or "halve")
                return 0.5m;
            if (word is "anderhalf" or "anderhalve")
                return 1.5m;
            if ((int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var digits) ? digits : DutchNumbers.Word(word)) is > 0 and <= (int)MostPortions and { } count)
                return count;
            if (word is "en" or "met")
                break;
        }

        return 1;
    }

    private static string Number(decimal value) => value.ToString("0.#", CultureInfo.GetCultureInfo("nl-NL"));
}
