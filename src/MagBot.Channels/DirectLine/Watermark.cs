using System.Globalization;
using MagBot.Activities;
using MagBot.Dialogs.Conversations;

namespace MagBot.Channels.DirectLine;

/// <summary>
/// A place in the log as clients hold it: opaque to them, for us the number of the next entry to read. Nothing, an empty text
/// and <c>-</c> mean the beginning: Web Chat keeps no transcript of its own, and what is not sent again is not shown.
/// </summary>
internal static class Watermark
{
    public static string Write(long sequence) => sequence.ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads a watermark; false when it is none, or lies beyond the end of the log.</summary>
    public static bool TryRead(string? text, long end, out long sequence)
    {
        sequence = 0;
        return text is null or "" or "-"
            || (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out sequence) && sequence <= end);
    }

    /// <summary>Whether clients get an entry. Web Chat shows an empty bubble for the types that are kept back here.</summary>
    public static bool IsVisible(LogEntry entry) =>
        entry.Audience is Audience.Everyone
        && !entry.Activity.Is(ActivityTypes.ConversationUpdate)
        && !entry.Activity.Is(ActivityTypes.Trace)
        && !entry.Activity.Is(ActivityTypes.EndOfConversation)
        && !entry.Activity.Is(ActivityTypes.MessageUpdate)
        && !entry.Activity.Is(ActivityTypes.MessageDelete)
        && !entry.Activity.Is(ActivityTypes.InstallationUpdate)
        && !entry.Activity.Is(ActivityTypes.Typing);
}
