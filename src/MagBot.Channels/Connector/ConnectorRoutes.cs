using MagBot.Channels.Connector.Teams;
using MagBot.Dialogs.Handover;
using MagBot.Dialogs.Turns;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace MagBot.Channels.Connector;

/// <summary>The Bot Connector endpoint and the delivery of replies.</summary>
public static class ConnectorRoutes
{
    /// <summary>Where channels post activities.</summary>
    public const string Path = "/api/messages";

    /// <summary>Registers the endpoint, the outbox composer and the sender. The host binds <see cref="ConnectorOptions"/> and registers the store.</summary>
    public static IServiceCollection AddMagBotConnector(this IServiceCollection services)
    {
        services.AddOptions<ConnectorOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ConnectorOptions>, ConnectorOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ConversationFeed>();
        services.AddSingleton<IOutboxComposer, ConnectorOutbox>();
        services.AddSingleton<ServiceUrlPolicy>();
        services.AddSingleton<ConnectorAuthentication>();
        services.AddSingleton<ConnectorInbox>();
        services.AddHostedService(provider => provider.GetRequiredService<ConnectorInbox>());
        services.AddSingleton<ConnectorEndpoint>();
        services.TryAddSingleton<IConnectorCredentials, ConnectorCredentials>();
        services.AddSingleton<ConnectorClient>();
        services.AddSingleton<IHubConnector, TeamsHubConnector>();
        services.AddHostedService<ConnectorSender>();
        return services;
    }

    /// <summary>Maps the routes.</summary>
    public static IEndpointConventionBuilder MapMagBotConnector(this IEndpointRouteBuilder endpoints)
    {
        // Tools look whether somebody is there before they send.
        endpoints.MapMethods(Path, [HttpMethods.Head], () => TypedResults.Ok());
        return endpoints.MapPost(Path, (HttpContext context, ConnectorEndpoint endpoint) => endpoint.ReceiveAsync(context));
    }
}
