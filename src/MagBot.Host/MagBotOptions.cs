namespace MagBot.Host;

/// <summary>Settings of the host as a whole. Relative paths are relative to the working directory.</summary>
public sealed class MagBotOptions
{
    /// <summary>Section of the configuration.</summary>
    public const string SectionName = "MagBot";

    /// <summary>Directory of the SQLite file with conversations and keys; made when absent.</summary>
    /// <value>Default <c>./data</c>.</value>
    public string DataDirectory { get; set; } = "./data";

    /// <summary>Directory of the knowledge: answers, texts, safety rules.</summary>
    /// <value>Default <c>./knowledge</c>.</value>
    public string KnowledgeDirectory { get; set; } = "./knowledge";

    /// <summary>Address under which clients reach the host (<c>https://bot.shop.example</c>), for stream addresses and the origin check.</summary>
    /// <value>Default null: scheme and host of each request.</value>
    public string? PublicOrigin { get; set; }

    /// <summary>
    /// Addresses or networks (<c>10.0.0.0/8</c>) of reverse proxies whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are
    /// believed, besides those on this machine.
    /// </summary>
    /// <value>Default none.</value>
    public IList<string> TrustedProxies { get; } = [];

    /// <summary>How far wording rules go.</summary>
    public ClaimsOptions Claims { get; } = new();
}

/// <summary>Section <c>MagBot:Claims</c>.</summary>
public sealed class ClaimsOptions
{
    /// <summary>Narrows what is said on effects to authorised claims and an advisor.</summary>
    /// <value>Default false.</value>
    public bool Strict { get; set; }
}
