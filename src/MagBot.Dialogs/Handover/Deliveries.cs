using System.Text.Json;
using System.Text.Json.Serialization;

namespace MagBot.Dialogs.Handover;

/// <summary>Kinds of outbox rows that a hand-over asks for.</summary>
public static class DeliveryKinds
{
    /// <summary>An e-mail: a <see cref="MailDelivery"/>.</summary>
    public const string Mail = "mail";

    /// <summary>A signed call of another system: a <see cref="WebhookDelivery"/>.</summary>
    public const string Webhook = "webhook";
}

/// <summary>An e-mail that waits in the outbox.</summary>
public sealed record MailDelivery
{
    /// <summary>Address; null for customer care's own.</summary>
    public string? To { get; init; }

    /// <summary>Address for answers; null for the sender's own.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>Subject, one line.</summary>
    public required string Subject { get; init; }

    /// <summary>Plain text.</summary>
    public required string Text { get; init; }

    /// <summary>What of the conversation goes with it; null for nothing.</summary>
    public MailTranscript? Transcript { get; init; }
}

/// <summary>The part of a conversation that an e-mail holds, and how its speakers are named.</summary>
/// <param name="Before">Place in the log before which it ends.</param>
/// <param name="Customer">Name of the customer.</param>
/// <param name="Bot">Name of the bot.</param>
public sealed record MailTranscript(long Before, string Customer, string Bot);

/// <summary>A call of another system that waits in the outbox.</summary>
public sealed record WebhookDelivery
{
    /// <summary>What happened: <c>contact.requested</c>.</summary>
    public required string Event { get; init; }

    /// <summary>Moment, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Reference of the hand-over.</summary>
    public required string Reference { get; init; }

    /// <summary>Channel of the conversation.</summary>
    public required string Channel { get; init; }

    /// <summary>What the customer left.</summary>
    public required ContactDetails Contact { get; init; }
}

/// <summary>JSON of the payloads.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MailDelivery))]
[JsonSerializable(typeof(WebhookDelivery))]
public sealed partial class DeliveryJson : JsonSerializerContext;
