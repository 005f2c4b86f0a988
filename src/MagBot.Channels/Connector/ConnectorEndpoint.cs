using MagBot.Activities;
using MagBot.Channels.DirectLine;
using MagBot.Dialogs.Conversations;
using MagBot.Dialogs.Turns;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace MagBot.Channels.Connector;

/// <summary>
/// <c>POST /api/messages</c>. A turn takes milliseconds and is stored with its replies before the answer, so the channel is told
/// only what is safe, and well before it would hang up and send again.
/// </summary>
internal sealed class ConnectorEndpoint(
    TurnRunner turns, ConversationFeed feed, ConnectorAuthentication authentication, ServiceUrlPolicy serviceUrls, IOptions<ConnectorOptions> options, TimeProvider time)
{
    private const int LongestId = 1000;

    public async Task<IResult> ReceiveAsync(HttpContext context)
    {
        var body = await RequestBody.ReadActivityAsync(context.Request, options.Value.MaxBodyBytes).ConfigureAwait(false);
        if (!body.Succeeded(out var posted, out var refusal))
            return refusal;
        if (string.IsNullOrWhiteSpace(posted.Type))
            return Refusal.BadArgument("\"type\" is missing.");

        var access = await authentication.CheckAsync(context.Request.Headers.Authorization, posted, context.RequestAborted).ConfigureAwait(false);
        if (access is ConnectorAccess.Forbidden)
            return TypedResults.StatusCode(StatusCodes.Status403Forbidden);
        if (access is ConnectorAccess.Unauthenticated)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return TypedResults.StatusCode(StatusCodes.Status401Unauthorized);
        }

        return Fault(posted) is { } fault ? Refusal.BadArgument(fault) : await HandleAsync(posted).ConfigureAwait(false);
    }

    private async Task<IResult> HandleAsync(Activity posted)
    {
        // The answer to an invoke is the response itself; there is none that we know yet. TODO issue 4: card actions.
        if (posted.Is(ActivityTypes.Invoke))
            return TypedResults.StatusCode(StatusCodes.Status501NotImplemented);

        var conversationId = ConversationId(posted);
        var activity = posted with
        {
            CallerId = null,
            From = (posted.From ?? new ChannelAccount()) with { Role = Roles.User },
            Text = Mentions.WithoutRecipient(posted),
        };
        if (activity.Is(ActivityTypes.Typing))
        {
            feed.PublishTyping(conversationId, activity);
            return TypedResults.Accepted((string?)null);
        }

        // The channel may hang up; the turn goes on, and the replies go out through the outbox.
        var result = await turns.ReceiveAsync(Describe(activity, conversationId), conversationId, CancellationToken.None).ConfigureAwait(false);
        return ExpectsReplies(activity)
            ? TypedResults.Json(
                new ExpectedReplies([.. result.Entries.Skip(1).Select(entry => entry.Activity)]), DirectLineJson.Contract.ExpectedReplies)
            : TypedResults.Accepted((string?)null);
    }

    private IncomingActivity Describe(Activity activity, string conversationId) => new()
    {
        Activity = activity,
        DeduplicationKey = string.IsNullOrEmpty(activity.Id) ? null : activity.Id,
        Audience = activity.Is(ActivityTypes.Message) ? Audience.Everyone : Audience.Internal,
        NewConversation = new Conversation
        {
            Id = conversationId,
            ChannelId = activity.ChannelId ?? "",
            User = activity.From ?? new ChannelAccount(),
            Bot = (activity.Recipient ?? new ChannelAccount()) with { Role = Roles.Bot },
            Account = activity.Conversation,
            ServiceUrl = activity.ServiceUrl,
            Locale = activity.Locale,
            CreatedAt = time.GetUtcNow(),
        },
    };

    /// <summary>Whether the replies belong into the response.</summary>
    public static bool ExpectsReplies(Activity activity) =>
        string.Equals(activity.DeliveryMode, DeliveryModes.ExpectReplies, StringComparison.OrdinalIgnoreCase);

    // Ids of two channels may be equal; ours of Direct Line hold no colon.
    private static string ConversationId(Activity activity) => $"{activity.ChannelId?.Split(':')[0]}:{activity.Conversation?.Id}";

    private string? Fault(Activity activity)
    {
        if (string.IsNullOrEmpty(activity.ChannelId))
            return "\"channelId\" is missing.";
        if (activity.Conversation?.Id is not { Length: > 0 and <= LongestId })
            return "\"conversation.id\" is missing or too long.";
        if (activity.From?.Id is not { Length: > 0 and <= LongestId })
            return "\"from.id\" is missing or too long.";
        if (activity.Is(ActivityTypes.Event) && string.IsNullOrEmpty(activity.Name))
            return "\"name\" of the event is missing.";
        if (ChannelIds.DirectLine.Equals(activity.ChannelId, StringComparison.OrdinalIgnoreCase) && !options.Value.AllowUnauthenticated)
            return "Direct Line clients are served at /v3/directline.";
        return ExpectsReplies(activity) || serviceUrls.MayReach(activity.ServiceUrl)
            ? null
            : "\"serviceUrl\" is missing, or not an address that replies may go to.";
    }
}
