using System.Globalization;
using System.Text.RegularExpressions;

namespace MagBot.Dialogs.Recognition;

/// <summary>
/// Reads days: "morgen", "overmorgen", "maandag", "volgende week dinsdag", "over drie dagen", "12 december", "12-12-2026". A day
/// without a year lies ahead. Pure functions, thread safe.
/// </summary>
public static partial class DutchDates
{
    private static readonly string[] Days = ["zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"];

    private static readonly string[] Months =
        ["januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"];

    /// <summary>The first day that the text names; null when it names none.</summary>
    /// <param name="text">What was said.</param>
    /// <param name="today">The day on the customer's calendar.</param>
    public static DateOnly? Find(string? text, DateOnly today)
    {
        var folded = DutchWords.Fold(text);
        if (folded.Length is 0 or > 400)
            return null;
        if (RelativeDay().Match(folded) is { Success: true } relative)
            return today.AddDays(Offset(relative.Value));
        if (InDays().Match(folded) is { Success: true } later && Count(later.Groups[1].Value) is { } count and <= 366)
            return today.AddDays(later.Groups[2].Value.StartsWith("week", StringComparison.Ordinal) || later.Groups[2].Value == "weken" ? Math.Min(count, 52) * 7 : count);
        if (Calendar(folded, today) is { } calendar)
            return calendar;
        return Weekday(folded, today);
    }

    private static int Offset(string word) => word switch
    {
        "eergisteren" => -2,
        "overmorgen" => 2,
        _ when word.StartsWith("gister", StringComparison.Ordinal) => -1,
        _ when word.StartsWith("morgen", StringComparison.Ordinal) => 1,
        _ => 0,
    };

    private static DateOnly? Weekday(string text, DateOnly today)
    {
        if (WeekdayPattern().Match(text) is not { Success: true } match)
            return null;
        var day = Array.FindIndex(Days, name => name.StartsWith(match.Groups["day"].Value[..2], StringComparison.Ordinal));
        var ahead = ((day - (int)today.DayOfWeek) + 7) % 7;
        if (match.Groups["past"].Success)
            return today.AddDays(ahead == 0 ? -7 : ahead - 7);
        if (ahead == 0)
            ahead = 7;
        // "volgende week dinsdag" counts from the Monday after this week's Sunday.
        if (match.Groups["next"].Success)
            ahead = 7 - ((int)today.DayOfWeek + 6) % 7 + (day + 6) % 7;
        return today.AddDays(ahead);
    }

    private static DateOnly? Calendar(string text, DateOnly today)
    {
        int day, month;
        int? year;
        if (Named().Match(text) is { Success: true } named)
        {
            day = Count(named.Groups[1].Value) ?? 0;
            month = Array.FindIndex(Months, name => name.StartsWith(named.Groups[2].Value[..3], StringComparison.Ordinal)) + 1;
            year = named.Groups[3].Success ? int.Parse(named.Groups[3].ValueSpan, CultureInfo.InvariantCulture) : null;
        }
        else if (Numeric().Match(text) is { Success: true } numeric)
        {
            day = int.Parse(numeric.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            month = int.Parse(numeric.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
            year = numeric.Groups[3].Success ? int.Parse(numeric.Groups[3].ValueSpan, CultureInfo.InvariantCulture) : null;
        }
        else
        {
            return null;
        }

        if (month is < 1 or > 12 || year is < 1900 or > 2200)
            return null;
        for (var candidate = year ?? today.Year; candidate <= (year ?? today.Year + 4); candidate++) // 29 February may be years away
        {
            if (day < 1 || day > DateTime.DaysInMonth(candidate, month))
                continue;
            var date = new DateOnly(candidate, month, day);
            if (year is not null || date >= today)
                return date;
        }

        return null;
    }

    private static int? Count(string word) =>
        int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var digits) ? digits : DutchNumbers.Word(word);

    // "'s morgens" and "goedemorgen" are no tomorrow.
    [GeneratedRegex(@"(?<!s |goede |goeie )\b(overmorgen|morgen(ochtend|middag|avond|vroeg)?|vandaag|vanavond|vannacht|vanochtend|vanmorgen|vanmiddag|eergisteren|gister(en|avond)?)\b", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex RelativeDay();

    [GeneratedRegex(@"\bover (\d{1,3}|[a-z]+) (dag|dagen|week|weken)\b", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex InDays();

    [GeneratedRegex(@"\b(?:(?<next>volgende week )|(?<past>vorige |afgelopen ))?(?:op |aanstaande |aankomende |komende |volgende )?(?<day>zondag|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag)(?:ochtend|middag|avond)?\b", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex WeekdayPattern();

    [GeneratedRegex(@"\b(\d{1,2}|[a-z]+) (jan\w*|feb\w*|maart|apr\w*|mei|juni|juli|aug\w*|sep\w*|okt\w*|nov\w*|dec\w*)\b(?:\s+(\d{4}))?", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Named();

    [GeneratedRegex(@"\b(\d{1,2})[-/](\d{1,2})(?:[-/](\d{4}))?\b", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Numeric();
}
