using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MagBot.Activities;
using MagBot.Desk.Accounts;
using MagBot.Desk.Conversations;
using MagBot.Desk.Http;
using MagBot.Desk.Knowledge;
using MagBot.Desk.Resources;
using MagBot.Dialogs.Handover;
using MagBot.Dialogs.Storage;

namespace MagBot.Desk.Teams;

/// <summary>
/// The advisors' channel as a desk. Everybody in it sees the cards; only whose id in Entra stands at an account of the desk may act, with
/// the same commands and the same rules as at the desk. Thread safe.
/// </summary>
internal sealed class TeamsDesk(
    HandoverService service, IAdvisorStore advisors, IAdvisorThreadStore threads, IConversationStore conversations, TeamsTarget target, DeskAudit audit,
    IDeskKnowledge knowledge, DeskOptions options, IHubConnector? connector = null) : IAdvisorHub
{
    private const string ThreadMark = ";messageid=";
    private const int MaxClientId = 64;

    public bool Owns(Activity activity) => options.Teams.IsOn
        && activity.ChannelId?.Split(':')[0] == ChannelIds.MsTeams
        && activity.Conversation?.Id?.Split(ThreadMark)[0] == options.Teams.ChannelId
        && (options.Teams.TenantId is not { Length: > 0 } tenant || activity.Conversation?.TenantId is null || activity.Conversation.TenantId == tenant);

    public async Task<HubAnswer> ReceiveAsync(Activity activity, CancellationToken cancellationToken)
    {
        if (activity.ServiceUrl is { Length: > 0 } address)
            target.ServiceUrl = address;
        if (TeamsCommand.Read(activity) is { } command)
            return await CommandAsync(activity, command, cancellationToken).ConfigureAwait(false);
        if (activity.Is(ActivityTypes.Message) || activity.Is(ActivityTypes.MessageUpdate))
            await TalkAsync(activity, cancellationToken).ConfigureAwait(false);
        return new HubAnswer(null, DeskTexts.NoticeBadRequest);
    }

    private async Task<HubAnswer> CommandAsync(Activity activity, TeamsCommand command, CancellationToken cancellationToken)
    {
        AdvisorThread? thread = null;
        string? told;
        if (await FindAdvisorAsync(activity, cancellationToken).ConfigureAwait(false) is not { } advisor)
            told = DeskTexts.TeamsStranger;
        else if ((thread = await FindThreadAsync(activity, command, cancellationToken).ConfigureAwait(false)) is null)
            told = DeskTexts.NoticeUnknownConversation;
        else
            told = await ActAsync(advisor, command, cancellationToken).ConfigureAwait(false);
        if (told is not null)
        {
            if (!activity.Is(ActivityTypes.Invoke))
                await TellAsync(thread, told, cancellationToken).ConfigureAwait(false);
            return new HubAnswer(null, told);
        }

        if (command.Do == TeamsCommand.Confirm)
            return new HubAnswer(null, DeskTexts.TeamsSent);
        return await conversations.FindAsync(command.ConversationId, cancellationToken).ConfigureAwait(false) is { } conversation
            ? new HubAnswer(await target.CardAsync(conversation, cancellationToken).ConfigureAwait(false), null)
            : new HubAnswer(null, DeskTexts.NoticeUnknownConversation);
    }

    // The data of a button is what a client sends, so it must fit the thread in which it was pressed. A card that is pressed before we
    // noted its thread, or that was sent just before the host was killed, is ours all the same: nobody else knows the reference.
    private async Task<AdvisorThread?> FindThreadAsync(Activity activity, TeamsCommand command, CancellationToken cancellationToken)
    {
        if (activity.Conversation?.Id is not { } id || !id.Contains(ThreadMark, StringComparison.Ordinal))
            return null;
        var known = await threads.FindAsync(command.ConversationId, command.Reference, cancellationToken).ConfigureAwait(false);
        if (known is null
            && command.Reference.Length > 0
            && (await conversations.FindAsync(command.ConversationId, cancellationToken).ConfigureAwait(false))?.Handover.Reference == command.Reference)
        {
            await target.AddThreadAsync(command.ConversationId, command.Reference, id, id[(id.IndexOf(ThreadMark, StringComparison.Ordinal) + ThreadMark.Length)..]).ConfigureAwait(false);
            known = await threads.FindAsync(command.ConversationId, command.Reference, cancellationToken).ConfigureAwait(false);
        }

        return known?.Id == id ? known : null;
    }

    // Null when it was done; otherwise what to tell.
    private async Task<string?> ActAsync(DeskUser advisor, TeamsCommand command, CancellationToken cancellationToken)
    {
        var id = command.ConversationId;
        // A button of an older request must not act on the present one.
        if ((await conversations.FindAsync(id, cancellationToken).ConfigureAwait(false))?.Handover is not { } handover || handover.Reference != command.Reference)
            return DeskTexts.NoticeNotNow;
        var outcome = command.Do switch
        {
            TeamsCommand.Claim => await service.ClaimAsync(id, advisor, cancellationToken).ConfigureAwait(false),
            TeamsCommand.Close => await service.CloseAsync(id, advisor, cancellationToken).ConfigureAwait(false),
            TeamsCommand.Return => await service.ReturnAsync(id, advisor, cancellationToken).ConfigureAwait(false),
            TeamsCommand.Confirm => await service.SayAsync(id, advisor, command.Text, command.ClientId, cancellationToken, isConfirmed: true, TeamsDeliveries.Via).ConfigureAwait(false),
            _ => DeskOutcome.BadRequest,
        };
        await audit.WriteAsync(advisor.Id, command.Do, id, outcome is DeskOutcome.Done or DeskOutcome.Repeated ? "teams" : $"teams, refused {outcome}").ConfigureAwait(false);
        if (DeskNotices.From(outcome) is not { } notice)
            return null;
        if (outcome is not (DeskOutcome.AlreadyClaimed or DeskOutcome.NotYours))
            return DeskNotices.Text(notice);
        var owner = (await conversations.FindAsync(id, cancellationToken).ConfigureAwait(false))?.Handover.AdvisorName;
        return DeskPaths.Format(DeskTexts.TeamsTaken, owner ?? DeskTexts.ActorAdvisor);
    }

    private async Task TalkAsync(Activity activity, CancellationToken cancellationToken)
    {
        // What is said elsewhere in the channel is nobody's business: with the right consent Teams brings us all of it.
        if (activity.Conversation?.Id is not { } threadId || await threads.FindByIdAsync(threadId, cancellationToken).ConfigureAwait(false) is not { } thread)
            return;
        var told = await FindAdvisorAsync(activity, cancellationToken).ConfigureAwait(false) is { } advisor
            ? await SayAsync(advisor, thread, activity, cancellationToken).ConfigureAwait(false)
            : DeskTexts.TeamsStranger;
        if (told is not null)
            await TellAsync(thread, told, cancellationToken).ConfigureAwait(false);
        if (activity.Attachments?.Any(file => file.ContentType != "text/html") == true)
            await TellAsync(thread, DeskTexts.TeamsNoFiles, cancellationToken).ConfigureAwait(false);
    }

    // Null when the customer has it; otherwise what to tell.
    private async Task<string?> SayAsync(DeskUser advisor, AdvisorThread thread, Activity activity, CancellationToken cancellationToken)
    {
        var isEdit = activity.Is(ActivityTypes.MessageUpdate);
        var text = activity.Text?.Trim() ?? "";
        if (text.Length == 0)
            return null;
        if (isEdit)
            text = DeskPaths.Format(DeskTexts.TeamsEdited, text);
        var handover = (await conversations.FindAsync(thread.ConversationId, cancellationToken).ConfigureAwait(false))?.Handover;
        if (handover?.Reference != thread.Reference)
            return DeskTexts.NoticeNotNow;
        var clientId = ClientId(thread.Id, activity);
        if (handover is { Status: HandoverStatus.WithAdvisor, AdvisorId: { } owner } && owner != advisor.Id)
        {
            // Colleagues think along; the customer hears one voice.
            await service.NoteAsync(thread.ConversationId, advisor, text, clientId, cancellationToken).ConfigureAwait(false);
            await audit.WriteAsync(advisor.Id, "note", thread.ConversationId, "teams").ConfigureAwait(false);
            return DeskPaths.Format(DeskTexts.TeamsNoted, handover.AdvisorName);
        }

        var outcome = await service.SayAsync(thread.ConversationId, advisor, text, clientId, cancellationToken, via: TeamsDeliveries.Via).ConfigureAwait(false);
        await audit.WriteAsync(advisor.Id, "say", thread.ConversationId, outcome is DeskOutcome.Done or DeskOutcome.Repeated ? "teams" : $"teams, refused {outcome}").ConfigureAwait(false);
        switch (outcome)
        {
            case DeskOutcome.Done or DeskOutcome.Repeated:
                return null;
            case DeskOutcome.Doubtful:
                await AskAsync(thread, clientId, text, cancellationToken).ConfigureAwait(false);
                return null;
            case DeskOutcome.Forbidden:
                return $"{DeskTexts.NoticeForbidden} {Remark(text)}".TrimEnd();
            case DeskOutcome.NotNow when handover.Status is HandoverStatus.Waiting or HandoverStatus.ContactRequested:
                return DeskTexts.TeamsClaimFirst;
            case DeskOutcome.NotNow:
                return DeskTexts.TeamsClosed;
            default:
                return DeskNotices.From(outcome) is { } notice ? DeskNotices.Text(notice) : null;
        }
    }

    private async Task<DeskUser?> FindAdvisorAsync(Activity activity, CancellationToken cancellationToken) =>
        activity.From?.AadObjectId is { Length: > 0 } person
        && await advisors.FindByTeamsIdAsync(person, cancellationToken).ConfigureAwait(false) is { DisabledAt: null } advisor
            ? DeskUser.From(advisor)
            : null;

    private string Remark(string text) => string.Join(
        ' ', knowledge.Check(text).Remarks.Select(remark => remark.Proposal.Length > 0 ? $"{DeskTexts.GuardProposal} “{remark.Proposal}”" : $"“{remark.Sentence}”"));

    private Task AskAsync(AdvisorThread thread, string clientId, string text, CancellationToken cancellationToken) => WriteAsync(
        thread,
        new Activity
        {
            Type = ActivityTypes.Message,
            Attachments = [TeamsCards.Attached(TeamsCards.Doubt(thread.ConversationId, thread.Reference, clientId, text, Remark(text)))],
        },
        cancellationToken);

    private Task TellAsync(AdvisorThread? thread, string text, CancellationToken cancellationToken) => thread is null
        ? Task.CompletedTask
        : WriteAsync(thread, new Activity { Type = ActivityTypes.Message, Text = text, TextFormat = TextFormats.Plain }, cancellationToken);

    // A hint for whoever looks now; when it does not arrive, nothing is lost.
    private Task WriteAsync(AdvisorThread thread, Activity activity, CancellationToken cancellationToken) =>
        connector is null ? Task.CompletedTask : target.PostAsync(connector, thread, activity, cancellationToken);

    // The same activity again, after a timeout of the channel, is the same message.
    private static string ClientId(string threadId, Activity activity) => ("teams-" + Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes($"{threadId}|{activity.Id}|{(activity.Is(ActivityTypes.MessageUpdate) ? activity.Timestamp?.UtcTicks : 0)}"))))[..MaxClientId];
}

/// <summary>A pressed button of one of our cards.</summary>
internal sealed record TeamsCommand(string Do, string ConversationId, string Reference, string ClientId, string Text)
{
    public const string Claim = "claim";
    public const string Close = "close";
    public const string Return = "return";
    public const string Confirm = "confirm";

    /// <summary>The command in an activity, as invoke or as submit; null when there is none.</summary>
    public static TeamsCommand? Read(Activity activity)
    {
        if (activity.Value is not { ValueKind: JsonValueKind.Object } data)
            return null;
        if (activity.Is(ActivityTypes.Invoke))
        {
            if (!data.TryGetProperty("action", out var action) || action.ValueKind is not JsonValueKind.Object || !action.TryGetProperty("data", out data)
                || data.ValueKind is not JsonValueKind.Object)
                return null;
        }

        return data.TryGetProperty(TeamsCards.Mark, out var ours) && ours.ValueKind is JsonValueKind.Object
            ? new TeamsCommand(Member(ours, "do"), Member(ours, "c"), Member(ours, "r"), Member(ours, "id"), Member(ours, "text"))
            : null;
    }

    private static string Member(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() ?? "" : "";
}
