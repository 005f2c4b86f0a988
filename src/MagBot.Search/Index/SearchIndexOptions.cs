using MagBot.Search.Analysis;

namespace MagBot.Search.Index;

/// <summary>A field of the documents and what a word in it is worth.</summary>
/// <param name="Name">Its name, as in <see cref="FieldText.Field"/>.</param>
/// <param name="Weight">How many times a word in it counts. No unit.</param>
/// <param name="LengthNormalization">b: 0 ignores the length of the field, 1 divides by it wholly.</param>
/// <param name="IsQuestion">Whether each value is a question or title that a query may match as a whole.</param>
public sealed record FieldOptions(string Name, double Weight = 1, double LengthNormalization = 0.75, bool IsQuestion = false);

/// <summary>
/// How an index is built and scored. Weights are part of the index, because they go into the postings: another weight is another index.
/// The defaults were tuned on several Dutch collections, see docs/search.md.
/// </summary>
public sealed record SearchIndexOptions
{
    /// <summary>The fields; texts in other fields are refused.</summary>
    /// <value>Default: "title" (a question field) and "text".</value>
    public IReadOnlyList<FieldOptions> Fields { get; init; } = [new("title", 2.5, 0.4, IsQuestion: true), new("text", 1.0, 0.75)];

    /// <summary>Which stemmer.</summary>
    /// <value>Default <see cref="StemmerKind.Dutch"/>.</value>
    public StemmerKind Stemmer { get; init; } = StemmerKind.Dutch;

    /// <summary>k1: how soon a repeated term stops adding to the score.</summary>
    /// <value>Default 2.</value>
    public double TermSaturation { get; init; } = 2;

    /// <summary>What a part of a compound in a document counts, against a word that stands by itself.</summary>
    /// <value>Default 0.5; 0 switches splitting off on this side.</value>
    public double CompoundPartWeight { get; init; } = 0.5;

    /// <summary>What a part of a compound in the query counts beside the whole word.</summary>
    /// <value>Default 0.6; 0 switches splitting of known words off.</value>
    public double QueryPartWeight { get; init; } = 0.6;

    /// <summary>What a synonym counts against the customer's own word.</summary>
    /// <value>Default 0.8.</value>
    public double SynonymWeight { get; init; } = 0.8;

    /// <summary>What a question word or a negation in the query counts.</summary>
    /// <value>Default 0.15.</value>
    public double FunctionWordWeight { get; init; } = 0.15;

    /// <summary>What a greeting or "vraag" in the query counts.</summary>
    /// <value>Default 0.3.</value>
    public double PaddingWeight { get; init; } = 0.3;

    /// <summary>What it adds when the document has the word exactly as typed, not only its stem. Share of the word's weight.</summary>
    /// <value>Default 0.05.</value>
    public double ExactFormBonus { get; init; } = 0.05;

    /// <summary>What it adds when two neighbours in the query stand close together in the document. Share of the lighter word's weight.</summary>
    /// <value>Default 0.15.</value>
    public double ProximityBonus { get; init; } = 0.15;

    /// <summary>What it adds when one question or title covers the query. Share of the weight of the whole query.</summary>
    /// <value>Default 0.9.</value>
    public double QuestionBonus { get; init; } = 0.9;

    /// <summary>
    /// How much more the first word of a text counts, because texts begin with what they are about; fades with <see cref="LeadLength"/>.
    /// Question fields have no opening.
    /// </summary>
    /// <value>Default 2; 0 treats all words alike.</value>
    public double LeadBonus { get; init; } = 2;

    /// <summary>After how many words the extra has faded to 37 % (1/e).</summary>
    /// <value>Default 15.</value>
    public double LeadLength { get; init; } = 15;

    /// <summary>What a corrected typing error counts: one edit or sounding alike; two edits count the square.</summary>
    /// <value>Default 0.75; 0 switches correction off.</value>
    public double CorrectionWeight { get; init; } = 0.75;

    /// <summary>How many of the best documents get the bonuses.</summary>
    /// <value>Default 30.</value>
    public int RescoreDepth { get; init; } = 30;

    /// <summary>Synonyms, applied to queries.</summary>
    public SynonymMap Synonyms { get; init; } = SynonymMap.Empty;

    /// <summary>Correct words beside those of the documents: never taken for typing errors, and possible parts of compounds.</summary>
    public IReadOnlyCollection<string> KnownWords { get; init; } = [];
}
