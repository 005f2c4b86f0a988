using System.Text.RegularExpressions;

namespace MagBot.Dialogs.Recognition;

/// <summary>What somebody says instead of what was said before: "nee, 3 per dag", "oeps, toch tabletten", "22u bedoelde ik".</summary>
/// <param name="Text">What it should be, without the words that announce a correction.</param>
/// <param name="IsRestated">Whether the customer says to mean something else ("ik bedoelde …"), and not just "nee" or "sorry".</param>
public sealed partial record DutchCorrection(string Text, bool IsRestated)
{
    /// <summary>The correction in a message; null when it does not begin or end like one, says nothing besides, or adds something ("nee, ook een appel").</summary>
    public static DutchCorrection? Find(string? text)
    {
        if (text is null || text.Length > 1000)
            return null;
        var opening = Opening().Match(text);
        var closing = Closing().Match(text);
        if (!opening.Success && !closing.Success)
            return null;
        var end = closing.Success && closing.Index >= opening.Length ? closing.Index : text.Length;
        var rest = text[opening.Length..end].Trim().TrimStart(',', ':', '.', '!', '-').Trim();
        if (rest.Length == 0 || Addition().IsMatch(rest))
            return null;
        return new DutchCorrection(rest, end < text.Length || Meaning().IsMatch(opening.Value));
    }

    [GeneratedRegex(
        @"^\W*(?:(?:nee|neen|nee[eë]+n?|toch|oeps|oei|ho|wacht|sorry|pardon|excuus|foutje|vergissing|correctie|maar|eigenlijk|ik bedoel(?:de)?|bedoel(?:de)?|ik vergis(?:te)? (?:me|mij)|(?:het|dat) (?:moet|moest) zijn|niet [^,.!?\n]{1,40}?,? maar)(?:\W+|$))+",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Opening();

    [GeneratedRegex(@"\W+(?:bedoel(?:de)? ik|ik bedoel(?:de)?)(?:\W+(?:dus|eigenlijk|hoor|natuurlijk|sorry))*\W*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Closing();

    [GeneratedRegex(@"\b(?:bedoel|vergis|moe(?:t|st) zijn)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Meaning();

    [GeneratedRegex(@"^(?:en|ook|nog)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Addition();
}
