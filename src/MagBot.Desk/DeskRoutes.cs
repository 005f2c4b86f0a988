using MagBot.Desk.Accounts;
using MagBot.Desk.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace MagBot.Desk;

/// <summary>Routes of the advisor desk.</summary>
public static class DeskRoutes
{
    private static readonly AuthorizationPolicy SignedIn =
        new AuthorizationPolicyBuilder(DeskUser.Scheme).RequireAuthenticatedUser().Build();

    private static readonly AuthorizationPolicy Administrator =
        new AuthorizationPolicyBuilder(DeskUser.Scheme).RequireRole(DeskUser.AdministratorRole).Build();

    /// <summary>
    /// Maps the desk under <c>/desk</c>. Needs the authentication and authorization middleware, which a <see cref="WebApplication"/>
    /// adds by itself; a host that adds them itself must do so before it maps endpoints.
    /// </summary>
    /// <returns>The group of all routes, so that the host can add to it.</returns>
    public static RouteGroupBuilder MapMagBotDesk(this IEndpointRouteBuilder endpoints)
    {
        var desk = endpoints.MapGroup(DeskPaths.Root);
        desk.MapGet("/assets/{name}", DeskAssets.Get);

        var pages = desk.MapGroup("").AddEndpointFilter(DeskFilters.AddHeadersAsync);
        var open = pages.MapGroup("");
        open.MapGet("/signin", AccountEndpoints.GetSignIn);
        open.MapGet("/setup", AccountEndpoints.GetSetup);
        open.MapGet("/forbidden", AccountEndpoints.GetForbidden);

        var guarded = Forms(open).AddEndpointFilter(
            endpoints.ServiceProvider.GetRequiredService<AccountRateLimit>().CheckAsync);
        guarded.MapPost("/signin", AccountEndpoints.PostSignIn);
        guarded.MapPost("/setup", AccountEndpoints.PostSetup);

        var own = pages.MapGroup("").RequireAuthorization(SignedIn);
        own.MapGet("/", ConversationEndpoints.GetDesk);
        own.MapGet("/queue", ConversationEndpoints.GetQueue);
        own.MapGet("/conversation", ConversationEndpoints.GetConversation);
        own.MapGet("/events", ConversationEndpoints.GetEvents);

        var commands = Forms(own);
        commands.MapPost("/claim", ConversationEndpoints.PostClaim);
        commands.MapPost("/say", ConversationEndpoints.PostSay);
        commands.MapPost("/close", ConversationEndpoints.PostClose);
        commands.MapPost("/return", ConversationEndpoints.PostReturn);
        commands.MapPost("/typing", ConversationEndpoints.PostTyping);
        commands.MapPost("/presence", ConversationEndpoints.PostPresence);
        commands.MapPost("/signout", AccountEndpoints.PostSignOut);

        var team = pages.MapGroup("/team").RequireAuthorization(Administrator);
        team.MapGet("", AccountEndpoints.GetTeam);
        Forms(team).MapPost("/invite", AccountEndpoints.PostInvite);
        return desk;
    }

    private static RouteGroupBuilder Forms(RouteGroupBuilder group)
    {
        var forms = group.MapGroup("").WithMetadata(new RequestSizeLimitAttribute(DeskFilters.MaxBodyBytes));
        forms.AddEndpointFilter(DeskFilters.CheckFormAsync);
        return forms;
    }
}
