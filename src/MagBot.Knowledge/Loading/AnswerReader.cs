using MagBot.Knowledge.Content;

namespace MagBot.Knowledge.Loading;

/// <summary>Reads one file under <c>answers/</c>.</summary>
internal static class AnswerReader
{
    public const int LongestButton = 40;

    public static Answer? Read(KnowledgeFile file, FaultList faults)
    {
        if (FrontMatter.Split(file, faults) is not { } parts) return null;
        if (FieldReader.On(file.Name, parts.Fields, "the front matter", faults) is not { } fields) return null;
        Answer answer = ReadFields(fields, parts, faults);
        fields.Finish();
        CheckNames(answer, fields);
        CheckButton(answer, fields);
        return answer.Id.Length == 0 ? null : answer;
    }

    private static Answer ReadFields(FieldReader fields, FrontMatter parts, FaultList faults)
    {
        IReadOnlyList<YamlScalar> variants = fields.Scalars("variants");
        if (fields.OptionalText("evidence") is null)
            fields.Wrong("evidence", $"\"evidence\" is missing. Write one of {string.Join(", ", EvidenceGrades.ByName.Keys)}.", "missing-field");
        return new Answer
        {
            Id = fields.Text("id", "timing-voor-bed"),
            Question = fields.Text("question", "Hoe laat neem ik magnesium in?"),
            Button = fields.OptionalText("button"),
            Variants = [.. variants.Select(variant => variant.Value.Trim())],
            About = fields.Texts("about"),
            ShortText = fields.Text("short", ">- and the answer on the next lines"),
            Topic = fields.Text("topic", "timing"),
            Evidence = fields.Choice("evidence", EvidenceGrades.ByName, EvidenceGrade.Shop),
            SourceIds = fields.Texts("sources"),
            RelatedIds = fields.Texts("related"),
            Dose = fields.Flag("dose", fallback: false),
            Reviewed = fields.Date("reviewed"),
            Body = parts.Body,
            BodyText = MarkdownText.Plain(parts.Body, fields.File, parts.BodyLine, faults),
            Origin = new AnswerOrigin(
                fields.File, fields.LineOf("question"), fields.LineOf("button"), fields.LineOf("short"), parts.BodyLine,
                [.. variants.Select(variant => variant.Line)]),
        };
    }

    private static void CheckNames(Answer answer, FieldReader fields)
    {
        string[] path = answer.Origin.File.Split('/');
        string name = Path.GetFileNameWithoutExtension(path[^1]);
        if (answer.Id.Length > 0 && answer.Id != name)
            fields.Wrong("id", $"the id \"{answer.Id}\" must equal the file name \"{name}\". Write: id: {name}.", "id-differs");
        if (answer.Id.Any(letter => !char.IsAsciiLetterLower(letter) && !char.IsAsciiDigit(letter) && letter != '-'))
            fields.Wrong("id", $"the id \"{answer.Id}\" may hold small letters, digits and hyphens only.", "id-form");
        if (path.Length == 3 && answer.Topic.Length > 0 && answer.Topic != path[1])
            fields.Wrong("topic", $"the topic \"{answer.Topic}\" must equal the folder \"{path[1]}\". Write: topic: {path[1]}, or move the file.", "topic-differs");
    }

    private static void CheckButton(Answer answer, FieldReader fields)
    {
        if (answer.Button is not { } button) return;
        if (button.Length is 0 or > LongestButton)
            fields.Wrong("button", $"the button \"{button}\" has {button.Length} characters; 1 to {LongestButton} fit. Shorten it.", "button-length");
    }
}
