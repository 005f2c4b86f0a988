using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace MagBot.Activities;

/// <summary>Reads and writes activities. All members are thread safe.</summary>
public static class ActivityJson
{
    /// <summary>Deepest nesting that is read; deeper input is refused.</summary>
    public const int MaxDepth = 64;

    /// <summary>Source-generated contract with nulls and empty text left out (A2004), unknown members kept (A2005), UTC timestamps in milliseconds.</summary>
    public static ActivityJsonContext Context { get; } = new(Create());

    /// <summary>Parses one activity.</summary>
    /// <exception cref="JsonException">The text is no JSON object, is nested deeper than <see cref="MaxDepth"/>, or a known member has a wrong type.</exception>
    public static Activity Parse(ReadOnlySpan<byte> utf8) =>
        JsonSerializer.Deserialize(utf8, Context.Activity) ?? throw new JsonException("An activity must be a JSON object, found null.");

    /// <inheritdoc cref="Parse(ReadOnlySpan{byte})"/>
    public static Activity Parse(string json) =>
        JsonSerializer.Deserialize(json, Context.Activity) ?? throw new JsonException("An activity must be a JSON object, found null.");

    /// <summary>Writes one activity, without nulls.</summary>
    public static string Write(Activity activity) => JsonSerializer.Serialize(activity, Context.Activity);

    /// <summary>A JSON string as a free-form value.</summary>
    public static JsonElement ToElement(string value) => JsonSerializer.SerializeToElement(value, Context.String);

    /// <summary>An object as a free-form value.</summary>
    public static JsonElement ToElement<T>(T value, JsonTypeInfo<T> contract) => JsonSerializer.SerializeToElement(value, contract);

    /// <summary>Serializer options that other contracts of the protocol should build on.</summary>
    public static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            MaxDepth = MaxDepth,
            NumberHandling = JsonNumberHandling.Strict,
            RespectNullableAnnotations = true,
            // Dutch text stays readable; <, >, & and quotes are still escaped.
            Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        };
        options.Converters.Add(new UtcTimestampConverter());
        return options;
    }
}

/// <summary>Source-generated contract of the Activity schema; there is no reflection fallback.</summary>
[JsonSerializable(typeof(Activity))]
[JsonSerializable(typeof(IReadOnlyList<Activity>))]
[JsonSerializable(typeof(ConversationReference))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(string))]
public sealed partial class ActivityJsonContext : JsonSerializerContext;

/// <summary>
/// Writes UTC moments as <c>yyyy-MM-ddTHH:mm:ss.fffZ</c> and others with their offset; reads any fraction length.
/// </summary>
internal sealed class UtcTimestampConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var value))
            return value;
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out value))
            return value;
        throw new JsonException($"A moment must be an ISO 8601 text such as 2026-03-02T10:15:30.120Z, found {text ?? reader.TokenType.ToString()}.");
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Offset == TimeSpan.Zero
            ? value.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
            : value.ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture));
}
