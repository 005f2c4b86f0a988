namespace MagBot.Search.Scoring;

/// <summary>
/// BM25F's formulas, in the letters of Robertson &amp; Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and Beyond",
/// section 3.6: field weights multiply the term frequency before saturation, so a term in title and body saturates once.
/// </summary>
internal static class Bm25F
{
    /// <summary>How telling a term is that stands in <paramref name="df"/> of <paramref name="n"/> documents; never negative.</summary>
    public static double Idf(int df, int n) => Math.Log(1 + ((n - df + 0.5) / (df + 0.5)));

    /// <summary>One occurrence in a field of weight <paramref name="w"/>, normalised by the field's length.</summary>
    public static double FieldFrequency(double w, double b, double dl, double avgdl) => w / (1 - b + (b * (avgdl > 0 ? dl / avgdl : 1)));

    /// <summary>Saturation: grows from 0 to k1 + 1, and is 1 at a frequency of 1.</summary>
    public static double Saturate(double tf, double k1) => tf * (k1 + 1) / (k1 + tf);
}
