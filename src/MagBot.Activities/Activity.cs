using System.Text.Json;
using System.Text.Json.Serialization;

namespace MagBot.Activities;

/// <summary>
/// One Bot Framework Activity as it stands on the wire. Unknown members are kept through a round trip
/// (Activity protocol A2005), unknown types are accepted (A2006). Not thread safe while being changed.
/// </summary>
/// <remarks>
/// Open sets (<see cref="Type"/>, <see cref="ChannelId"/>, <see cref="InputHint"/>) are strings with constants beside them.
/// Free-form members (<see cref="ChannelData"/>, <see cref="Value"/>, <see cref="Attachment.Content"/>) are <see cref="JsonElement"/>s that own their memory.
/// </remarks>
public sealed record Activity
{
    /// <summary>What kind of activity this is, one of <see cref="ActivityTypes"/> or a value that we do not know.</summary>
    public string? Type { get; init; }

    /// <summary>Id given by the channel, unique in its conversation; null on what a bot composes.</summary>
    public string? Id { get; init; }

    /// <summary>Moment at which the channel stored the activity, UTC; null on what a bot composes.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>The sender's own clock with its offset; null when not told.</summary>
    public DateTimeOffset? LocalTimestamp { get; init; }

    /// <summary>IANA name of the sender's time zone; null when not told.</summary>
    public string? LocalTimezone { get; init; }

    /// <summary>The channel, one of <see cref="ChannelIds"/> or another name; may be of the form <c>channel:subchannel</c>.</summary>
    public string? ChannelId { get; init; }

    /// <summary>Base address for replies; only on what a channel sends to the bot.</summary>
    public string? ServiceUrl { get; init; }

    /// <summary>Who sends.</summary>
    public ChannelAccount? From { get; init; }

    /// <summary>Who receives; some callers leave it out.</summary>
    public ChannelAccount? Recipient { get; init; }

    /// <summary>The conversation that it belongs to.</summary>
    public ConversationAccount? Conversation { get; init; }

    /// <summary>Id of the activity of the same conversation that this one answers; null when it answers none.</summary>
    public string? ReplyToId { get; init; }

    /// <summary>BCP-47 name of the language of <see cref="Text"/>.</summary>
    public string? Locale { get; init; }

    /// <summary>What is said. An empty string means no text.</summary>
    public string? Text { get; init; }

    /// <summary><c>plain</c>, <c>markdown</c> or <c>xml</c>; see <see cref="TextFormats"/>.</summary>
    public string? TextFormat { get; init; }

    /// <summary>What to say aloud; an empty string asks for silence.</summary>
    public string? Speak { get; init; }

    /// <summary>Fallback and notification text.</summary>
    public string? Summary { get; init; }

    /// <summary>Whether the bot waits for an answer; one of <see cref="InputHints"/>.</summary>
    public string? InputHint { get; init; }

    /// <summary>Buttons offered below the message.</summary>
    public SuggestedActions? SuggestedActions { get; init; }

    /// <summary>Cards and files; null and empty mean the same.</summary>
    public IReadOnlyList<Attachment>? Attachments { get; init; }

    /// <summary><c>list</c> or <c>carousel</c>.</summary>
    public string? AttachmentLayout { get; init; }

    /// <summary>Metadata such as mentions and the client's capabilities.</summary>
    public IReadOnlyList<Entity>? Entities { get; init; }

    /// <summary>Members that only this channel knows. Absent when undefined.</summary>
    public JsonElement? ChannelData { get; init; }

    /// <summary>Name of an event, invoke or command.</summary>
    public string? Name { get; init; }

    /// <summary>Programmatic payload: a card submit, an event's value.</summary>
    public JsonElement? Value { get; init; }

    /// <summary>Type name of <see cref="Value"/>.</summary>
    public string? ValueType { get; init; }

    /// <summary>Human-readable label of a trace.</summary>
    public string? Label { get; init; }

    /// <summary>Conversation that an event or a trace is about.</summary>
    public ConversationReference? RelatesTo { get; init; }

    /// <summary>Why a conversation ended, on <c>endOfConversation</c>.</summary>
    public string? Code { get; init; }

    /// <summary><c>add</c> or <c>remove</c>, on <c>installationUpdate</c>.</summary>
    public string? Action { get; init; }

    /// <summary>Who joined, on <c>conversationUpdate</c>.</summary>
    public IReadOnlyList<ChannelAccount>? MembersAdded { get; init; }

    /// <summary>Who left, on <c>conversationUpdate</c>.</summary>
    public IReadOnlyList<ChannelAccount>? MembersRemoved { get; init; }

    /// <summary>New name of the conversation, on <c>conversationUpdate</c>.</summary>
    public string? TopicName { get; init; }

    /// <summary>Reactions that were put, on <c>messageReaction</c>.</summary>
    public IReadOnlyList<MessageReaction>? ReactionsAdded { get; init; }

    /// <summary>Reactions that were taken away, on <c>messageReaction</c>.</summary>
    public IReadOnlyList<MessageReaction>? ReactionsRemoved { get; init; }

    /// <summary><c>normal</c>, <c>notification</c>, <c>expectReplies</c> …; see <see cref="DeliveryModes"/>.</summary>
    public string? DeliveryMode { get; init; }

    /// <summary><c>low</c>, <c>normal</c> or <c>high</c>.</summary>
    public string? Importance { get; init; }

    /// <summary>Moment after which the message need not be shown.</summary>
    public DateTimeOffset? Expiration { get; init; }

    /// <summary>Whether new members see what was said before, on <c>conversationUpdate</c>; no channel uses it any more.</summary>
    public bool? HistoryDisclosed { get; init; }

    /// <summary>Words that a speech recogniser should expect.</summary>
    public IReadOnlyList<string>? ListenFor { get; init; }

    /// <summary>Parts of the text that a <c>suggestion</c> is about.</summary>
    public IReadOnlyList<TextHighlight>? TextHighlights { get; init; }

    /// <summary>A programmatic action that goes with the activity.</summary>
    public SemanticAction? SemanticAction { get; init; }

    /// <summary>Who called; set by the receiver only, an inbound value is thrown away.</summary>
    public string? CallerId { get; init; }

    /// <summary>Members that we do not know, kept as they came (A2005).</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Properties { get; set; }

    /// <summary>Whether <see cref="Type"/> is <paramref name="type"/>, ignoring case as A2006 asks.</summary>
    public bool Is(string type) => string.Equals(Type, type, StringComparison.OrdinalIgnoreCase);
}
