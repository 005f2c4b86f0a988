namespace MagBot.Assistant.Retrieval;

/// <summary>
/// Chooses among the candidates or none of them: a conditional logit (McFadden 1974) with an outside option. Ranking and confidence
/// are one model, so the probability of the best candidate takes its rivals and "dat weet ik niet" into account.
/// </summary>
internal static class ChoiceModel
{
    /// <summary>The probability of each candidate, and last that of none.</summary>
    public static double[] Probabilities(double[] weights, double[] noneWeights, Sighting sighting)
    {
        var utilities = new double[sighting.Candidates.Count + 1];
        for (var i = 0; i < sighting.Candidates.Count; i++)
            utilities[i] = Dot(weights, sighting.Candidates[i].Features);
        utilities[^1] = Dot(noneWeights, sighting.None);
        var highest = utilities.Max();
        var total = 0.0;
        for (var i = 0; i < utilities.Length; i++)
            total += utilities[i] = Math.Exp(utilities[i] - highest);
        for (var i = 0; i < utilities.Length; i++)
            utilities[i] /= total;
        return utilities;
    }

    private static double Dot(double[] weights, double[] features)
    {
        var sum = 0.0;
        for (var i = 0; i < features.Length; i++)
            sum += weights[i] * features[i];
        return sum;
    }
}
