namespace MagBot.Desk.Teams;

/// <summary>Advisors in a channel of Microsoft Teams, beside the desk. Off while <see cref="ChannelId"/> is not set.</summary>
public sealed class TeamsDeskOptions
{
    /// <summary>Id of the channel, <c>19:…@thread.tacv2</c>; the app must be installed in its team. Null is off.</summary>
    /// <value>Default null.</value>
    public string? ChannelId { get; set; }

    /// <summary>Tenant of the team.</summary>
    /// <value>Default null: not told to the connector.</value>
    public string? TenantId { get; set; }

    /// <summary>Base address of the connector for that team.</summary>
    /// <value>Default the one for all regions; what Teams sends itself takes its place.</value>
    public string ServiceUrl { get; set; } = "https://smba.trafficmanager.net/teams/";

    /// <summary>How often is looked for threads whose conversation was erased.</summary>
    /// <value>Default 1 minute.</value>
    public TimeSpan EraseInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether requests appear in the channel.</summary>
    public bool IsOn => ChannelId is { Length: > 0 };

    /// <summary>What is wrong with the settings; empty when nothing is.</summary>
    public IEnumerable<string> Faults()
    {
        if (IsOn && ChannelId!.AsSpan().ContainsAny(" ;%/")) // set while it is on
            yield return $"{DeskOptions.SectionName}:Teams:ChannelId must be the id of a channel, found \"{ChannelId}\". Write for instance: 19:abc@thread.tacv2. "
                + "It stands in the channel's link, with %3A for the colon and %40 for the @.";
    }
}
