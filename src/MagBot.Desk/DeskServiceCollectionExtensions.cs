using MagBot.Desk.Accounts;
using MagBot.Desk.Conversations;
using MagBot.Desk.Deliveries;
using MagBot.Desk.Handover;
using MagBot.Desk.Http;
using MagBot.Desk.Insights;
using MagBot.Desk.Knowledge;
using MagBot.Desk.Live;
using MagBot.Desk.SignIn;
using MagBot.Desk.Teams;
using MagBot.Dialogs.Handover;
using MagBot.Dialogs.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace MagBot.Desk;

/// <summary>Registers the advisor desk.</summary>
public static class DeskServiceCollectionExtensions
{
    /// <summary>
    /// Adds the desk, its sign-in and <see cref="IAdvisorPresence"/>. Needs the stores, <c>TurnRunner</c>, <c>ConversationFeed</c> and
    /// <see cref="IHandoverMessages"/>. The host keeps the data protection keys, so that sessions outlive a restart.
    /// </summary>
    /// <param name="services">Services to add to.</param>
    /// <param name="configure">Settings; null for the defaults.</param>
    /// <param name="configureDelivery">Settings of e-mail and webhook; null sends nothing.</param>
    /// <exception cref="InvalidOperationException">Settings cannot be used; the message names them all.</exception>
    public static IServiceCollection AddMagBotDesk(
        this IServiceCollection services, Action<DeskOptions>? configure = null, Action<DeliveryOptions>? configureDelivery = null)
    {
        var options = new DeskOptions();
        configure?.Invoke(options);
        if (options.Faults().ToList() is { Count: > 0 } faults)
            throw new InvalidOperationException(string.Join(' ', faults));
        AddDeliveries(services, configureDelivery);
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);

        services.AddSingleton<AdvisorAccounts>();
        services.AddSingleton<DeskAudit>();
        services.AddSingleton<Invitations>();
        services.AddSingleton<AccountRateLimit>();
        services.TryAddSingleton<IOperatorConsole, OperatorConsole>();
        services.AddHostedService<SetupLink>();
        services.AddSingleton<OidcAttempts>();
        services.AddSingleton<OidcClient>();

        services.TryAddSingleton<IDeskKnowledge, NoKnowledge>();
        services.AddSingleton<HandoverService>();
        services.AddHostedService<HandoverAssigner>();
        services.AddSingleton<DeskReader>();
        services.AddSingleton<DeskInsights>();
        services.AddSingleton<DeskPresence>();
        services.AddHostedService<PresenceBeat>();
        services.TryAddSingleton<IConversationLocks, ProcessConversationLocks>();
        services.AddSingleton<IAdvisorPresence>(provider => provider.GetRequiredService<DeskPresence>());
        services.AddSingleton<IQueueOutlook, QueueOutlook>();
        services.AddHostedService<HandoverTimers>();
        services.AddSingleton<QueueWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<QueueWatch>());
        services.AddSingleton<DeskStream>();

        services.AddSingleton<TeamsCards>();
        services.AddSingleton<TeamsTarget>();
        services.AddSingleton<IDeliveryTarget>(provider => provider.GetRequiredService<TeamsTarget>());
        services.AddSingleton<IHandoverDeliveries, TeamsDeliveries>();
        services.AddSingleton<IAdvisorHub, TeamsDesk>();
        services.AddHostedService<TeamsEraser>();

        services.AddRazorComponents();
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "magbot-desk-form";
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddAuthorization();
        services.AddAuthentication().AddCookie(DeskUser.Scheme, cookie => ConfigureCookie(cookie, options));
        services.AddOptions<CookieAuthenticationOptions>(DeskUser.Scheme).Configure<TimeProvider>((cookie, time) => cookie.TimeProvider = time);
        return services;
    }

    private static void AddDeliveries(IServiceCollection services, Action<DeliveryOptions>? configure)
    {
        var options = new DeliveryOptions();
        configure?.Invoke(options);
        if (options.Faults().ToList() is { Count: > 0 } faults)
            throw new InvalidOperationException(string.Join(' ', faults));
        services.AddSingleton(options);
        services.AddSingleton<TranscriptText>();
        services.AddSingleton<IDeliveryTarget, MailTarget>();
        // Redirects could lead a signed body elsewhere.
        services.AddSingleton<IDeliveryTarget>(provider => new WebhookTarget(
            new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }),
            options,
            provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService<OutboxWorker>();
    }

    private static void ConfigureCookie(CookieAuthenticationOptions cookie, DeskOptions options)
    {
        cookie.Cookie.Name = "magbot-desk";
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.ExpireTimeSpan = options.SessionLifetime;
        cookie.SlidingExpiration = true;
        cookie.LoginPath = DeskPaths.Root + "/signin";
        cookie.AccessDeniedPath = DeskPaths.Root + "/forbidden";
        cookie.ReturnUrlParameter = "returnUrl";
        cookie.Events.OnValidatePrincipal = ValidateAsync;
        cookie.Events.OnRedirectToLogin = RedirectAsync;
    }

    // An account whose stamp changed is signed out everywhere at its next request.
    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var accounts = context.HttpContext.RequestServices.GetRequiredService<AdvisorAccounts>();
        if (context.Principal is { } principal
            && await accounts.IsValidAsync(principal, context.HttpContext.RequestAborted).ConfigureAwait(false))
            return;
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(DeskUser.Scheme).ConfigureAwait(false);
    }

    // A fragment or a stream must not get the sign-in page in the place of what it asked for.
    private static Task RedirectAsync(RedirectContext<CookieAuthenticationOptions> context)
    {
        var request = context.Request;
        var isPage = HttpMethods.IsGet(request.Method) && !DeskResults.IsFragmentRequest(context.HttpContext)
            && !request.Path.StartsWithSegments(DeskPaths.Root + "/events");
        if (isPage)
        {
            context.Response.Redirect(context.RedirectUri);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers["HX-Redirect"] = DeskPaths.Base(context.HttpContext) + "signin";
        }

        return Task.CompletedTask;
    }
}
