using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MagBot.Host.Tests.Support;

/// <summary>A reply as the connector got it.</summary>
internal sealed record Delivered(string Method, string Path, string? Authorization, JsonElement Body)
{
    /// <summary>Method and raw path.</summary>
    public string Request => $"{Method} {Path}";

    /// <summary>What it answers; null when nothing.</summary>
    public string? ReplyToId => Body.TryGetProperty("replyToId", out var id) ? id.GetString() : null;

    /// <summary>Text of the activity; null when it has none.</summary>
    public string? Text => Body.TryGetProperty("text", out var text) ? text.GetString() : null;
}

/// <summary>The channel's side: takes replies, with a status that the test chooses.</summary>
internal sealed class StubConnector : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly WebApplication _app;
    private readonly Channel<Delivered> _delivered = Channel.CreateUnbounded<Delivered>();

    private StubConnector(WebApplication app) => _app = app;

    public string ServiceUrl => _app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single() + "/_connector";

    /// <summary>Status for the next replies, one each; 201 when it is empty.</summary>
    public Queue<(int Status, string? RetryAfter)> Statuses { get; } = new();

    /// <summary>Waited for before a reply is answered; what it was called with is delivered before.</summary>
    public Func<Delivered, Task>? Hold { get; set; }

    /// <summary>Bodies for the next answers, one each; nothing when it is empty.</summary>
    public Queue<string> Bodies { get; } = new();

    public static async Task<StubConnector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var stub = new StubConnector(builder.Build());
        stub._app.MapFallback(stub.TakeAsync);
        await stub._app.StartAsync();
        return stub;
    }

    /// <summary>The next reply.</summary>
    public async Task<Delivered> NextAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        return await _delivered.Reader.ReadAsync(limit.Token);
    }

    /// <summary>A reply that has come already; false when there is none.</summary>
    public bool TryNext([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Delivered? delivered) => _delivered.Reader.TryRead(out delivered);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var text = await reader.ReadToEndAsync();
        var body = text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
        // The raw target: the server would decode the path.
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var (status, retryAfter) = Statuses.Count > 0 ? Statuses.Dequeue() : (201, null);
        context.Response.StatusCode = status;
        if (retryAfter is not null)
            context.Response.Headers.RetryAfter = retryAfter;
        var delivered = new Delivered(context.Request.Method, target, context.Request.Headers.Authorization, body);
        await _delivered.Writer.WriteAsync(delivered);
        if (Hold is { } hold)
            await hold(delivered).WaitAsync(context.RequestAborted);
        if (Bodies.TryDequeue(out var answer))
            await context.Response.WriteAsync(answer);
    }
}
