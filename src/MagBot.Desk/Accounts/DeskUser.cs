using System.Security.Claims;
using MagBot.Dialogs.Storage;

namespace MagBot.Desk.Accounts;

/// <summary>The advisor who is signed in.</summary>
/// <param name="Id">Id of the account.</param>
/// <param name="DisplayName">Name that customers see.</param>
/// <param name="IsAdministrator">Whether this advisor may invite others.</param>
public sealed record DeskUser(string Id, string DisplayName, bool IsAdministrator)
{
    internal const string Scheme = "MagBot.Desk";
    internal const string AdministratorRole = "administrator";
    internal const string StampClaim = "magbot:stamp";

    /// <summary>How this advisor is named in the history of a hand-over.</summary>
    public string Actor => ActorPrefix + Id;

    internal const string ActorPrefix = "advisor:";

    internal static DeskUser From(Advisor advisor) => new(advisor.Id, advisor.DisplayName, advisor.IsAdministrator);

    /// <summary>From a cookie that was validated; only on routes that require sign-in.</summary>
    internal static DeskUser From(ClaimsPrincipal principal) => new(
        principal.FindFirstValue(ClaimTypes.NameIdentifier) ?? throw new InvalidOperationException("The route does not require sign-in."),
        principal.FindFirstValue(ClaimTypes.Name) ?? "",
        principal.IsInRole(AdministratorRole));

    internal static ClaimsPrincipal ToPrincipal(Advisor advisor)
    {
        List<Claim> claims =
        [
            new(ClaimTypes.NameIdentifier, advisor.Id),
            new(ClaimTypes.Name, advisor.DisplayName),
            new(StampClaim, advisor.SecurityStamp),
        ];
        if (advisor.IsAdministrator)
            claims.Add(new Claim(ClaimTypes.Role, AdministratorRole));
        return new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme));
    }
}
