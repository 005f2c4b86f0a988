using MagBot.Search.Querying;
using MagBot.Search.Scoring;

namespace MagBot.Assistant.Retrieval;

/// <summary>How sure it is that the first hit answers the query: a logistic model over what can be said of the match.</summary>
internal static class ConfidenceModel
{
    /// <summary>Names of the features, in the order of <see cref="Features"/>.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "questionCoverage", "questionSimilarity", "coverage", "unknownShare", "scorePerMass", "gap", "exactShare", "proximity", "isPhrase",
        "oneWord", "manyWords", "corrections", "similaritySquared", "coverageTimesKnown",
    ];

    /// <summary>The features of one hit.</summary>
    /// <param name="analysis">What was read in the query.</param>
    /// <param name="hit">The hit.</param>
    /// <param name="runnerUp">Score of the best other document; 0 when there is none.</param>
    public static double[] Features(QueryAnalysis analysis, SearchHit hit, double runnerUp)
    {
        var match = hit.Features;
        return
        [
            match.QuestionCoverage,
            match.QuestionSimilarity,
            match.Coverage,
            analysis.UnknownShare,
            Math.Min(match.ScorePerMass, 4) / 4,
            hit.Score > 0 ? Math.Clamp((hit.Score - runnerUp) / hit.Score, 0, 1) : 0,
            match.ExactShare,
            match.Proximity,
            match.IsPhrase ? 1 : 0,
            analysis.ContentWords <= 1 ? 1 : 0,
            Math.Min(analysis.ContentWords, 30) / 30.0,
            Math.Min(analysis.Corrections, 4) / 4.0,
            match.QuestionSimilarity * match.QuestionSimilarity,
            match.Coverage * (1 - analysis.UnknownShare),
        ];
    }

    /// <summary>The probability that these features belong to a right answer.</summary>
    public static double Probability(ConfidenceSettings settings, double[] features)
    {
        var sum = settings.Intercept;
        for (var i = 0; i < features.Length; i++)
            sum += settings.Weights.GetValueOrDefault(Names[i]) * features[i];
        return 1 / (1 + Math.Exp(-sum));
    }
}
