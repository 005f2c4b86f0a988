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

    /// <summary>PKCS#12 file with the registration's certificate and key, instead of a secret.</summary>
    /// <value>Default null.</value>
    public string? CertificatePath { get; set; }

    /// <summary>Password of <see cref="CertificatePath"/>.</summary>
    /// <value>Default null: none.</value>
    public string? CertificatePassword { get; set; }

    /// <summary>Takes tokens from the managed identity of the machine, whose client id is <see cref="AppId"/>. On Azure only.</summary>
    /// <value>Default false.</value>
    public bool ManagedIdentity { get; set; }

    /// <summary>Microsoft Entra tenant of a single-tenant registration; activities of other tenants are refused.</summary>
    /// <value>Default null: the tenant of multi-tenant registrations.</value>
    public string? TenantId { get; set; }

    /// <summary>Takes the Emulator's tokens: of Microsoft Entra, made with our own app id and secret.</summary>
    /// <value>Default false.</value>
    public bool AllowEmulator { get; set; }

    /// <summary>App ids of bots that may call us as their skill.</summary>
    /// <value>Default none.</value>
    public IList<string> AllowedCallers { get; } = [];

    /// <summary>OpenID metadata of Microsoft Entra, for the Emulator and for calling bots.</summary>
    /// <value>Default null: that of <see cref="TenantId"/>, or of multi-tenant registrations.</value>
    public string? EntraMetadataAddress { get; set; }

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

    /// <summary>
    /// When a channel is answered at the latest, even if its turn still waits or runs; channels hang up after 15 seconds and send again.
    /// </summary>
    /// <value>Default 12 seconds; from 10 milliseconds to 14 seconds.</value>
    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromSeconds(12);

    /// <summary>Time limit of one delivery.</summary>
    /// <value>Default 15 seconds.</value>
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Deliveries that are tried before a reply is given up.</summary>
    /// <value>Default 8.</value>
    public int SendAttempts { get; set; } = 8;

    internal bool CanAuthenticate => !string.IsNullOrWhiteSpace(AppId);

    internal bool HasCredentials => !string.IsNullOrEmpty(AppSecret) || !string.IsNullOrEmpty(CertificatePath) || ManagedIdentity;

    /// <summary>Tenants whose Entra tokens are looked at: our own, or those that Microsoft signs multi-tenant registrations' tokens in.</summary>
    internal IEnumerable<string> EntraTenants => string.IsNullOrEmpty(TenantId)
        ? ["d6d49420-f39b-4df7-a1dc-d59a935871db", "f8cdef31-a31e-4b4a-93e4-5f571e91255a", "69e9b82d-4842-4902-8d1e-abc5b98a55e8"]
        : [TenantId];

    internal string EntraMetadata => EntraMetadataAddress
        ?? $"https://login.microsoftonline.com/{(string.IsNullOrEmpty(TenantId) ? "botframework.com" : TenantId)}/v2.0/.well-known/openid-configuration";

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
        if (options.HasCredentials && !options.CanAuthenticate)
            faults.Add($"{Section}:AppSecret, CertificatePath or ManagedIdentity is set without {Section}:AppId.");
        if (new[] { !string.IsNullOrEmpty(options.AppSecret), !string.IsNullOrEmpty(options.CertificatePath), options.ManagedIdentity }.Count(set => set) > 1)
            faults.Add($"Only one of {Section}:AppSecret, {Section}:CertificatePath and {Section}:ManagedIdentity may be set.");
        if (options.CanAuthenticate && !Guid.TryParse(options.AppId, out _))
            faults.Add($"{Section}:AppId must be the id of the bot's registration, found \"{options.AppId}\". Write for instance: 11111111-2222-3333-4444-555555555555.");
        if (!string.IsNullOrEmpty(options.CertificatePassword) && string.IsNullOrEmpty(options.CertificatePath))
            faults.Add($"{Section}:CertificatePassword is set without {Section}:CertificatePath.");
        if (ConnectorCertificate.FaultOf(options) is { } certificate)
            faults.Add(certificate);
        foreach (var (key, address) in new[] { ("MetadataAddress", options.MetadataAddress), ("EntraMetadataAddress", options.EntraMetadata) })
            if (!Uri.TryCreate(address, UriKind.Absolute, out var metadata)
                || !(metadata.Scheme == Uri.UriSchemeHttps || (environment.IsDevelopment() && metadata.IsLoopback)))
                faults.Add($"{Section}:{key} must be an https address, found \"{address}\".");
        if (options.AnswerWithin < TimeSpan.FromMilliseconds(10) || options.AnswerWithin > TimeSpan.FromSeconds(14))
            faults.Add($"{Section}:AnswerWithin must lie from 00:00:00.010 to 00:00:14, found {options.AnswerWithin}.");
        if (options.MaxBodyBytes is < 1024 or > 16 * 1024 * 1024)
            faults.Add($"{Section}:MaxBodyBytes must lie from 1024 to 16777216, found {options.MaxBodyBytes}.");
        if (options.SendTimeout < TimeSpan.FromSeconds(1) || options.SendTimeout > TimeSpan.FromMinutes(2))
            faults.Add($"{Section}:SendTimeout must lie from 00:00:01 to 00:02:00, found {options.SendTimeout}.");
        if (options.SendAttempts is < 1 or > 100)
            faults.Add($"{Section}:SendAttempts must lie from 1 to 100, found {options.SendAttempts}.");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
