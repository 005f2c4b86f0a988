namespace MagBot.Dialogs.Storage;

/// <summary>One line of the audit log: who did what. Holds no words of customers.</summary>
/// <param name="At">Moment, UTC.</param>
/// <param name="Actor">Id of the advisor, or the name that was tried.</param>
/// <param name="Action">What was done, in a word.</param>
/// <param name="ConversationId">Conversation that it concerns; null for none.</param>
/// <param name="Detail">More, such as the outcome; null for nothing.</param>
public sealed record AuditLine(DateTimeOffset At, string Actor, string Action, string? ConversationId, string? Detail);

/// <summary>Keeps the audit log. Thread safe.</summary>
public interface IAuditStore
{
    /// <summary>Adds a line.</summary>
    Task AddAsync(AuditLine line, CancellationToken cancellationToken);

    /// <summary>The newest lines, newest first.</summary>
    Task<IReadOnlyList<AuditLine>> ListNewestAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Removes lines from before a moment.</summary>
    Task EraseBeforeAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
