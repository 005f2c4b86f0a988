using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using MagBot.Assistant.Guides;
using Xunit;
using static MagBot.Assistant.Tests.Talk.Conversations;
using Calendar = MagBot.Assistant.Guides.Calendar;

namespace MagBot.Assistant.Tests.Guides;

/// <summary>The calendar file, read as strictly as RFC 5545 is written.</summary>
public sealed partial class CalendarTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 20, 15, 30, TimeSpan.FromHours(1));

    [Fact]
    public async Task File_OfTheEveningGuide_ParsesStrictly()
    {
        var talk = await NewTalk().SendAsync("ik wil om 23u slapen").Send("ja").Send("ja graag").Send("klopt");
        var file = Assert.Single(talk.Replies.SelectMany(reply => reply.Attachments ?? []));

        var events = Parse(Convert.FromBase64String(file.ContentUrl!.Split(',')[1])); // a data: address

        Assert.Equal("text/calendar", file.ContentType);
        Assert.True(events.Count >= 3);
        Assert.All(events, item => Assert.True(string.CompareOrdinal(item["DTSTART"], item["DTEND"]) < 0));
        Assert.Equal(events.Count, events.Select(item => item["UID"]).Distinct().Count());
    }

    [Fact]
    public void Write_CommasSemicolonsBackslashesAndLineEnds_AreEscapedAndComeBack()
    {
        const string Title = "Bad; 38, 40 °C \\ warm\nén rustig";

        var item = Assert.Single(Parse(Write(Title)));

        Assert.Equal(Title, item["SUMMARY"]);
    }

    [Fact]
    public void Write_LongTitleOfWideLetters_IsFoldedAtOctetsAndComesBackWhole()
    {
        var title = string.Concat(Enumerable.Repeat("één €uro 😴 ", 30)).Trim();

        var item = Assert.Single(Parse(Write(title)));

        Assert.Equal(title, item["SUMMARY"]);
    }

    [Fact]
    public void UidOf_OtherConversationOrEvening_IsAnother()
    {
        var bed = new DateTime(2026, 11, 22, 23, 0, 0);

        Assert.Equal(Calendar.UidOf("a", bed), Calendar.UidOf("a", bed));
        Assert.NotEqual(Calendar.UidOf("a", bed), Calendar.UidOf("b", bed));
        Assert.NotEqual(Calendar.UidOf("a", bed), Calendar.UidOf("a", bed.AddDays(1)));
    }

    private static byte[] Write(string title) =>
        Encoding.UTF8.GetBytes(Calendar.Write("proef", Now, [new CalendarItem(new DateTime(2026, 11, 22, 21, 30, 0), 20, title)]));

    private static List<Dictionary<string, string>> Parse(byte[] file)
    {
        var lines = Unfold(file);
        Assert.Equal("BEGIN:VCALENDAR", lines[0]);
        Assert.Equal("END:VCALENDAR", lines[^1]);
        var begin = lines.IndexOf("BEGIN:VEVENT");
        var header = lines[1..begin];
        Assert.Equal("VERSION:2.0", Assert.Single(header, line => line.StartsWith("VERSION:", StringComparison.Ordinal)));
        Assert.Single(header, line => line.StartsWith("PRODID:", StringComparison.Ordinal));

        var events = new List<Dictionary<string, string>>();
        Dictionary<string, string>? open = null;
        foreach (var line in lines[begin..^1])
        {
            var content = ContentLine().Match(line);
            Assert.True(content.Success, $"\"{line}\" is no content line (section 3.1)");
            var (name, value) = (content.Groups[1].Value, content.Groups[2].Value);
            if (line == "BEGIN:VEVENT")
            {
                Assert.Null(open);
                open = [];
            }
            else if (line == "END:VEVENT")
            {
                events.Add(Whole(Assert.IsType<Dictionary<string, string>>(open)));
                open = null;
            }
            else
            {
                Assert.NotNull(open);
                open.Add(name, name == "SUMMARY" ? Unescape(value) : value); // each property once
            }
        }

        Assert.Null(open);
        return events;
    }

    /// <summary>Section 3.1: CRLF ends a line, nothing else does; at most 75 octets; a fold is CRLF and one blank, never inside a letter.</summary>
    private static List<string> Unfold(byte[] file)
    {
        var strict = new UTF8Encoding(false, throwOnInvalidBytes: true);
        var text = strict.GetString(file);
        Assert.EndsWith("\r\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', text.Replace("\r\n", "", StringComparison.Ordinal));
        Assert.DoesNotContain('\r', text.Replace("\r\n", "", StringComparison.Ordinal));
        foreach (var line in text.Split("\r\n"))
            Assert.InRange(Encoding.UTF8.GetByteCount(line), 0, 75);
        return [.. text.Replace("\r\n ", "", StringComparison.Ordinal)[..^2].Split("\r\n")];
    }

    private static Dictionary<string, string> Whole(Dictionary<string, string> item)
    {
        Assert.NotEmpty(item["UID"]);
        Assert.NotEmpty(item["SUMMARY"]);
        Assert.True(DateTime.TryParseExact(item["DTSTAMP"], "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)); // UTC, section 3.8.7.2
        // Section 3.3.5, form 1: local time without a zone floats.
        Assert.True(DateTime.TryParseExact(item["DTSTART"], "yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out _));
        Assert.True(DateTime.TryParseExact(item["DTEND"], "yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out _));
        return item;
    }

    /// <summary>Section 3.3.11: backslash, semicolon and comma are escaped, and nothing else but line ends.</summary>
    private static string Unescape(string value)
    {
        Assert.DoesNotMatch(@"(?<!\\)(?:\\\\)*[;,]", value);
        Assert.DoesNotMatch(@"(?<!\\)(?:\\\\)*\\(?![\\;,nN])", value);
        return Escaped().Replace(value, match => match.Groups[1].Value is "n" or "N" ? "\n" : match.Groups[1].Value);
    }

    [GeneratedRegex(@"^([A-Z0-9-]+)(?:;[A-Z-]+=[^:]*)?:([^\x00-\x08\x0A-\x1F\x7F]*)$")]
    private static partial Regex ContentLine();

    [GeneratedRegex(@"\\(.)")]
    private static partial Regex Escaped();
}
