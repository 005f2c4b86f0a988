using System.Text;
using System.Text.Json;
using MagBot.Knowledge.Loading;

namespace MagBot.Knowledge.Learning;

/// <summary>The models in one file of <c>knowledge/models/</c>, with the word classes that they read.</summary>
/// <param name="Features">Reads texts for them.</param>
/// <param name="Models">By name.</param>
internal sealed record GuardModels(TextFeatures Features, IReadOnlyDictionary<string, LinearModel> Models)
{
    public const string WordingFile = "models/wording.json";
    public const string SafetyFile = "models/safety.json";

    /// <summary>No models: the rules stand alone.</summary>
    public static GuardModels None { get; } = new(new TextFeatures([]), new Dictionary<string, LinearModel>());

    /// <summary>Reads a file; a broken one is an error and leaves the rules alone.</summary>
    public static GuardModels Read(KnowledgeFile? file, TextFeatures features, FaultList faults)
    {
        if (file is null || features.IsEmpty) return None with { Features = features };
        try
        {
            using var json = JsonDocument.Parse(file.Text);
            return new GuardModels(features, json.RootElement.EnumerateObject().ToDictionary(model => model.Name, model => LinearModel.Read(model.Value), StringComparer.Ordinal));
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            faults.Error(file.Name, null, null, "model-broken", $"the model cannot be read: {exception.Message} Write it anew with \"magbot learn\".");
            return None with { Features = features };
        }
    }

    /// <summary>The models as the text of their file: one weight a line, so that a change can be read.</summary>
    public string Write()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, IndentSize = 1, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" }))
        {
            json.WriteStartObject();
            foreach ((string name, LinearModel model) in Models)
            {
                json.WritePropertyName(name);
                model.Write(json);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }
}
