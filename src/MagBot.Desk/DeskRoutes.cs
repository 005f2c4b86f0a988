using MagBot.Desk.Accounts;
using MagBot.Desk.Deliveries;
using MagBot.Desk.Http;
using MagBot.Desk.Insights;
using MagBot.Desk.SignIn;
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

    private static readonly AuthorizationPolicy Lead =
        new AuthorizationPolicyBuilder(DeskUser.Scheme).RequireRole(DeskUser.LeadRole).Build();

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
        open.MapGet("/forbidden", AccountEndpoints.GetForbidden);

        var rateLimit = endpoints.ServiceProvider.GetRequiredService<AccountRateLimit>();
        var oidc = endpoints.ServiceProvider.GetRequiredService<DeskOptions>().Oidc;
        if (oidc.AllowsLocalAccounts)
        {
            open.MapGet("/setup", AccountEndpoints.GetSetup);
            var guarded = Forms(open).AddEndpointFilter(rateLimit.CheckAsync);
            guarded.MapPost("/signin", AccountEndpoints.PostSignIn);
            guarded.MapPost("/setup", AccountEndpoints.PostSetup);
        }

        if (oidc.IsOn)
        {
            var elsewhere = open.MapGroup("/signin").AddEndpointFilter(rateLimit.CheckAsync);
            elsewhere.MapGet("/start", OidcEndpoints.GetStart);
            elsewhere.MapGet("/callback", OidcEndpoints.GetCallback);
            elsewhere.MapGet("/out", OidcEndpoints.GetSignedOut);
        }

        var own = pages.MapGroup("").RequireAuthorization(SignedIn);
        own.MapGet("/", ConversationEndpoints.GetDesk);
        own.MapGet("/queue", ConversationEndpoints.GetQueue);
        own.MapGet("/conversation", ConversationEndpoints.GetConversation);
        own.MapGet("/answers", ConversationEndpoints.GetAnswers);
        own.MapGet("/file", FileEndpoint.Get);
        own.MapGet("/events", ConversationEndpoints.GetEvents);

        own.MapGet("/account", AccountEndpoints.GetAccount);

        var audit = endpoints.ServiceProvider.GetRequiredService<DeskAudit>();
        var commands = Forms(own).AddEndpointFilter(audit.NoteCommandAsync);
        commands.MapPost("/claim", ConversationEndpoints.Command((service, form, token) => service.ClaimAsync(form.Conversation, form.User, token)));
        // The browser may forget its draft when the message is stored.
        commands.MapPost("/say", ConversationEndpoints.Command(
            (service, form, token) => service.SayAsync(form.Conversation, form.User, form["text"], form.ClientId, token, form["confirmed"] == "true"), "desk:sent"));
        commands.MapPost("/close", ConversationEndpoints.Command((service, form, token) => service.CloseAsync(form.Conversation, form.User, token, form["reason"])));
        commands.MapPost("/return", ConversationEndpoints.Command((service, form, token) => service.ReturnAsync(form.Conversation, form.User, token)));
        commands.MapPost("/stepin", ConversationEndpoints.Command((service, form, token) => service.StepInAsync(form.Conversation, form.User, token)));
        commands.MapPost("/transfer", ConversationEndpoints.PostTransfer);
        commands.MapPost("/block", ConversationEndpoints.Command((service, form, token) => service.BlockAsync(form.Conversation, form.User, token)));
        commands.MapPost("/note", ConversationEndpoints.Command(
            (service, form, token) => service.NoteAsync(form.Conversation, form.User, form["note"], form.ClientId, token), "desk:noted"));
        commands.MapPost("/answer", ConversationEndpoints.Command(
            (service, form, token) => service.AnswerAsync(form.Conversation, form.User, form["answer"], form.ClientId, token)));
        commands.MapPost("/typing", ConversationEndpoints.PostTyping);
        commands.MapPost("/presence", ConversationEndpoints.PostPresence);
        commands.MapPost("/account/password", AccountEndpoints.PostPassword);
        commands.MapPost("/account/sessions", AccountEndpoints.PostSessions);
        commands.MapPost("/signout", AccountEndpoints.PostSignOut);

        var lead = pages.MapGroup("").RequireAuthorization(Lead);
        lead.MapGet("/overview", InsightEndpoints.GetOverview);
        lead.MapGet("/deliveries", DeliveryEndpoints.GetPage);
        lead.MapGet("/overview.csv", InsightEndpoints.GetCsv);
        lead.MapGet("/lessons", LessonEndpoints.GetPage);
        lead.MapGet("/lessons.patch", LessonEndpoints.GetPatch);
        var leads = Forms(lead).AddEndpointFilter(audit.NoteCommandAsync);
        leads.MapPost("/erase", ConversationEndpoints.PostErase);
        leads.MapPost("/lessons/variant", LessonEndpoints.PostVariant);
        leads.MapPost("/lessons/new", LessonEndpoints.PostNew);
        leads.MapPost("/lessons/dismiss", LessonEndpoints.PostDismiss);
        leads.MapPost("/lessons/undo", LessonEndpoints.PostUndo);
        leads.MapPost("/deliveries/retry", DeliveryEndpoints.PostRetry);
        leads.MapPost("/deliveries/discard", DeliveryEndpoints.PostDiscard);

        var team = pages.MapGroup("/team").RequireAuthorization(Administrator);
        team.MapGet("", AccountEndpoints.GetTeam);
        var changes = Forms(team).AddEndpointFilter(audit.NoteCommandAsync);
        changes.MapPost("/invite", AccountEndpoints.PostInvite);
        changes.MapPost("/change", AccountEndpoints.PostChange);
        pages.MapGet("/audit", AccountEndpoints.GetAudit).RequireAuthorization(Administrator);
        return desk;
    }

    private static RouteGroupBuilder Forms(RouteGroupBuilder group)
    {
        var forms = group.MapGroup("").WithMetadata(new RequestSizeLimitAttribute(DeskFilters.MaxBodyBytes));
        forms.AddEndpointFilter(DeskFilters.CheckFormAsync);
        return forms;
    }
}
