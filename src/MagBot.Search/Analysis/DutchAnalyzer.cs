using MagBot.Search.Analysis.Stemming;

namespace MagBot.Search.Analysis;

/// <summary>Which stemmer brings the forms of a word together.</summary>
public enum StemmerKind
{
    /// <summary>Snowball's <c>dutch</c> (Kraaij-Pohlmann).</summary>
    Dutch,

    /// <summary>Snowball's <c>dutch_porter</c>, as in Lucene's Dutch analyzer.</summary>
    DutchPorter,
}

/// <summary>
/// From text to tokens: fold Unicode, lower, cut into words, stem. Documents and queries go through the same chain.
/// Compounds and typing errors come later, because they need the vocabulary of an index.
/// </summary>
/// <remarks>Thread-safe.</remarks>
public sealed class DutchAnalyzer
{
    [ThreadStatic]
    private static Workspace? _workspace;

    private readonly IStemmer _stemmer;

    /// <summary>Makes an analyzer.</summary>
    /// <param name="stemmer">Which stemming rules to use.</param>
    public DutchAnalyzer(StemmerKind stemmer = StemmerKind.Dutch) =>
        _stemmer = stemmer == StemmerKind.Dutch ? DutchStemmer.Instance : DutchPorterStemmer.Instance;

    /// <summary>Analyses a text.</summary>
    /// <param name="text">Any text; lone surrogates and control characters count as spaces.</param>
    /// <returns>The tokens in order of appearance, function words included.</returns>
    public IReadOnlyList<Token> Analyze(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var slices = Tokenize(text, out var buffer);
        var tokens = new List<Token>(slices.Count);
        Span<char> stem = stackalloc char[WordTokenizer.MaxTermLength + StemBuffer.Margin];
        foreach (var slice in slices)
        {
            var word = buffer.Slice(slice);
            var term = stem[..Stem(word, stem)].ToString();
            tokens.Add(new Token(word.ToString(), term, slice.SourceStart, slice.SourceEnd, slice.Position, slice.Kind, FunctionWords.Dutch.RoleOf(word)));
        }

        return tokens;
    }

    /// <summary>The tokens as slices of a buffer; both belong to this thread and are overwritten by its next call.</summary>
    internal static List<TokenSlice> Tokenize(ReadOnlySpan<char> text, out TextBuffer buffer)
    {
        var workspace = _workspace ??= new Workspace();
        buffer = workspace.Buffer;
        buffer.Clear();
        UnicodeFoldFilter.Fold(text, buffer);   // first: what follows knows plain letters only
        LowerCaseFilter.Lower(buffer);          // before the tokenizer: units and clitics are listed in lower case
        return workspace.Tokenizer.Tokenize(buffer);
    }

    /// <summary>Writes the stem of a folded, lowered word; numbers stay as they are.</summary>
    internal int Stem(ReadOnlySpan<char> word, Span<char> destination)
    {
        if (StemOverrides.Find(word) is { } term)
            word = term;
        else if (word.Length > 0 && !char.IsAsciiDigit(word[0]))
            return StemOverrides.Shorten(destination[.._stemmer.Stem(word, destination)]);
        word.CopyTo(destination);
        return word.Length;
    }

    internal string Stem(ReadOnlySpan<char> word)
    {
        Span<char> stem = stackalloc char[WordTokenizer.MaxTermLength + StemBuffer.Margin];
        return stem[..Stem(word[..Math.Min(word.Length, WordTokenizer.MaxTermLength)], stem)].ToString();
    }

    private sealed class Workspace
    {
        public TextBuffer Buffer { get; } = new();

        public WordTokenizer Tokenizer { get; } = new();
    }
}
