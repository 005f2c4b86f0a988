namespace MagBot.Knowledge.Claims;

/// <summary>
/// What the learned model reads in a sentence: its words and word classes, which rules' wordings stand in it, and which lawful ways of
/// speaking hold for it. So it learns from examples how these go together, and judges sentences that no rule names.
/// </summary>
internal static class ClaimsFeatures
{
    /// <summary>The features of a sentence.</summary>
    /// <param name="sentence">The sentence, normalised.</param>
    /// <param name="frame">The text that it stands in, normalised.</param>
    /// <param name="rules">The wording rules.</param>
    public static IReadOnlyCollection<string> Of(string sentence, string frame, ClaimsRules rules)
    {
        var features = new HashSet<string>(rules.Models.Features.Of(sentence), StringComparer.Ordinal);
        bool ingredient = features.Contains("K:ingredient"), hit = false, lawful = false;
        foreach (ClaimsRule rule in rules.Rules.Where(rule => !rule.WholeText && rule.Hits(sentence)))
        {
            hit = true;
            features.Add("H:" + rule.Id);
        }

        foreach ((string name, ClaimsExemption exemption) in rules.Exemptions.Where(exemption => !exemption.Value.IsBroad))
        {
            if (!exemption.Holds(sentence, frame)) continue;
            lawful = true;
            features.Add("X:" + name);
            if (hit) features.Add($"X:{name}&hit");
            if (ingredient) features.Add($"X:{name}&ingredient");
        }

        if (lawful) return features;
        features.Add("X:none");
        if (hit) features.Add("X:none&hit");
        if (ingredient) features.Add("X:none&ingredient");
        return features;
    }
}
