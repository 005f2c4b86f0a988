using System.Text.RegularExpressions;
using MagBot.Activities;
using MagBot.Dialogs.Conversations;
using MagBot.Dialogs.Storage;
using MagBot.Dialogs.Turns;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace MagBot.Channels.DirectLine;

/// <summary>Conversations_StartConversation and Conversations_ReconnectToConversation.</summary>
internal sealed partial class ConversationEndpoints(
    TurnRunner turns,
    IConversationStore store,
    DirectLineTokens tokens,
    Origins origins,
    RequestLimits limits,
    IOptions<DirectLineOptions> options,
    TimeProvider time)
{
    /// <summary>Begins the conversation of a token, or a new one for a secret. Beginning twice gives the same one, and one greeting.</summary>
    public async Task<IResult> StartAsync(HttpContext context)
    {
        var caller = Caller.Of(context);
        if (!caller.HasSecret && limits.Start(context) is { } tooMany)
            return tooMany;
        var body = await RequestBody.ReadOptionalAsync(context.Request, DirectLineJson.Contract.StartRequest, options.Value.MaxBodyBytes).ConfigureAwait(false);
        if (!body.Succeeded(out var request, out var refusal))
            return refusal;

        var conversation = Describe(caller, request);
        var result = await turns.ReceiveAsync(Announce(conversation), conversation.Id, context.RequestAborted).ConfigureAwait(false);
        var grant = caller.Grant ?? new TokenGrant(conversation.Id, null, []);
        var status = result.Status is TurnStatus.Done ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        return await AnswerAsync(context, grant, null, status).ConfigureAwait(false);
    }

    /// <summary>A fresh stream address for a conversation that goes on. No word of it reaches the bot.</summary>
    public async Task<IResult> ReconnectAsync(HttpContext context, string conversationId, string? watermark)
    {
        if (limits.Read(conversationId) is { } tooMany)
            return tooMany;
        if (await store.FindAsync(conversationId, context.RequestAborted).ConfigureAwait(false) is not { } conversation)
            return Refusal.UnknownConversation();
        if (!Watermark.TryRead(watermark, conversation.NextSequence, out _))
            return Refusal.BadArgument("The watermark is not one of this conversation.");
        var grant = Caller.Of(context).Grant ?? new TokenGrant(conversationId, null, []);
        return await AnswerAsync(context, grant, watermark, StatusCodes.Status200OK).ConfigureAwait(false);
    }

    private Conversation Describe(Caller caller, StartRequest request)
    {
        var user = caller.Grant?.User ?? Announced(request.User) ?? new ChannelAccount { Id = DirectLineTokens.NewUserId() };
        var id = caller.Grant?.ConversationId ?? DirectLineTokens.NewConversationId();
        return new Conversation
        {
            Id = id,
            ChannelId = ChannelIds.DirectLine,
            User = user with { Role = Roles.User },
            Bot = new ChannelAccount { Id = options.Value.BotId, Name = options.Value.BotName, Role = Roles.Bot },
            Account = new ConversationAccount { Id = id },
            Locale = request.Locale is { } locale && LanguageTag().IsMatch(locale) ? locale : null,
            CreatedAt = time.GetUtcNow(),
        };
    }

    // Ids with the prefix of bound users are ours to give; a client that claims one is treated as unknown.
    private static ChannelAccount? Announced(ChannelAccount? user) =>
        user?.Id is { Length: > 0 } id && !id.StartsWith(DirectLineTokens.UserIdPrefix, StringComparison.Ordinal)
            ? new ChannelAccount { Id = id, Name = user.Name }
            : null;

    // Bot and user in one update, so that a bot which greets each newcomer greets once. The key makes it happen once.
    private static IncomingActivity Announce(Conversation conversation) => new()
    {
        Activity = new Activity
        {
            Type = ActivityTypes.ConversationUpdate,
            ChannelId = conversation.ChannelId,
            Conversation = conversation.Account,
            From = conversation.User,
            Recipient = conversation.Bot,
            Locale = conversation.Locale,
            MembersAdded = [conversation.Bot, conversation.User],
        },
        DeduplicationKey = "start",
        NewConversation = conversation,
        Audience = Audience.Internal,
    };

    private async Task<IResult> AnswerAsync(HttpContext context, TokenGrant grant, string? watermark, int status)
    {
        var token = await tokens.IssueAsync(grant, context.RequestAborted).ConfigureAwait(false);
        var streamToken = await tokens.IssueForStreamAsync(grant, context.RequestAborted).ConfigureAwait(false);
        var own = origins.Own(context.Request);
        var socketOrigin = "ws" + own["http".Length..];
        var from = string.IsNullOrEmpty(watermark) ? "-" : watermark;
        var streamUrl = $"{socketOrigin}{DirectLineRoutes.BasePath}/conversations/{grant.ConversationId}/stream?watermark={from}&t={streamToken}";
        return TypedResults.Json(
            new ConversationAnswer(grant.ConversationId, token, tokens.LifetimeSeconds, streamUrl),
            DirectLineJson.Contract.ConversationAnswer,
            statusCode: status);
    }

    [GeneratedRegex("^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$", RegexOptions.CultureInvariant)]
    private static partial Regex LanguageTag();
}
