namespace MagBot.Knowledge.Content;

/// <summary>The shop that the bot speaks for (<c>knowledge/shop.yaml</c>).</summary>
public sealed record Shop
{
    /// <summary>Name of the shop.</summary>
    public required string Name { get; init; }

    /// <summary>What kind of shop it is, in a few words.</summary>
    public required string Description { get; init; }

    /// <summary>Words for what the shop is about ("magnesium"): what "dat" means when nothing was said before.</summary>
    public IReadOnlyList<string> Subject { get; init; } = [];

    /// <summary>Two-letter country code; its emergency numbers come first.</summary>
    public required string Country { get; init; }

    /// <summary>Countries that the shop delivers to.</summary>
    public required IReadOnlyList<string> ShipsTo { get; init; }

    /// <summary>Language tag of what the bot writes.</summary>
    public required string Language { get; init; }

    /// <summary><c>je</c> or <c>u</c>.</summary>
    public required string Formality { get; init; }

    /// <summary>E-mail address of customer service.</summary>
    public required string Email { get; init; }

    /// <summary>Telephone number of customer service.</summary>
    public required string Phone { get; init; }

    /// <summary>The shop's site.</summary>
    public required string Website { get; init; }

    /// <summary>E-mail address for privacy requests.</summary>
    public required string PrivacyEmail { get; init; }

    /// <summary>Address of the privacy statement.</summary>
    public required string PrivacyUrl { get; init; }

    /// <summary>Days that a conversation is kept after its last message; null when the file says nothing.</summary>
    public int? RetentionDays { get; init; }

    /// <summary>Days that turns with health content are kept; null keeps them as long as the rest.</summary>
    public int? HealthRetentionDays { get; init; }

    /// <summary>Named pages of the shop.</summary>
    public required IReadOnlyDictionary<string, string> Links { get; init; }

    /// <summary>When advisors are there.</summary>
    public required OpeningHours Hours { get; init; }

    /// <summary>The placeholders that every text may use.</summary>
    public (string Name, object? Value)[] Placeholders() =>
    [
        ("shop", Name), ("email", Email), ("phone", Phone), ("hours", Hours.Text), ("privacyEmail", PrivacyEmail), ("privacyUrl", PrivacyUrl),
        ("website", Website),
    ];
}

/// <summary>Opening hours in the shop's own time zone. Immutable.</summary>
/// <param name="Text">How the hours are said in a sentence.</param>
/// <param name="TimeZone">The shop's time zone.</param>
/// <param name="Blocks">Blocks per weekday, in order; a day without blocks is closed.</param>
/// <param name="Closed">Days on which nobody is there, whatever the weekday.</param>
public sealed record OpeningHours(
    string Text,
    TimeZoneInfo TimeZone,
    IReadOnlyDictionary<DayOfWeek, IReadOnlyList<OpeningBlock>> Blocks,
    IReadOnlySet<DateOnly> Closed)
{
    /// <summary>Countries whose public holidays are closed days.</summary>
    public IReadOnlyList<string> Holidays { get; init; } = [];

    /// <summary>Days with blocks of their own, which go before weekday, holiday and closed day.</summary>
    public IReadOnlyDictionary<DateOnly, IReadOnlyList<OpeningBlock>> Special { get; init; } = new Dictionary<DateOnly, IReadOnlyList<OpeningBlock>>();

    /// <summary>Whether advisors are there at this moment.</summary>
    public bool IsOpen(DateTimeOffset moment)
    {
        DateTime local = TimeZoneInfo.ConvertTime(moment, TimeZone).DateTime;
        TimeOnly time = TimeOnly.FromDateTime(local);
        return BlocksOn(DateOnly.FromDateTime(local)).Any(block => time >= block.From && time < block.To);
    }

    /// <summary>The next moment at which advisors come, after <paramref name="moment"/>; null when there is none within 60 days.</summary>
    public DateTimeOffset? FindNextOpening(DateTimeOffset moment)
    {
        DateTime local = TimeZoneInfo.ConvertTime(moment, TimeZone).DateTime;
        for (int days = 0; days <= 60; days++)
        {
            DateOnly date = DateOnly.FromDateTime(local).AddDays(days);
            foreach (OpeningBlock block in BlocksOn(date))
            {
                DateTime opening = date.ToDateTime(block.From);
                if (opening > local) return new DateTimeOffset(opening, TimeZone.GetUtcOffset(opening));
            }
        }

        return null;
    }

    private IReadOnlyList<OpeningBlock> BlocksOn(DateOnly date) =>
        Special.TryGetValue(date, out IReadOnlyList<OpeningBlock>? own) ? own
        : !Closed.Contains(date) && !Holidays.Any(country => PublicHolidays.Contains(country, date)) && Blocks.TryGetValue(date.DayOfWeek, out IReadOnlyList<OpeningBlock>? blocks) ? blocks : [];
}

/// <summary>From and to in local time; <paramref name="To"/> is not included.</summary>
public readonly record struct OpeningBlock(TimeOnly From, TimeOnly To);
