using System.Globalization;
using MagBot.Knowledge.Content;

namespace MagBot.Knowledge.Loading;

/// <summary>Reads <c>shop.yaml</c>.</summary>
internal static class ShopReader
{
    private static readonly Dictionary<string, DayOfWeek> Days =
        Enum.GetValues<DayOfWeek>().ToDictionary(day => day.ToString().ToLowerInvariant(), StringComparer.Ordinal);

    public static Shop? Read(string file, YamlNode? root, FaultList faults)
    {
        if (root is null || FieldReader.On(file, root, "the file", faults) is not { } fields) return null;
        FieldReader privacy = Group(fields, "privacy", faults);
        FieldReader links = Group(fields, "links", faults);
        var shop = new Shop
        {
            Name = fields.Text("name", "the name of the shop"),
            Description = fields.OptionalText("description") ?? "",
            Subject = fields.Texts("subject"),
            Country = fields.Choice("country", Countries, "NL"),
            ShipsTo = fields.Texts("shipsTo"),
            Language = fields.OptionalText("language") ?? "nl-NL",
            Formality = fields.Choice("formality", Formalities, "je"),
            Email = fields.Text("email", "klantenservice@winkel.example"),
            Phone = fields.Text("phone", "085 000 00 00"),
            Website = fields.OptionalText("website") ?? "",
            PrivacyEmail = privacy.OptionalText("email") ?? "",
            PrivacyUrl = privacy.OptionalText("url") ?? "",
            RetentionDays = privacy.Number("retentionDays"),
            HealthRetentionDays = privacy.Number("healthRetentionDays"),
            Links = Pairs(links),
            Hours = ReadHours(Group(fields, "advisors", faults), fields, faults),
        };
        privacy.Finish();
        fields.Finish();
        return shop;
    }

    private static readonly Dictionary<string, string> Countries = new(StringComparer.Ordinal) { ["NL"] = "NL", ["BE"] = "BE" };

    private static readonly Dictionary<string, string> Formalities = new(StringComparer.Ordinal) { ["je"] = "je", ["u"] = "u" };

    private static FieldReader Group(FieldReader fields, string name, FaultList faults) =>
        fields.Node(name) is { } node && FieldReader.On(fields.File, node, $"\"{name}\"", faults) is { } group
            ? group
            : new FieldReader(fields.File, new YamlMapping(fields.Line, 1, []), faults);

    private static Dictionary<string, string> Pairs(FieldReader group)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string name in group.Names)
        {
            if (group.OptionalText(name) is { Length: > 0 } value) pairs[name] = value;
        }

        return pairs;
    }

    private static OpeningHours ReadHours(FieldReader advisors, FieldReader shop, FaultList faults)
    {
        FieldReader days = Group(advisors, "hours", faults);
        var blocks = new Dictionary<DayOfWeek, IReadOnlyList<OpeningBlock>>();
        foreach ((string name, DayOfWeek day) in Days)
        {
            blocks[day] = [.. days.Scalars(name).Select(block => Block(days.File, block, faults)).OfType<OpeningBlock>().OrderBy(block => block.From)];
        }

        days.Finish();
        var closed = advisors.Scalars("closed").Select(date => ClosedDay(advisors.File, date, faults)).OfType<DateOnly>().ToHashSet();
        var hours = new OpeningHours(advisors.OptionalText("hoursText") ?? "", Zone(shop), blocks, closed)
        {
            Holidays = [.. advisors.Scalars("holidays").Select(country => HolidayCountry(advisors.File, country, faults)).OfType<string>()],
            Special = SpecialDays(advisors, faults),
        };
        advisors.Finish();
        return hours;
    }

    private static OpeningBlock? Block(string file, YamlScalar block, FaultList faults)
    {
        string[] ends = block.Value.Split('-', StringSplitOptions.TrimEntries);
        if (ends.Length == 2 && Time(ends[0]) is { } from && Time(ends[1]) is { } to && from < to) return new OpeningBlock(from, to);
        faults.Error(file, block, "hours-block", $"\"{block.Value}\" must be two times with the earlier first. Write for instance: \"09:00-17:30\".");
        return null;
    }

    private static TimeOnly? Time(string text) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time) ? time
        : text == "24:00" ? TimeOnly.MaxValue : null;

    private static DateOnly? ClosedDay(string file, YamlScalar text, FaultList faults)
    {
        if (DateOnly.TryParseExact(text.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date)) return date;
        faults.Error(file, text, "wrong-value", $"\"{text.Value}\" must be a date as yyyy-MM-dd. Write for instance: 2026-12-25.");
        return null;
    }

    private static string? HolidayCountry(string file, YamlScalar country, FaultList faults)
    {
        if (PublicHolidays.Countries.Contains(country.Value, StringComparer.Ordinal)) return country.Value;
        faults.Error(file, country, "wrong-value", $"\"{country.Value}\" must be one of {string.Join(", ", PublicHolidays.Countries)}. Write for instance: holidays: [NL].");
        return null;
    }

    private static Dictionary<DateOnly, IReadOnlyList<OpeningBlock>> SpecialDays(FieldReader advisors, FaultList faults)
    {
        var special = new Dictionary<DateOnly, IReadOnlyList<OpeningBlock>>();
        if (advisors.Node("special") is not { } node || FieldReader.On(advisors.File, node, "\"special\"", faults) is not { } days) return special;
        foreach (string name in days.Names.ToList())
        {
            if (DateOnly.TryParseExact(name, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date))
                special[date] = [.. days.Scalars(name).Select(block => Block(days.File, block, faults)).OfType<OpeningBlock>().OrderBy(block => block.From)];
            else
                days.Wrong(name, $"\"{name}\" must be a date as yyyy-MM-dd. Write for instance: \"2026-12-24\": [\"09:00-15:00\"].");
        }

        return special;
    }

    private static TimeZoneInfo Zone(FieldReader shop)
    {
        string name = shop.Text("timeZone", "Europe/Amsterdam");
        if (name.Length == 0) return TimeZoneInfo.Utc;
        if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? zone)) return zone;
        shop.Wrong("timeZone", $"the time zone \"{name}\" is unknown. Write for instance: timeZone: Europe/Amsterdam.");
        return TimeZoneInfo.Utc;
    }
}
