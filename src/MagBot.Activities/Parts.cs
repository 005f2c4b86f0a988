using System.Text.Json;
using System.Text.Json.Serialization;

namespace MagBot.Activities;

/// <summary>A card or a file.</summary>
public sealed record Attachment
{
    /// <summary>Media type; cards have their own, see <see cref="ContentTypes"/>.</summary>
    public string? ContentType { get; init; }

    /// <summary>Where the content can be fetched.</summary>
    public string? ContentUrl { get; init; }

    /// <summary>Inline content of a card.</summary>
    public JsonElement? Content { get; init; }

    /// <summary>File name.</summary>
    public string? Name { get; init; }

    /// <summary>Picture that stands for the content.</summary>
    public string? ThumbnailUrl { get; init; }

    /// <summary>Members that we do not know.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Properties { get; set; }
}

/// <summary>Metadata about an activity. Only <see cref="Type"/> is common to all.</summary>
public sealed record Entity
{
    /// <summary>Name or IRI of the kind of entity.</summary>
    public string? Type { get; init; }

    /// <summary>All other members.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Properties { get; set; }
}

/// <summary>Buttons below a message.</summary>
public sealed record SuggestedActions
{
    /// <summary>Ids of those who should see them; null or empty means everybody.</summary>
    public IReadOnlyList<string>? To { get; init; }

    /// <summary>The buttons, in the order shown.</summary>
    public IReadOnlyList<CardAction>? Actions { get; init; }

    /// <summary>Members that we do not know.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Properties { get; set; }
}

/// <summary>One button.</summary>
public sealed record CardAction
{
    /// <summary>What happens on a press; see <see cref="ActionTypes"/>.</summary>
    public string? Type { get; init; }

    /// <summary>What stands on the button.</summary>
    public string? Title { get; init; }

    /// <summary>Address of a picture.</summary>
    public string? Image { get; init; }

    /// <summary>What <see cref="Image"/> shows, for who cannot see it.</summary>
    public string? ImageAltText { get; init; }

    /// <summary>Text sent by <c>messageBack</c>.</summary>
    public string? Text { get; init; }

    /// <summary>Text shown in the chat by <c>messageBack</c>.</summary>
    public string? DisplayText { get; init; }

    /// <summary>Payload; a string for <c>imBack</c>.</summary>
    public JsonElement? Value { get; init; }

    /// <summary>Members that only this channel knows.</summary>
    public JsonElement? ChannelData { get; init; }

    /// <summary>Members that we do not know.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Properties { get; set; }

    /// <summary>A button that says <paramref name="text"/> on the customer's behalf.</summary>
    /// <param name="title">What stands on the button.</param>
    /// <param name="text">What is said; null takes the title. Clients differ in which of the two they send, so keep them equal where you can.</param>
    public static CardAction ImBack(string title, string? text = null) => new()
    {
        Type = ActionTypes.ImBack,
        Title = title,
        Value = ActivityJson.ToElement(text ?? title),
    };
}

/// <summary>A reaction such as <c>like</c>.</summary>
public sealed record MessageReaction
{
    /// <summary>Name of the reaction.</summary>
    public string? Type { get; init; }

    /// <summary>Members that we do not know.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Properties { get; set; }
}

/// <summary>A part of a text, with which of its occurrences is meant.</summary>
public sealed record TextHighlight
{
    /// <summary>The words.</summary>
    public string? Text { get; init; }

    /// <summary>Which occurrence, from 1; null means the first.</summary>
    public int? Occurrence { get; init; }

    /// <summary>Members that we do not know.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Properties { get; set; }
}

/// <summary>A programmatic action, begun, gone on with or done.</summary>
public sealed record SemanticAction
{
    /// <summary>Name of the action.</summary>
    public string? Id { get; init; }

    /// <summary><c>start</c>, <c>continue</c> or <c>done</c>.</summary>
    public string? State { get; init; }

    /// <summary>What it is about, by name.</summary>
    public IReadOnlyDictionary<string, Entity>? Entities { get; init; }

    /// <summary>Members that we do not know.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Properties { get; set; }
}
