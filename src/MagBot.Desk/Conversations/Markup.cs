using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.AspNetCore.Components;

namespace MagBot.Desk.Conversations;

/// <summary>Shows the bot's Markdown safely: no HTML of its own, no pictures, and links to web pages, mail and telephone only.</summary>
internal static class Markup
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().UseSoftlineBreakAsHardlineBreak().Build();

    public static MarkupString ToHtml(string markdown)
    {
        var document = Markdown.Parse(markdown, Pipeline);
        foreach (var link in document.Descendants<LinkInline>().ToList())
        {
            link.IsImage = false;
            link.Url = SafeUrl(link.Url) ?? "";
        }

        return new MarkupString(document.ToHtml(Pipeline));
    }

    /// <summary>The address when it is one that may be opened, otherwise null.</summary>
    public static string? SafeUrl(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var parsed) && (parsed.Scheme is "http" or "https" or "mailto" or "tel") ? url : null;
}
