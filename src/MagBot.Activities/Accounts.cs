using System.Text.Json;
using System.Text.Json.Serialization;

namespace MagBot.Activities;

/// <summary>Somebody on a channel: a customer, the bot, an advisor.</summary>
public sealed record ChannelAccount
{
    /// <summary>Id on the channel, opaque; never parsed, lowered or trimmed.</summary>
    public string? Id { get; init; }

    /// <summary>Name to show.</summary>
    public string? Name { get; init; }

    /// <summary>Object id in Microsoft Entra, on Teams.</summary>
    public string? AadObjectId { get; init; }

    /// <summary><c>user</c>, <c>bot</c> or <c>skill</c>; see <see cref="Roles"/>. Web Chat lays its bubbles out by it.</summary>
    public string? Role { get; init; }

    /// <summary>Members that we do not know.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Properties { get; set; }
}

/// <summary>A conversation on a channel.</summary>
public sealed record ConversationAccount
{
    /// <summary>Id on the channel, opaque.</summary>
    public string? Id { get; init; }

    /// <summary>Name to show.</summary>
    public string? Name { get; init; }

    /// <summary>Whether more than two take part; null means no.</summary>
    public bool? IsGroup { get; init; }

    /// <summary><c>personal</c>, <c>groupChat</c> or <c>channel</c> on Teams.</summary>
    public string? ConversationType { get; init; }

    /// <summary>Tenant in Microsoft Entra.</summary>
    public string? TenantId { get; init; }

    /// <summary>Object id in Microsoft Entra.</summary>
    public string? AadObjectId { get; init; }

    /// <summary>Role of the account.</summary>
    public string? Role { get; init; }

    /// <summary>Members that we do not know.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Properties { get; set; }
}

/// <summary>Where a conversation can be found again.</summary>
public sealed record ConversationReference
{
    /// <summary>Activity that the reference was taken from.</summary>
    public string? ActivityId { get; init; }

    /// <summary>The person.</summary>
    public ChannelAccount? User { get; init; }

    /// <summary>The bot.</summary>
    public ChannelAccount? Bot { get; init; }

    /// <summary>The conversation.</summary>
    public ConversationAccount? Conversation { get; init; }

    /// <summary>The channel.</summary>
    public string? ChannelId { get; init; }

    /// <summary>Base address for replies.</summary>
    public string? ServiceUrl { get; init; }

    /// <summary>BCP-47 language name.</summary>
    public string? Locale { get; init; }

    /// <summary>Members that we do not know.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Properties { get; set; }
}
