using System.Text.Json;
using MagBot.Activities;
using MagBot.Desk.Accounts;
using MagBot.Desk.Knowledge;
using MagBot.Desk.Live;
using MagBot.Desk.Resources;
using MagBot.Dialogs.Conversations;
using MagBot.Dialogs.Handover;
using MagBot.Dialogs.Storage;

namespace MagBot.Desk.Conversations;

/// <summary>Reads what the desk shows, and decides what may be shown. Thread safe.</summary>
internal sealed class DeskReader(
    IConversationStore store, IHandoverList list, IAdvisorStore advisors, DeskPresence presence, IDeskKnowledge knowledge, DeskOptions options, TimeProvider time)
{
    private const int MaxOpen = 200;
    private const int ShownClosed = 20;
    private const int MaxEntries = 400;
    private const int ShownRunning = 50;
    private static readonly TimeSpan Running = TimeSpan.FromMinutes(30);

    /// <summary>All lines of the desk's lists.</summary>
    public async Task<IReadOnlyList<HandoverSummary>> ReadOpenAsync(CancellationToken cancellationToken) => await list.ListAsync(
        [HandoverStatus.Waiting, HandoverStatus.WithAdvisor, HandoverStatus.ContactRequested], MaxOpen, cancellationToken).ConfigureAwait(false);

    /// <summary>The lists as this advisor sees them.</summary>
    public async Task<QueueModel> ReadQueueAsync(DeskUser user, string? selectedId, CancellationToken cancellationToken, DeskTab tab = DeskTab.Queue)
    {
        var open = await ReadOpenAsync(cancellationToken).ConfigureAwait(false);
        List<HandoverSummary> waiting = [.. open.Where(line => line.Handover.Status is HandoverStatus.Waiting)];
        List<HandoverSummary> contacts = [.. open.Where(line => line.Handover.Status is HandoverStatus.ContactRequested)];
        var taken = open.Where(line => line.Handover.Status is HandoverStatus.WithAdvisor).ToLookup(line => line.Handover.AdvisorId == user.Id);
        QueueSection mine = new("mine", DeskTexts.ListMine, [.. taken[true]]);
        QueueSection[] queue = [new("waiting", DeskTexts.ListWaiting, waiting), new("contact", DeskTexts.ListContact, contacts)];
        IReadOnlyList<QueueSection> sections = tab switch
        {
            DeskTab.Mine => [mine],
            DeskTab.All => [.. queue, mine, new("others", DeskTexts.ListOthers, [.. taken[false]]), await RunningAsync(cancellationToken).ConfigureAwait(false)],
            DeskTab.Closed => [await ClosedAsync(cancellationToken).ConfigureAwait(false)],
            _ => queue,
        };
        return new QueueModel(sections, selectedId, waiting.Count + contacts.Count, time.GetUtcNow())
        {
            Tab = tab,
            Mine = mine.Items.Count,
            Unanswered = mine.Items.Sum(line => line.Handover.Unanswered),
            WaitAttention = options.WaitAttention,
            WaitAlarm = options.WaitAlarm,
        };
    }

    private async Task<QueueSection> RunningAsync(CancellationToken cancellationToken) => new(
        "running", DeskTexts.ListRunning, await list.ListRunningAsync(time.GetUtcNow() - Running, ShownRunning, cancellationToken).ConfigureAwait(false));

    private async Task<QueueSection> ClosedAsync(CancellationToken cancellationToken)
    {
        var closed = await list.ListNewestAsync([HandoverStatus.Closed], ShownClosed, cancellationToken).ConfigureAwait(false);
        return new QueueSection("closed", DeskTexts.ListClosed, [.. closed.OrderByDescending(line => line.Handover.ClosedAt).Select(WithoutWords)]);
    }

    /// <summary>One conversation; null when there is none or nobody ever asked for a person in it.</summary>
    public async Task<ConversationModel?> ReadConversationAsync(string conversationId, DeskUser user, CancellationToken cancellationToken)
    {
        if (conversationId.Length == 0
            || await store.FindAsync(conversationId, cancellationToken).ConfigureAwait(false) is not { } conversation
            || conversation.Handover.Status is HandoverStatus.None)
            return null;

        var handover = conversation.Handover;
        var allowedFrom = handover.Consent is TranscriptConsent.Given ? 0 : handover.FromSequence;
        var from = Math.Max(allowedFrom, conversation.NextSequence - MaxEntries);
        var log = await store.ReadLogAsync(conversationId, from, MaxEntries, cancellationToken).ConfigureAwait(false);
        var team = await advisors.ListAsync(cancellationToken).ConfigureAwait(false);
        var names = team.ToDictionary(advisor => advisor.Id, advisor => advisor.DisplayName);
        var history = await list.ReadHistoryAsync(conversationId, cancellationToken).ConfigureAwait(false);
        return new ConversationModel
        {
            Id = conversation.Id,
            ChannelId = conversation.ChannelId,
            Handover = handover,
            Transcript = [.. Shown(log, handover).Select(Entry)],
            History = [.. history.Select(step => new HistoryLine(step, ActorName(step.Actor, names)))],
            EarlierHidden = allowedFrom > 0,
            EarlierLeftOut = from > allowedFrom,
            IsMine = handover.Status is HandoverStatus.WithAdvisor && handover.AdvisorId == user.Id,
            MayErase = user.IsLead,
            Colleagues = [.. team.Where(advisor => advisor.Id != user.Id && advisor.DisabledAt is null).Select(advisor => new Colleague(advisor.Id, advisor.DisplayName, presence.IsThere(advisor.Id))).OrderByDescending(colleague => colleague.IsThere)],
            Replies = knowledge.Replies(user.DisplayName, handover.Contact?.Name, handover.Reference),
            UpdatedAt = conversation.UpdatedAt,
            Now = time.GetUtcNow(),
        };
    }

    // The newest words may have been said to the bot, after the end.
    private static HandoverSummary WithoutWords(HandoverSummary line) => line with { LastCustomerText = null };

    // What the customer says to the bot after the end is no longer the advisor's. The end is the event that the closing turn sent; a
    // request that nobody took has none, there the moment decides.
    internal static IEnumerable<LogEntry> Shown(IReadOnlyList<LogEntry> log, HandoverRecord handover)
    {
        // Notes are for advisors only, whoever wrote them; what else is internal is for nobody.
        var messages = log.Where(entry => entry.Activity.Is(ActivityTypes.Message)
            && (entry.Audience is Audience.Everyone || (!IsCustomer(entry.Activity) && MessageData.Read(entry.Activity).Author == "note")));
        if (handover.Status is not HandoverStatus.Closed)
            return messages;
        var end = log.LastOrDefault(entry => entry.Sequence >= handover.FromSequence && IsEnd(entry.Activity));
        return end is not null
            ? messages.Where(entry => entry.Sequence < end.Sequence || entry.Audience is Audience.Internal)
            : messages.TakeWhile(entry => !IsCustomer(entry.Activity) || entry.Activity.Timestamp <= handover.ClosedAt);
    }

    // A customer can post an event of this name too; it means nothing.
    private static bool IsEnd(Activity activity) => !IsCustomer(activity)
        && activity.Is(ActivityTypes.Event) && activity.Name == HandoverEvents.Status
        && activity.Value is { ValueKind: JsonValueKind.Object } value
        && value.TryGetProperty("state", out var state) && state.ValueEquals("completed");

    internal static bool IsCustomer(Activity activity) => activity.From?.Role != Roles.Bot;

    private static TranscriptEntry Entry(LogEntry entry)
    {
        var activity = entry.Activity;
        var data = IsCustomer(activity) ? MessageData.None : MessageData.Read(activity);
        var author = IsCustomer(activity) ? Author.Customer : data.Author switch
        {
            "advisor" => Author.Advisor,
            "note" => Author.Note,
            "system" => Author.System,
            _ => Author.Bot,
        };
        var isMarkdown = author is not (Author.Customer or Author.Note) && activity.TextFormat != TextFormats.Plain;
        return new TranscriptEntry
        {
            Sequence = entry.Sequence,
            Author = author,
            Name = author is Author.Advisor or Author.Note ? activity.From?.Name : null,
            At = activity.Timestamp ?? default,
            Text = isMarkdown ? "" : activity.Text ?? "",
            Html = isMarkdown ? Markup.ToHtml(data.Body ?? activity.Text ?? "") : null,
            Buttons = [.. (activity.SuggestedActions?.Actions ?? []).Select(action => action.Title).OfType<string>()],
            Attachments = [.. (activity.Attachments ?? []).Select(file => File(activity, file)).OfType<SharedFile>()],
            Data = data,
        };
    }

    /// <summary>Whether this advisor may read the message that a file came with.</summary>
    public async Task<bool> MayReadFileAsync(string conversationId, string fileId, DeskUser user, CancellationToken cancellationToken) =>
        await ReadConversationAsync(conversationId, user, cancellationToken).ConfigureAwait(false) is { } conversation
        && conversation.Transcript.Any(entry => entry.Author is Author.Customer && entry.Attachments.Any(file => file.Id == fileId));

    // Files that we keep end their address with their id; what has another address lies elsewhere and is named only.
    private static SharedFile? File(Activity activity, Attachment file)
    {
        if ((file.Name ?? file.ContentType) is not { } name)
            return null;
        var id = IsCustomer(activity) && file.ContentUrl is { } url && url.Contains("/files/", StringComparison.Ordinal) ? url[(url.LastIndexOf('/') + 1)..] : null;
        return id is { Length: 32 } && id.All(char.IsAsciiHexDigitLower)
            ? new SharedFile(name, id, file.ContentType?.StartsWith("image/", StringComparison.Ordinal) == true)
            : new SharedFile(name, null, false);
    }

    private static string ActorName(string actor, Dictionary<string, string> names) => actor switch
    {
        "customer" => DeskTexts.ActorCustomer,
        "bot" => DeskTexts.ActorBot,
        "system" => DeskTexts.ActorSystem,
        _ when actor.StartsWith(DeskUser.ActorPrefix, StringComparison.Ordinal) =>
            names.GetValueOrDefault(actor[DeskUser.ActorPrefix.Length..], DeskTexts.ActorAdvisor),
        _ => actor,
    };
}
