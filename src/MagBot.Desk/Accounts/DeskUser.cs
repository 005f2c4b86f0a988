using System.Security.Claims;
using MagBot.Dialogs.Storage;

namespace MagBot.Desk.Accounts;

/// <summary>The advisor who is signed in.</summary>
/// <param name="Id">Id of the account.</param>
/// <param name="DisplayName">Name that customers see.</param>
/// <param name="Role">What this advisor may do.</param>
public sealed record DeskUser(string Id, string DisplayName, AdvisorRole Role)
{
    internal const string Scheme = "MagBot.Desk";
    internal const string AdministratorRole = "administrator";
    internal const string LeadRole = "lead";
    internal const string StampClaim = "magbot:stamp";

    /// <summary>Whether this advisor may manage the team.</summary>
    public bool IsAdministrator => Role is AdvisorRole.Administrator;

    /// <summary>Whether this advisor may see overview and lessons.</summary>
    public bool IsLead => Role is AdvisorRole.Lead or AdvisorRole.Administrator;

    /// <summary>How this advisor is named in the history of a hand-over.</summary>
    public string Actor => ActorPrefix + Id;

    internal const string ActorPrefix = "advisor:";

    internal static DeskUser From(Advisor advisor) => new(advisor.Id, advisor.DisplayName, advisor.Role);

    /// <summary>From a cookie that was validated; only on routes that require sign-in.</summary>
    internal static DeskUser From(ClaimsPrincipal principal) => new(
        principal.FindFirstValue(ClaimTypes.NameIdentifier) ?? throw new InvalidOperationException("The route does not require sign-in."),
        principal.FindFirstValue(ClaimTypes.Name) ?? "",
        principal.IsInRole(AdministratorRole) ? AdvisorRole.Administrator : principal.IsInRole(LeadRole) ? AdvisorRole.Lead : AdvisorRole.Advisor);

    internal static ClaimsPrincipal ToPrincipal(Advisor advisor)
    {
        List<Claim> claims =
        [
            new(ClaimTypes.NameIdentifier, advisor.Id),
            new(ClaimTypes.Name, advisor.DisplayName),
            new(StampClaim, advisor.SecurityStamp),
        ];
        if (advisor.Role is AdvisorRole.Lead or AdvisorRole.Administrator)
            claims.Add(new Claim(ClaimTypes.Role, LeadRole));
        if (advisor.IsAdministrator)
            claims.Add(new Claim(ClaimTypes.Role, AdministratorRole));
        return new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme));
    }
}
