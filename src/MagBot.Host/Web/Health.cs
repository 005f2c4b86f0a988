using MagBot.Knowledge.Loading;
using MagBot.State;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MagBot.Host.Web;

/// <summary>Probes for whoever keeps the process running. They say as little as the public may know; the log says why.</summary>
internal static partial class Health
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/health/live", () => Text("alive", StatusCodes.Status200OK));
        endpoints.MapGet("/health/ready", ReadyAsync);
    }

    private static async Task<IResult> ReadyAsync(
        StateHealth store, KnowledgeProvider knowledge, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        string? fault;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            var report = await store.CheckAsync(limit.Token).ConfigureAwait(false);
            fault = report.IsHealthy ? null : report.Description;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            fault = "The store does not answer.";
        }

        if (fault is null)
            return Text($"ready, {knowledge.Current.Answers.Count} answers", StatusCodes.Status200OK);
        LogNotReady(loggers.CreateLogger("MagBot.Host.Health"), fault);
        return Text("the store cannot be reached", StatusCodes.Status503ServiceUnavailable);
    }

    private static ContentHttpResult Text(string text, int status) => TypedResults.Text(text + "\n", "text/plain", statusCode: status);

    [LoggerMessage(3001, LogLevel.Error, "Not ready: {Fault}")]
    private static partial void LogNotReady(ILogger logger, string? fault);
}
