namespace MagBot.Search.Analysis;

/// <summary>What the tokenizer saw in a token.</summary>
public enum TokenKind
{
    /// <summary>Letters, possibly with digits after them: "slaap", "b12".</summary>
    Word,

    /// <summary>A number, with a comma as decimal mark: "400", "2,5".</summary>
    Number,

    /// <summary>The unit of the number before it, in its usual short form: "mg", "uur", "graden".</summary>
    Unit,

    /// <summary>The parts of a hyphenated word written as one: "lthreonaat" beside "l" and "threonaat".</summary>
    Joined,
}

/// <summary>One word of an analysed text.</summary>
/// <param name="Text">The word in lower case and without diacritics.</param>
/// <param name="Term">What is indexed and searched: the stem.</param>
/// <param name="Start">Where it begins in the original text (UTF-16, inclusive).</param>
/// <param name="End">Where it ends in the original text (UTF-16, exclusive).</param>
/// <param name="Position">Its place in the row of tokens; a joined form shares the place of its first part.</param>
/// <param name="Kind">What the tokenizer saw.</param>
/// <param name="Role">What the word does in a question.</param>
public readonly record struct Token(string Text, string Term, int Start, int End, int Position, TokenKind Kind, WordRole Role);

/// <summary>A token while it is still a slice of a <see cref="TextBuffer"/>; offsets point into the original text.</summary>
internal readonly record struct TokenSlice(int At, int Length, int SourceStart, int SourceEnd, int Position, TokenKind Kind);
