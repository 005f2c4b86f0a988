using System.Globalization;
using MagBot.Dialogs.Recognition;
using Xunit;

namespace MagBot.Dialogs.Tests;

public sealed class RecognitionTests
{
    // A Monday.
    private static readonly DateOnly Today = new(2026, 11, 23);

    [Theory]
    [InlineData("1400 mg", 1400, "mg")]
    [InlineData("1.400 mg", 1400, "mg")]
    [InlineData("1400mg", 1400, "mg")]
    [InlineData("1,4 gram", 1.4, "g")]
    [InlineData("1.5 g", 1.5, "g")]
    [InlineData("tweehonderdvijftig milligram", 250, "mg")]
    [InlineData("veertienhonderd mg", 1400, "mg")]
    [InlineData("duizend mg", 1000, "mg")]
    [InlineData("honderdenvijf mg", 105, "mg")]
    [InlineData("anderhalve gram", 1.5, "g")]
    [InlineData("een halve capsule", 0.5, "stuks")]
    [InlineData("½ tablet", 0.5, "stuks")]
    [InlineData("1 1/2 tablet", 1.5, "stuks")]
    [InlineData("2x", 2, "stuks")]
    [InlineData("één capsule", 1, "stuks")]
    [InlineData("vijfentwintig minuten", 25, "minuten")]
    [InlineData("drieëntwintig", 23, null)]
    [InlineData("40 graden", 40, "°C")]
    public void Numbers_OneInTheText_IsFoundWithItsUnit(string text, double value, string? unit)
    {
        var found = Assert.Single(DutchNumbers.Find(text));

        Assert.Equal((decimal)value, found.Value);
        Assert.Equal(unit, found.Unit);
    }

    [Theory]
    [InlineData("")]
    [InlineData("geen idee")]
    [InlineData("ik heb een vraag")]
    [InlineData("tientje")]
    public void Numbers_None_IsEmpty(string text) => Assert.Empty(DutchNumbers.Find(text));

    [Fact]
    public void Numbers_Several_AreFoundInOrder() =>
        Assert.Equal([2m, 750m], DutchNumbers.Find("2 capsules van 750 mg").Select(amount => amount.Value));

    [Theory]
    [InlineData("23u", "23:00")]
    [InlineData("23 uur", "23:00")]
    [InlineData("23u30", "23:30")]
    [InlineData("om 22.15 uur", "22:15")]
    [InlineData("22:45", "22:45")]
    [InlineData("half elf", "22:30")]
    [InlineData("half 11", "22:30")]
    [InlineData("kwart voor tien", "21:45")]
    [InlineData("kwart over 10", "22:15")]
    [InlineData("tien voor half elf", "22:20")]
    [InlineData("vijf over half elf", "22:35")]
    [InlineData("tien over elf", "23:10")]
    [InlineData("elf uur", "23:00")]
    [InlineData("elf", "23:00")]
    [InlineData("rond elf", "23:00")]
    [InlineData("11", "23:00")]
    [InlineData("half een", "00:30")]
    [InlineData("twaalf uur", "00:00")]
    [InlineData("middernacht", "00:00")]
    [InlineData("1 uur 's nachts", "01:00")]
    [InlineData("ik ga meestal om half elf slapen", "22:30")]
    [InlineData("nee, half elf bedoel ik", "22:30")]
    public void Times_Bedtime_IsRead(string text, string expected) =>
        Assert.Equal(TimeOnly.Parse(expected, CultureInfo.InvariantCulture), DutchTimes.Find(text, DayHalf.Evening)?.Time);

    [Theory]
    [InlineData("half elf", "10:30")]
    [InlineData("10 uur", "10:00")]
    [InlineData("3 uur", "15:00")]
    [InlineData("8 uur 's avonds", "20:00")]
    [InlineData("7 uur 's ochtends", "07:00")]
    [InlineData("12 uur 's middags", "12:00")]
    public void Times_Daytime_IsRead(string text, string expected) =>
        Assert.Equal(TimeOnly.Parse(expected, CultureInfo.InvariantCulture), DutchTimes.Find(text, DayHalf.Daytime)?.Time);

    [Theory]
    [InlineData("")]
    [InlineData("laat")]
    [InlineData("1400 mg")]
    [InlineData("1.40 g")]
    [InlineData("half werk")]
    [InlineData("25:70")]
    public void Times_None_IsNull(string text) => Assert.Null(DutchTimes.Find(text, DayHalf.Evening));

    [Theory]
    [InlineData("morgen", "2026-11-24")]
    [InlineData("morgenavond", "2026-11-24")]
    [InlineData("overmorgen graag", "2026-11-25")]
    [InlineData("vandaag", "2026-11-23")]
    [InlineData("vanavond", "2026-11-23")]
    [InlineData("gisteren", "2026-11-22")]
    [InlineData("dinsdag", "2026-11-24")]
    [InlineData("maandag", "2026-11-30")]
    [InlineData("volgende week dinsdag", "2026-12-01")]
    [InlineData("vorige vrijdag", "2026-11-20")]
    [InlineData("over drie dagen", "2026-11-26")]
    [InlineData("over 2 weken", "2026-12-07")]
    [InlineData("12 december", "2026-12-12")]
    [InlineData("3 januari", "2027-01-03")]
    [InlineData("24-12-2026", "2026-12-24")]
    [InlineData("29 februari", "2028-02-29")]
    public void Dates_Named_AreRead(string text, string expected) =>
        Assert.Equal(DateOnly.Parse(expected, CultureInfo.InvariantCulture), DutchDates.Find(text, Today));

    [Theory]
    [InlineData("'s morgens")]
    [InlineData("goede morgen")]
    [InlineData("31 februari")]
    [InlineData("ooit")]
    public void Dates_None_IsNull(string text) => Assert.Null(DutchDates.Find(text, Today));

    /// <summary>Whatever is typed, reading it ends, and quickly.</summary>
    [Fact]
    public void Recognisers_AnyText_NeverThrow()
    {
        const int Seed = 20261122;
        var random = new Random(Seed);
        const string Letters = "half elfvoorover uur0123456789.,:/½é'%- \n\ttiendnhonmgkwart\ud83d\ude34";
        for (var round = 0; round < 3000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(0, 60)).Select(_ => Letters[random.Next(Letters.Length)]));
            _ = DutchNumbers.Find(text);
            _ = DutchTimes.Find(text, DayHalf.Evening);
            _ = DutchDates.Find(text, Today);
        }
    }
}
