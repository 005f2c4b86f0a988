namespace MagBot.Desk.SignIn;

/// <summary>Sign-in at an OpenID Connect issuer, beside or instead of local accounts. Off while <see cref="Authority"/> is not set.</summary>
public sealed class OidcOptions
{
    /// <summary>Address of the issuer, such as <c>https://login.example.nl/realms/winkel</c>; its metadata is found below it. Null is off.</summary>
    /// <value>Default null.</value>
    public Uri? Authority { get; set; }

    /// <summary>Id of the desk at the issuer.</summary>
    public string? ClientId { get; set; }

    /// <summary>Secret of the desk at the issuer; null for a public client, which PKCE protects.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>How the issuer is called on the button.</summary>
    /// <value>Default null: its host name.</value>
    public string? Name { get; set; }

    /// <summary>Scopes to ask for, apart by spaces.</summary>
    /// <value>Default <c>openid profile email</c>.</value>
    public string Scopes { get; set; } = "openid profile email";

    /// <summary>Claim with the roles, of the ID token or else of UserInfo: a text or a list; a dotted path (<c>realm_access.roles</c>) looks into objects.</summary>
    /// <value>Default <c>roles</c>.</value>
    public string RoleClaim { get; set; } = "roles";

    /// <summary>Claim with the name that customers see; without it <c>name</c> is taken.</summary>
    /// <value>Default <c>given_name</c>.</value>
    public string NameClaim { get; set; } = "given_name";

    /// <summary>Values of the role claim that make an advisor.</summary>
    public IList<string> Advisors { get; } = [];

    /// <summary>Values of the role claim that make a lead.</summary>
    public IList<string> Leads { get; } = [];

    /// <summary>Values of the role claim that make an administrator.</summary>
    public IList<string> Administrators { get; } = [];

    /// <summary>Whether people may sign in with a name and a password of the desk too.</summary>
    /// <value>Default true.</value>
    public bool LocalAccounts { get; set; } = true;

    /// <summary>Whether sign-in at the issuer is on.</summary>
    public bool IsOn => Authority is not null;

    /// <summary>Whether names and passwords of the desk work.</summary>
    public bool AllowsLocalAccounts => LocalAccounts || !IsOn;

    internal string Issuer => Authority!.ToString().TrimEnd('/'); // only while it is on

    internal string DisplayName => Name is { Length: > 0 } name ? name : Authority?.Host ?? "";

    /// <summary>What is wrong with the settings; empty when nothing is.</summary>
    public IEnumerable<string> Faults()
    {
        const string Section = DeskOptions.SectionName + ":Oidc";
        if (Authority is not { } authority)
            yield break;
        if (!authority.IsAbsoluteUri || !(authority.Scheme == Uri.UriSchemeHttps || authority.IsLoopback))
            yield return $"{Section}:Authority must be an https address, found \"{authority}\". Write for instance: https://login.winkel.example/realms/balie.";
        if (string.IsNullOrWhiteSpace(ClientId))
            yield return $"{Section}:ClientId is missing. It is the id that the issuer gave the desk.";
        if (!Scopes.Split(' ').Contains("openid"))
            yield return $"{Section}:Scopes must contain openid, found \"{Scopes}\".";
        if (Advisors.Count + Leads.Count + Administrators.Count == 0)
            yield return $"{Section} lets nobody in. Name values of the claim \"{RoleClaim}\" in Administrators, Leads or Advisors.";
    }
}
