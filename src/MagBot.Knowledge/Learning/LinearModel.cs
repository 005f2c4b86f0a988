using System.IO.Compression;
using System.Text.Json;

namespace MagBot.Knowledge.Learning;

/// <summary>
/// A weight for each feature of a text, learned from example sentences. It is the second reader behind the rules: it has seen how forbidden
/// sentences and alarms look, and so also knows wordings that nobody wrote a pattern for. Immutable, thread safe.
/// </summary>
/// <remarks>Weights are kept as a byte each: the sign and the square root of the share of the largest, which is exact where they are small.</remarks>
internal sealed class LinearModel
{
    private readonly sbyte[] _weights;
    private readonly float _largest;
    private readonly float[] _values = new float[256];

    private LinearModel(double bias, float largest, sbyte[] weights, IReadOnlyDictionary<string, double> limits)
    {
        Bias = bias;
        Limits = limits;
        _largest = largest;
        _weights = weights;
        for (int step = -127; step <= 127; step++) _values[step & 255] = Math.Sign(step) * largest * (step / 127f) * (step / 127f);
    }

    public double Bias { get; }

    /// <summary>Scores from which something is done, by name.</summary>
    public IReadOnlyDictionary<string, double> Limits { get; }

    /// <summary>Makes a model of weights; their number is a power of two, and features beyond it share them.</summary>
    public static LinearModel Of(double bias, ReadOnlySpan<float> weights)
    {
        float largest = 0;
        foreach (float weight in weights) largest = Math.Max(largest, Math.Abs(weight));
        var steps = new sbyte[weights.Length];
        for (int id = 0; id < weights.Length; id++) steps[id] = largest == 0 ? (sbyte)0 : (sbyte)(Math.Sign(weights[id]) * Math.Round(127 * Math.Sqrt(Math.Abs(weights[id]) / largest)));
        return new LinearModel(Math.Round(bias, 4), largest, steps, new Dictionary<string, double>());
    }

    public LinearModel With(IReadOnlyDictionary<string, double> limits) => new(Bias, _largest, _weights, limits);

    /// <summary>How much the text looks like the examples; above 0 more likely than not.</summary>
    public double Score(FeatureVector text)
    {
        double sum = 0;
        for (int at = 0; at < text.Ids.Length; at++) sum += text.Values[at] * Weight(text.Ids[at]);
        return Bias + sum;
    }

    public float Weight(int feature) => _values[_weights[feature & (_weights.Length - 1)] & 255];

    public bool IsAbove(string limit, double score) => Limits.TryGetValue(limit, out double from) && score >= from;

    public static LinearModel Read(JsonElement json)
    {
        sbyte[] weights = (sbyte[])(Array)Unpack(json.GetProperty("weights"));
        if (weights.Length == 0 || (weights.Length & (weights.Length - 1)) != 0) throw new FormatException("the number of weights is no power of two.");
        return new LinearModel(json.GetProperty("bias").GetDouble(), json.GetProperty("largest").GetSingle(), weights,
            json.GetProperty("limits").EnumerateObject().ToDictionary(limit => limit.Name, limit => limit.Value.GetDouble(), StringComparer.Ordinal));
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("bias", Bias);
        json.WriteNumber("largest", _largest);
        json.WriteStartObject("limits");
        foreach ((string name, double limit) in Limits) json.WriteNumber(name, Math.Round(limit, 3));
        json.WriteEndObject();
        Pack(json, "weights", (byte[])(Array)_weights);
        json.WriteEndObject();
    }

    /// <summary>Reads bytes that <see cref="Pack"/> wrote.</summary>
    public static byte[] Unpack(JsonElement json)
    {
        using var packed = new DeflateStream(new MemoryStream(json.GetBytesFromBase64()), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        packed.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>Writes bytes compressed, as text.</summary>
    public static void Pack(Utf8JsonWriter json, string name, byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.SmallestSize)) deflate.Write(bytes);
        json.WriteBase64String(name, packed.ToArray());
    }
}
