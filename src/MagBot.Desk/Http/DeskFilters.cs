using System.Net;
using System.Threading.RateLimiting;
using MagBot.Desk.Resources;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;

namespace MagBot.Desk.Http;

/// <summary>What every route of the desk goes through.</summary>
internal static class DeskFilters
{
    // Forms of the desk are small: 4,000 signs of text at nine bytes each in a form's encoding.
    public const long MaxBodyBytes = 64 * 1024;

    /// <summary>Headers for pages: nothing from elsewhere, no frame around it, nothing kept by the browser.</summary>
    public static ValueTask<object?> AddHeadersAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var headers = context.HttpContext.Response.Headers;
        headers.ContentSecurityPolicy =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers.CacheControl = "no-cache, no-store"; // what the antiforgery service would set anyway, with a warning
        return next(context);
    }

    /// <summary>Reads the form within its limits and refuses it without a valid antiforgery token.</summary>
    public static async ValueTask<object?> CheckFormAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        try
        {
            if (!http.Request.HasFormContentType)
                return DeskResults.Message(http, StatusCodes.Status415UnsupportedMediaType, DeskTexts.ErrorTitle, DeskTexts.ErrorForm);
            await http.Request.ReadFormAsync(http.RequestAborted).ConfigureAwait(false);
        }
        catch (BadHttpRequestException exception)
        {
            return DeskResults.Message(http, exception.StatusCode, DeskTexts.ErrorTitle, DeskTexts.ErrorForm);
        }
        catch (InvalidDataException)
        {
            return DeskResults.Message(http, StatusCodes.Status400BadRequest, DeskTexts.ErrorTitle, DeskTexts.ErrorForm);
        }

        var antiforgery = (IAntiforgery)http.RequestServices.GetService(typeof(IAntiforgery))!; // registered by AddMagBotDesk
        return await antiforgery.IsRequestValidAsync(http).ConfigureAwait(false)
            ? await next(context).ConfigureAwait(false)
            : DeskResults.Message(http, StatusCodes.Status400BadRequest, DeskTexts.ErrorTitle, DeskTexts.ErrorStaleForm);
    }
}

/// <summary>How often the forms that guess at secrets may be sent from one address.</summary>
internal sealed class AccountRateLimit(DeskOptions options) : IDisposable
{
    private readonly PartitionedRateLimiter<IPAddress> _limiter = PartitionedRateLimiter.Create<IPAddress, IPAddress>(address =>
        RateLimitPartition.GetFixedWindowLimiter(address, _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = options.AccountRequestsPerMinute,
            Window = TimeSpan.FromMinutes(1),
        }));

    public async ValueTask<object?> CheckAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        using var lease = _limiter.AttemptAcquire(http.Connection.RemoteIpAddress ?? IPAddress.None);
        if (lease.IsAcquired)
            return await next(context).ConfigureAwait(false);
        http.Response.Headers.RetryAfter = "60";
        return DeskResults.Message(http, StatusCodes.Status429TooManyRequests, DeskTexts.ErrorTitle, DeskTexts.ErrorTooManyRequests);
    }

    public void Dispose() => _limiter.Dispose();
}
