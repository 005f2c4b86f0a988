using MagBot.Search.Index;

namespace MagBot.Search.Scoring;

/// <summary>A document that was found.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Score">Higher is better; comparable within one query only.</param>
/// <param name="Features">What can be said of the match; comparable between queries.</param>
public sealed record SearchHit(DocumentKey Key, double Score, SearchFeatures Features);

/// <summary>Facts about one match, for a model of confidence. Shares lie between 0 and 1.</summary>
public sealed record SearchFeatures
{
    /// <summary>The part of the score that BM25F gave.</summary>
    public required double Bm25F { get; init; }

    /// <summary>The score divided by the weight of the query: about 1 when every word is met once, up to k1 + 1 and the bonuses.</summary>
    public required double ScorePerMass { get; init; }

    /// <summary>Share of the query's weight (idf) that the document covers.</summary>
    public required double Coverage { get; init; }

    /// <summary>Share of the query's weight that the best single value of a question field covers.</summary>
    public required double QuestionCoverage { get; init; }

    /// <summary>How much the query and that value are the same question: harmonic mean of the shares of either that the other covers.</summary>
    public required double QuestionSimilarity { get; init; }

    /// <summary>Which value of the document that was, counted over all its fields' values in order; -1 when none.</summary>
    public required int QuestionValue { get; init; }

    /// <summary>How close neighbours of the query stand in the document: 1 when all are adjacent; 1 for a query of one word that is met.</summary>
    public required double Proximity { get; init; }

    /// <summary>Whether all content words of the query stand together in the document, in order.</summary>
    public required bool IsPhrase { get; init; }

    /// <summary>Share of the query's weight that is met in the exact form typed.</summary>
    public required double ExactShare { get; init; }
}
