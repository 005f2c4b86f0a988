using System.Text;

namespace MagBot.Assistant.Talk;

/// <summary>What is said together with what it rests on, as Markdown for clients that do not know our channelData.</summary>
public static class SourcedText
{
    /// <summary>Puts the strength of the evidence and the list of sources below a text.</summary>
    /// <param name="body">What is said.</param>
    /// <param name="evidence">The line that says how strong the evidence is.</param>
    /// <param name="heading">What stands above the sources.</param>
    /// <param name="sources">Label and address of each source; a null address gives the label alone.</param>
    public static string Compose(string body, string evidence, string heading, IReadOnlyList<(string Label, string? Url)> sources)
    {
        var text = new StringBuilder(body);
        text.Append("\n\n").Append(evidence);
        if (sources.Count > 0)
        {
            text.Append("\n\n**").Append(heading).Append("**\n");
            foreach (var (label, url) in sources)
                text.Append("\n- ").Append(url is null ? label : $"[{label}]({url})");
        }

        return text.ToString();
    }
}
