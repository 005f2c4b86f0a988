using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace MagBot.Channels.DirectLine;

/// <summary>Who makes a Direct Line call: the bearer of a token, or a server with a secret (then there is no grant).</summary>
internal sealed record Caller(TokenGrant? Grant)
{
    public const string RouteConversation = "conversationId";

    /// <summary>A caller with a secret may open any conversation and is not bound to a user.</summary>
    public bool HasSecret => Grant is null;

    /// <summary>The caller of this request; only behind <see cref="CallerFilter"/>.</summary>
    public static Caller Of(HttpContext context) => context.Features.Get<Caller>() ?? throw new UnreachableException("The route has no CallerFilter.");
}

/// <summary>Lets a call pass only with a valid token or secret, from an origin that may use it, for the conversation of the route.</summary>
internal sealed class CallerFilter(DirectLineTokens tokens, SecretCheck secrets, Origins origins) : IEndpointFilter
{
    private const string Scheme = "Bearer ";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        string? header = http.Request.Headers.Authorization;
        if (header is null || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || header.AsSpan(Scheme.Length).Trim().IsEmpty)
            return Refusal.Unauthorized();

        var credential = header[Scheme.Length..].Trim();
        if (secrets.Matches(credential))
        {
            if (!origins.Allows(http.Request, []))
                return Refusal.Forbidden("This origin may not use the service.");
            http.Features.Set(new Caller(null));
            return await next(context).ConfigureAwait(false);
        }

        var reading = await tokens.ReadAsync(credential, http.RequestAborted).ConfigureAwait(false);
        if (Refuse(http, reading) is { } refusal)
            return refusal;
        http.Features.Set(new Caller(reading.Grant));
        return await next(context).ConfigureAwait(false);
    }

    private IResult? Refuse(HttpContext http, TokenReading reading)
    {
        if (reading.Grant is not { } grant)
            return Refusal.Forbidden("The token or secret is not valid.");
        if (reading.Verdict is TokenVerdict.Expired)
            return Refusal.TokenExpired();
        if (!origins.Allows(http.Request, grant.Origins))
            return Refusal.Forbidden("The token may not be used from this origin.");
        return http.Request.RouteValues[Caller.RouteConversation] is string asked && asked != grant.ConversationId
            ? Refusal.Forbidden("The token is for another conversation.")
            : null;
    }
}
