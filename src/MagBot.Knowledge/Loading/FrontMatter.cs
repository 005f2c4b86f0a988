namespace MagBot.Knowledge.Loading;

/// <summary>A Markdown file divided at its <c>---</c> lines.</summary>
/// <param name="Fields">The YAML between them; null when empty or broken.</param>
/// <param name="Body">The Markdown after them.</param>
/// <param name="BodyLine">The line on which <paramref name="Body"/> begins.</param>
internal sealed record FrontMatter(YamlNode? Fields, string Body, int BodyLine)
{
    /// <summary>The parts; null, with a fault, when the front matter is absent, unclosed or broken.</summary>
    public static FrontMatter? Split(KnowledgeFile file, FaultList faults)
    {
        string[] lines = file.Text.Split('\n');
        if (lines[0].TrimEnd() != "---")
        {
            faults.Error(file.Name, 1, null, "front-matter-missing", file.Text.Trim().Length == 0
                ? "the file is empty. Start with a line ---, the fields, and a line ---; or remove the file."
                : $"the file must start with a line ---, found \"{(lines[0].Length > 40 ? lines[0][..40] : lines[0])}\". Put the fields between two lines ---.");
            return null;
        }

        int end = Array.FindIndex(lines, 1, line => line.TrimEnd() == "---");
        if (end < 0)
        {
            faults.Error(file.Name, 1, null, "front-matter-open", "the front matter that starts here is not closed. Put a line --- after the last field.");
            return null;
        }

        int faultsBefore = faults.Items.Count;
        YamlNode? fields = YamlTreeReader.Read(file.Name, string.Join('\n', lines[1..end]), lineOffset: 1, faults);
        if (fields is null && faults.Items.Count > faultsBefore) return null;
        int body = end + 1;
        while (body < lines.Length && string.IsNullOrWhiteSpace(lines[body])) body++;
        return new FrontMatter(fields, string.Join('\n', lines[Math.Min(body, lines.Length)..]).TrimEnd(), body + 1);
    }
}
