using System.Collections.Frozen;
using System.Text.Json;

namespace MagBot.Knowledge.Learning;

/// <summary>
/// A weight for each feature of a text, learned from example sentences. It is the second reader behind the rules: it has seen how forbidden
/// sentences and alarms look, and so also knows wordings that nobody wrote a pattern for. Immutable, thread safe.
/// </summary>
/// <param name="bias">Score of a text without any known feature.</param>
/// <param name="weights">What each feature adds.</param>
/// <param name="limits">Scores from which something is done, by name.</param>
internal sealed class LinearModel(double bias, IReadOnlyDictionary<string, float> weights, IReadOnlyDictionary<string, double> limits)
{
    private readonly FrozenDictionary<string, float> _weights = weights.ToFrozenDictionary(StringComparer.Ordinal);

    public double Bias => bias;

    public IReadOnlyDictionary<string, float> Weights => _weights;

    public IReadOnlyDictionary<string, double> Limits => limits;

    /// <summary>How much the text looks like the examples; above 0 more likely than not.</summary>
    public double Score(IReadOnlyCollection<string> features)
    {
        double sum = 0;
        foreach (string feature in features)
        {
            if (_weights.TryGetValue(feature, out float weight)) sum += weight;
        }

        return bias + sum / Math.Sqrt(features.Count + 1);
    }

    /// <summary>The words that speak most for it, for an editor who wonders why.</summary>
    public IEnumerable<string> Reasons(IReadOnlyCollection<string> features) => features
        .Where(feature => feature.StartsWith("w:", StringComparison.Ordinal) || feature.StartsWith("b:", StringComparison.Ordinal))
        .Where(feature => _weights.GetValueOrDefault(feature) > 0)
        .OrderByDescending(feature => _weights.GetValueOrDefault(feature)).ThenBy(feature => feature, StringComparer.Ordinal)
        .Take(3).Select(feature => feature[2..].Trim('^', '$', ' '));

    public bool IsAbove(string limit, double score) => limits.TryGetValue(limit, out double from) && score >= from;

    public static LinearModel Read(JsonElement json) => new(
        json.GetProperty("bias").GetDouble(),
        json.GetProperty("weights").EnumerateObject().ToDictionary(weight => weight.Name, weight => weight.Value.GetSingle(), StringComparer.Ordinal),
        json.GetProperty("limits").EnumerateObject().ToDictionary(limit => limit.Name, limit => limit.Value.GetDouble(), StringComparer.Ordinal));

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("bias", Math.Round(bias, 3));
        json.WriteStartObject("limits");
        foreach ((string name, double limit) in limits) json.WriteNumber(name, Math.Round(limit, 2));
        json.WriteEndObject();
        json.WriteStartObject("weights");
        foreach ((string feature, float weight) in _weights.OrderBy(pair => pair.Key, StringComparer.Ordinal)) json.WriteNumber(feature, Math.Round((decimal)weight, 2));
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
