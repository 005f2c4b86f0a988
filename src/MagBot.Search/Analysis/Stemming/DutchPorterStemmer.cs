namespace MagBot.Search.Analysis.Stemming;

/// <summary>
/// The older Dutch stemmer of Martin Porter, which Snowball 3 calls <c>dutch_porter</c> and Lucene's Dutch analyzer uses.
/// It takes off fewer endings than <see cref="DutchStemmer"/> and drops most diacritics.
/// </summary>
/// <remarks>
/// Words must be in lower case. Thread-safe. Source of the rules:
/// <see href="https://snowballstem.org/algorithms/dutch_porter/stemmer.html">Snowball, Dutch Porter stemming algorithm</see>.
/// </remarks>
public sealed class DutchPorterStemmer : IStemmer
{
    private DutchPorterStemmer()
    {
    }

    internal static DutchPorterStemmer Instance { get; } = new();

    int IStemmer.Stem(ReadOnlySpan<char> word, Span<char> destination)
    {
        var stem = new PorterRules(new StemBuffer(word, destination));
        return stem.Run();
    }

    /// <summary>Stems one word.</summary>
    /// <param name="word">A word in lower case; may be empty.</param>
    /// <returns>The stem; not always a word.</returns>
    public static string Stem(ReadOnlySpan<char> word) => StemBuffer.Stem(Instance, word);
}
