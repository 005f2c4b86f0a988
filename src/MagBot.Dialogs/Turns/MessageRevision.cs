using MagBot.Activities;
using MagBot.Dialogs.Conversations;

namespace MagBot.Dialogs.Turns;

/// <summary>What becomes of a message in the log when its sender edits it or takes it back.</summary>
internal static class MessageRevision
{
    /// <summary>
    /// The entries as they read from now on. An edited message has its new words. Of one that was taken back only the place stays: who, when,
    /// and that it was. Nobody changes somebody else's words.
    /// </summary>
    public static IReadOnlyList<LogEntry> Of(IReadOnlyList<LogEntry> entries, Activity change)
    {
        // What was kept of edits holds no words.
        var own = entries.Where(entry => entry.Activity.Is(ActivityTypes.Message)
            && (entry.Activity.From?.Id is null || change.From?.Id is null || entry.Activity.From.Id == change.From.Id));
        return change.Is(ActivityTypes.MessageDelete)
            ? [.. own.Select(entry => entry with { Activity = WithoutContent(entry.Activity) with { Type = ActivityTypes.MessageDelete } })]
            : [.. own.Select(entry => entry with { Activity = Edited(entry.Activity, change) })];
    }

    /// <summary>An activity without anything that its sender said.</summary>
    public static Activity WithoutContent(Activity activity) => new()
    {
        Type = activity.Type,
        Id = activity.Id,
        Timestamp = activity.Timestamp,
        ChannelId = activity.ChannelId,
        ServiceUrl = activity.ServiceUrl,
        From = activity.From,
        Recipient = activity.Recipient,
        Conversation = activity.Conversation,
        ReplyToId = activity.ReplyToId,
        Locale = activity.Locale,
    };

    private static Activity Edited(Activity message, Activity change) => message with
    {
        Text = change.Text,
        TextFormat = change.TextFormat ?? message.TextFormat,
        Attachments = change.Attachments,
        Entities = change.Entities,
        Value = change.Value,
    };
}
