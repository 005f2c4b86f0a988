using Microsoft.Extensions.Options;

namespace MagBot.Channels.DirectLine;

/// <summary>Settings of the Direct Line server and of the public token endpoint of the widget.</summary>
public sealed class DirectLineOptions
{
    /// <summary>Section of the configuration.</summary>
    public const string SectionName = "MagBot:DirectLine";

    /// <summary>
    /// Secrets for server-side callers; each plain (at least 32 characters) or as <c>sha256:</c> and 64 hexadecimal digits.
    /// Two at once allow rotation. Never expire, may open any conversation.
    /// </summary>
    /// <value>Default none: calls with a secret are refused.</value>
    public IList<string> Secrets { get; } = [];

    /// <summary>
    /// Origins of the shop's pages (<c>https://www.shop.example</c>) that may use the widget, besides our own; <c>*</c> allows all.
    /// Direct Line tokens without an origin list of their own are checked against it too when it is not empty.
    /// </summary>
    /// <value>Default none: the widget works on our own pages only.</value>
    public IList<string> TrustedOrigins { get; } = [];

    /// <summary>Life of a conversation token. Clients refresh every 15 minutes whatever they are told.</summary>
    /// <value>Default 30 minutes; from 20 minutes to a day.</value>
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a stream address may be used to open a socket.</summary>
    /// <value>Default 60 seconds; from 10 seconds to 10 minutes.</value>
    public TimeSpan StreamTokenLifetime { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long after its token expired a conversation can be resumed through <c>/widget/token</c>.</summary>
    /// <value>Default 24 hours; up to 90 days. Zero switches resuming off.</value>
    public TimeSpan WidgetResumeWindow { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Largest activity that a client may post, in bytes.</summary>
    /// <value>Default 262,144; from 1,024 to 1,048,576.</value>
    public int MaxBodyBytes { get; set; } = 256 * 1024;

    /// <summary>Largest file that a client may send, in bytes.</summary>
    /// <value>Default 4 MiB; from 1,024 to 32 MiB.</value>
    public int MaxFileBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Largest upload, with all its files, in bytes.</summary>
    /// <value>Default 12 MiB; from 1,024 to 64 MiB.</value>
    public int MaxUploadBytes { get; set; } = 12 * 1024 * 1024;

    /// <summary>What the files of one conversation may take together, in bytes.</summary>
    /// <value>Default 24 MiB; from 1,024 to 1 GiB.</value>
    public int MaxConversationFileBytes { get; set; } = 24 * 1024 * 1024;

    /// <summary>How long the address of a file works. The file itself is erased with its conversation.</summary>
    /// <value>Default 7 days; from a minute to 90 days.</value>
    public TimeSpan FileLifetime { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Posts a second for one conversation; a burst of twice as many passes.</summary>
    /// <value>Default 10.</value>
    public int PostsPerSecond { get; set; } = 10;

    /// <summary>Reads of the log a second for one conversation; a burst of twice as many passes.</summary>
    /// <value>Default 20.</value>
    public int ReadsPerSecond { get; set; } = 20;

    /// <summary>New tokens and conversations a minute for one IP address (IPv6: one /64 network).</summary>
    /// <value>Default 60.</value>
    public int StartsPerMinutePerAddress { get; set; } = 60;

    /// <summary>Open sockets of one conversation; above it the oldest is closed.</summary>
    /// <value>Default 4.</value>
    public int SocketsPerConversation { get; set; } = 4;

    /// <summary>Open sockets of one IP address (IPv6: one /64 network); above it new ones are refused.</summary>
    /// <value>Default 200.</value>
    public int SocketsPerAddress { get; set; } = 200;

    /// <summary>Interval of the pings that keep a socket open through proxies; a missed answer closes it.</summary>
    /// <value>Default 20 seconds.</value>
    public TimeSpan KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long one frame may take to leave before its reader counts as stuck.</summary>
    /// <value>Default 10 seconds.</value>
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Id of the bot on this channel.</summary>
    /// <value>Default <c>magbot</c>.</value>
    public string BotId { get; set; } = "magbot";

    /// <summary>Name of the bot on this channel.</summary>
    /// <value>Default <c>MagBot</c>.</value>
    public string BotName { get; set; } = "MagBot";

    /// <summary>
    /// Address that clients reach us under (<c>https://bot.shop.example</c>); set by the host from <c>MagBot:PublicOrigin</c>.
    /// Null takes scheme and host of each request.
    /// </summary>
    public string? PublicOrigin { get; set; }
}

/// <summary>Checks <see cref="DirectLineOptions"/> at start; names keys and values, never a secret.</summary>
internal sealed class DirectLineOptionsValidator : IValidateOptions<DirectLineOptions>
{
    private const string Section = DirectLineOptions.SectionName;
    private const int MinSecretLength = 32;

    public ValidateOptionsResult Validate(string? name, DirectLineOptions options)
    {
        var faults = new List<string>();
        Between("TokenLifetime", options.TokenLifetime, TimeSpan.FromMinutes(20), TimeSpan.FromDays(1));
        Between("StreamTokenLifetime", options.StreamTokenLifetime, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(10));
        Between("WidgetResumeWindow", options.WidgetResumeWindow, TimeSpan.Zero, TimeSpan.FromDays(90));
        Between("KeepAliveInterval", options.KeepAliveInterval, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
        Between("SendTimeout", options.SendTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2));
        Between("MaxBodyBytes", options.MaxBodyBytes, 1024, 1024 * 1024);
        Between("MaxFileBytes", options.MaxFileBytes, 1024, 32 * 1024 * 1024);
        Between("MaxUploadBytes", options.MaxUploadBytes, 1024, 64 * 1024 * 1024);
        Between("MaxConversationFileBytes", options.MaxConversationFileBytes, 1024, 1024 * 1024 * 1024);
        Between("FileLifetime", options.FileLifetime, TimeSpan.FromMinutes(1), TimeSpan.FromDays(90));
        Between("PostsPerSecond", options.PostsPerSecond, 1, 100_000);
        Between("ReadsPerSecond", options.ReadsPerSecond, 1, 100_000);
        Between("StartsPerMinutePerAddress", options.StartsPerMinutePerAddress, 1, 1_000_000);
        Between("SocketsPerConversation", options.SocketsPerConversation, 1, 100);
        Between("SocketsPerAddress", options.SocketsPerAddress, 1, 1_000_000);
        for (var i = 0; i < options.Secrets.Count; i++)
            if (!IsSecret(options.Secrets[i]))
                faults.Add($"{Section}:Secrets:{i} must have at least {MinSecretLength} characters, or be sha256: and 64 hexadecimal digits.");
        for (var i = 0; i < options.TrustedOrigins.Count; i++)
            if (options.TrustedOrigins[i] != Origins.Any && Origins.Normalize(options.TrustedOrigins[i]) is null)
                faults.Add($"{Section}:TrustedOrigins:{i} must be an origin such as https://www.shop.example, found \"{options.TrustedOrigins[i]}\".");
        if (options.PublicOrigin is { } publicOrigin && Origins.Normalize(publicOrigin) is null)
            faults.Add($"MagBot:PublicOrigin must be an origin such as https://bot.shop.example, found \"{publicOrigin}\".");
        if (string.IsNullOrWhiteSpace(options.BotId) || options.BotId.StartsWith(DirectLineTokens.UserIdPrefix, StringComparison.Ordinal))
            faults.Add($"{Section}:BotId must not be empty or begin with {DirectLineTokens.UserIdPrefix}, found \"{options.BotId}\".");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);

        void Between<T>(string key, T value, T low, T high)
            where T : IComparable<T>
        {
            if (value.CompareTo(low) < 0 || value.CompareTo(high) > 0)
                faults.Add($"{Section}:{key} must lie from {low} to {high}, found {value}.");
        }
    }

    private static bool IsSecret(string secret) => secret.StartsWith(SecretCheck.HashPrefix, StringComparison.Ordinal)
        ? SecretCheck.TryReadHash(secret, out _)
        : secret.Length >= MinSecretLength;
}
