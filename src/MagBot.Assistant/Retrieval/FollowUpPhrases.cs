using System.Text.RegularExpressions;

namespace MagBot.Assistant.Retrieval;

/// <summary>Recognises messages that lean on what was said before: "en bij borstvoeding?", "hoeveel dan?", "waarom?".</summary>
internal static partial class FollowUpPhrases
{
    private const int LongestFollowUp = 12; // words; who writes more says what it is about
    private const int LongestNaming = 3;

    /// <summary>Whether a message may lean on the talk before it.</summary>
    public static bool MayLean(string message) =>
        Words().Count(message) is > 0 and <= LongestFollowUp && (Joining().IsMatch(message) || Pointing().IsMatch(message) || Words().Count(message) <= 4);

    /// <summary>Whether a message asks why, or for more, and for nothing else.</summary>
    public static bool AsksForMore(string message) => More().IsMatch(message);

    /// <summary>Whether a message points back with "dat" or "ervan".</summary>
    public static bool PointsBack(string message) => Pointing().IsMatch(message);

    /// <summary>Whether a message only names what comes next: "en alcohol?".</summary>
    public static bool GoesOn(string message) => Joining().IsMatch(message) && Words().Count(message) <= LongestNaming;

    [GeneratedRegex(@"[\p{L}\p{N}][\p{L}\p{N}'’-]*", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Words();

    [GeneratedRegex(@"^\W*(?:(?:ok[eé]?|ah|ja|nee|goed|dank\w*|hm+|aha|oei)\W+)*(?:en|of|maar|dus|ook)\b|\b(?:dan|ook)\W*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Joining();

    [GeneratedRegex(
        @"\b(?:dat|dit|die|deze|da|'t|het|ze|er(?:aan|bij|in|mee|naar|om|op|over|tegen|toe|tussen|van|voor)?|daar\w*|hier\w*|dan|zo(?:iets|iet|'n)?|allebei|beide)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Pointing();

    [GeneratedRegex(
        @"^\W*(?:(?:en|maar|ok[eé]?|ja|huh|hm+)\W+)*(?:waarom|wrom|hoezo|waardoor|hoe komt (?:dat|het)|hoe kan (?:dat|het)|hoe zit dat|(?:leg|kan je dat|kun je dat|kunt u dat) (?:dat |het |eens |dit )?uit\w*|waarom (?:dan|is dat|niet|wel|eigenlijk|moet dat|mag dat niet)|vertel (?:eens )?(?:verder|meer)|meer (?:info\w*|uitleg))(?:\W+(?:dan|eigenlijk|juist|precies|zo|nu|nou|dat|niet|wel|eens|is))*\W*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex More();
}
