using MagBot.Dialogs.Conversations;

namespace MagBot.Dialogs.Storage;

/// <summary>A log entry with the channel of its conversation.</summary>
/// <param name="ConversationId">The conversation.</param>
/// <param name="ChannelId">Channel that it lives on.</param>
/// <param name="Entry">The entry.</param>
public sealed record InsightEntry(string ConversationId, string ChannelId, LogEntry Entry);

/// <summary>Reads logs of all conversations, for figures. Thread safe.</summary>
public interface IInsightStore
{
    /// <summary>Entries since a moment, the newest first, at most <paramref name="limit"/>. Internal entries are left out, except what customers think of an answer.</summary>
    Task<IReadOnlyList<InsightEntry>> ReadAsync(DateTimeOffset since, int limit, CancellationToken cancellationToken);
}
