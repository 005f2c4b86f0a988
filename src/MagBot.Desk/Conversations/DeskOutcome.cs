namespace MagBot.Desk.Conversations;

/// <summary>What became of an advisor's command.</summary>
internal enum DeskOutcome
{
    /// <summary>Done and stored.</summary>
    Done,

    /// <summary>It had been done before; nothing happened now.</summary>
    Repeated,

    /// <summary>A colleague was first.</summary>
    AlreadyClaimed,

    /// <summary>The conversation is not this advisor's.</summary>
    NotYours,

    /// <summary>The conversation is not in a state in which this can be done.</summary>
    NotNow,

    /// <summary>There is no such conversation, or it was erased.</summary>
    UnknownConversation,

    /// <summary>There is no text.</summary>
    EmptyText,

    /// <summary>The text is longer than <see cref="HandoverService.MaxTextLength"/>.</summary>
    TooLong,

    /// <summary>The wording rules forbid it.</summary>
    Forbidden,

    /// <summary>The wording rules ask the advisor to look again.</summary>
    Doubtful,

    /// <summary>The form lacks a usable id.</summary>
    BadRequest,
}
