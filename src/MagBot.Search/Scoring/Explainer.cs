using System.Globalization;
using MagBot.Search.Index;
using MagBot.Search.Querying;

namespace MagBot.Search.Scoring;

/// <summary>Takes a score apart again: concept, alternative, term, and the counts per field from which the postings were made.</summary>
internal sealed class Explainer(
    SearchIndexOptions options, Vocabulary vocabulary, ForwardIndex forward, InvertedIndex inverted, FieldWeights weights, PhraseTerms phrases)
{
    public Explanation Explain(Query query, int doc, DocumentKey key, Bonuses bonuses)
    {
        var parts = query.Concepts.Select(concept => Explain(concept, doc)).ToList();
        parts.Add(Explanation.Leaf(bonuses.ExactForm, "bonus: words in the form typed"));
        parts.Add(Explanation.Leaf(bonuses.Proximity, "bonus: neighbours stand close together"));
        parts.Add(Explanation.Leaf(bonuses.Question, "bonus: a question or title is much the same"));
        return Explanation.Sum($"score of {key}", parts);
    }

    private Explanation Explain(QueryConcept concept, int doc)
    {
        if (concept.Alternatives.Count == 0)
            return Explanation.Leaf(0, $"\"{concept.Text}\": unknown to the index");
        var best = concept.Alternatives.Select(alternative => Explain(concept, alternative, doc)).MaxBy(explanation => explanation.Value)!; // not empty
        return Explanation.Sum($"\"{concept.Text}\", best of {concept.Alternatives.Count}", [best]);
    }

    private Explanation Explain(QueryConcept concept, QueryAlternative alternative, int doc)
    {
        var clauses = alternative.Clauses.Select(clause => Explain(concept.Weight * alternative.Weight, clause, doc)).ToList();
        return Explanation.Sum(string.Create(CultureInfo.InvariantCulture, $"{alternative.Kind} \"{alternative.Text}\", weight {alternative.Weight:0.##}"), clauses);
    }

    private Explanation Explain(double weight, QueryClause clause, int doc)
    {
        var tf = inverted.FrequencyIn(clause.Term, doc);
        var value = weight * clause.Weight * clause.Idf * Bm25F.Saturate(tf, options.TermSaturation);
        var notes = new List<Explanation>
        {
            Explanation.Leaf(weight * clause.Weight, "weight: role, kind of match, part of a compound"),
            Explanation.Leaf(clause.Idf, $"idf, in {inverted.Df(clause.Term)} documents"),
            Explanation.Leaf(tf, "frequency, weighted and normalised by field"),
        };
        notes.AddRange(FieldCounts(clause.Term, doc));
        return Explanation.Leaf(value, $"term \"{phrases.TextOf(clause.Term)}\"", [.. notes]);
    }

    private IEnumerable<Explanation> FieldCounts(int term, int doc)
    {
        var counts = new (int Whole, int Part, double Frequency)[weights.Fields.Count];
        foreach (var value in forward.Values(doc).ToArray())
            Count(term, doc, value, ref counts[value.Field]);
        for (var field = 0; field < counts.Length; field++)
        {
            var (whole, part, frequency) = counts[field];
            if (whole + part > 0)
                yield return Explanation.Leaf(frequency, $"of it in {weights.Fields[field].Name}: {whole} whole, {part} in compounds, {forward.FieldLength(doc, field)} words");
        }
    }

    private void Count(int term, int doc, FieldValue value, ref (int Whole, int Part, double Frequency) count)
    {
        var lexicon = vocabulary.Lexicon;
        var words = forward.Words(value);
        for (var i = 0; i < words.Length; i++)
        {
            var each = weights.Of(doc, value.Field, i);
            if (lexicon.TermOf(words[i]) == term || phrases.At(words, i).Contains(term))
                count = (count.Whole + 1, count.Part, count.Frequency + each);
            else if (lexicon.PartsOf(words[i]).Contains(term))
                count = (count.Whole, count.Part + 1, count.Frequency + (each * options.CompoundPartWeight));
        }
    }
}
