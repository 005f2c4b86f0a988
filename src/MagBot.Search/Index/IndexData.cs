namespace MagBot.Search.Index;

/// <summary>
/// The inverted index: for each term the documents that hold it, with its term frequency already weighted and normalised by field.
/// A query then adds one saturated number per posting; the counts per field can still be had from <see cref="ForwardIndex"/>.
/// </summary>
internal sealed class InvertedIndex(int[] starts, int[] docs, float[] frequencies)
{
    public int Df(int term) => starts[term + 1] - starts[term];

    public ReadOnlySpan<int> Docs(int term) => docs.AsSpan(starts[term], Df(term));

    public ReadOnlySpan<float> Frequencies(int term) => frequencies.AsSpan(starts[term], Df(term));

    public float FrequencyIn(int term, int doc)
    {
        var at = Docs(term).BinarySearch(doc);
        return at < 0 ? 0 : Frequencies(term)[at];
    }
}

/// <summary>A stretch of one document's words: one value of one field.</summary>
internal readonly record struct FieldValue(int Field, int Start, int End, float Mass);

/// <summary>
/// The documents as rows of words, in order. From it come proximity, the match with single variants, and the explanation,
/// for the few documents that are worth it.
/// </summary>
internal sealed class ForwardIndex(int[] words, int[] docValues, FieldValue[] values, int[] fieldLengths, int fieldCount)
{
    public int DocCount => docValues.Length - 1;

    /// <summary>The values of a document, in the order in which they were added.</summary>
    public ReadOnlySpan<FieldValue> Values(int doc) => values.AsSpan(docValues[doc], docValues[doc + 1] - docValues[doc]);

    /// <summary>For the builder, until the index is handed out.</summary>
    public Span<FieldValue> MutableValues(int doc) => values.AsSpan(docValues[doc], docValues[doc + 1] - docValues[doc]);

    public ReadOnlySpan<int> Words(in FieldValue value) => words.AsSpan(value.Start, value.End - value.Start);

    /// <summary>Number of content words in a field of a document.</summary>
    public int FieldLength(int doc, int field) => fieldLengths[(doc * fieldCount) + field];
}
