using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MagBot.Host.Load;

/// <summary>The channel's side: takes replies and tells who waits for them.</summary>
internal sealed class LoopbackConnector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _waiting = new(StringComparer.Ordinal);

    private LoopbackConnector(WebApplication app) => _app = app;

    public string ServiceUrl => _app.Urls.First();

    public static async Task<LoopbackConnector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:5999");
        builder.Logging.ClearProviders();
        var connector = new LoopbackConnector(builder.Build());
        connector._app.MapPost("/v3/conversations/{conversation}/activities/{*id}", connector.TakeAsync);
        await connector._app.StartAsync();
        return connector;
    }

    /// <summary>Ends when a reply to this activity has come.</summary>
    public Task WaitAsync(string activityId) => _waiting.GetOrAdd(activityId, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        context.Response.StatusCode = StatusCodes.Status201Created;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync("""{"id":"1"}""");
        if (body.RootElement.TryGetProperty("replyToId", out var id) && _waiting.TryRemove(id.GetString() ?? "", out var waiting))
            waiting.TrySetResult();
    }
}
