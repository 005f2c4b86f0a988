using System.Text;
using System.Text.Json;
using MagBot.Knowledge.Loading;

namespace MagBot.Knowledge.Learning;

/// <summary>The models in one file of <c>knowledge/models/</c>, with the word classes that they read.</summary>
/// <param name="Features">Reads texts for them.</param>
/// <param name="Rarity">How much each feature counts: a sixteenth of its inverse document frequency. Empty without models.</param>
/// <param name="Models">By name.</param>
internal sealed record GuardModels(TextFeatures Features, byte[] Rarity, IReadOnlyDictionary<string, LinearModel> Models)
{
    public const string WordingFile = "models/wording.json";
    public const string SafetyFile = "models/safety.json";

    private const string RarityName = "rarity", ModelsName = "models";

    /// <summary>No models: the rules stand alone.</summary>
    public static GuardModels None { get; } = new(new TextFeatures([]), [], new Dictionary<string, LinearModel>());

    /// <summary>Weighs the features of a text.</summary>
    public FeatureVector Weigh(FeatureSet features)
    {
        int[] ids = [.. features.Ids];
        var values = new float[ids.Length];
        double squares = 0;
        for (int at = 0; at < ids.Length; at++)
        {
            values[at] = Rarity[ids[at]];
            squares += values[at] * values[at];
        }

        float length = squares == 0 ? 1 : (float)Math.Sqrt(squares);
        for (int at = 0; at < values.Length; at++) values[at] /= length;
        return new FeatureVector(ids, values);
    }

    /// <summary>The words and neighbours in a text that speak most for what a model finds, for an editor who wonders why.</summary>
    public IEnumerable<string> Reasons(LinearModel model, string normal) => TextFeatures.Readable(normal)
        .Select(word => (word.Text, Weight: model.Weight(word.Id) * Rarity[word.Id]))
        .Where(word => word.Weight > 0).OrderByDescending(word => word.Weight).ThenBy(word => word.Text, StringComparer.Ordinal)
        .Select(word => word.Text).Distinct().Take(3);

    /// <summary>How rare each feature is among texts; one that none of them holds counts as the rarest.</summary>
    public static byte[] CountRarity(IReadOnlyCollection<FeatureSet> texts)
    {
        var counts = new int[FeatureSet.Size];
        foreach (int id in texts.SelectMany(text => text.Ids)) counts[id]++;
        return [.. counts.Select(count => (byte)Math.Clamp(Math.Round(16 * (Math.Log((1.0 + texts.Count) / (1 + count)) + 1)), 1, 255))];
    }

    /// <summary>Reads a file; a broken one is an error and leaves the rules alone.</summary>
    public static GuardModels Read(KnowledgeFile? file, TextFeatures features, FaultList faults)
    {
        if (file is null || features.IsEmpty) return None with { Features = features };
        try
        {
            using var json = JsonDocument.Parse(file.Text);
            byte[] rarity = LinearModel.Unpack(json.RootElement.GetProperty(RarityName));
            if (rarity.Length != FeatureSet.Size) throw new FormatException($"{RarityName} holds {rarity.Length} features, not {FeatureSet.Size}.");
            return new GuardModels(features, rarity, json.RootElement.GetProperty(ModelsName).EnumerateObject().ToDictionary(model => model.Name, model => LinearModel.Read(model.Value), StringComparer.Ordinal));
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or InvalidDataException)
        {
            faults.Error(file.Name, null, null, "model-broken", $"the model cannot be read: {exception.Message} Write it anew with \"magbot learn\".");
            return None with { Features = features };
        }
    }

    /// <summary>The models as the text of their file.</summary>
    public string Write()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, IndentSize = 1, NewLine = "\n" }))
        {
            json.WriteStartObject();
            LinearModel.Pack(json, RarityName, Rarity);
            json.WriteStartObject(ModelsName);
            foreach ((string name, LinearModel model) in Models)
            {
                json.WritePropertyName(name);
                model.Write(json);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }
}
