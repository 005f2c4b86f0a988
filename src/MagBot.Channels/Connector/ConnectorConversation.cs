using MagBot.Activities;

namespace MagBot.Channels.Connector;

/// <summary>Ids under which we keep conversations of connector channels.</summary>
internal static class ConnectorConversation
{
    private const string CallerPrefix = "skill=";

    /// <summary>
    /// Channel and id, since ids of two channels may be equal; ours of Direct Line hold no colon. What a calling bot says of channel
    /// and conversation is its own word, so its conversations are kept apart from those of the channels and of other callers.
    /// </summary>
    public static string Id(Activity activity, string? callerAppId)
    {
        var id = $"{activity.ChannelId?.Split(':')[0]}:{activity.Conversation?.Id}";
        return callerAppId is null ? id : $"{CallerPrefix}{callerAppId}:{id}";
    }

    /// <summary>App id of the bot that calls us in this conversation; null on a channel.</summary>
    public static string? CallerOf(string conversationId) => conversationId.StartsWith(CallerPrefix, StringComparison.Ordinal)
        ? conversationId[CallerPrefix.Length..].Split(':')[0]
        : null;
}
