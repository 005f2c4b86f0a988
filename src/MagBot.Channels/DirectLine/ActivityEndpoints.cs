using System.Security.Cryptography;
using System.Text.Json;
using MagBot.Activities;
using MagBot.Dialogs.Conversations;
using MagBot.Dialogs.Storage;
using MagBot.Dialogs.Turns;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace MagBot.Channels.DirectLine;

/// <summary>Conversations_GetActivities and Conversations_PostActivity.</summary>
internal sealed class ActivityEndpoints(
    TurnRunner turns,
    IConversationStore store,
    ConversationFeed feed,
    RequestLimits limits,
    IOptions<DirectLineOptions> options)
{
    /// <summary>Most log entries in one answer; clients ask again until nothing comes.</summary>
    public const int PageSize = 200;

    /// <summary>What follows the watermark. Reading changes nothing.</summary>
    public async Task<IResult> GetAsync(HttpContext context, string conversationId, string? watermark)
    {
        if (limits.Read(conversationId) is { } tooMany)
            return tooMany;
        if (await store.FindAsync(conversationId, context.RequestAborted).ConfigureAwait(false) is not { } conversation)
            return Refusal.UnknownConversation();
        if (!Watermark.TryRead(watermark, conversation.NextSequence, out var next))
            return Refusal.BadArgument("The watermark is not one of this conversation.");

        List<Activity> visible = [];
        IReadOnlyList<LogEntry> page;
        do
        {
            page = await store.ReadLogAsync(conversationId, next, PageSize, context.RequestAborted).ConfigureAwait(false);
            visible.AddRange(page.Where(Watermark.IsVisible).Select(entry => entry.Activity));
            next = page.Count > 0 ? page[^1].Sequence + 1 : next; // an erasure leaves a gap
        }
        while (visible.Count == 0 && page.Count == PageSize); // an empty set would tell the client that there is no more

        return TypedResults.Json(new ActivitySet(visible, Watermark.Write(next)), DirectLineJson.Contract.ActivitySet);
    }

    /// <summary>Takes an activity in; answers when it is stored together with all that the bot said to it.</summary>
    public async Task<IResult> PostAsync(HttpContext context, string conversationId)
    {
        if (limits.Post(conversationId) is { } tooMany)
            return tooMany;
        var body = await RequestBody.ReadActivityAsync(context.Request, options.Value.MaxBodyBytes).ConfigureAwait(false);
        if (!body.Succeeded(out var posted, out var refusal))
            return refusal;
        return await AcceptAsync(context, conversationId, posted).ConfigureAwait(false);
    }

    /// <summary>Takes a posted activity in, from whatever body it came.</summary>
    public async Task<IResult> AcceptAsync(HttpContext context, string conversationId, Activity posted)
    {
        if (Refuse(posted, Caller.Of(context)) is { } fault)
            return fault;

        var activity = Complete(posted, Caller.Of(context), conversationId);
        if (activity.Is(ActivityTypes.Typing) || activity.Is(ActivityTypes.ConversationUpdate))
            return await PassAsync(activity, conversationId, context.RequestAborted).ConfigureAwait(false);

        var incoming = new IncomingActivity
        {
            Activity = activity,
            DeduplicationKey = ClientActivityId(activity) is { } key ? $"{activity.From?.Id}|{key}" : null,
            Audience = activity.Is(ActivityTypes.EndOfConversation) || activity.Is(ActivityTypes.MessageReaction) ? Audience.Internal : Audience.Everyone,
        };
        var result = await turns.ReceiveAsync(incoming, conversationId, context.RequestAborted).ConfigureAwait(false);
        return result.Status is TurnStatus.UnknownConversation
            ? Refusal.UnknownConversation()
            : Answer(result.ActivityId ?? LogEntry.ActivityId(conversationId, 0));
    }

    private static IResult? Refuse(Activity activity, Caller caller)
    {
        if (string.IsNullOrWhiteSpace(activity.Type))
            return Refusal.BadArgument("\"type\" is missing. Write for example: \"type\": \"message\".");
        if (activity.Is(ActivityTypes.Invoke) || activity.Is(ActivityTypes.Trace)
            || activity.Is(ActivityTypes.InstallationUpdate) || activity.Is(ActivityTypes.ContactRelationUpdate))
            return Refusal.BadArgument($"Clients may not send activities of type \"{activity.Type}\".");
        if (caller.Grant?.User is not null)
            return null;
        if (string.IsNullOrEmpty(activity.From?.Id))
            return Refusal.BadArgument("\"from.id\" is missing, and the token is not bound to a user.");
        return !caller.HasSecret && activity.From.Id.StartsWith(DirectLineTokens.UserIdPrefix, StringComparison.Ordinal)
            ? Refusal.BadArgument($"\"from.id\" may begin with \"{DirectLineTokens.UserIdPrefix}\" only when the token is bound to that user.")
            : null;
    }

    // Who speaks, where and when is ours to say; everything else stays as it was posted.
    private Activity Complete(Activity posted, Caller caller, string conversationId)
    {
        var bound = caller.Grant?.User;
        var sender = posted.From ?? new ChannelAccount();
        return posted with
        {
            Id = null,
            Timestamp = null,
            ChannelId = ChannelIds.DirectLine,
            ServiceUrl = null,
            CallerId = null,
            ReplyToId = string.IsNullOrEmpty(posted.ReplyToId) ? null : posted.ReplyToId,
            Conversation = new ConversationAccount { Id = conversationId },
            From = sender with
            {
                Id = bound?.Id ?? sender.Id,
                Name = bound?.Name ?? sender.Name,
                Role = Roles.User,
            },
            Recipient = new ChannelAccount { Id = options.Value.BotId, Name = options.Value.BotName, Role = Roles.Bot },
        };
    }

    // Typing is shown, not kept. A member update from a client is the empty ping of some libraries: we announce members ourselves.
    private async Task<IResult> PassAsync(Activity activity, string conversationId, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(conversationId, cancellationToken).ConfigureAwait(false) is null)
            return Refusal.UnknownConversation();
        var id = $"{conversationId}|{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}";
        if (activity.Is(ActivityTypes.Typing))
            feed.PublishTyping(conversationId, activity with { Id = id });
        return Answer(id);
    }

    private static JsonHttpResult<ResourceAnswer> Answer(string id) => TypedResults.Json(new ResourceAnswer(id), DirectLineJson.Contract.ResourceAnswer);

    private static string? ClientActivityId(Activity activity) =>
        activity.ChannelData is { ValueKind: JsonValueKind.Object } data
        && data.TryGetProperty("clientActivityID", out var id)
        && id.ValueKind is JsonValueKind.String
        && id.GetString() is { Length: > 0 and <= 200 } text
            ? text
            : null;
}
