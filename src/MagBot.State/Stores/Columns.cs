using System.Security.Cryptography;
using System.Text;
using MagBot.Dialogs.Conversations;
using MagBot.Dialogs.Handover;

namespace MagBot.State.Stores;

/// <summary>How values stand in columns.</summary>
internal static class Columns
{
    // UTF-16 units. PostgreSQL's limit is 2,704 bytes for the whole entry, which holds a conversation id as well.
    private const int LongestKey = 400;

    public static long FromMoment(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds();

    public static long? FromMoment(DateTimeOffset? moment) => moment?.ToUnixTimeMilliseconds();

    public static DateTimeOffset ToMoment(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    public static DateTimeOffset? ToMoment(long? milliseconds) => milliseconds is { } value ? ToMoment(value) : null;

    /// <summary>Ids and keys that come from outside. PostgreSQL's text cannot hold NUL, and nobody means it.</summary>
    public static string FromKey(string key) => key.Replace('\0', '\uFFFD');

    /// <summary>
    /// Keys that a channel or client chose. A long one becomes its hash: an index entry has a largest size, and the key is never read back.
    /// </summary>
    public static string FromDeduplicationKey(string key) => key.Length <= LongestKey
        ? FromKey(key)
        : "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    public static string FromStatus(HandoverStatus status) => status switch
    {
        HandoverStatus.None => "none",
        HandoverStatus.Waiting => "waiting",
        HandoverStatus.WithAdvisor => "withAdvisor",
        HandoverStatus.ContactRequested => "contactRequested",
        HandoverStatus.Closed => "closed",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "No name in the database is known for this status."),
    };

    public static HandoverStatus ToStatus(string status) => status switch
    {
        "none" => HandoverStatus.None,
        "waiting" => HandoverStatus.Waiting,
        "withAdvisor" => HandoverStatus.WithAdvisor,
        "contactRequested" => HandoverStatus.ContactRequested,
        "closed" => HandoverStatus.Closed,
        _ => throw new StateException($"The database holds the hand-over status '{status}', which this version of MagBot does not know. Start a newer version."),
    };

    public static string FromAudience(Audience audience) => audience switch
    {
        Audience.Everyone => "everyone",
        Audience.Internal => "internal",
        _ => throw new ArgumentOutOfRangeException(nameof(audience), audience, "No name in the database is known for this audience."),
    };

    // An audience that a newer version invented is not shown to customers.
    public static Audience ToAudience(string audience) => audience == "everyone" ? Audience.Everyone : Audience.Internal;
}
