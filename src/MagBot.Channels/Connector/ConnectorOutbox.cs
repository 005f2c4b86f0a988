using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using MagBot.Activities;
using MagBot.Channels.Connector.Teams;
using MagBot.Dialogs.Conversations;
using MagBot.Dialogs.Storage;
using MagBot.Dialogs.Turns;

namespace MagBot.Channels.Connector;

/// <summary>A reply that waits in the outbox.</summary>
/// <param name="ServiceUrl">Base address of the channel's connector.</param>
/// <param name="ConversationId">The conversation's id on the channel.</param>
/// <param name="Activity">The reply as it goes out.</param>
/// <param name="Audience">App id of the bot that called us and gets the reply; null for a channel.</param>
internal sealed record ConnectorDelivery(string ServiceUrl, string ConversationId, Activity Activity, string? Audience = null);

/// <summary>A reply as the sender needs it: where it goes, and its JSON as it was stored.</summary>
/// <param name="ServiceUrl">Base address of the channel's connector.</param>
/// <param name="ConversationId">The conversation's id on the channel.</param>
/// <param name="ReplyToId">Id of the activity that it answers; null for none.</param>
/// <param name="Body">The activity.</param>
/// <param name="Audience">App id of the bot that called us; null for a channel.</param>
internal sealed record PreparedDelivery(string ServiceUrl, string ConversationId, string? ReplyToId, string Body, string? Audience)
{
    public static PreparedDelivery From(ConnectorDelivery delivery) => new(
        delivery.ServiceUrl, delivery.ConversationId, delivery.Activity.ReplyToId, ActivityJson.Write(delivery.Activity), delivery.Audience);

    /// <summary>Reads a row; null for one that is no delivery. The activity is not read into our types, for it goes out as it is.</summary>
    public static PreparedDelivery? TryRead(string payload)
    {
        try
        {
            var row = JsonSerializer.Deserialize(payload, ConnectorJson.Contract.StoredDelivery);
            return row is { ServiceUrl: { } serviceUrl, ConversationId: { } conversationId, Activity: { ValueKind: JsonValueKind.Object } activity }
                ? new PreparedDelivery(serviceUrl, conversationId, ReplyTo(activity), activity.GetRawText(), row.Audience)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? ReplyTo(JsonElement activity) =>
        activity.TryGetProperty("replyToId", out var id) && id.ValueKind is JsonValueKind.String ? id.GetString() : null;
}

/// <summary>A <see cref="ConnectorDelivery"/> as it stands in the outbox.</summary>
internal sealed record StoredDelivery(string? ServiceUrl, string? ConversationId, JsonElement Activity, string? Audience = null);

/// <summary>Source-generated contract of the outbox rows.</summary>
[JsonSerializable(typeof(ConnectorDelivery))]
[JsonSerializable(typeof(StoredDelivery))]
[JsonSerializable(typeof(InboxEntry))]
[JsonSerializable(typeof(InvokeAnswer))]
[JsonSerializable(typeof(InvokeFault))]
[JsonSerializable(typeof(NewConversation))]
[JsonSerializable(typeof(CreatedConversation))]
[JsonSerializable(typeof(SentActivity))]
[JsonSerializable(typeof(MembersPage))]
[JsonSerializable(typeof(ChannelAccount))]
internal sealed partial class ConnectorJson : JsonSerializerContext
{
    public static ConnectorJson Contract { get; } = new(ActivityJson.Create());
}

/// <summary>Puts what is said on connector channels into the outbox; Direct Line clients read the log.</summary>
internal sealed class ConnectorOutbox : IOutboxComposer
{
    /// <summary>Kind of the rows.</summary>
    public const string Kind = "connector";

    public IReadOnlyList<OutboxItem> Compose(Conversation conversation, IReadOnlyList<LogEntry> entries)
    {
        if (conversation.IsGone || conversation.ServiceUrl is not { } serviceUrl || conversation.Account?.Id is not { } accountId)
            return [];
        var incoming = entries.Count > 0 && entries[0].Activity.From?.Role == Roles.User ? entries[0].Activity : null;
        if (incoming is not null && ConnectorEndpoint.ExpectsReplies(incoming))
            return [];
        var caller = ConnectorConversation.CallerOf(conversation.Id);
        var isTeams = conversation.ChannelId.Split(':')[0] == ChannelIds.MsTeams;
        List<OutboxItem> items = [];
        foreach (var entry in entries.Where(IsReply))
        {
            var messages = isTeams ? TeamsReplies.Compose(entry.Activity, Asker(conversation, incoming)) : [entry.Activity];
            for (var i = 0; i < messages.Count; i++)
            {
                var delivery = new ConnectorDelivery(serviceUrl, accountId, Outgoing(messages[i], incoming), caller);
                var id = LogEntry.ActivityId(conversation.Id, entry.Sequence);
                items.Add(new OutboxItem(
                    i == 0 ? id : $"{id}/{i}", Kind, JsonSerializer.Serialize(delivery, ConnectorJson.Contract.ConnectorDelivery)));
            }
        }

        return items;
    }

    /// <summary>A reply without <c>channelData.magbot</c>, which is for our own clients.</summary>
    public static Activity WithoutOurs(Activity activity) => activity with { ChannelData = WithoutOurs(activity.ChannelData) };

    // In a group chat everybody reads along, so an answer names whom it is for. A thread of a channel is answer enough.
    private static ChannelAccount? Asker(Conversation conversation, Activity? incoming) =>
        incoming?.Is(ActivityTypes.Message) == true && conversation.Account?.ConversationType == "groupChat" ? incoming.From : null;

    // Only messages: channels refuse events, and messages without content.
    private static bool IsReply(LogEntry entry) =>
        entry.Audience is Audience.Everyone
        && entry.Activity.From?.Role != Roles.User
        && entry.Activity.Is(ActivityTypes.Message)
        && (!string.IsNullOrEmpty(entry.Activity.Text) || entry.Activity.Attachments is { Count: > 0 });

    // Id and moment are the channel's to give. In a group the one who asked is answered, not the one who was first.
    private static Activity Outgoing(Activity activity, Activity? incoming) => activity with
    {
        Id = null,
        Timestamp = null,
        Recipient = incoming?.From ?? activity.Recipient,
        ChannelData = WithoutOurs(activity.ChannelData),
    };

    private static JsonElement? WithoutOurs(JsonElement? channelData)
    {
        if (channelData is not { ValueKind: JsonValueKind.Object } data || !data.TryGetProperty("magbot", out _))
            return channelData;
        var rest = JsonObject.Create(data) ?? [];
        rest.Remove("magbot");
        return rest.Count == 0 ? null : JsonSerializer.Deserialize(rest.ToJsonString(), ActivityJson.Context.JsonElement);
    }
}
