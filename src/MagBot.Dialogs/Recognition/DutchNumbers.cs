using System.Globalization;
using System.Text.RegularExpressions;

namespace MagBot.Dialogs.Recognition;

/// <summary>A number that somebody named.</summary>
/// <param name="Value">The number.</param>
/// <param name="Unit">Its unit in a short form (<c>mg</c>, <c>g</c>, <c>uur</c>, <c>minuten</c>, <c>stuks</c>, <c>°C</c>, <c>ml</c>, <c>procent</c>); null when none was named.</param>
/// <param name="Start">Where it begins in the folded text.</param>
public sealed record DutchAmount(decimal Value, string? Unit, int Start)
{
    /// <summary>The weight in milligrams; null when it is no weight.</summary>
    public decimal? Milligrams => Unit switch
    {
        "mg" => Value,
        "g" => Value * 1000,
        "mcg" => Value / 1000,
        _ => null,
    };
}

/// <summary>
/// Finds numbers in Dutch text: in digits ("1.400 mg", "1,5 g", "2x"), and in words up to 9999 ("tweehonderdvijftig", "anderhalve gram",
/// "een half"). Pure functions, thread safe.
/// </summary>
public static partial class DutchNumbers
{
    private static readonly string[] UpToTwenty =
    [
        "nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf", "dertien", "veertien",
        "vijftien", "zestien", "zeventien", "achttien", "negentien", "twintig",
    ];

    private static readonly string[] TensFromThirty = ["dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"];

    private static readonly Dictionary<string, int> Small = UpToTwenty.Select((word, value) => (word, value))
        .Concat(TensFromThirty.Select((word, place) => (word, (place + 3) * 10)))
        .ToDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal);

    private static readonly (string Unit, string Words)[] UnitWords =
    [
        ("mg", "mg milligram milligrammen milli miligram"),
        ("g", "g gr gram"),
        ("mcg", "mcg ug microgram"),
        ("ml", "ml milliliter"),
        ("uur", "uur u uren"),
        ("minuten", "min minuut minuten"),
        ("°C", "graden"),
        ("procent", "procent %"),
        ("stuks", "x keer maal stuk stuks capsule capsules tablet tabletten tabletje tabletjes pil pillen pilletje pilletjes schepje schepjes scheppen portie porties zakje zakjes"),
    ];

    private static readonly Dictionary<string, string> Units = UnitWords
        .SelectMany(row => row.Words.Split(' ').Select(word => (word, row.Unit)))
        .ToDictionary(pair => pair.word, pair => pair.Unit, StringComparer.Ordinal);

    /// <summary>All numbers, in the order of the text. "een" counts as a number only with a unit or when it stands alone.</summary>
    public static IReadOnlyList<DutchAmount> Find(string? text)
    {
        var folded = DutchWords.Fold(text);
        if (folded.Length is 0 or > 1000)
            return [];
        var found = new List<DutchAmount>();
        var words = Token().Matches(folded);
        for (var i = 0; i < words.Count; i++)
        {
            if (Read(words, i) is not { } read)
                continue;
            var next = i + read.Words < words.Count ? words[i + read.Words].Value : null;
            var unit = next is null ? null : Units.GetValueOrDefault(next);
            if (words[i].Value == "een" && unit is null && words.Count > 1)
                continue; // an article
            found.Add(new DutchAmount(read.Value, unit, words[i].Index));
            i += read.Words - 1 + (unit is null ? 0 : 1);
        }

        return found;
    }

    /// <summary>The one number of a short answer; null when there is none, or several that differ.</summary>
    public static decimal? FindOne(string? text) => Find(text) is { Count: > 0 } found && found.All(amount => amount.Value == found[0].Value)
        ? found[0].Value
        : null;

    /// <summary>A whole number written as one word, such as "veertienhonderd"; null when it is none.</summary>
    public static int? Word(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return word.Length is > 0 and <= 60 ? Thousands(word) : null;
    }

    private static (decimal Value, int Words)? Read(MatchCollection words, int index)
    {
        var word = words[index].Value;
        if (char.IsAsciiDigit(word[0]))
        {
            if (Fraction().Match(word) is { Success: true } fraction)
                return (Divide(fraction), 1);
            if (Digits(word) is not { } whole)
                return null;
            // "1 1/2"
            return index + 1 < words.Count && Fraction().Match(words[index + 1].Value) is { Success: true } part
                ? (whole + Divide(part), 2)
                : (whole, 1);
        }

        if (word is "anderhalf" or "anderhalve")
            return (1.5m, 1);
        if (word is "half" or "halve")
            return (0.5m, 1);
        if (word == "een" && index + 1 < words.Count && words[index + 1].Value is "half" or "halve")
            return (0.5m, 2);
        return Thousands(word) is { } value ? (value, 1) : null;
    }

    private static decimal Divide(Match fraction)
    {
        var below = decimal.Parse(fraction.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
        return below == 0 ? 0 : decimal.Parse(fraction.Groups[1].ValueSpan, CultureInfo.InvariantCulture) / below;
    }

    // Dutch writes 1.400 and 1,5; "1.5" is read as one and a half too, since a group of thousands has three digits.
    private static decimal? Digits(string word)
    {
        var plain = Grouped().IsMatch(word) ? word.Replace(".", "", StringComparison.Ordinal) : word;
        return decimal.TryParse(plain.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : null;
    }

    private static int? Thousands(string word)
    {
        var at = word.IndexOf("duizend", StringComparison.Ordinal);
        if (at < 0)
            return Hundreds(word);
        var before = at == 0 ? 1 : Hundreds(word[..at]);
        var rest = word[(at + "duizend".Length)..];
        var after = rest.Length == 0 ? 0 : Hundreds(Linked(rest));
        return before * 1000 + after;
    }

    private static int? Hundreds(string word)
    {
        var at = word.IndexOf("honderd", StringComparison.Ordinal);
        if (at < 0)
            return Tens(word);
        var before = at == 0 ? 1 : Tens(word[..at]);
        var rest = word[(at + "honderd".Length)..];
        var after = rest.Length == 0 ? 0 : Tens(Linked(rest));
        return before * 100 + after;
    }

    // "honderdenvijf"
    private static string Linked(string rest) => rest.StartsWith("en", StringComparison.Ordinal) ? rest[2..] : rest;

    private static int? Tens(string word)
    {
        if (Small.TryGetValue(word, out var small))
            return small;
        // "vijfentwintig", "tweeentwintig": ones, "en", tens.
        for (var at = word.IndexOf("en", StringComparison.Ordinal); at > 0; at = word.IndexOf("en", at + 1, StringComparison.Ordinal))
        {
            if (Small.TryGetValue(word[..at], out var ones) && ones is > 0 and < 10
                && Small.TryGetValue(word[(at + 2)..], out var tens) && tens >= 20)
                return tens + ones;
        }

        return null;
    }

    [GeneratedRegex(@"\d+/\d+|\d+(?:[.,]\d+)*|[a-z]+|%", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Token();

    [GeneratedRegex(@"^(\d{1,3})/(\d{1,3})$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Fraction();

    [GeneratedRegex(@"^\d{1,3}(\.\d{3})+(,\d+)?$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Grouped();
}
