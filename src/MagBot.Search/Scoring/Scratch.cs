namespace MagBot.Search.Scoring;

/// <summary>Working memory of one query, reused by the next: numbers per document and marks per word, all zero between queries.</summary>
internal sealed class Scratch(int docCount, int wordCount)
{
    public float[] Scores { get; } = new float[docCount];

    public float[] Concept { get; } = new float[docCount];

    public float[] Alternative { get; } = new float[docCount];

    public List<int> Scored { get; } = [];

    public List<int> ConceptDocs { get; } = [];

    public List<int> AlternativeDocs { get; } = [];

    public WordMarks[] Marks { get; } = new WordMarks[wordCount];

    public List<int> MarkedWords { get; } = [];

    public void Clear()
    {
        foreach (var doc in Scored)
            Scores[doc] = 0;
        foreach (var word in MarkedWords)
            Marks[word] = default;
        Scored.Clear();
        MarkedWords.Clear();
    }
}

/// <summary>What a word of the vocabulary means to the query at hand: bits of clauses, and of concepts typed in exactly this form.</summary>
internal struct WordMarks
{
    /// <summary>Clauses whose term this word is.</summary>
    public ulong Whole;

    /// <summary>Clauses whose term is a compound part of this word.</summary>
    public ulong Part;

    /// <summary>Concepts that contain the word as typed.</summary>
    public ulong Exact;

    /// <summary>Concepts that the word meets in any way.</summary>
    public ulong Concepts;
}
