using System.Text.Json;
using MagBot.Activities;
using MagBot.Desk.Conversations;
using MagBot.Desk.Deliveries;
using MagBot.Desk.Resources;
using MagBot.Dialogs.Conversations;
using MagBot.Dialogs.Handover;
using MagBot.Dialogs.Storage;

namespace MagBot.Desk.Teams;

/// <summary>
/// Brings hand-overs into the advisors' channel: one thread each, with a card that shows how it stands and the customer's words below.
/// What it writes is made from what is stored at that moment, so a repetition is harmless and what was erased is not told.
/// </summary>
internal sealed class TeamsTarget(
    IAdvisorThreadStore threads, IConversationStore conversations, TeamsCards cards, DeskOptions options, TimeProvider time, IHubConnector? connector = null) : IDeliveryTarget
{
    private const int TranscriptLines = 30;
    private const int MostEntries = 400;
    private volatile string? _serviceUrl;

    public string Kind => TeamsDeliveries.Kind;

    /// <summary>Address that the channel itself named last; Teams may move a team to another one.</summary>
    public string ServiceUrl
    {
        get => _serviceUrl ?? options.Teams.ServiceUrl;
        set => _serviceUrl = value;
    }

    public async Task<DeliveryResult> SendAsync(OutboxRow row, CancellationToken cancellationToken)
    {
        if (!options.Teams.IsOn || connector is null)
            return default;
        if (JsonSerializer.Deserialize(row.Item.Payload, TeamsJson.Default.TeamsDelivery) is not { } task)
            return new DeliveryResult("unreadable", MayRetry: false);
        // A later request in the same conversation has a thread of its own.
        if (await conversations.FindAsync(row.ConversationId, cancellationToken).ConfigureAwait(false) is not { } conversation
            || conversation.Handover.Reference != task.Reference)
            return default;
        var thread = await threads.FindAsync(conversation.Id, task.Reference, cancellationToken).ConfigureAwait(false);
        return task.Task switch
        {
            TeamsTask.Card when thread is null => await OpenAsync(connector, conversation, cancellationToken).ConfigureAwait(false),
            TeamsTask.Card => await UpdateAsync(connector, thread, conversation, cancellationToken).ConfigureAwait(false),
            _ when thread is null => default, // stepped in unasked, at the desk
            TeamsTask.Transcript => await PostAsync(connector, thread, await TranscriptAsync(conversation, task.Sequence, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false),
            _ => await PostAsync(connector, thread, await WordsAsync(conversation, task.Sequence, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false),
        };
    }

    /// <summary>The card of a conversation as it stands now.</summary>
    public async Task<JsonElement> CardAsync(Conversation conversation, CancellationToken cancellationToken)
    {
        var log = await VisibleAsync(conversation, cancellationToken).ConfigureAwait(false);
        return cards.Request(conversation, log.LastOrDefault(entry => DeskReader.IsCustomer(entry.Activity))?.Activity.Text, time.GetUtcNow());
    }

    /// <summary>Writes a message of ours into a thread, so that it can be taken back.</summary>
    public async Task<DeliveryResult> PostAsync(IHubConnector hub, AdvisorThread thread, Activity? activity, CancellationToken cancellationToken)
    {
        if (activity is null)
            return default;
        var sent = await hub.PostAsync(ServiceUrl, thread.Id, activity, cancellationToken).ConfigureAwait(false);
        if (sent is { Failure: null, ActivityId: { Length: > 0 } id })
            await threads.AddPostAsync(thread.Id, id, CancellationToken.None).ConfigureAwait(false);
        return Result(sent);
    }

    /// <summary>Notes which thread a request has; without effect when it has one.</summary>
    public async Task AddThreadAsync(string conversationId, string reference, string threadId, string? rootId)
    {
        await threads.AddAsync(new AdvisorThread(threadId, conversationId, reference, ServiceUrl, rootId, time.GetUtcNow()), CancellationToken.None).ConfigureAwait(false);
        if (rootId is { Length: > 0 } root)
            await threads.AddPostAsync(threadId, root, CancellationToken.None).ConfigureAwait(false);
    }

    private async Task<DeliveryResult> OpenAsync(IHubConnector hub, Conversation conversation, CancellationToken cancellationToken)
    {
        if (conversation.Handover is not { Status: HandoverStatus.Waiting or HandoverStatus.ContactRequested, Reference: { } reference })
            return default;
        var first = Message(await CardAsync(conversation, cancellationToken).ConfigureAwait(false)) with { Summary = Http.DeskPaths.Format(DeskTexts.TeamsTitle, reference) };
        var sent = await hub.OpenThreadAsync(ServiceUrl, options.Teams.ChannelId ?? "", options.Teams.TenantId, first, cancellationToken).ConfigureAwait(false);
        if (sent is not { Failure: null, ThreadId: { } id })
            return Result(sent);
        await AddThreadAsync(conversation.Id, reference, id, sent.ActivityId).ConfigureAwait(false);
        // Two cards of one request, after a crash: the one that was noted first stays.
        if (sent.ActivityId is { } stray && (await threads.FindAsync(conversation.Id, reference, CancellationToken.None).ConfigureAwait(false))?.Id != id)
            await hub.DeleteAsync(ServiceUrl, id, stray, CancellationToken.None).ConfigureAwait(false);
        return default;
    }

    private async Task<DeliveryResult> UpdateAsync(IHubConnector hub, AdvisorThread thread, Conversation conversation, CancellationToken cancellationToken)
    {
        if (thread.RootId is not { Length: > 0 } root)
            return default;
        var card = Message(await CardAsync(conversation, cancellationToken).ConfigureAwait(false));
        return Result(await hub.UpdateAsync(ServiceUrl, thread.Id, root, card, cancellationToken).ConfigureAwait(false));
    }

    private async Task<Activity?> TranscriptAsync(Conversation conversation, long before, CancellationToken cancellationToken)
    {
        var log = await VisibleAsync(conversation, cancellationToken).ConfigureAwait(false);
        List<(string, string)> lines = [.. log.Where(entry => entry.Sequence < before && Spoken(entry.Activity).Length > 0)
            .TakeLast(TranscriptLines).Select(entry => (By(entry.Activity), Spoken(entry.Activity)))];
        return lines.Count == 0 ? null : Message(TeamsCards.Transcript(lines));
    }

    private async Task<Activity?> WordsAsync(Conversation conversation, long sequence, CancellationToken cancellationToken)
    {
        var log = await conversations.ReadLogAsync(conversation.Id, sequence, 1, cancellationToken).ConfigureAwait(false);
        return log is [{ Sequence: var found } entry] && found == sequence && Spoken(entry.Activity) is { Length: > 0 } words
            ? Message(TeamsCards.Said(By(entry.Activity), words))
            : null;
    }

    // The same that the desk shows: with consent everything, without it what was said since the request. Notes stay at the desk.
    private async Task<List<LogEntry>> VisibleAsync(Conversation conversation, CancellationToken cancellationToken)
    {
        var handover = conversation.Handover;
        var from = Math.Max(handover.Consent is TranscriptConsent.Given ? 0 : handover.FromSequence, conversation.NextSequence - MostEntries);
        var log = await conversations.ReadLogAsync(conversation.Id, from, MostEntries, cancellationToken).ConfigureAwait(false);
        return [.. DeskReader.Shown(log, handover).Where(entry => entry.Audience is Audience.Everyone)];
    }

    private static string By(Activity activity) => DeskReader.IsCustomer(activity) ? DeskTexts.ActorCustomer
        : MessageData.Read(activity).Author switch { "advisor" => activity.From?.Name ?? DeskTexts.ActorAdvisor, "system" => DeskTexts.ActorSystem, _ => DeskTexts.ActorBot };

    private static string Spoken(Activity activity)
    {
        var text = MessageData.Read(activity).Body ?? activity.Text ?? "";
        var files = (activity.Attachments ?? []).Where(_ => DeskReader.IsCustomer(activity)).Select(file => Http.DeskPaths.Format(DeskTexts.AttachmentLine, file.Name ?? file.ContentType));
        return string.Join('\n', files.Prepend(text).Where(part => part.Length > 0));
    }

    private static Activity Message(JsonElement card) => new() { Type = ActivityTypes.Message, Attachments = [TeamsCards.Attached(card)] };

    private static DeliveryResult Result(HubSent sent) => sent.Failure is { } failure ? new DeliveryResult(failure, sent.MayRetry, sent.RetryAfter) : default;
}
