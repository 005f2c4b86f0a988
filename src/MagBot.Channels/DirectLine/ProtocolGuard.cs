using MagBot.Channels.Connector;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace MagBot.Channels.DirectLine;

/// <summary>
/// What holds for every answer of the protocol, refusals included: CORS headers (without them a browser hides the status and the
/// client goes on as if it were offline), no caching, and an error body instead of an exception.
/// </summary>
internal sealed partial class ProtocolGuard(RequestDelegate next, Origins origins, ILogger<ProtocolGuard> logger)
{
    private const string AllowedHeaders = "Authorization, Content-Type, Accept, x-ms-bot-agent, X-Requested-With";
    private const string MaxAgeSeconds = "7200";

    public async Task InvokeAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (IsForBrowsers(context.Request.Path))
            AllowOrigin(context);
        if (IsForBrowsers(context.Request.Path) && HttpMethods.IsOptions(context.Request.Method))
        {
            AnswerPreflight(context);
            return;
        }

        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client hung up; nobody is left to answer.
        }
        catch (BadHttpRequestException exception) when (!context.Response.HasStarted)
        {
            var refusal = exception.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? Refusal.TooBig()
                : Refusal.BadArgument("The request could not be read.");
            await refusal.ExecuteAsync(context).ConfigureAwait(false);
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            LogFailed(exception, context.Request.Method, context.GetEndpoint()?.DisplayName);
            await Refusal.Unavailable().ExecuteAsync(context).ConfigureAwait(false);
        }
    }

    private static bool IsForBrowsers(PathString path) => !path.StartsWithSegments(ConnectorRoutes.Path, StringComparison.OrdinalIgnoreCase);

    // The headers let a page read the answer and nothing more: there are no cookies, the token is the only credential, and the
    // origin is checked against it where it is read. So each origin is echoed, and a refused page can see why.
    private void AllowOrigin(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.Vary = HeaderNames.Origin;
        if (Origins.Of(context.Request) is not { } origin)
            return;
        headers.AccessControlAllowOrigin = origin;
        headers.AccessControlExposeHeaders = HeaderNames.RetryAfter;
        // Clients ask for the session id with credentials; the answer does not depend on them.
        if (context.Request.Path.Value?.EndsWith("/session/getsessionid", StringComparison.OrdinalIgnoreCase) == true
            && origins.Allows(context.Request, []))
            headers.AccessControlAllowCredentials = "true";
    }

    private static void AnswerPreflight(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.AccessControlAllowMethods = "GET, POST, OPTIONS";
        headers.AccessControlAllowHeaders = AllowedHeaders;
        headers.AccessControlMaxAge = MaxAgeSeconds;
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    [LoggerMessage(2001, LogLevel.Error, "{Method} {Endpoint} failed")]
    private partial void LogFailed(Exception exception, string method, string? endpoint);
}
