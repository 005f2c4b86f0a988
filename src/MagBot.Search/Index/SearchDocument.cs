namespace MagBot.Search.Index;

/// <summary>The name of a document outside the index: an answer's id, a passage's id.</summary>
/// <param name="Value">The name; compared ordinally.</param>
public readonly record struct DocumentKey(string Value)
{
    /// <summary>A string is a key as it stands.</summary>
    public static implicit operator DocumentKey(string value) => new(value);

    /// <summary>Same as the implicit conversion.</summary>
    public static DocumentKey FromString(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>One text of a document.</summary>
/// <param name="Field">The name of a field that <see cref="SearchIndexOptions.Fields"/> lists.</param>
/// <param name="Text">The text; may be empty.</param>
public readonly record struct FieldText(string Field, string Text);

/// <summary>What is indexed. A field may occur more than once: each variant of a question is a value of its own.</summary>
public sealed record SearchDocument
{
    /// <summary>The document's name, unique in the index.</summary>
    public required DocumentKey Key { get; init; }

    /// <summary>Its texts.</summary>
    public required IReadOnlyList<FieldText> Fields { get; init; }

    /// <summary>A document with one title and one text, for the default fields.</summary>
    public static SearchDocument FromTitleAndText(string key, string? title, string text) => new()
    {
        Key = key,
        Fields = string.IsNullOrEmpty(title) ? [new FieldText("text", text)] : [new FieldText("title", title), new FieldText("text", text)],
    };
}
