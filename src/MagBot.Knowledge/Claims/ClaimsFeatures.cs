using MagBot.Knowledge.Learning;

namespace MagBot.Knowledge.Claims;

/// <summary>
/// What the learned model reads in a sentence: its words and word classes, and which lawful ways of speaking hold for it. Which rules hit is
/// left out on purpose: the rules were widened on the same examples, so a model that reads them learns that what no rule hits is lawful, and
/// those are the very sentences that it is asked about.
/// </summary>
internal static class ClaimsFeatures
{
    private const char Exemption = 'X';

    /// <summary>The features of a sentence.</summary>
    /// <param name="sentence">The sentence, normalised.</param>
    /// <param name="frame">The text that it stands in, normalised.</param>
    /// <param name="rules">The wording rules.</param>
    public static FeatureSet Of(string sentence, string frame, ClaimsRules rules)
    {
        FeatureSet features = rules.Models.Features.Of(sentence);
        bool ingredient = features.Contains(TextFeatures.Class, "ingredient"), lawful = false;
        foreach ((string name, ClaimsExemption exemption) in rules.Exemptions.Where(exemption => !exemption.Value.IsBroad))
        {
            if (!exemption.Holds(sentence, frame)) continue;
            lawful = true;
            Add(features, name, ingredient);
        }

        if (!lawful) Add(features, "none", ingredient);
        return features;
    }

    private static void Add(FeatureSet features, string name, bool ingredient)
    {
        features.Add(Exemption, name);
        if (ingredient) features.Add(Exemption, name, "ingredient");
    }
}
