using System.Text.Json;
using System.Text.Json.Serialization;

namespace MagBot.Assistant.Retrieval;

/// <summary>Everything about retrieval that is found by measuring; kept as data and written by <c>magbot tune</c>.</summary>
internal sealed record RetrievalSettings
{
    public required RankingSettings Ranking { get; init; }

    public required ConfidenceSettings Confidence { get; init; }

    /// <summary>The settings that this version ships with.</summary>
    public static RetrievalSettings Default { get; } = Load();

    public static RetrievalSettings Parse(string json) =>
        JsonSerializer.Deserialize(json, RetrievalJsonContext.Default.RetrievalSettings) ?? throw new JsonException("Retrieval settings must be an object.");

    public string ToJson() => JsonSerializer.Serialize(this, RetrievalJsonContext.Default.RetrievalSettings);

    private static RetrievalSettings Load()
    {
        using var stream = typeof(RetrievalSettings).Assembly.GetManifestResourceStream("MagBot.Assistant.Retrieval.retrieval.json")
            ?? throw new InvalidOperationException("The resource retrieval.json is missing from the assembly.");
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    }
}

/// <summary>How the index over the answers weighs; see <see cref="Search.Index.SearchIndexOptions"/> for what each means.</summary>
internal sealed record RankingSettings
{
    public double QuestionWeight { get; init; }

    public double VariantWeight { get; init; }

    public double ShortWeight { get; init; }

    public double BodyWeight { get; init; }

    public double TopicWeight { get; init; }

    public double QuestionLength { get; init; }

    public double VariantLength { get; init; }

    public double TextLength { get; init; }

    public double TermSaturation { get; init; }

    public double FunctionWordWeight { get; init; }

    public double QuestionBonus { get; init; }

    public double ProximityBonus { get; init; }

    public double ExactFormBonus { get; init; }

    public double SynonymWeight { get; init; }

    public double QueryPartWeight { get; init; }

    public double CompoundPartWeight { get; init; }
}

/// <summary>The weights of <see cref="ChoiceModel"/> and its thresholds.</summary>
/// <param name="Weights">Weight by name of a candidate's feature; a feature that is not named counts nothing.</param>
/// <param name="None">The same for the features of "none of these".</param>
/// <param name="AnswerAt">From this confidence on the answer is given.</param>
/// <param name="ClarifyAt">From this confidence on the customer is asked to choose.</param>
internal sealed record ConfidenceSettings(
    IReadOnlyDictionary<string, double> Weights, IReadOnlyDictionary<string, double> None, double AnswerAt, double ClarifyAt);

[JsonSerializable(typeof(RetrievalSettings))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, RespectNullableAnnotations = true)]
internal sealed partial class RetrievalJsonContext : JsonSerializerContext;
