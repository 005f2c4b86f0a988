using System.Text.RegularExpressions;

namespace MagBot.Assistant.Retrieval;

/// <summary>Cuts a message into the pieces that may each ask something: sentences, and questions joined by "en" or a comma.</summary>
internal static partial class QuestionSplitter
{
    private const int MostPieces = 8;
    private const int ShortestPiece = 8;

    /// <summary>The pieces in order; one piece when there is nothing to cut.</summary>
    private static List<string> Split(string message)
    {
        var pieces = Boundary().Split(message)
            .Select(piece => piece.Trim())
            .Where(piece => piece.Length >= ShortestPiece)
            .Take(MostPieces)
            .ToList();
        return pieces.Count == 0 ? [message] : pieces;
    }

    /// <summary>The pieces that ask something; empty when the message is one piece.</summary>
    public static IReadOnlyList<string> Questions(string message)
    {
        var pieces = Split(message);
        return pieces.Count < 2 ? [] : [.. pieces.Where(IsQuestion)];
    }

    /// <summary>Whether a message may ask two things: something joins them.</summary>
    public static bool HasJoint(string message) => Joint().IsMatch(message);

    /// <summary>Whether a piece asks something, by its mark or its first words.</summary>
    public static bool IsQuestion(string piece) => piece.Contains('?', StringComparison.Ordinal) || Opening().IsMatch(piece);

    [GeneratedRegex(@"\w\s*(?:[?!.;,\n&+]|\b(?:en|of)\b)\s*\w", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Joint();

    // The end of a sentence, or a joint after which a new question begins.
    [GeneratedRegex(
        @"(?<=[?!.;\n])\s+|(?:,\s*(?:en\s+)?|\s+en\s+)(?=(?:(?:op|bij|met|voor|van|in|aan|tot)\s+(?:wat|welke?|hoeveel)|hoe|wat|wanneer|welke?|waar\w*|wie|hoe\w+|is|zijn|mag|mogen|kan|kun|moet|helpt|werkt|heeft|doet|geldt|telt|word|krijg|zit|komt|neem)\s)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Boundary();

    [GeneratedRegex(
        @"^\W*(?:en|maar|dus|of)?\s*(?:(?:op|bij|met|voor|van|in|aan|tot)\s+(?:wat|welke?|hoeveel)|hoe|wat|wanneer|welke?|waar\w*|wie|hoe\w+|is|zijn|mag|mogen|kan|kun|moet|helpt|werkt|heeft|doet|geldt|telt|word|krijg|zit|komt|neem)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Opening();
}
