namespace MagBot.Dialogs.Storage;

/// <summary>What a lead decided about a question without a good answer.</summary>
public enum LessonKind
{
    /// <summary>It belongs to an answer that exists: another way to ask it.</summary>
    Variant,

    /// <summary>It needs an answer of its own.</summary>
    New,

    /// <summary>It needs none.</summary>
    Dismissed,
}

/// <summary>A decision about a question without a good answer.</summary>
/// <param name="Id">Unique id.</param>
/// <param name="Asked">A customer's question, without addresses and numbers; what is like it is decided too.</param>
/// <param name="Question">The question as the lead worded it.</param>
/// <param name="Kind">What was decided.</param>
/// <param name="AnswerId">The answer that it belongs to; null unless it is a variant.</param>
/// <param name="DecidedBy">Id of the lead.</param>
/// <param name="DecidedAt">Moment, UTC.</param>
public sealed record LessonDecision(string Id, string Asked, string Question, LessonKind Kind, string? AnswerId, string DecidedBy, DateTimeOffset DecidedAt);

/// <summary>Keeps decisions about questions without a good answer. Thread safe.</summary>
public interface ILessonStore
{
    /// <summary>All decisions, oldest first.</summary>
    Task<IReadOnlyList<LessonDecision>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Adds one; false when the id is taken.</summary>
    Task<bool> AddAsync(LessonDecision decision, CancellationToken cancellationToken);

    /// <summary>Takes one back; false when it was not there.</summary>
    Task<bool> RemoveAsync(string id, CancellationToken cancellationToken);
}
