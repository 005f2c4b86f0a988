using MagBot.Channels.Connector;
using MagBot.Channels.DirectLine.Files;
using MagBot.Dialogs.Turns;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace MagBot.Channels.DirectLine;

/// <summary>The Direct Line 3.0 server.</summary>
/// <seealso href="https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-direct-line-3-0-api-reference"/>
public static class DirectLineRoutes
{
    /// <summary>Where it answers; clients take this as their <c>domain</c>.</summary>
    public const string BasePath = "/v3/directline";

    /// <summary>Registers the server. The host binds <see cref="DirectLineOptions"/> and registers the store.</summary>
    public static IServiceCollection AddMagBotDirectLine(this IServiceCollection services)
    {
        services.AddOptions<DirectLineOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DirectLineOptions>, DirectLineOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ConversationFeed>();
        services.AddSingleton<SigningKeys>();
        services.AddSingleton<DirectLineTokens>();
        services.AddSingleton<SecretCheck>();
        services.AddSingleton<Origins>();
        services.AddSingleton<RequestLimits>();
        services.AddSingleton<SocketRegistry>();
        services.AddSingleton<ConversationEndpoints>();
        services.AddSingleton<ActivityEndpoints>();
        services.AddSingleton<ExportEndpoint>();
        services.AddSingleton<FileEndpoints>();
        services.AddSingleton<StreamEndpoint>();
        return services;
    }

    /// <summary>Guards the protocol's answers: CORS, no caching, error bodies. Before routing, since it answers preflights itself.</summary>
    public static IApplicationBuilder UseMagBotProtocol(this IApplicationBuilder app) => app.UseWhen(
        context => context.Request.Path.StartsWithSegments(BasePath, StringComparison.OrdinalIgnoreCase)
            || context.Request.Path.StartsWithSegments(ConnectorRoutes.Path, StringComparison.OrdinalIgnoreCase)
            || context.Request.Path.StartsWithSegments("/widget/token", StringComparison.OrdinalIgnoreCase)
            || context.Request.Path.StartsWithSegments("/widget/config.json", StringComparison.OrdinalIgnoreCase),
        branch => branch.UseMiddleware<ProtocolGuard>());

    /// <summary>Maps the routes.</summary>
    public static RouteGroupBuilder MapMagBotDirectLine(this IEndpointRouteBuilder endpoints)
    {
        var root = endpoints.MapGroup(BasePath);
        var calls = root.MapGroup("").AddEndpointFilter<RouteGroupBuilder, CallerFilter>();
        calls.MapPost("/tokens/generate", TokenEndpoints.GenerateAsync);
        calls.MapPost("/tokens/refresh", TokenEndpoints.RefreshAsync);
        calls.MapGet("/session/getsessionid", TokenEndpoints.GetSessionId);
        calls.MapPost("/conversations", (HttpContext context, ConversationEndpoints endpoint) => endpoint.StartAsync(context));
        calls.MapGet("/conversations/{conversationId}", (HttpContext context, string conversationId, string? watermark, ConversationEndpoints endpoint) =>
            endpoint.ReconnectAsync(context, conversationId, watermark));
        calls.MapGet("/conversations/{conversationId}/activities", (HttpContext context, string conversationId, string? watermark, ActivityEndpoints endpoint) =>
            endpoint.GetAsync(context, conversationId, watermark));
        // Not of the protocol: what is kept of the conversation, for the customer that it belongs to.
        calls.MapGet("/conversations/{conversationId}/export", (HttpContext context, string conversationId, string? format, ExportEndpoint endpoint) =>
            endpoint.GetAsync(context, conversationId, format));
        calls.MapPost("/conversations/{conversationId}/activities", (HttpContext context, string conversationId, ActivityEndpoints endpoint) =>
            endpoint.PostAsync(context, conversationId));
        calls.MapPost("/conversations/{conversationId}/upload", (HttpContext context, string conversationId, string? userId, FileEndpoints endpoint) =>
            endpoint.UploadAsync(context, conversationId, userId));
        root.MapGet("/conversations/{conversationId}/files/{fileId}", (HttpContext context, string conversationId, string fileId, FileEndpoints endpoint) =>
            endpoint.GetAsync(context, conversationId, fileId));
        root.MapGet("/conversations/{conversationId}/stream", (HttpContext context, string conversationId, string? watermark, string? t, StreamEndpoint endpoint) =>
            endpoint.OpenAsync(context, conversationId, watermark, t));
        root.Map("/{**rest}", () => Refusal.NotFound("There is no such operation."));
        return root;
    }
}
