using MagBot.Desk.Knowledge;
using MagBot.Dialogs.Handover;
using MagBot.Dialogs.Storage;
using Microsoft.AspNetCore.Components;

namespace MagBot.Desk.Conversations;

/// <summary>The desk's lists.</summary>
/// <param name="Sections">The lists, in the order shown.</param>
/// <param name="SelectedId">Conversation that is open beside them; null when none is.</param>
/// <param name="NewWork">How many requests nobody has taken yet.</param>
/// <param name="Now">Moment of reading, UTC.</param>
public sealed record QueueModel(IReadOnlyList<QueueSection> Sections, string? SelectedId, int NewWork, DateTimeOffset Now)
{
    /// <summary>Which lists are shown.</summary>
    public DeskTab Tab { get; init; }

    /// <summary>How many talks this advisor has.</summary>
    public int Mine { get; init; }

    /// <summary>How many messages in them are not answered yet.</summary>
    public int Unanswered { get; init; }

    /// <summary>After this time a waiting customer counts as waiting long.</summary>
    public TimeSpan WaitAttention { get; init; }

    /// <summary>After this time a waiting customer counts as waiting too long.</summary>
    public TimeSpan WaitAlarm { get; init; }
}

/// <summary>Which lists the desk shows.</summary>
public enum DeskTab
{
    /// <summary>Who waits.</summary>
    Queue,

    /// <summary>Talks of the advisor who looks.</summary>
    Mine,

    /// <summary>All that is open, and what runs with the bot.</summary>
    All,

    /// <summary>What is over.</summary>
    Closed,
}

/// <summary>A colleague to whom a talk can be given.</summary>
/// <param name="Id">Id of the account.</param>
/// <param name="Name">Name that customers see.</param>
/// <param name="IsThere">Whether the colleague is at the desk.</param>
public sealed record Colleague(string Id, string Name, bool IsThere);

/// <summary>One list.</summary>
/// <param name="Kind">Short name, for styles and tests.</param>
/// <param name="Title">Heading.</param>
/// <param name="Items">Lines.</param>
public sealed record QueueSection(string Kind, string Title, IReadOnlyList<HandoverSummary> Items);

/// <summary>Who said a line of the transcript.</summary>
public enum Author
{
    /// <summary>The customer.</summary>
    Customer,

    /// <summary>The assistant.</summary>
    Bot,

    /// <summary>An advisor.</summary>
    Advisor,

    /// <summary>A notice to the customer.</summary>
    System,

    /// <summary>An advisor, for colleagues only.</summary>
    Note,
}

/// <summary>A file or card that came with a message.</summary>
/// <param name="Name">Name or type.</param>
/// <param name="Id">Id under which we keep it; null when we do not.</param>
/// <param name="IsPicture">Whether it may be shown.</param>
public sealed record SharedFile(string Name, string? Id, bool IsPicture);

/// <summary>One message of the transcript.</summary>
public sealed record TranscriptEntry
{
    /// <summary>Place in the log.</summary>
    public required long Sequence { get; init; }

    /// <summary>Who said it.</summary>
    public required Author Author { get; init; }

    /// <summary>Name of an advisor; null for the others.</summary>
    public string? Name { get; init; }

    /// <summary>Moment, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What was said, as plain text; empty when <see cref="Html"/> is there.</summary>
    public string Text { get; init; } = "";

    /// <summary>What was said, as safe HTML made from the bot's Markdown; null for what people wrote.</summary>
    public MarkupString? Html { get; init; }

    /// <summary>Titles of buttons that were offered.</summary>
    public IReadOnlyList<string> Buttons { get; init; } = [];

    /// <summary>Files and cards that came along.</summary>
    public IReadOnlyList<SharedFile> Attachments { get; init; } = [];

    /// <summary>What our own clients are told about a message of the bot.</summary>
    public MessageData Data { get; init; } = MessageData.None;
}

/// <summary>A conversation as an advisor may see it.</summary>
public sealed record ConversationModel
{
    /// <summary>The conversation.</summary>
    public required string Id { get; init; }

    /// <summary>Channel that it lives on.</summary>
    public required string ChannelId { get; init; }

    /// <summary>Where it stands.</summary>
    public required HandoverRecord Handover { get; init; }

    /// <summary>The part of the transcript that may be shown.</summary>
    public required IReadOnlyList<TranscriptEntry> Transcript { get; init; }

    /// <summary>Steps of the hand-over, with the names of those who took them.</summary>
    public required IReadOnlyList<HistoryLine> History { get; init; }

    /// <summary>Whether there is earlier talk that the customer did not agree to share.</summary>
    public bool EarlierHidden { get; init; }

    /// <summary>Whether there is earlier talk that is left out for its length.</summary>
    public bool EarlierLeftOut { get; init; }

    /// <summary>Whether the advisor who looks has this conversation.</summary>
    public bool IsMine { get; init; }

    /// <summary>Whether the advisor who looks may erase it.</summary>
    public bool MayErase { get; init; }

    /// <summary>Whether the advisor who looks may take it.</summary>
    public bool CanClaim => Handover.Status is HandoverStatus.Waiting or HandoverStatus.ContactRequested;

    /// <summary>Colleagues to whom it can be given.</summary>
    public IReadOnlyList<Colleague> Colleagues { get; init; } = [];

    /// <summary>Ready-made replies.</summary>
    public IReadOnlyList<CannedReply> Replies { get; init; } = [];

    /// <summary>Moment of the last turn, UTC.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Moment of reading, UTC.</summary>
    public DateTimeOffset Now { get; init; }
}

/// <summary>One step of a hand-over.</summary>
/// <param name="Step">The step.</param>
/// <param name="Actor">Who took it, in words.</param>
public sealed record HistoryLine(HandoverEvent Step, string Actor);
