using System.Globalization;
using System.Text.RegularExpressions;

namespace MagBot.Dialogs.Recognition;

/// <summary>Which half of the day an hour from 1 to 12 belongs to when nothing else tells.</summary>
public enum DayHalf
{
    /// <summary>From 8 in the morning to 7 in the evening: opening hours, appointments.</summary>
    Daytime,

    /// <summary>From 6 in the evening to 5 at night: going to bed.</summary>
    Evening,
}

/// <summary>A time of day that somebody named.</summary>
/// <param name="Time">The time, minutes precise.</param>
/// <param name="Explicit">Whether the words can only mean a time ("23u", "half elf"); false for a bare number.</param>
public readonly record struct DutchTime(TimeOnly Time, bool Explicit);

/// <summary>
/// Reads times as Dutch and Flemish people write them: "half elf" (10.30), "kwart voor tien", "tien over half acht", "23u", "23u30",
/// "10.15 uur", "elf uur 's avonds", "middernacht". Pure functions, thread safe.
/// </summary>
public static partial class DutchTimes
{
    /// <summary>The first time in the text; null when there is none.</summary>
    /// <param name="text">What was said.</param>
    /// <param name="half">Decides between morning and evening for hours up to 12.</param>
    public static DutchTime? Find(string? text, DayHalf half)
    {
        var folded = DutchWords.Fold(text);
        if (folded.Length is 0 or > 400)
            return null;
        if (Midnight().IsMatch(folded))
            return new DutchTime(new TimeOnly(0, 0), true);
        if (Noon().IsMatch(folded))
            return new DutchTime(new TimeOnly(12, 0), true);
        return Relative(folded, half) ?? Clock(folded, half) ?? Bare(folded, half);
    }

    // "kwart voor tien", "vijf over half elf", "half elf"
    private static DutchTime? Relative(string text, DayHalf half)
    {
        if (RelativePattern().Match(text) is not { Success: true } match || Hour(match.Groups["hour"].Value) is not { } hour)
            return null;
        var minutes = match.Groups["half"].Success ? -30 : 0;
        if (match.Groups["count"].Success)
        {
            var count = match.Groups["count"].Value == "kwart" ? 15 : Number(match.Groups["count"].Value);
            if (count is not (> 0 and < 30))
                return null;
            minutes += match.Groups["side"].Value == "voor" ? -count.Value : count.Value;
        }

        // The named hour decides between day and night: "half een" in the evening is half past midnight.
        var named = Settle(hour, text, half) * 60 + minutes;
        return new DutchTime(TimeOnly.MinValue.AddMinutes((named + 1440) % 1440), true);
    }

    // "23:15", "23.15 uur", "23u", "23u30", "10 uur 30", "elf uur"
    private static DutchTime? Clock(string text, DayHalf half)
    {
        foreach (Match match in ClockPattern().Matches(text))
        {
            if (Hour(match.Groups["hour"].Value, 24) is not { } hour)
                continue;
            var minutes = match.Groups["minutes"].Success ? int.Parse(match.Groups["minutes"].ValueSpan, CultureInfo.InvariantCulture) : 0;
            if (minutes < 60)
                return new DutchTime(new TimeOnly(Settle(hour, text, half), minutes), true);
        }

        return null;
    }

    // "elf", "om 11", "rond tien"
    private static DutchTime? Bare(string text, DayHalf half) =>
        BarePattern().Match(text) is { Success: true } match && Hour(match.Groups["hour"].Value, 24) is { } hour
            ? new DutchTime(new TimeOnly(Settle(hour, text, half), 0), false)
            : null;

    private static int Settle(int hour, string text, DayHalf half)
    {
        if (hour is 24 or > 12)
            return hour % 24;
        if (MorningPattern().IsMatch(text))
            return hour == 12 ? 0 : hour;
        if (AfternoonPattern().IsMatch(text))
            return hour == 12 ? 12 : hour + 12;
        if (EveningPattern().IsMatch(text))
            return hour == 12 ? 0 : hour < 5 ? hour : hour + 12;
        if (hour == 0)
            return 0;
        return half is DayHalf.Evening
            ? hour == 12 ? 0 : hour < 6 ? hour : hour + 12
            : hour < 8 ? hour + 12 : hour;
    }

    private static int? Hour(string word, int highest = 12) => Number(word) is { } hour && hour >= (highest == 24 ? 0 : 1) && hour <= highest ? hour : null;

    private static int? Number(string word) =>
        int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var digits) ? digits : DutchNumbers.Word(word);

    [GeneratedRegex(@"\b(middernacht|12 uur 's nachts|twaalf uur 's nachts)\b", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Midnight();

    [GeneratedRegex(@"\b(12|twaalf) uur ('s middags|in de middag)\b|^\W*tussen de middag\W*$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Noon();

    [GeneratedRegex(@"\b(?:(?<count>kwart|[a-z]+|\d{1,2})\s*(?:minuten |min )?(?<side>voor|over|na)\s+(?<half>half\s+)?|(?<half>half\s+))(?<hour>\d{1,2}|[a-z]+)\b", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex RelativePattern();

    [GeneratedRegex(@"\b(?:(?<hour>\d{1,2})[:.](?<minutes>\d{2})\b(?!\s*(?:mg|g|gram|milligram|%))|(?<hour>\d{1,2})\s*(?:uur|u|h)\s*(?<minutes>\d{2})?\b|(?<hour>[a-z]+)\s+uur\b)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ClockPattern();

    [GeneratedRegex(@"^\W*(?:(?:nee|toch|ik|ga|slaap|wil|meestal|altijd|graag|naar|bed|slapen|liever|doe|maar)\W+)*(?:(?:om|rond|tegen|rond een uur of|een uur of|omstreeks|tussen)\s+)?(?<hour>\d{1,2}|[a-z]+)(?:\W+(?:slapen|ongeveer|zoiets|denk|ik|bedoel|dan|graag|aub|naar|bed|hoor|ofzo|'s (?:avonds|nachts|ochtends)))*\W*$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex BarePattern();

    [GeneratedRegex(@"'?s (ochtends|morgens|nachts)\b|\b(in de (ochtend|morgen|nacht)|ochtends|morgens|nachts)\b", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex MorningPattern();

    [GeneratedRegex(@"'?s (middags|namiddags)\b|\bin de (namiddag|middag)\b", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex AfternoonPattern();

    [GeneratedRegex(@"\b(avonds|in de avond|vanavond)\b", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex EveningPattern();
}
