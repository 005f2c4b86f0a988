using MagBot.Desk.Conversations;
using MagBot.Desk.Resources;

namespace MagBot.Desk.Http;

/// <summary>Something to tell the advisor above the page.</summary>
public enum DeskNotice
{
    /// <summary>A colleague took the conversation first.</summary>
    AlreadyClaimed,

    /// <summary>The conversation is not this advisor's.</summary>
    NotYours,

    /// <summary>It cannot be done now: the conversation was closed, for instance.</summary>
    NotNow,

    /// <summary>There is no such conversation.</summary>
    UnknownConversation,

    /// <summary>There is no text.</summary>
    EmptyText,

    /// <summary>The text is too long.</summary>
    TooLong,

    /// <summary>The wording rules forbid it.</summary>
    Forbidden,

    /// <summary>The wording rules ask to look again.</summary>
    Doubtful,

    /// <summary>The form is incomplete or out of date.</summary>
    BadRequest,

    /// <summary>Somebody just made this account.</summary>
    Welcome,

    /// <summary>A conversation was erased.</summary>
    Erased,
}

/// <summary>Words and status codes for outcomes.</summary>
internal static class DeskNotices
{
    public static string Text(DeskNotice notice) => notice switch
    {
        DeskNotice.AlreadyClaimed => DeskTexts.NoticeAlreadyClaimed,
        DeskNotice.NotYours => DeskTexts.NoticeNotYours,
        DeskNotice.NotNow => DeskTexts.NoticeNotNow,
        DeskNotice.UnknownConversation => DeskTexts.NoticeUnknownConversation,
        DeskNotice.EmptyText => DeskTexts.NoticeEmptyText,
        DeskNotice.TooLong => DeskPaths.Format(DeskTexts.NoticeTooLong, HandoverService.MaxTextLength),
        DeskNotice.Forbidden => DeskTexts.NoticeForbidden,
        DeskNotice.Doubtful => DeskTexts.NoticeDoubtful,
        DeskNotice.Erased => DeskTexts.NoticeErased,
        DeskNotice.Welcome => DeskTexts.NoticeWelcome,
        _ => DeskTexts.NoticeBadRequest,
    };

    /// <summary>What to tell about an outcome; null when it went well.</summary>
    public static DeskNotice? From(DeskOutcome outcome) => outcome switch
    {
        DeskOutcome.Done or DeskOutcome.Repeated => null,
        DeskOutcome.AlreadyClaimed => DeskNotice.AlreadyClaimed,
        DeskOutcome.NotYours => DeskNotice.NotYours,
        DeskOutcome.NotNow => DeskNotice.NotNow,
        DeskOutcome.UnknownConversation => DeskNotice.UnknownConversation,
        DeskOutcome.EmptyText => DeskNotice.EmptyText,
        DeskOutcome.TooLong => DeskNotice.TooLong,
        DeskOutcome.Forbidden => DeskNotice.Forbidden,
        DeskOutcome.Doubtful => DeskNotice.Doubtful,
        _ => DeskNotice.BadRequest,
    };

    public static int Status(DeskOutcome outcome) => outcome switch
    {
        DeskOutcome.Done or DeskOutcome.Repeated => 200,
        DeskOutcome.AlreadyClaimed or DeskOutcome.NotYours or DeskOutcome.NotNow => 409,
        DeskOutcome.UnknownConversation => 404,
        DeskOutcome.EmptyText or DeskOutcome.TooLong or DeskOutcome.Forbidden or DeskOutcome.Doubtful => 422,
        _ => 400,
    };
}
