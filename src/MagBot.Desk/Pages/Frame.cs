using MagBot.Desk.Accounts;
using MagBot.Desk.Live;
using MagBot.Dialogs.Storage;

namespace MagBot.Desk.Pages;

/// <summary>The antiforgery token of a form.</summary>
/// <param name="Name">Name of the field.</param>
/// <param name="Value">Its value.</param>
public sealed record FormToken(string Name, string Value);

/// <summary>What every page of a signed-in advisor needs.</summary>
/// <param name="BaseHref">Address that all others on the page are relative to.</param>
/// <param name="Token">Token for forms.</param>
/// <param name="User">The advisor.</param>
/// <param name="State">Whether the advisor takes conversations now.</param>
public sealed record DeskFrame(string BaseHref, FormToken Token, DeskUser User, AdvisorState State);

/// <summary>One line of the team page.</summary>
/// <param name="Id">Id of the account.</param>
/// <param name="DisplayName">Name that customers see.</param>
/// <param name="UserName">Sign-in name.</param>
/// <param name="Role">What this advisor may do.</param>
/// <param name="Capacity">How many talks at once, where they are assigned.</param>
/// <param name="IsDisabled">Whether sign-in is refused.</param>
/// <param name="IsExternal">Whether an issuer vouches for this person, and says the role.</param>
/// <param name="TeamsId">Object id in Microsoft Entra; null when that is not told.</param>
public sealed record TeamMember(
    string Id, string DisplayName, string UserName, AdvisorRole Role, int Capacity, bool IsDisabled, bool IsExternal, string? TeamsId);
