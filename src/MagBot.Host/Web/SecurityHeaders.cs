namespace MagBot.Host.Web;

/// <summary>Headers that tell a browser how little our pages need. What a page set for itself stays.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    private const string PagePolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    // Web Chat writes its styles into the page, shows pictures from messages, and makes thumbnails in a worker.
    private const string WebChatPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob: https:; font-src 'self' data:; "
        + "media-src 'self' blob: https:; connect-src 'self' blob:; worker-src blob:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.TryAdd("X-Content-Type-Options", "nosniff");
            headers.TryAdd("Referrer-Policy", "strict-origin-when-cross-origin");
            if (context.Response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true)
            {
                var isWebChat = context.Request.Path.StartsWithSegments("/webchat", StringComparison.OrdinalIgnoreCase);
                headers.TryAdd("Content-Security-Policy", isWebChat ? WebChatPolicy : PagePolicy);
                headers.TryAdd("X-Frame-Options", "DENY");
            }

            return Task.CompletedTask;
        });
        return next(context);
    }
}
