using MagBot.Search.Analysis;

namespace MagBot.Search.Querying;

/// <summary>A number in a query, with its unit when it had one.</summary>
/// <param name="Value">The digits, with a decimal comma: "2,5".</param>
/// <param name="Unit">The unit in its usual form ("mg", "uur", "graden"), or null.</param>
public readonly record struct Quantity(string Value, string? Unit);

/// <summary>What a concept of the query was taken to mean.</summary>
/// <param name="Text">The word or words as analysed.</param>
/// <param name="Start">Where it begins in the query (UTF-16, inclusive).</param>
/// <param name="End">Where it ends (exclusive).</param>
/// <param name="Share">Its share in the query's weight, 0 to 1.</param>
/// <param name="IsKnown">Whether the index holds anything for it.</param>
/// <param name="Readings">The ways in which it is searched, best first.</param>
public sealed record ConceptAnalysis(string Text, int Start, int End, double Share, bool IsKnown, IReadOnlyList<ConceptReading> Readings);

/// <summary>One way in which a concept is searched.</summary>
/// <param name="Kind">How it came about.</param>
/// <param name="Text">The words or stems that are looked for.</param>
/// <param name="Weight">What it counts, 0 to 1.</param>
public readonly record struct ConceptReading(MatchKind Kind, string Text, double Weight);

/// <summary>What was read in a query, before any document is looked at.</summary>
public sealed record QueryAnalysis
{
    /// <summary>All tokens, function words included.</summary>
    public required IReadOnlyList<Token> Tokens { get; init; }

    /// <summary>The words that are searched.</summary>
    public required IReadOnlyList<ConceptAnalysis> Concepts { get; init; }

    /// <summary>The kinds of answer that the question words ask for.</summary>
    public required QuestionKinds Kinds { get; init; }

    /// <summary>Whether there is a "geen", "niet", "zonder" …</summary>
    public required bool HasNegation { get; init; }

    /// <summary>The numbers in the query.</summary>
    public required IReadOnlyList<Quantity> Quantities { get; init; }

    /// <summary>Which share of the query's weight the index knows nothing of, 0 to 1; 1 for an empty query.</summary>
    public required double UnknownShare { get; init; }

    /// <summary>How many words were taken for typing errors and corrected.</summary>
    public required int Corrections { get; init; }

    /// <summary>How many content words the query has.</summary>
    public int ContentWords => Concepts.Count;
}
