namespace MagBot.Desk;

/// <summary>Settings of the advisor desk.</summary>
public sealed class DeskOptions
{
    /// <summary>Section of the configuration that the host reads them from.</summary>
    public const string SectionName = "MagBot:Desk";

    /// <summary>Address under which advisors reach the host, for the links of invitations.</summary>
    /// <value>Default null: the address of the request, or the one that the host listens on.</value>
    public Uri? PublicUrl { get; set; }

    /// <summary>Sign-in at an OpenID Connect issuer.</summary>
    public SignIn.OidcOptions Oidc { get; set; } = new();

    /// <summary>Advisors in a channel of Microsoft Teams.</summary>
    public Teams.TeamsDeskOptions Teams { get; set; } = new();

    /// <summary>How long an invitation or set-up link is valid.</summary>
    /// <value>Default 24 hours.</value>
    public TimeSpan InvitationLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long an advisor stays signed in without using the desk.</summary>
    /// <value>Default 12 hours.</value>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromHours(12);

    /// <summary>Failed sign-ins after which an account is locked.</summary>
    /// <value>Default 5.</value>
    public int SignInAttempts { get; set; } = 5;

    /// <summary>How long it is locked.</summary>
    /// <value>Default 5 minutes.</value>
    public TimeSpan LockoutTime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long an advisor still counts as there after the desk's connection dropped: a reload must not close the door.</summary>
    /// <value>Default 30 seconds.</value>
    public TimeSpan PresenceGrace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often instances tell each other who is there.</summary>
    /// <value>Default 5 seconds.</value>
    public TimeSpan PresenceInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often sign-in and set-up forms may be sent from one address within a minute.</summary>
    /// <value>Default 30.</value>
    public int AccountRequestsPerMinute { get; set; } = 30;

    /// <summary>How long lines of the audit log are kept.</summary>
    /// <value>Default 180 days.</value>
    public TimeSpan AuditRetention { get; set; } = TimeSpan.FromDays(180);

    /// <summary>After this time a waiting customer is marked on the desk.</summary>
    /// <value>Default 2 minutes.</value>
    public TimeSpan WaitAttention { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>After this time a waiting customer is marked as waiting too long.</summary>
    /// <value>Default 5 minutes.</value>
    public TimeSpan WaitAlarm { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether the desk gives waiting customers to available advisors by itself, within their capacity.</summary>
    /// <value>Default false: advisors pick up.</value>
    public bool AssignAutomatically { get; set; }

    /// <summary>How long a customer waits before the apology and the offer to leave an address. The place in the queue stays.</summary>
    /// <value>Default 10 minutes.</value>
    public TimeSpan QueuePatience { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How often a waiting customer is told a new place at most.</summary>
    /// <value>Default 2 minutes.</value>
    public TimeSpan PlaceInterval { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long an advisor who took a conversation may say nothing before it goes back to the queue.</summary>
    /// <value>Default 5 minutes.</value>
    public TimeSpan FirstWordLimit { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a customer's message may stay unanswered before the conversation goes back to the queue.</summary>
    /// <value>Default 30 minutes.</value>
    public TimeSpan AdvisorSilence { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a customer may say nothing before the talk is closed.</summary>
    /// <value>Default 2 hours.</value>
    public TimeSpan CustomerSilence { get; set; } = TimeSpan.FromHours(2);

    /// <summary>How long after the end a message of the customer opens the talk again; zero never does.</summary>
    /// <value>Default 15 minutes.</value>
    public TimeSpan ReopenWindow { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>What is wrong with the settings; empty when nothing is.</summary>
    public IEnumerable<string> Faults() => Oidc.Faults().Concat(Teams.Faults());

    /// <summary>How often waiting and running talks are looked at.</summary>
    /// <value>Default 5 seconds.</value>
    public TimeSpan TimerInterval { get; set; } = TimeSpan.FromSeconds(5);
}
