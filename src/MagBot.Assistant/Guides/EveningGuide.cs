using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using MagBot.Assistant.Talk;
using MagBot.Dialogs.Forms;
using MagBot.Dialogs.Prompts;
using MagBot.Dialogs.Recognition;
using MagBot.Dialogs.Stack;
using MagBot.Dialogs.Turns;

namespace MagBot.Assistant.Guides;

/// <summary>
/// Innameplanner: from bedtime to a small timetable for the evening, with the moments that the articles name, also as a calendar file.
/// Somebody who spoke of a medicine or of an illness of their own gets no moment for taking magnesium, but is told whom to ask.
/// </summary>
internal sealed class EveningGuide : Guide
{
    private const string Bedtime = "bedtime";
    private const string Bath = "bath";
    private const string Intake = "intake";
    private const string FileName = "avondschema.ics";

    // Minutes before bedtime, as the articles have them: answers timing-voor-bed and the ones on bathing.
    private const int IntakeFirst = 60;
    private const int IntakeLast = 30;
    private const int BathFirst = 90;
    private const int BathLast = 60;
    private const int BathMinutes = 20;
    private const int Screens = 60;

    // One article: no caffeine after two in the afternoon.
    private static readonly TimeSpan LastCoffee = TimeSpan.FromHours(14);

    public EveningGuide(Func<TurnContext, Speaker> speak)
        : base("avond", speak)
    {
        Slots =
        [
            new FormSlot
            {
                Name = Bedtime,
                Ask = form => Question(form, "bedtime"),
                Recognize = (_, text) => DutchTimes.Find(text, DayHalf.Evening) is { } time ? Write(time.Time) : null,
                Extract = (_, text) => DutchTimes.Find(text, DayHalf.Evening) is { Explicit: true } time ? Write(time.Time) : null,
                Label = form => Text(form, "bedtime-label"),
            },
            YesNo(Bath),
            YesNo(Intake),
        ];
    }

    protected override IReadOnlyList<FormSlot> Slots { get; }

    protected override PromptOptions Summarise(FormTurn form) => Confirmation(
        form, ("bedtime", form.Text(Bedtime)), ("bath", Choice(form, Bath)), ("intake", Choice(form, Intake)));

    protected override Task FinishAsync(FormTurn form, DialogContext context, CancellationToken cancellationToken)
    {
        var speaker = Speak(form);
        var state = TalkState.Load(form.Turn.State);
        var bed = BedtimeTonight(form, speaker);
        var wantsIntake = form.Flag(Intake) == true;
        var withIntake = wantsIntake && !state.MedicineMentioned && !state.OwnCase;
        List<CalendarItem> items = [new(CoffeeDay(bed) + LastCoffee, 15, Text(form, "item-coffee"))];
        if (form.Flag(Bath) == true)
            items.Add(new CalendarItem(bed.AddMinutes(-BathFirst), BathMinutes, Text(form, "item-bath")));
        items.Add(new CalendarItem(bed.AddMinutes(-Screens), Screens, Text(form, "item-screens")));
        if (withIntake)
            items.Add(new CalendarItem(bed.AddMinutes(-IntakeFirst), IntakeFirst - IntakeLast, Text(form, "item-intake")));
        items.Add(new CalendarItem(bed, 15, Text(form, "item-bed")));
        items.Sort((left, right) => left.Start.CompareTo(right.Start));

        var text = new StringBuilder(Text(form, "result", ("bedtime", form.Text(Bedtime))));
        foreach (var item in items)
            text.Append("\n- ").Append(Clock(item.Start)).Append(" – ").Append(item.Title);
        if (form.Flag(Bath) == true)
            text.Append("\n\n").Append(Text(form, "result-bath", ("from", Clock(bed.AddMinutes(-BathFirst))), ("to", Clock(bed.AddMinutes(-BathLast)))));
        if (withIntake)
            text.Append("\n\n").Append(Text(form, "result-intake", ("from", Clock(bed.AddMinutes(-IntakeFirst))), ("to", Clock(bed.AddMinutes(-IntakeLast)))));
        if (wantsIntake)
            text.Append("\n\n").Append(Text(form, state.MedicineMentioned ? "result-medicine" : state.OwnCase ? "result-own" : "result-medicine-general"));
        text.Append("\n\n").Append(Text(form, "result-limits"));
        var file = Calendar.Write(Calendar.UidOf(form.Turn.Conversation.Id, bed), form.Turn.Now, items);
        speaker.Say(Decisions.Dialog, text.ToString(), Choices(form, "after"), attachment: Calendar.Attach(FileName, file));
        return Task.CompletedTask;
    }

    private FormSlot YesNo(string name) => new()
    {
        Name = name,
        Ask = form => Question(form, name),
        Recognize = (form, text) => DutchRecognizer.Choose(text, Choices(form, name), byPart: true) is { } index
            ? JsonValue.Create(index == 0)
            : DutchRecognizer.YesOrNo(text) is { } said ? JsonValue.Create(said) : null,
        Label = form => Text(form, name + "-label"),
    };

    private string Choice(FormTurn form, string name) => Choices(form, name)[form.Flag(name) == true ? 0 : 1].ToLowerInvariant();

    // The night that comes: half past midnight is tomorrow's date.
    private static DateTime BedtimeTonight(FormTurn form, Speaker speaker)
    {
        var local = TimeZoneInfo.ConvertTime(form.Turn.Now, speaker.Knowledge.Shop.Hours.TimeZone).DateTime;
        var time = TimeOnly.ParseExact(form.Text(Bedtime) ?? "23:00", "HH:mm", CultureInfo.InvariantCulture);
        var bed = DateOnly.FromDateTime(local).ToDateTime(time);
        return bed <= local ? bed.AddDays(1) : bed;
    }

    private static DateTime CoffeeDay(DateTime bed) => bed.Hour < 12 ? bed.Date.AddDays(-1) : bed.Date;

    private static JsonValue Write(TimeOnly time) => JsonValue.Create(time.ToString("HH:mm", CultureInfo.InvariantCulture));

    private static string Clock(DateTime moment) => moment.ToString("HH.mm", CultureInfo.InvariantCulture);
}
