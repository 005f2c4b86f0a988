namespace MagBot.Search.Analysis.Stemming;

/// <summary>
/// The Dutch stemmer that Snowball 3 calls <c>dutch</c>: the rules of Wessel Kraaij and Renée Pohlmann, as Snowball publishes them.
/// It takes off endings, diminutives, derivational suffixes and the <c>ge</c> of participles: "gelopen" and "lopen" meet in "loop".
/// </summary>
/// <remarks>
/// Words must be in lower case. Thread-safe. Source of the rules:
/// <see href="https://snowballstem.org/algorithms/dutch/stemmer.html">Snowball, Dutch stemming algorithm</see>.
/// </remarks>
public sealed class DutchStemmer : IStemmer
{
    private DutchStemmer()
    {
    }

    internal static DutchStemmer Instance { get; } = new();

    int IStemmer.Stem(ReadOnlySpan<char> word, Span<char> destination)
    {
        var stem = new KraaijPohlmannRules(new StemBuffer(word, destination));
        return stem.Run();
    }

    /// <summary>Stems one word.</summary>
    /// <param name="word">A word in lower case; may be empty.</param>
    /// <returns>The stem; not always a word.</returns>
    public static string Stem(ReadOnlySpan<char> word) => StemBuffer.Stem(Instance, word);
}
