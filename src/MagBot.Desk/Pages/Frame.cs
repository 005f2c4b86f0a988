using MagBot.Desk.Accounts;

namespace MagBot.Desk.Pages;

/// <summary>The antiforgery token of a form.</summary>
/// <param name="Name">Name of the field.</param>
/// <param name="Value">Its value.</param>
public sealed record FormToken(string Name, string Value);

/// <summary>What every page of a signed-in advisor needs.</summary>
/// <param name="BaseHref">Address that all others on the page are relative to.</param>
/// <param name="Token">Token for forms.</param>
/// <param name="User">The advisor.</param>
/// <param name="IsAvailable">Whether the advisor takes conversations now.</param>
public sealed record DeskFrame(string BaseHref, FormToken Token, DeskUser User, bool IsAvailable);

/// <summary>One line of the team page.</summary>
/// <param name="DisplayName">Name that customers see.</param>
/// <param name="UserName">Sign-in name.</param>
/// <param name="IsAdministrator">Whether this advisor may invite others.</param>
public sealed record TeamMember(string DisplayName, string UserName, bool IsAdministrator);
