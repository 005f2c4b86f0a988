using System.Text.Json.Serialization;
using MagBot.Activities;

namespace MagBot.Channels.DirectLine;

/// <summary>Body of every refusal.</summary>
internal sealed record ErrorBody(ErrorDetail Error);

/// <summary>Code (stable) and message (for people).</summary>
internal sealed record ErrorDetail(string Code, string Message);

/// <summary>Body of Tokens_GenerateTokenForNewConversation and of Conversations_StartConversation.</summary>
internal sealed record StartRequest
{
    public ChannelAccount? User { get; init; }

    public string? Locale { get; init; }

    public IReadOnlyList<string>? TrustedOrigins { get; init; }
}

/// <summary>Answer of the token and conversation calls; the stream address only where a conversation was opened.</summary>
internal sealed record ConversationAnswer(
    string ConversationId,
    string Token,
    [property: JsonPropertyName("expires_in")] int ExpiresIn,
    string? StreamUrl = null);

/// <summary>Activities with the watermark that follows them; without one for typing, which no log keeps.</summary>
internal sealed record ActivitySet(IReadOnlyList<Activity> Activities, string? Watermark);

/// <summary>Answer of a post.</summary>
internal sealed record ResourceAnswer(string Id);

/// <summary>Answer of getsessionid.</summary>
internal sealed record SessionAnswer(string SessionId);

/// <summary>Body of <c>POST /widget/token</c>: nothing, or the proof of an earlier conversation.</summary>
internal sealed record WidgetTokenRequest
{
    public string? ConversationId { get; init; }

    public string? Token { get; init; }
}

/// <summary>Answer of <c>POST /widget/token</c>.</summary>
internal sealed record WidgetTokenAnswer(
    string Token,
    string ConversationId,
    [property: JsonPropertyName("expires_in")] int ExpiresIn,
    string UserId);

/// <summary>Answer of <c>GET /widget/config.json</c>.</summary>
internal sealed record WidgetConfig(string Shop, IReadOnlyDictionary<string, string> Strings);

/// <summary>Replies in the answer to an activity with <c>deliveryMode: expectReplies</c>.</summary>
internal sealed record ExpectedReplies(IReadOnlyList<Activity> Activities);

/// <summary>Source-generated contract of Direct Line, the widget's endpoints and the Connector answers.</summary>
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(StartRequest))]
[JsonSerializable(typeof(ConversationAnswer))]
[JsonSerializable(typeof(ActivitySet))]
[JsonSerializable(typeof(ResourceAnswer))]
[JsonSerializable(typeof(SessionAnswer))]
[JsonSerializable(typeof(WidgetTokenRequest))]
[JsonSerializable(typeof(WidgetTokenAnswer))]
[JsonSerializable(typeof(WidgetConfig))]
[JsonSerializable(typeof(ExpectedReplies))]
internal sealed partial class DirectLineJson : JsonSerializerContext
{
    /// <summary>Built on the options of the Activity schema: no nulls, its timestamps, its depth limit.</summary>
    public static DirectLineJson Contract { get; } = new(ActivityJson.Create());
}
