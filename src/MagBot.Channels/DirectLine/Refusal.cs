using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MagBot.Channels.DirectLine;

/// <summary>
/// Refusals in the shape of the protocol. Clients go by the status: 403 is final for a chat (expired), 404 ends a conversation,
/// so neither may ever be used for something that passes.
/// </summary>
internal static class Refusal
{
    public static IResult BadArgument(string message) => Make(StatusCodes.Status400BadRequest, "BadArgument", message);

    public static IResult Unauthorized() =>
        Make(StatusCodes.Status401Unauthorized, "Unauthorized", "Send the token or secret in the header Authorization: Bearer <token>.");

    public static IResult TokenExpired() =>
        Make(StatusCodes.Status403Forbidden, "TokenExpired", "The token has expired. Ask for a new one.");

    public static IResult Forbidden(string message) => Make(StatusCodes.Status403Forbidden, "Forbidden", message);

    public static IResult NotFound(string message) => Make(StatusCodes.Status404NotFound, "NotFound", message);

    public static IResult UnknownConversation() => NotFound("There is no such conversation.");

    public static IResult TooBig(long limit) =>
        Make(StatusCodes.Status413PayloadTooLarge, "MessageSizeTooBig", $"The body may have at most {limit} bytes.");

    public static IResult TooBig() => Make(StatusCodes.Status413PayloadTooLarge, "MessageSizeTooBig", "The body is too large.");

    public static IResult UnsupportedFile() => Make(
        StatusCodes.Status415UnsupportedMediaType, "UnsupportedMediaType", "Only pictures (PNG, JPEG, GIF, WebP), PDF and plain text may be sent.");

    public static IResult Unavailable() =>
        Make(StatusCodes.Status503ServiceUnavailable, "ServiceError", "The service cannot handle this now. Try again in a moment.");

    public static IResult Throttled(TimeSpan retryAfter) => new ThrottledResult(retryAfter);

    private static JsonHttpResult<ErrorBody> Make(int status, string code, string message) =>
        TypedResults.Json(new ErrorBody(new ErrorDetail(code, message)), DirectLineJson.Contract.ErrorBody, statusCode: status);

    private sealed class ThrottledResult(TimeSpan retryAfter) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var seconds = Math.Max(1, (int)Math.Ceiling(retryAfter.TotalSeconds));
            httpContext.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            return Make(StatusCodes.Status429TooManyRequests, "Throttled", "Too many requests. Wait before the next one.").ExecuteAsync(httpContext);
        }
    }
}
