using System.Text;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace MagBot.Knowledge.Loading;

/// <summary>Markdown to plain text, and the check that a text keeps to the subset that the widget shows.</summary>
internal static class MarkdownText
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePreciseSourceLocation().Build();

    private static readonly string[] Schemes = ["https://", "http://", "tel:", "mailto:"];

    public static MarkdownDocument Parse(string markdown) => Markdown.Parse(markdown, Pipeline);

    /// <summary>The text of the Markdown without markup. Reports HTML, images and links that the widget does not show.</summary>
    public static string Plain(string markdown, string file, int firstLine, FaultList faults)
    {
        if (markdown.Length == 0) return "";
        MarkdownDocument document = Parse(markdown);
        Check(document, file, firstLine, faults);
        var text = new StringBuilder();
        foreach (Block block in document) AppendPlain(text, block);
        return text.ToString().TrimEnd();
    }

    public static void Check(MarkdownDocument document, string file, int firstLine, FaultList faults)
    {
        foreach (MarkdownObject item in document.Descendants())
        {
            int line = firstLine + item.Line;
            switch (item)
            {
                case HtmlBlock or HtmlInline when !IsClosingTag(item):
                    faults.Error(file, line, null, "markdown-html", "HTML is not shown. Use paragraphs, lists, **bold**, links and ## headings.");
                    break;
                case LinkInline { IsImage: true }:
                    faults.Error(file, line, null, "markdown-image", "pictures are not shown. Describe in words, or link to a page.");
                    break;
                case LinkInline link when !IsAllowed(link.Url):
                    faults.Error(file, line, null, "markdown-link", $"the link \"{link.Url}\" must start with https://, http://, tel: or mailto:.");
                    break;
            }
        }
    }

    /// <summary>Adds the block as plain lines: a paragraph is one line, a list item begins with "- ".</summary>
    public static void AppendPlain(StringBuilder text, Block block)
    {
        switch (block)
        {
            case ListBlock list:
                foreach (Block item in list) AppendItem(text, (ListItemBlock)item);
                break;
            case ContainerBlock container:
                foreach (Block child in container) AppendPlain(text, child);
                break;
            case LeafBlock { Inline: { } inline }:
                AppendInline(text, inline);
                text.Append('\n');
                break;
            case LeafBlock leaf when leaf.Lines.Count > 0:
                text.Append(leaf.Lines.ToString()).Append('\n');
                break;
        }
    }

    private static void AppendItem(StringBuilder text, ListItemBlock item)
    {
        text.Append("- ");
        foreach (Block child in item) AppendPlain(text, child);
    }

    private static void AppendInline(StringBuilder text, ContainerInline container)
    {
        foreach (Inline inline in container)
        {
            switch (inline)
            {
                case LiteralInline literal: text.Append(literal.Content.AsSpan()); break;
                case CodeInline code: text.Append(code.Content); break;
                case LineBreakInline: text.Append(' '); break;
                case HtmlEntityInline entity: text.Append(entity.Transcoded.AsSpan()); break;
                case AutolinkInline link: text.Append(link.Url); break;
                case ContainerInline child: AppendInline(text, child); break;
            }
        }
    }

    /// <summary>A closing tag goes with the fault of its opening tag.</summary>
    private static bool IsClosingTag(MarkdownObject item) => item is HtmlInline inline && inline.Tag.StartsWith("</", StringComparison.Ordinal);

    private static bool IsAllowed(string? url) =>
        url is not null && Schemes.Any(scheme => url.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));
}
