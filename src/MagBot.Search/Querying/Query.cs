namespace MagBot.Search.Querying;

/// <summary>How a part of a query came to search for a term.</summary>
public enum MatchKind
{
    /// <summary>The word itself, in any of its forms.</summary>
    Word,

    /// <summary>Two words of the query written as one, or a compound written apart.</summary>
    Joined,

    /// <summary>The parts of a compound that the index does not hold as a whole.</summary>
    Compound,

    /// <summary>A synonym.</summary>
    Synonym,

    /// <summary>A correction of a typing error.</summary>
    Correction,
}

/// <summary>A term to look for. Part: it came from splitting and only stands in for a piece of the word.</summary>
internal readonly record struct QueryClause(int Term, double Weight, double Idf, bool IsPart);

/// <summary>One way in which a concept can be met; its clauses add up.</summary>
internal sealed record QueryAlternative(MatchKind Kind, string Text, double Weight, QueryClause[] Clauses);

/// <summary>A word or a row of words of the query; its best alternative counts.</summary>
internal sealed record QueryConcept
{
    public required string Text { get; init; }

    public required int Start { get; init; }

    public required int End { get; init; }

    /// <summary>What the words count by their role: 1 for content.</summary>
    public required double Weight { get; init; }

    /// <summary>Weight times idf: the concept's share in what the query is about.</summary>
    public required double Mass { get; init; }

    /// <summary>The words as typed, for the bonus on exact forms; empty when the index does not hold them.</summary>
    public required int[] Words { get; init; }

    public required IReadOnlyList<QueryAlternative> Alternatives { get; init; }

    public bool IsContent => Weight >= 1;
}

internal sealed record Query
{
    public required IReadOnlyList<QueryConcept> Concepts { get; init; }

    public required double Mass { get; init; }

    public required QueryAnalysis Analysis { get; init; }
}
