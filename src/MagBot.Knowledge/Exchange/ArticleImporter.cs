using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using MagBot.Knowledge.Text;

namespace MagBot.Knowledge.Exchange;

/// <summary>A Markdown draft made of a raw text.</summary>
/// <param name="Id">Id and file name, made of the title.</param>
/// <param name="Markdown">The whole file, with front matter that says <c>status: draft</c>.</param>
public sealed record ArticleDraft(string Id, string Markdown);

/// <summary>
/// Makes Markdown drafts of raw article texts, as copied from a page: a first line as title, short lines without a full stop as headings,
/// bullets as lists. A draft is not in service until an editor has put it into the shop's own words and removed its status.
/// </summary>
public static partial class ArticleImporter
{
    private const int LongestHeading = 90;
    private const int LongestId = 60;

    /// <summary>Makes the draft.</summary>
    /// <param name="rawText">The text of the page; line ends of any kind.</param>
    /// <param name="fallbackTitle">Title when the text has none, such as the file name.</param>
    public static ArticleDraft Import(string rawText, string fallbackTitle)
    {
        List<string> lines = [.. rawText.TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim())];
        int first = lines.FindIndex(line => line.Length > 0);
        bool hasTitle = first >= 0 && IsHeading(lines, first);
        string title = hasTitle ? Heading(lines[first]) : fallbackTitle;
        string id = Slug(title);
        var markdown = new StringBuilder();
        markdown.Append("---\nid: ").Append(id).Append("\ntitle: \"").Append(title.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal))
            .Append("\"\nsources: []\nstatus: draft\n---\n");
        AppendBody(markdown, lines, hasTitle ? first + 1 : 0);
        return new ArticleDraft(id, markdown.ToString().TrimEnd() + "\n");
    }

    private static void AppendBody(StringBuilder markdown, List<string> lines, int start)
    {
        bool inList = false;
        for (int at = start; at < lines.Count; at++)
        {
            string line = lines[at];
            if (line.Length == 0) continue;
            Match bullet = Bullet().Match(line);
            if (inList && !bullet.Success) markdown.Append('\n');
            inList = bullet.Success;
            if (bullet.Success) markdown.Append("- ").Append(Escape(line[bullet.Length..])).Append('\n');
            else if (IsHeading(lines, at)) markdown.Append("## ").Append(Escape(Heading(line))).Append("\n\n");
            else markdown.Append(Escape(line)).Append("\n\n");
        }
    }

    /// <summary>A heading is marked, or a short line without an end mark that text follows.</summary>
    private static bool IsHeading(List<string> lines, int at)
    {
        string line = lines[at];
        if (line.StartsWith('#')) return true;
        if (line.Length > LongestHeading || Bullet().IsMatch(line) || line[^1] is '.' or ';' or ',' or ':' or '!' || !line.Any(char.IsLetter)) return false;
        return lines.FindIndex(at + 1, next => next.Length > 0) >= 0;
    }

    private static string Heading(string line) => line.TrimStart('#', ' ').TrimEnd('#', ' ');

    private static string Escape(string text) => text.Replace("<", "\\<", StringComparison.Ordinal);

    private static string Slug(string title)
    {
        string slug = NotInSlug().Replace(PlainText.Normalise(title), "-").Trim('-');
        if (slug.Length > LongestId) slug = slug[..LongestId].TrimEnd('-');
        return slug.Length > 0 ? slug : string.Create(CultureInfo.InvariantCulture, $"artikel-{title.Length}");
    }

    [GeneratedRegex(@"^(?:[-*•·–]|\d{1,2}[.)])\s+")]
    private static partial Regex Bullet();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotInSlug();
}
