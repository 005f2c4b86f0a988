using MagBot.Activities;
using MagBot.Channels.DirectLine;
using MagBot.Dialogs.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace MagBot.Channels.Widget;

/// <summary>What the chat widget says of its own; comes from the knowledge. Thread safe.</summary>
public interface IWidgetTexts
{
    /// <summary>Name of the shop.</summary>
    string ShopName { get; }

    /// <summary>The widget's texts by key.</summary>
    IReadOnlyDictionary<string, string> Strings { get; }
}

/// <summary>What the widget needs besides Direct Line: a token without a secret, and its texts.</summary>
public static class WidgetRoutes
{
    /// <summary>Registers the endpoints. The host registers <see cref="IWidgetTexts"/>.</summary>
    public static IServiceCollection AddMagBotWidget(this IServiceCollection services) => services.AddSingleton<WidgetEndpoints>();

    /// <summary>Maps the routes.</summary>
    public static RouteGroupBuilder MapMagBotWidget(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/widget");
        group.MapPost("/token", (HttpContext context, WidgetEndpoints endpoint) => endpoint.IssueTokenAsync(context));
        group.MapGet("/config.json", (HttpContext context, WidgetEndpoints endpoint) => endpoint.GetConfig(context));
        return group;
    }
}

/// <summary>Handlers of the widget's own routes.</summary>
internal sealed class WidgetEndpoints(
    DirectLineTokens tokens,
    IConversationStore store,
    Origins origins,
    RequestLimits limits,
    IWidgetTexts texts,
    IOptions<DirectLineOptions> options,
    TimeProvider time)
{
    private const int MaxBodyBytes = 16 * 1024;

    /// <summary>
    /// A token for a fresh user, bound to the page that asks. Who proves an earlier conversation with a token of it, which may
    /// have expired a while ago, gets that conversation again; every other proof gives a new conversation.
    /// </summary>
    public async Task<IResult> IssueTokenAsync(HttpContext context)
    {
        if (!origins.AllowsWidget(context.Request))
            return Refusal.Forbidden("This origin may not use the widget. Add it to MagBot:DirectLine:TrustedOrigins.");
        if (limits.Start(context) is { } tooMany)
            return tooMany;
        var body = await RequestBody.ReadOptionalAsync(context.Request, DirectLineJson.Contract.WidgetTokenRequest, MaxBodyBytes).ConfigureAwait(false);
        if (!body.Succeeded(out var request, out var refusal))
            return refusal;

        IReadOnlyList<string> from = Origins.Of(context.Request) is { } origin ? [origin] : [];
        var grant = await FindEarlierAsync(request, from, context.RequestAborted).ConfigureAwait(false)
            ?? new TokenGrant(DirectLineTokens.NewConversationId(), new ChannelAccount { Id = DirectLineTokens.NewUserId() }, from);
        var token = await tokens.IssueAsync(grant, context.RequestAborted).ConfigureAwait(false);
        return TypedResults.Json(
            new WidgetTokenAnswer(token, grant.ConversationId, tokens.LifetimeSeconds, grant.User?.Id ?? ""),
            DirectLineJson.Contract.WidgetTokenAnswer);
    }

    /// <summary>The shop's name and the widget's texts.</summary>
    public IResult GetConfig(HttpContext context) => origins.AllowsWidget(context.Request)
        ? TypedResults.Json(new WidgetConfig(texts.ShopName, texts.Strings), DirectLineJson.Contract.WidgetConfig)
        : Refusal.Forbidden("This origin may not use the widget. Add it to MagBot:DirectLine:TrustedOrigins.");

    private async Task<TokenGrant?> FindEarlierAsync(WidgetTokenRequest request, IReadOnlyList<string> from, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(request.Token))
            return null;
        var reading = await tokens.ReadAsync(request.Token, cancellationToken).ConfigureAwait(false);
        if (reading.Grant is not { User.Id: not null } grant
            || (request.ConversationId is { } asked && asked != grant.ConversationId)
            || time.GetUtcNow() > reading.ExpiresAt + options.Value.WidgetResumeWindow
            || await store.FindAsync(grant.ConversationId, cancellationToken).ConfigureAwait(false) is null)
            return null;
        return grant with { Origins = from };
    }
}
