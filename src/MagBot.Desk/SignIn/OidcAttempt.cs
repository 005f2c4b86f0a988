using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using MagBot.Desk.Accounts;
using MagBot.Desk.Http;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;

namespace MagBot.Desk.SignIn;

/// <summary>One way to the issuer and back. Kept in the browser's cookie, protected, so that only the browser that left can come back.</summary>
internal sealed record OidcAttempt(string State, string Nonce, string Verifier, string RedirectUri, string? ReturnUrl, DateTimeOffset StartedAt)
{
    public static OidcAttempt Create(string redirectUri, string? returnUrl, DateTimeOffset now) =>
        new(AdvisorAccounts.NewToken(), AdvisorAccounts.NewToken(), AdvisorAccounts.NewToken(), redirectUri, returnUrl, now);

    /// <summary>The S256 challenge of <see href="https://www.rfc-editor.org/rfc/rfc7636"/>.</summary>
    public string Challenge => AdvisorAccounts.Base64Url(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));
}

[JsonSerializable(typeof(OidcAttempt))]
internal sealed partial class OidcJson : JsonSerializerContext;

/// <summary>Keeps attempts in cookies: one each, so that two tabs may sign in at once. Thread safe.</summary>
internal sealed class OidcAttempts(IDataProtectionProvider protection, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);
    private const string Prefix = "magbot-desk-oidc-";
    private const int NameLength = 16;

    private readonly IDataProtector _protector = protection.CreateProtector("MagBot.Desk.Oidc");

    public void Keep(HttpContext http, OidcAttempt attempt) => http.Response.Cookies.Append(
        NameOf(attempt.State),
        _protector.Protect(JsonSerializer.Serialize(attempt, OidcJson.Default.OidcAttempt)),
        Cookie(http, Lifetime));

    /// <summary>The attempt of this browser with this state; it works once. Null when there is none, or when it is too old.</summary>
    public OidcAttempt? Take(HttpContext http, string? state)
    {
        if (state is not { Length: > NameLength and <= 100 } || !http.Request.Cookies.TryGetValue(NameOf(state), out var kept))
            return null;
        http.Response.Cookies.Delete(NameOf(state), Cookie(http, null));
        try
        {
            var attempt = JsonSerializer.Deserialize(_protector.Unprotect(kept), OidcJson.Default.OidcAttempt);
            return attempt is not null
                && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(attempt.State), Encoding.UTF8.GetBytes(state))
                && time.GetUtcNow() - attempt.StartedAt < Lifetime
                    ? attempt
                    : null;
        }
        catch (Exception exception) when (exception is CryptographicException or JsonException)
        {
            return null;
        }
    }

    private static string NameOf(string state) => Prefix + state[..NameLength];

    // Lax: the way back from the issuer is a navigation from elsewhere.
    private static CookieOptions Cookie(HttpContext http, TimeSpan? lifetime) => new()
    {
        HttpOnly = true,
        Secure = http.Request.IsHttps,
        SameSite = SameSiteMode.Lax,
        Path = DeskPaths.Base(http) + "signin",
        MaxAge = lifetime,
        IsEssential = true,
    };
}
