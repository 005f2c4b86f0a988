namespace MagBot.Search.Analysis.Stemming;

/// <summary>Brings the forms of a word to one stem. Implementations hold no state and are thread-safe.</summary>
internal interface IStemmer
{
    /// <summary>Writes the stem of a word.</summary>
    /// <param name="word">A word in lower case; may be empty.</param>
    /// <param name="destination">Room for the stem: at least <see cref="StemBuffer.Margin"/> characters more than the word.</param>
    /// <returns>The number of characters written.</returns>
    int Stem(ReadOnlySpan<char> word, Span<char> destination);
}
