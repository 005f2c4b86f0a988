using System.Security.Cryptography;
using System.Text;
using MagBot.Activities;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace MagBot.Channels.DirectLine;

/// <summary>Tokens_GenerateTokenForNewConversation, Tokens_RefreshToken and Session_GetSessionId.</summary>
internal static class TokenEndpoints
{
    /// <summary>A token for a conversation that begins with it. Only a secret may ask; neither the bot nor the store hears of it yet.</summary>
    public static async Task<IResult> GenerateAsync(
        HttpContext context, DirectLineTokens tokens, IOptions<DirectLineOptions> options, CancellationToken cancellationToken)
    {
        if (!Caller.Of(context).HasSecret)
            return Refusal.Forbidden("Only a secret may ask for a token. Use tokens/refresh to renew one.");
        var body = await RequestBody.ReadOptionalAsync(context.Request, DirectLineJson.Contract.StartRequest, options.Value.MaxBodyBytes).ConfigureAwait(false);
        if (!body.Succeeded(out var request, out var refusal))
            return refusal;
        if (request.User?.Id is { } userId && !userId.StartsWith(DirectLineTokens.UserIdPrefix, StringComparison.Ordinal))
            return Refusal.BadArgument($"user.id must begin with \"{DirectLineTokens.UserIdPrefix}\".");

        var origins = new List<string>();
        foreach (var origin in request.TrustedOrigins ?? [])
        {
            if (origin is null || Origins.Normalize(origin) is not { } normal)
                return Refusal.BadArgument("trustedOrigins must hold origins such as https://www.shop.example.");
            origins.Add(normal);
        }

        var user = request.User?.Id is null ? null : new ChannelAccount { Id = request.User.Id, Name = request.User.Name };
        return await AnswerAsync(tokens, new TokenGrant(DirectLineTokens.NewConversationId(), user, origins), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A new token for the same conversation and the same user.</summary>
    public static async Task<IResult> RefreshAsync(HttpContext context, DirectLineTokens tokens, CancellationToken cancellationToken) =>
        Caller.Of(context).Grant is { } grant
            ? await AnswerAsync(tokens, grant, cancellationToken).ConfigureAwait(false)
            : Refusal.BadArgument("Only a token can be refreshed; a secret does not expire.");

    /// <summary>A stable name for the session; clients put it in sign-in addresses only.</summary>
    public static IResult GetSessionId(HttpContext context)
    {
        var seed = Caller.Of(context).Grant is { } grant ? "session:" + grant.ConversationId : DirectLineTokens.NewConversationId();
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(seed)).AsSpan(0, 16));
        return TypedResults.Json(new SessionAnswer(id), DirectLineJson.Contract.SessionAnswer);
    }

    private static async Task<IResult> AnswerAsync(DirectLineTokens tokens, TokenGrant grant, CancellationToken cancellationToken)
    {
        var token = await tokens.IssueAsync(grant, cancellationToken).ConfigureAwait(false);
        return TypedResults.Json(
            new ConversationAnswer(grant.ConversationId, token, tokens.LifetimeSeconds), DirectLineJson.Contract.ConversationAnswer);
    }
}
