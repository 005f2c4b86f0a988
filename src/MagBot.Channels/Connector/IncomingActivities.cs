using System.Globalization;
using System.Text.Json;
using MagBot.Activities;

namespace MagBot.Channels.Connector;

/// <summary>Reads what channels mean by an activity, so that the bot hears the same from all of them.</summary>
internal static class IncomingActivities
{
    private const string Personal = "personal";
    private const string WithoutId = "without-id";

    /// <summary>The activity as the bot gets it; everything that is not named here stays as it came.</summary>
    public static Activity Read(Activity posted)
    {
        var activity = posted with
        {
            From = (posted.From ?? new ChannelAccount()) with { Role = Roles.User },
            Text = Mentions.WithoutRecipient(posted) is { Length: > 0 } text ? text : Said(posted) ?? posted.Text,
        };
        if (activity.Is(ActivityTypes.InstallationUpdate) && "add".Equals(activity.Action, StringComparison.OrdinalIgnoreCase))
            return activity with { Type = ActivityTypes.ConversationUpdate, Name = ActivityTypes.InstallationUpdate, MembersAdded = [activity.From] };

        if (!activity.Is(ActivityTypes.ConversationUpdate) || !IsTeams(activity))
            return activity;
        // Teams tells of an installation twice, in any order; here by naming the bot as the new member.
        if (Names(activity.MembersAdded, activity.Recipient))
            return activity with { MembersAdded = [activity.From] };
        // People come and go in a group or a team; only the installation is a reason to say hello there.
        return activity.Conversation?.ConversationType is null or Personal ? activity : activity with { MembersAdded = null };
    }

    /// <summary>Whether the bot was taken out: the app was removed, or the bot is among the members who left.</summary>
    public static bool Leaves(Activity activity) =>
        (activity.Is(ActivityTypes.InstallationUpdate) && "remove".Equals(activity.Action, StringComparison.OrdinalIgnoreCase))
        || (activity.Is(ActivityTypes.ConversationUpdate) && Names(activity.MembersRemoved, activity.Recipient));

    /// <summary>
    /// What makes an activity the same one when it comes again. One without an id is never the same as another, but is still to be known
    /// as stored. A message may be edited more than once, and taken back, under its own id.
    /// </summary>
    public static string Key(Activity activity)
    {
        if (string.IsNullOrEmpty(activity.Id))
            return $"{WithoutId}:{Guid.NewGuid():N}";
        if (activity.Is(ActivityTypes.MessageUpdate))
            return $"{ActivityTypes.MessageUpdate}:{activity.Timestamp?.UtcTicks.ToString(CultureInfo.InvariantCulture)}:{activity.Id}";
        return activity.Is(ActivityTypes.MessageDelete) ? $"{ActivityTypes.MessageDelete}:{activity.Id}" : activity.Id;
    }

    /// <summary>What a button of one of our cards says for the customer; null for everything else.</summary>
    public static string? SaidBy(JsonElement? data) =>
        data is { ValueKind: JsonValueKind.Object } members
        && members.TryGetProperty("magbot", out var ours) && ours.ValueKind is JsonValueKind.Object
        && ours.TryGetProperty("say", out var said) && said.ValueKind is JsonValueKind.String
        && said.GetString() is { Length: > 0 and <= 1000 } text
            ? text
            : null;

    private static bool IsTeams(Activity activity) => activity.ChannelId?.Split(':')[0] == ChannelIds.MsTeams;

    private static bool Names(IReadOnlyList<ChannelAccount>? members, ChannelAccount? account) =>
        account?.Id is { Length: > 0 } id && members?.Any(member => member.Id == id) == true;

    private static string? Said(Activity activity) => activity.Is(ActivityTypes.Message) ? SaidBy(activity.Value) : null;
}
