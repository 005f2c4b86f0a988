namespace MagBot.Knowledge.Content;

/// <summary>One reviewed answer: a file under <c>knowledge/answers/</c> (see docs/knowledge.md).</summary>
public sealed record Answer
{
    /// <summary>Unique, lower case with hyphens; equals the file name.</summary>
    public required string Id { get; init; }

    /// <summary>The question as a customer would ask it.</summary>
    public required string Question { get; init; }

    /// <summary>The text for a follow-up button, at most 40 characters; null when the file gives none.</summary>
    public string? Button { get; init; }

    /// <summary>Other ways to ask the same; indexed, never shown.</summary>
    public required IReadOnlyList<string> Variants { get; init; }

    /// <summary>Words that ask for this answer when a message says nothing more specific: "zwanger", "nieren".</summary>
    public IReadOnlyList<string> About { get; init; } = [];

    /// <summary>What the bot says: 1 to 5 sentences, plain text with <c>**bold**</c> and line breaks.</summary>
    public required string ShortText { get; init; }

    /// <summary>The longer explanation in Markdown; empty when there is none.</summary>
    public required string Body { get; init; }

    /// <summary><see cref="Body"/> without its markup, for the index.</summary>
    public required string BodyText { get; init; }

    /// <summary>The folder that the answer stands in.</summary>
    public required string Topic { get; init; }

    /// <summary>How strong the evidence behind the answer is.</summary>
    public required EvidenceGrade Evidence { get; init; }

    /// <summary>Ids in <c>sources.yaml</c>, strongest first.</summary>
    public required IReadOnlyList<string> SourceIds { get; init; }

    /// <summary>Ids of two to four answers, offered as follow-up buttons.</summary>
    public required IReadOnlyList<string> RelatedIds { get; init; }

    /// <summary>True when <see cref="ShortText"/> names an amount to take: never for a customer's own pregnancy, kidneys, child or medicine.</summary>
    public bool Dose { get; init; }

    /// <summary>True when <c>Claims:Strict</c> keeps the answer back and the customer gets the strict proposal and an advisor instead.</summary>
    public bool IsWithheld { get; init; }

    /// <summary>Date of the last review; null when the file names none (the linter warns).</summary>
    public DateOnly? Reviewed { get; init; }

    /// <summary>The file and the lines of its parts, for messages to editors.</summary>
    public required AnswerOrigin Origin { get; init; }

    /// <summary>The text of a button that asks this: <see cref="Button"/>, or else <see cref="Question"/>.</summary>
    public string ButtonText => Button ?? Question;
}

/// <summary>Where the parts of an answer stand.</summary>
/// <param name="File">File relative to the knowledge folder.</param>
/// <param name="QuestionLine">Line of <see cref="Answer.Question"/>.</param>
/// <param name="ButtonLine">Line of <see cref="Answer.Button"/>.</param>
/// <param name="ShortLine">First line of <see cref="Answer.ShortText"/>.</param>
/// <param name="BodyLine">First line of <see cref="Answer.Body"/>.</param>
/// <param name="VariantLines">Line of each of <see cref="Answer.Variants"/>.</param>
public sealed record AnswerOrigin(string File, int QuestionLine, int ButtonLine, int ShortLine, int BodyLine, IReadOnlyList<int> VariantLines);
