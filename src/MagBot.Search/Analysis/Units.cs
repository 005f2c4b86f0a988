namespace MagBot.Search.Analysis;

/// <summary>The units that customers and articles write, and the one form in which they are indexed.</summary>
internal static class Units
{
    private static readonly Dictionary<string, string> AfterNumber = new(StringComparer.Ordinal)
    {
        ["mg"] = "mg",
        ["milligram"] = "mg",
        ["mgr"] = "mg",
        ["g"] = "gram",
        ["gr"] = "gram",
        ["gram"] = "gram",
        ["kg"] = "kg",
        ["kilo"] = "kg",
        ["kilogram"] = "kg",
        ["mcg"] = "mcg",
        ["ug"] = "mcg",
        ["microgram"] = "mcg",
        ["ml"] = "ml",
        ["milliliter"] = "ml",
        ["cl"] = "cl",
        ["dl"] = "dl",
        ["l"] = "liter",
        ["liter"] = "liter",
        ["ltr"] = "liter",
        ["u"] = "uur",
        ["uur"] = "uur",
        ["uren"] = "uur",
        ["h"] = "uur",
        ["min"] = "minuut",
        ["minuut"] = "minuut",
        ["minuten"] = "minuut",
        ["sec"] = "seconde",
        ["seconden"] = "seconde",
        ["mm"] = "mm",
        ["cm"] = "cm",
        ["m"] = "meter",
        ["meter"] = "meter",
        ["km"] = "km",
        ["kb"] = "kb",
        ["mb"] = "mb",
        ["gb"] = "gb",
        ["ie"] = "ie",
        ["iu"] = "ie",
        ["kcal"] = "kcal",
        ["jr"] = "jaar",
        ["wk"] = "week",
        ["euro"] = "euro",
        ["eur"] = "euro",
    };

    // Unambiguous without a number too.
    private static readonly Dictionary<string, string> Anywhere = new(StringComparer.Ordinal)
    {
        ["milligram"] = "mg",
        ["microgram"] = "mcg",
        ["milliliter"] = "ml",
        ["kilogram"] = "kg",
    };

    private static readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> AfterNumberLookup =
        AfterNumber.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> AnywhereLookup =
        Anywhere.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The short form of a unit that follows a number, or null when the word is none.</summary>
    public static string? FindAfterNumber(ReadOnlySpan<char> word) => word.Length <= 10 && AfterNumberLookup.TryGetValue(word, out var unit) ? unit : null;

    /// <summary>The short form of a word that is a unit wherever it stands, or null.</summary>
    public static string? FindAnywhere(ReadOnlySpan<char> word) => word.Length is >= 8 and <= 10 && AnywhereLookup.TryGetValue(word, out var unit) ? unit : null;
}
