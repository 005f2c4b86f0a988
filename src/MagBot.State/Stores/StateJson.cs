using System.Text.Json;
using System.Text.Json.Serialization;
using MagBot.Activities;
using MagBot.Dialogs.Handover;

namespace MagBot.State.Stores;

/// <summary>What is kept of a conversation in one JSON column, because nothing searches for it.</summary>
internal sealed record ConversationDetails
{
    public required ChannelAccount User { get; init; }

    public required ChannelAccount Bot { get; init; }

    public ConversationAccount? Account { get; init; }

    public string? ServiceUrl { get; init; }

    public string? Locale { get; init; }

    public bool? IsGone { get; init; }
}

/// <summary>JSON of the columns that are ours; activities have their own contract.</summary>
internal static class StateJson
{
    public static StateJsonContext Context { get; } = new(Create());

    private static JsonSerializerOptions Create()
    {
        var options = ActivityJson.Create();
        // What a record computes from itself is not stored.
        options.IgnoreReadOnlyProperties = true;
        // By name: the numbers of an enum may move between versions.
        options.Converters.Add(new JsonStringEnumConverter<HandoverStatus>(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.Converters.Add(new JsonStringEnumConverter<TranscriptConsent>(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        return options;
    }
}

[JsonSerializable(typeof(HandoverRecord))]
[JsonSerializable(typeof(ConversationDetails))]
internal sealed partial class StateJsonContext : JsonSerializerContext;
