using MagBot.Desk.Accounts;
using MagBot.Desk.Http;
using MagBot.Desk.Resources;
using MagBot.Dialogs.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace MagBot.Desk.SignIn;

/// <summary>To the issuer and back.</summary>
internal static class OidcEndpoints
{
    private const string Callback = "signin/callback";

    /// <summary>Sends the browser to the issuer.</summary>
    public static async Task<IResult> GetStart(
        HttpContext http, OidcClient client, OidcAttempts attempts, DeskOptions options, TimeProvider time, string? returnUrl, CancellationToken cancellationToken)
    {
        var attempt = OidcAttempt.Create(
            Absolute(http, options, Callback), returnUrl is { Length: <= 500 } page && DeskPaths.IsOurs(http, page) ? page : null, time.GetUtcNow());
        if (await client.AddressAsync(attempt, cancellationToken).ConfigureAwait(false) is not { } address)
            return Unavailable(http, options);
        attempts.Keep(http, attempt);
        return TypedResults.Redirect(address);
    }

    /// <summary>The browser comes back with a code, or with what went wrong.</summary>
    public static async Task<IResult> GetCallback(
        HttpContext http, OidcClient client, OidcAttempts attempts, AdvisorAccounts accounts, DeskAudit audit, DeskOptions options, CancellationToken cancellationToken)
    {
        var query = http.Request.Query;
        string? state = query["state"];
        if (attempts.Take(http, state) is not { } attempt)
            return Stale(http);
        if (query["error"].ToString() is { Length: > 0 } error)
        {
            await audit.WriteAsync(options.Oidc.DisplayName, "signin-failed", null, "oidc").ConfigureAwait(false);
            return error == "access_denied" ? Refused(http, DeskTexts.OidcDeniedText) : Refused(http, DeskTexts.OidcFailedText);
        }

        if (query["code"].ToString() is not { Length: > 0 and <= 4000 } code)
            return Stale(http);
        var result = await client.RedeemAsync(attempt, code, state, query.ContainsKey("iss") ? query["iss"].ToString() : null, cancellationToken).ConfigureAwait(false);
        if (result.Claims is not { } claims || OidcPerson.Read(claims, options.Oidc) is not { } person)
        {
            await audit.WriteAsync(options.Oidc.DisplayName, "signin-failed", null, "oidc").ConfigureAwait(false);
            return result is { Claims: null, Failure: OidcFailure.Unavailable } ? Unavailable(http, options) : Refused(http, DeskTexts.OidcFailedText);
        }

        var advisor = await accounts.SignInExternalAsync(options.Oidc.Issuer, person, CancellationToken.None).ConfigureAwait(false);
        await audit.WriteAsync(advisor?.Id ?? Short(person.UserName), advisor is null ? "signin-refused" : "signin", null, "oidc").ConfigureAwait(false);
        return advisor is null ? NoAccess(http, person) : await EnterAsync(http, advisor, attempt.ReturnUrl).ConfigureAwait(false);
    }

    /// <summary>After signing out: says so, and offers to do it at the issuer too.</summary>
    public static async Task<IResult> GetSignedOut(HttpContext http, OidcClient client, DeskOptions options, CancellationToken cancellationToken)
    {
        var address = await client.SignOutAddressAsync(Absolute(http, options, "signin"), cancellationToken).ConfigureAwait(false);
        return DeskResults.Message(
            http, StatusCodes.Status200OK, DeskTexts.SignedOutTitle, DeskPaths.Format(DeskTexts.SignedOutText, options.Oidc.DisplayName),
            address is null ? null : (DeskPaths.Format(DeskTexts.SignOutThere, options.Oidc.DisplayName), address));
    }

    private static async Task<IResult> EnterAsync(HttpContext http, Advisor advisor, string? returnUrl)
    {
        await http.SignInAsync(DeskUser.Scheme, DeskUser.ToPrincipal(advisor)).ConfigureAwait(false);
        return TypedResults.Redirect(returnUrl ?? DeskPaths.Page(http));
    }

    private static string Absolute(HttpContext http, DeskOptions options, string page) =>
        (options.PublicUrl?.ToString().TrimEnd('/') ?? $"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}") + $"{DeskPaths.Root}/{page}";

    private static string Short(string name) => name[..Math.Min(name.Length, 64)];

    private static IResult NoAccess(HttpContext http, OidcPerson person) => DeskResults.Message(
        http, StatusCodes.Status403Forbidden, DeskTexts.OidcNoAccessTitle, DeskPaths.Format(DeskTexts.OidcNoAccessText, person.UserName), Again);

    private static IResult Stale(HttpContext http) =>
        DeskResults.Message(http, StatusCodes.Status400BadRequest, DeskTexts.OidcFailedTitle, DeskTexts.OidcStaleText, Again);

    private static IResult Refused(HttpContext http, string text) =>
        DeskResults.Message(http, StatusCodes.Status401Unauthorized, DeskTexts.OidcFailedTitle, text, Again);

    private static IResult Unavailable(HttpContext http, DeskOptions options)
    {
        http.Response.Headers.RetryAfter = "60";
        return DeskResults.Message(
            http, StatusCodes.Status503ServiceUnavailable, DeskTexts.OidcFailedTitle, DeskPaths.Format(DeskTexts.OidcUnavailableText, options.Oidc.DisplayName), Again);
    }

    private static (string, string) Again => (DeskTexts.OidcAgain, "signin");
}
