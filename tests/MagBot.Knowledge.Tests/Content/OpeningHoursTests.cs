using MagBot.Knowledge.Content;
using Xunit;

namespace MagBot.Knowledge.Tests.Content;

public sealed class OpeningHoursTests
{
    private static readonly TimeZoneInfo Amsterdam = TimeZoneInfo.FindSystemTimeZoneById("Europe/Amsterdam");

    [Theory]
    [InlineData(2024, "2024-03-31")]
    [InlineData(2025, "2025-04-20")]
    [InlineData(2026, "2026-04-05")]
    [InlineData(2027, "2027-03-28")]
    [InlineData(2038, "2038-04-25")]
    [InlineData(2285, "2285-03-22")]
    public void Easter_IsKnown(int year, string date) => Assert.Equal(Day(date), PublicHolidays.Easter(year));

    [Theory]
    [InlineData("NL", "2026-04-27", true)]
    [InlineData("NL", "2025-04-26", true)] // King's Day: the 27th is a Sunday
    [InlineData("NL", "2025-04-27", false)]
    [InlineData("NL", "2025-05-05", true)] // once in five years
    [InlineData("NL", "2026-05-05", false)]
    [InlineData("NL", "2027-05-06", true)] // Ascension Day
    [InlineData("NL", "2027-05-17", true)] // Whit Monday
    [InlineData("NL", "2026-12-26", true)]
    [InlineData("NL", "2026-07-21", false)]
    [InlineData("BE", "2026-07-21", true)]
    [InlineData("BE", "2026-05-01", true)]
    [InlineData("BE", "2026-11-11", true)]
    [InlineData("BE", "2026-12-26", false)]
    [InlineData("BE", "2026-04-27", false)]
    public void PublicHolidays_AreComputed(string country, string date, bool expected) =>
        Assert.Equal(expected, PublicHolidays.Contains(country, Day(date)));

    [Theory]
    [InlineData("2026-11-23T08:59:59+01:00", false)]
    [InlineData("2026-11-23T09:00:00+01:00", true)]
    [InlineData("2026-11-23T12:29:59+01:00", true)]
    [InlineData("2026-11-23T12:30:00+01:00", false)] // lunch: two blocks
    [InlineData("2026-11-23T13:00:00+01:00", true)]
    [InlineData("2026-12-25T10:00:00+01:00", false)] // holiday on a Friday
    [InlineData("2026-12-24T10:00:00+01:00", false)] // hours of its own
    [InlineData("2026-12-24T15:30:00+01:00", true)]
    [InlineData("2026-03-30T09:00:00+02:00", true)] // the Monday after the clock went forward
    [InlineData("2026-03-30T08:30:00+02:00", false)]
    [InlineData("2026-10-26T09:00:00+01:00", true)] // and after it went back
    [InlineData("2026-10-26T17:15:00+01:00", false)]
    public void IsOpen_SeveralBlocksHolidaysAndClockChanges_FollowTheWallClock(string moment, bool expected) =>
        Assert.Equal(expected, Hours().IsOpen(DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("2026-03-27T18:00:00+01:00", "2026-03-30T09:00:00+02:00")]
    [InlineData("2026-10-23T18:00:00+02:00", "2026-10-26T09:00:00+01:00")]
    [InlineData("2026-12-24T18:00:00+01:00", "2026-12-28T09:00:00+01:00")]
    [InlineData("2026-12-31T18:00:00+01:00", "2027-01-04T09:00:00+01:00")]
    [InlineData("2027-03-26T18:00:00+01:00", "2027-03-30T09:00:00+02:00")] // Easter Monday is closed, and the clock changes
    [InlineData("2026-11-23T12:45:00+01:00", "2026-11-23T13:00:00+01:00")]
    public void FindNextOpening_SkipsHolidaysAndKeepsTheWallClock(string moment, string expected)
    {
        var culture = System.Globalization.CultureInfo.InvariantCulture;

        var next = Hours().FindNextOpening(DateTimeOffset.Parse(moment, culture));

        Assert.Equal(DateTimeOffset.Parse(expected, culture), next);
        Assert.Equal(DateTimeOffset.Parse(expected, culture).Offset, next!.Value.Offset); // found, as the line above says
    }

    private static OpeningHours Hours()
    {
        IReadOnlyList<OpeningBlock> day = [Block(9, 0, 12, 30), Block(13, 0, 17, 15)];
        var week = Enum.GetValues<DayOfWeek>().Where(name => name is not (DayOfWeek.Saturday or DayOfWeek.Sunday)).ToDictionary(name => name, _ => day);
        return new OpeningHours("", Amsterdam, week, new HashSet<DateOnly>())
        {
            Holidays = ["NL"],
            Special = new Dictionary<DateOnly, IReadOnlyList<OpeningBlock>> { [Day("2026-12-24")] = [Block(15, 0, 16, 0)] },
        };
    }

    private static OpeningBlock Block(int fromHour, int fromMinute, int toHour, int toMinute) =>
        new(new TimeOnly(fromHour, fromMinute), new TimeOnly(toHour, toMinute));

    private static DateOnly Day(string date) => DateOnly.ParseExact(date, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
