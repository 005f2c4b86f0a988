namespace MagBot.Knowledge.Content;

/// <summary>A background text under <c>knowledge/articles/</c>, cut into passages.</summary>
public sealed record Article
{
    /// <summary>Unique id; equals the file name.</summary>
    public required string Id { get; init; }

    /// <summary>Title of the whole text.</summary>
    public required string Title { get; init; }

    /// <summary>Ids in <c>sources.yaml</c>.</summary>
    public required IReadOnlyList<string> SourceIds { get; init; }

    /// <summary>Date of the last review, when given.</summary>
    public DateOnly? Reviewed { get; init; }

    /// <summary>The passages, in the order of the text.</summary>
    public required IReadOnlyList<Passage> Passages { get; init; }

    /// <summary>File relative to the knowledge folder.</summary>
    public required string File { get; init; }
}

/// <summary>A piece of an article of some 120 to 200 words that stands under one heading.</summary>
public sealed record Passage
{
    /// <summary><c>article-id#1</c>, <c>#2</c> and so on.</summary>
    public required string Id { get; init; }

    /// <summary>The article that it belongs to.</summary>
    public required string ArticleId { get; init; }

    /// <summary>Title of the article and the headings above the passage, outermost first.</summary>
    public required IReadOnlyList<string> Headings { get; init; }

    /// <summary>The text without markup; paragraphs are divided by line ends.</summary>
    public required string Text { get; init; }

    /// <summary>Line of its first block in the file.</summary>
    public required int Line { get; init; }

    /// <summary>The innermost heading.</summary>
    public string Heading => Headings[^1];
}
