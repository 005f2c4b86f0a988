using MagBot.Dialogs.Handover;

namespace MagBot.Dialogs.Storage;

/// <summary>One line of the desk's lists.</summary>
public sealed record HandoverSummary
{
    /// <summary>The conversation.</summary>
    public required string ConversationId { get; init; }

    /// <summary>Channel that it lives on.</summary>
    public required string ChannelId { get; init; }

    /// <summary>Where it stands.</summary>
    public required HandoverRecord Handover { get; init; }

    /// <summary>The newest thing that the customer said; null when nothing may be shown.</summary>
    public string? LastCustomerText { get; init; }

    /// <summary>Moment of the last turn, UTC.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>How many entries the log has.</summary>
    public long Entries { get; init; }
}

/// <summary>What the desk reads. All members are thread safe.</summary>
public interface IHandoverList
{
    /// <summary>Conversations with one of these statuses, earliest request first. Those that nobody asked a person for are never listed.</summary>
    Task<IReadOnlyList<HandoverSummary>> ListAsync(IReadOnlyCollection<HandoverStatus> statuses, int limit, CancellationToken cancellationToken);

    /// <summary>Conversations with one of these statuses, newest request first.</summary>
    Task<IReadOnlyList<HandoverSummary>> ListNewestAsync(IReadOnlyCollection<HandoverStatus> statuses, int limit, CancellationToken cancellationToken);

    /// <summary>Conversations that the bot has and in which something was said since a moment, the newest first. Without words.</summary>
    Task<IReadOnlyList<HandoverSummary>> ListRunningAsync(DateTimeOffset since, int limit, CancellationToken cancellationToken);

    /// <summary>The hand-over history of a conversation, oldest first.</summary>
    Task<IReadOnlyList<HandoverEvent>> ReadHistoryAsync(string conversationId, CancellationToken cancellationToken);
}
