using MagBot.Activities;

namespace MagBot.Channels.Connector;

/// <summary>Body of <c>Conversations_CreateConversation</c>.</summary>
internal sealed record NewConversation
{
    public bool IsGroup { get; init; }

    public ChannelAccount? Bot { get; init; }

    public IReadOnlyList<ChannelAccount>? Members { get; init; }

    public string? TenantId { get; init; }

    public string? TopicName { get; init; }

    public System.Text.Json.JsonElement? ChannelData { get; init; }

    public Activity? Activity { get; init; }

    /// <summary>A talk with one person. On Teams the app must be installed for them.</summary>
    public static NewConversation With(ChannelAccount user, string? tenantId) => new() { Members = [user], TenantId = tenantId };

    /// <summary>A new thread in a channel of a team; <paramref name="first"/> is its first message.</summary>
    public static NewConversation InTeamsChannel(string channelId, string? tenantId, Activity first) => new()
    {
        IsGroup = true,
        TenantId = tenantId,
        Activity = first,
        ChannelData = System.Text.Json.JsonDocument.Parse(
            new System.Text.Json.Nodes.JsonObject { ["channel"] = new System.Text.Json.Nodes.JsonObject { ["id"] = channelId } }.ToJsonString()).RootElement,
    };
}

/// <summary>Answer to <see cref="NewConversation"/>.</summary>
internal sealed record CreatedConversation(string? Id, string? ActivityId = null, string? ServiceUrl = null);

/// <summary>Answer to a send; some channels give no id.</summary>
internal sealed record SentActivity(string? Id = null);

/// <summary>One page of the members of a conversation.</summary>
internal sealed record MembersPage(IReadOnlyList<ChannelAccount>? Members, string? ContinuationToken = null);
