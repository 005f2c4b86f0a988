using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace MagBot.Channels.Connector;

/// <summary>Settings of the Bot Connector endpoint, for Teams and other channels of Azure Bot Service.</summary>
public sealed class ConnectorOptions
{
    /// <summary>Section of the configuration.</summary>
    public const string SectionName = "MagBot:Connector";

    /// <summary>App id of the bot's registration; the audience of incoming tokens.</summary>
    /// <value>Default null: the endpoint refuses everybody.</value>
    public string? AppId { get; set; }

    /// <summary>Client secret of the registration, to send replies with.</summary>
    /// <value>Default null: replies go out without a token, which only development tools accept.</value>
    public string? AppSecret { get; set; }

    /// <summary>Microsoft Entra tenant of a single-tenant registration.</summary>
    /// <value>Default null: the tenant of multi-tenant registrations.</value>
    public string? TenantId { get; set; }

    /// <summary>
    /// Takes requests without a token, for the Agents Playground and the Emulator. Only in Development; elsewhere the host refuses
    /// to start with it.
    /// </summary>
    /// <value>Default false.</value>
    public bool AllowUnauthenticated { get; set; }

    /// <summary>OpenID metadata of whoever signs incoming tokens.</summary>
    /// <value>Default that of the public Bot Connector.</value>
    public string MetadataAddress { get; set; } = "https://login.botframework.com/v1/.well-known/openidconfiguration";

    /// <summary>Accepted issuers of incoming tokens.</summary>
    /// <value>Default, when empty: <c>https://api.botframework.com</c>.</value>
    public IList<string> Issuers { get; } = [];

    /// <summary>Scope of the token for replies.</summary>
    /// <value>Default that of the public Bot Connector.</value>
    public string Scope { get; set; } = "https://api.botframework.com/.default";

    /// <summary>
    /// Hosts that may get our token besides the known ones of Bot Framework and Teams; subdomains are included.
    /// </summary>
    /// <value>Default none.</value>
    public IList<string> TrustedHosts { get; } = [];

    /// <summary>Largest incoming activity in bytes.</summary>
    /// <value>Default 1,048,576; from 1,024 to 16 MiB.</value>
    public int MaxBodyBytes { get; set; } = 1024 * 1024;

    /// <summary>Time limit of one delivery.</summary>
    /// <value>Default 15 seconds.</value>
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Deliveries that are tried before a reply is given up.</summary>
    /// <value>Default 8.</value>
    public int SendAttempts { get; set; } = 8;

    internal bool CanAuthenticate => !string.IsNullOrWhiteSpace(AppId);

    internal IEnumerable<string> AcceptedIssuers => Issuers.Count > 0 ? Issuers : ["https://api.botframework.com"];
}

/// <summary>Checks <see cref="ConnectorOptions"/> at start.</summary>
internal sealed class ConnectorOptionsValidator(IHostEnvironment environment) : IValidateOptions<ConnectorOptions>
{
    private const string Section = ConnectorOptions.SectionName;

    public ValidateOptionsResult Validate(string? name, ConnectorOptions options)
    {
        var faults = new List<string>();
        if (options.AllowUnauthenticated && !environment.IsDevelopment())
            faults.Add($"{Section}:AllowUnauthenticated is for Development only, and the environment is {environment.EnvironmentName}. "
                + $"Set {Section}:AppId instead, or start with ASPNETCORE_ENVIRONMENT=Development.");
        if (!string.IsNullOrEmpty(options.AppSecret) && !options.CanAuthenticate)
            faults.Add($"{Section}:AppSecret is set without {Section}:AppId.");
        if (!Uri.TryCreate(options.MetadataAddress, UriKind.Absolute, out var metadata)
            || !(metadata.Scheme == Uri.UriSchemeHttps || (environment.IsDevelopment() && metadata.IsLoopback)))
            faults.Add($"{Section}:MetadataAddress must be an https address, found \"{options.MetadataAddress}\".");
        if (options.MaxBodyBytes is < 1024 or > 16 * 1024 * 1024)
            faults.Add($"{Section}:MaxBodyBytes must lie from 1024 to 16777216, found {options.MaxBodyBytes}.");
        if (options.SendTimeout < TimeSpan.FromSeconds(1) || options.SendTimeout > TimeSpan.FromMinutes(2))
            faults.Add($"{Section}:SendTimeout must lie from 00:00:01 to 00:02:00, found {options.SendTimeout}.");
        if (options.SendAttempts is < 1 or > 100)
            faults.Add($"{Section}:SendAttempts must lie from 1 to 100, found {options.SendAttempts}.");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
