using MagBot.Assistant.Retrieval;

namespace MagBot.Assistant.Tuning;

/// <summary>A message with the candidates that are right; the last of <see cref="Right"/> stands for none of them.</summary>
internal sealed record ChoiceCase(Sighting Sighting, bool[] Right, double Weight = 1);

/// <summary>Fits <see cref="ChoiceModel"/> by gradient ascent on the likelihood (Adam; Kingma &amp; Ba 2015) with an L2 penalty.</summary>
internal static class ChoiceFit
{
    private const int Rounds = 600;
    private const double Step = 0.05;

    /// <summary>The weights of the candidates' features, and of those for none.</summary>
    public static (double[] Weights, double[] None) Fit(IReadOnlyList<ChoiceCase> cases, double penalty)
    {
        var split = CandidateFeatures.Names.Count;
        var all = new double[split + CandidateFeatures.NoneNames.Count];
        var (first, second) = (new double[all.Length], new double[all.Length]);
        for (var round = 1; round <= Rounds; round++)
        {
            var gradient = Gradient(cases, all[..split], all[split..], split);
            for (var i = 0; i < all.Length; i++)
            {
                var slope = gradient[i] - penalty * all[i];
                first[i] = 0.9 * first[i] + 0.1 * slope;
                second[i] = 0.999 * second[i] + 0.001 * slope * slope;
                var rate = Step * (round > Rounds * 2 / 3 ? 0.3 : 1);
                all[i] += rate * (first[i] / (1 - Math.Pow(0.9, round))) / (Math.Sqrt(second[i] / (1 - Math.Pow(0.999, round))) + 1e-9);
            }
        }

        return (all[..split], all[split..]);
    }

    // Of the log of the probability that any right candidate is chosen.
    private static double[] Gradient(IReadOnlyList<ChoiceCase> cases, double[] weights, double[] none, int split)
    {
        var gradient = new double[split + none.Length];
        foreach (var item in cases)
        {
            var p = ChoiceModel.Probabilities(weights, none, item.Sighting);
            var right = 1e-12;
            for (var i = 0; i < p.Length; i++)
                right += item.Right[i] ? p[i] : 0;
            for (var i = 0; i < p.Length; i++)
            {
                var push = item.Weight * ((item.Right[i] ? p[i] / right : 0) - p[i]);
                var features = i < p.Length - 1 ? item.Sighting.Candidates[i].Features : item.Sighting.None;
                var offset = i < p.Length - 1 ? 0 : split;
                for (var f = 0; f < features.Length; f++)
                    gradient[offset + f] += push * features[f];
            }
        }

        return gradient;
    }
}
