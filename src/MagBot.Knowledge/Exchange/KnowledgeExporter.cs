using MagBot.Knowledge.Content;

namespace MagBot.Knowledge.Exchange;

/// <summary>A document of an exported corpus: one line of <c>docs.jsonl</c>.</summary>
/// <param name="DocId">Id of the answer or passage.</param>
/// <param name="Title">The question, or the headings above the passage.</param>
/// <param name="Text">All of its text without markup.</param>
public sealed record ExportedDocument(string DocId, string Title, string Text);

/// <summary>Turns knowledge into documents for any search engine.</summary>
public static class KnowledgeExporter
{
    /// <summary>Every answer and every passage.</summary>
    public static IEnumerable<ExportedDocument> Export(KnowledgeBase knowledge) =>
        knowledge.Answers.Select(Export).Concat(knowledge.Passages.Select(Export));

    private static ExportedDocument Export(Answer answer)
    {
        IEnumerable<string> parts = answer.Variants.Append(answer.ShortText.Replace("**", "", StringComparison.Ordinal)).Append(answer.BodyText);
        return new ExportedDocument(answer.Id, answer.Question, string.Join('\n', parts.Where(part => part.Length > 0)));
    }

    private static ExportedDocument Export(Passage passage) => new(passage.Id, string.Join(" > ", passage.Headings), passage.Text);
}
