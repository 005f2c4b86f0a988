using MagBot.Activities;
using MagBot.Channels.DirectLine;
using MagBot.Dialogs.Conversations;
using MagBot.Dialogs.Handover;
using MagBot.Dialogs.Storage;
using MagBot.Dialogs.Turns;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MagBot.Channels.Connector;

/// <summary>
/// <c>POST /api/messages</c>. A turn takes milliseconds and is stored with its replies before the answer, so the channel is told
/// only what is safe, and well before it would hang up and send again. A turn that takes longer is kept in the inbox and goes on after the
/// answer; when the channel sends again meanwhile, the repetition waits for it and is recognised.
/// </summary>
internal sealed partial class ConnectorEndpoint(
    TurnRunner turns,
    IConversationStore store,
    ConversationFeed feed,
    ConnectorAuthentication authentication,
    ServiceUrlPolicy serviceUrls,
    ConnectorInbox inbox,
    IOptions<ConnectorOptions> options,
    ILogger<ConnectorEndpoint> logger,
    IAdvisorHub? hub = null)
{
    private const int LongestId = 1000;
    private const int RepliesToLookThrough = 50;

    // Channels hang up a second after the longest AnswerWithin.
    private static readonly TimeSpan LongestKeep = TimeSpan.FromMilliseconds(800);

    public async Task<IResult> ReceiveAsync(HttpContext context)
    {
        var body = await RequestBody.ReadActivityAsync(context.Request, options.Value.MaxBodyBytes).ConfigureAwait(false);
        if (!body.Succeeded(out var posted, out var refusal))
            return refusal;
        if (string.IsNullOrWhiteSpace(posted.Type))
            return Refusal.BadArgument("\"type\" is missing.");

        var access = await authentication.CheckAsync(context.Request.Headers.Authorization, posted, context.RequestAborted).ConfigureAwait(false);
        switch (access.Verdict)
        {
            case ConnectorVerdict.Unavailable:
                return Refusal.Unavailable();
            case ConnectorVerdict.Forbidden:
                return TypedResults.StatusCode(StatusCodes.Status403Forbidden);
            case ConnectorVerdict.Unauthenticated:
                context.Response.Headers.WWWAuthenticate = "Bearer";
                return TypedResults.StatusCode(StatusCodes.Status401Unauthorized);
            default:
                return Fault(posted) is { } fault
                    ? Refusal.BadArgument(fault)
                    : await HandleAsync(posted, access.CallerAppId).ConfigureAwait(false);
        }
    }

    /// <summary>Whether the replies belong into the response.</summary>
    public static bool ExpectsReplies(Activity activity) =>
        string.Equals(activity.DeliveryMode, DeliveryModes.ExpectReplies, StringComparison.OrdinalIgnoreCase);

    private async Task<IResult> HandleAsync(Activity posted, string? caller)
    {
        if (caller is null && hub?.Owns(posted) == true)
            return await HandleAdvisorAsync(hub, posted).ConfigureAwait(false);
        var conversationId = ConnectorConversation.Id(posted, caller);
        var signed = posted with { CallerId = caller is null ? null : $"urn:botframework:aadappid:{caller}" };
        if (signed.Is(ActivityTypes.Invoke))
            return await HandleInvokeAsync(signed, conversationId).ConfigureAwait(false);
        var activity = IncomingActivities.Read(signed);
        if (activity.Is(ActivityTypes.Typing))
        {
            feed.PublishTyping(conversationId, activity);
            return TypedResults.Accepted((string?)null);
        }

        if (ExpectsReplies(activity))
        {
            var result = await turns.ReceiveAsync(inbox.Describe(activity, conversationId), conversationId, CancellationToken.None).ConfigureAwait(false);
            return await AnswerAsync(result, conversationId).ConfigureAwait(false);
        }

        return await RunAsync(activity, conversationId).ConfigureAwait(false) ? TypedResults.Accepted((string?)null) : Refusal.Unavailable();
    }

    // The advisors' channel: its people are no customers.
    private async Task<IResult> HandleAdvisorAsync(IAdvisorHub hub, Activity posted)
    {
        var answered = hub.ReceiveAsync(posted with { Text = Mentions.WithoutRecipient(posted) }, CancellationToken.None);
        try
        {
            var answer = await answered.WaitAsync(options.Value.AnswerWithin).ConfigureAwait(false);
            if (!posted.Is(ActivityTypes.Invoke))
                return TypedResults.Accepted((string?)null);
            return posted.Name == InvokeActivities.CardAction
                ? TypedResults.Json(InvokeActivities.AnswerFor(answer), ConnectorJson.Contract.InvokeAnswer)
                : TypedResults.StatusCode(StatusCodes.Status501NotImplemented);
        }
        catch (TimeoutException) when (!answered.IsCompleted)
        {
            _ = answered.ContinueWith(
                late => LogLateFailure(late.Exception!), // there is one on a failed task
                CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            return TypedResults.Accepted((string?)null);
        }
    }

    // The answer to an invoke is the response itself. A pressed card button is something that the customer says.
    private async Task<IResult> HandleInvokeAsync(Activity posted, string conversationId)
    {
        if (!InvokeActivities.TryRead(posted, out var invoke))
            return TypedResults.StatusCode(StatusCodes.Status501NotImplemented);
        if (invoke.Turn is { } said && !await RunAsync(IncomingActivities.Read(said), conversationId).ConfigureAwait(false))
            return Refusal.Unavailable();
        return invoke.Answer is { } answer ? TypedResults.Json(answer, ConnectorJson.Contract.InvokeAnswer) : TypedResults.Ok();
    }

    // Runs a turn; false when it goes on and could not be kept, so that the channel must send it again.
    private async Task<bool> RunAsync(Activity activity, string conversationId)
    {
        var incoming = inbox.Describe(activity, conversationId);
        // The channel may hang up; the turn goes on, and the replies go out through the outbox.
        var turn = turns.ReceiveAsync(incoming, conversationId, CancellationToken.None);
        try
        {
            await turn.WaitAsync(options.Value.AnswerWithin).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException) when (!turn.IsCompleted)
        {
            return await KeepAsync(incoming, conversationId, turn).ConfigureAwait(false);
        }
    }

    // The channel is told that it is taken only when a kill in the next moment could not lose it.
    private async Task<bool> KeepAsync(IncomingActivity incoming, string conversationId, Task<TurnResult> turn)
    {
        using var limit = new CancellationTokenSource(LongestKeep);
        try
        {
            await inbox.KeepAsync(incoming, conversationId, turn, limit.Token).WaitAsync(limit.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception)
        {
            LogNotKept(exception, conversationId);
            return false;
        }
    }

    // A repetition gets the replies that the first one was given, or was to be given.
    private async Task<IResult> AnswerAsync(TurnResult result, string conversationId)
    {
        var entries = result.Entries.Skip(1);
        if (result.Status is TurnStatus.Duplicate && await store.FindAsync(conversationId, CancellationToken.None).ConfigureAwait(false) is { } conversation)
        {
            var from = Math.Max(0, conversation.NextSequence - RepliesToLookThrough);
            var log = await store.ReadLogAsync(conversationId, from, RepliesToLookThrough, CancellationToken.None).ConfigureAwait(false);
            entries = log.Where(entry => entry.Activity.ReplyToId == result.ActivityId);
        }

        return TypedResults.Json(
            new ExpectedReplies([.. entries.Where(entry => entry.Audience is Audience.Everyone).Select(entry => ConnectorOutbox.WithoutOurs(entry.Activity))]),
            DirectLineJson.Contract.ExpectedReplies);
    }

    private string? Fault(Activity activity)
    {
        if (string.IsNullOrEmpty(activity.ChannelId))
            return "\"channelId\" is missing.";
        if (activity.Conversation?.Id is not { Length: > 0 and <= LongestId })
            return "\"conversation.id\" is missing or too long.";
        if (activity.From?.Id is not { Length: > 0 and <= LongestId })
            return "\"from.id\" is missing or too long.";
        if (activity.Id is { Length: > LongestId })
            return "\"id\" is too long.";
        if (activity.Is(ActivityTypes.Event) && string.IsNullOrEmpty(activity.Name))
            return "\"name\" of the event is missing.";
        if (ChannelIds.DirectLine.Equals(activity.ChannelId, StringComparison.OrdinalIgnoreCase) && !options.Value.AllowUnauthenticated)
            return "Direct Line clients are served at /v3/directline.";
        return ExpectsReplies(activity) || serviceUrls.MayReach(activity.ServiceUrl)
            ? null
            : "\"serviceUrl\" is missing, or not an address that replies may go to.";
    }

    [LoggerMessage(2114, LogLevel.Error, "What an advisor sent failed after the channel was answered")]
    private partial void LogLateFailure(Exception exception);

    [LoggerMessage(2113, LogLevel.Error, "An activity of conversation {ConversationId} could not be kept while its turn runs; the channel is told to send it again")]
    private partial void LogNotKept(Exception exception, string conversationId);
}
