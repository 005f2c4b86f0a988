using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MagBot.Activities;

namespace MagBot.Assistant.Guides;

/// <summary>One thing of an evening.</summary>
/// <param name="Start">Local time at which it begins.</param>
/// <param name="Minutes">How long it takes.</param>
/// <param name="Title">What it is.</param>
internal sealed record CalendarItem(DateTime Start, int Minutes, string Title);

/// <summary>Writes an iCalendar file (RFC 5545): times float, so that they hold on the customer's own clock.</summary>
internal static class Calendar
{
    /// <summary>Media type of the file.</summary>
    public const string ContentType = "text/calendar";

    // RFC 5545, section 3.1: lines longer than 75 octets are folded.
    private const int LongestLine = 75;

    /// <summary>The file as an attachment whose address holds all of it, so that nothing has to be kept for it.</summary>
    public static Attachment Attach(string fileName, string file) => new()
    {
        ContentType = ContentType,
        Name = fileName,
        ContentUrl = $"data:{ContentType};charset=utf-8;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(file))}",
    };

    /// <summary>RFC 5545, section 3.8.4.7: unique in the world, and the same for the same evening; nobody can tell the conversation from it.</summary>
    public static string UidOf(string conversationId, DateTime bed) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes($"{conversationId}|{bed.ToString("yyyyMMddHHmm", CultureInfo.InvariantCulture)}")).AsSpan(0, 12));

    /// <summary>The text of the file.</summary>
    /// <param name="uid">Prefix of the ids of its items; the same items keep the same ids.</param>
    /// <param name="now">Moment of writing.</param>
    /// <param name="items">What to put in it.</param>
    public static string Write(string uid, DateTimeOffset now, IEnumerable<CalendarItem> items)
    {
        var file = new StringBuilder();
        Line(file, "BEGIN:VCALENDAR");
        Line(file, "VERSION:2.0");
        Line(file, "PRODID:-//MagBot//Avondschema//NL");
        Line(file, "CALSCALE:GREGORIAN");
        var number = 0;
        foreach (var item in items)
        {
            Line(file, "BEGIN:VEVENT");
            Line(file, $"UID:{uid}-{number++}@magbot");
            Line(file, "DTSTAMP:" + now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture));
            Line(file, "DTSTART:" + Local(item.Start));
            Line(file, "DTEND:" + Local(item.Start.AddMinutes(item.Minutes)));
            Line(file, "SUMMARY:" + Escape(item.Title));
            Line(file, "END:VEVENT");
        }

        Line(file, "END:VCALENDAR");
        return file.ToString();
    }

    private static string Local(DateTime moment) => moment.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);

    private static string Escape(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal)
        .Replace(",", "\\,", StringComparison.Ordinal).ReplaceLineEndings("\\n").Replace("\t", " ", StringComparison.Ordinal);

    private static void Line(StringBuilder file, string line)
    {
        var octets = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > LongestLine)
            {
                file.Append("\r\n ");
                octets = 1;
            }

            file.Append(rune.ToString());
            octets += rune.Utf8SequenceLength;
        }

        file.Append("\r\n");
    }
}
