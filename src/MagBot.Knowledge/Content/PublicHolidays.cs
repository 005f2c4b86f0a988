namespace MagBot.Knowledge.Content;

/// <summary>Public holidays of the countries that shops deliver to, computed for any year.</summary>
public static class PublicHolidays
{
    /// <summary>Countries that are known.</summary>
    public static IReadOnlyList<string> Countries { get; } = ["NL", "BE"];

    /// <summary>Whether a day is a public holiday.</summary>
    /// <param name="country"><c>NL</c> or <c>BE</c>; another country has none.</param>
    /// <param name="date">The day.</param>
    public static bool Contains(string country, DateOnly date) => In(country, date.Year).Contains(date);

    /// <summary>
    /// The holidays of a year. The Netherlands: what most collective agreements give, so Liberation Day only once in five years. Belgium: the
    /// ten of the law of 4 January 1974, with Easter and Whit Sunday.
    /// </summary>
    public static IReadOnlySet<DateOnly> In(string country, int year)
    {
        var easter = Easter(year);
        HashSet<DateOnly> days = [new(year, 1, 1), easter, easter.AddDays(1), easter.AddDays(39), easter.AddDays(49), easter.AddDays(50), new(year, 12, 25)];
        switch (country)
        {
            case "NL":
                days.UnionWith([KingsDay(year), new DateOnly(year, 12, 26)]);
                if (year % 5 == 0) days.Add(new DateOnly(year, 5, 5));
                return days;
            case "BE":
                days.UnionWith([new DateOnly(year, 5, 1), new DateOnly(year, 7, 21), new DateOnly(year, 8, 15), new DateOnly(year, 11, 1), new DateOnly(year, 11, 11)]);
                return days;
            default:
                return new HashSet<DateOnly>();
        }
    }

    // 27 April, the day before when that is a Sunday.
    private static DateOnly KingsDay(int year) =>
        new DateOnly(year, 4, 27) is { DayOfWeek: DayOfWeek.Sunday } sunday ? sunday.AddDays(-1) : new DateOnly(year, 4, 27);

    /// <summary>Easter Sunday of the Gregorian calendar: the anonymous algorithm as in Meeus, Astronomical Algorithms, chapter 8.</summary>
    public static DateOnly Easter(int year)
    {
        int a = year % 19;
        (int b, int c) = Math.DivRem(year, 100);
        (int d, int e) = Math.DivRem(b, 4);
        int f = (b + 8) / 25;
        int g = (b - f + 1) / 3;
        int h = ((19 * a) + b - d - g + 15) % 30;
        (int i, int k) = Math.DivRem(c, 4);
        int l = (32 + (2 * e) + (2 * i) - h - k) % 7;
        int m = (a + (11 * h) + (22 * l)) / 451;
        (int month, int day) = Math.DivRem(h + l - (7 * m) + 114, 31);
        return new DateOnly(year, month, day + 1);
    }
}
