using System.Text.RegularExpressions;

namespace MagBot.Assistant.Retrieval;

/// <summary>Cuts a message into the pieces that may each ask something: sentences, and questions joined by "en" or a comma.</summary>
internal static partial class QuestionSplitter
{
    private const int MostPieces = 8;
    private const int ShortestPiece = 8;

    /// <summary>The pieces in order; one piece when there is nothing to cut.</summary>
    public static IReadOnlyList<string> Split(string message)
    {
        var pieces = Boundary().Split(message)
            .Select(piece => piece.Trim())
            .Where(piece => piece.Length >= ShortestPiece)
            .Take(MostPieces)
            .ToList();
        return pieces.Count == 0 ? [message] : pieces;
    }

    /// <summary>Whether a piece asks something, by its mark or its first words.</summary>
    public static bool IsQuestion(string piece) => piece.Contains('?', StringComparison.Ordinal) || Opening().IsMatch(piece);

    // The end of a sentence, or a joint after which a new question begins.
    [GeneratedRegex(
        @"(?<=[?!.;\n])\s+|(?:,\s*(?:en\s+)?|\s+en\s+)(?=(?:hoe|wat|wanneer|welke?|waarom|waar|wie|hoeveel|is|zijn|mag|kan|kun|moet|helpt|werkt|heeft|doet)\s)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 100)]
    private static partial Regex Boundary();

    [GeneratedRegex(
        @"^\W*(?:en|maar|dus|of)?\s*(?:hoe|wat|wanneer|welke?|waarom|waar|wie|hoeveel|is|zijn|mag|kan|kun|moet|helpt|werkt|heeft|doet|word|krijg|zit)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 100)]
    private static partial Regex Opening();
}
