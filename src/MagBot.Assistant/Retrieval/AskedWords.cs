using MagBot.Search.Analysis;
using MagBot.Search.Querying;

namespace MagBot.Assistant.Retrieval;

/// <summary>What a question is about: its concepts with their share in its weight. Immutable, thread safe.</summary>
internal sealed class AskedWords
{
    private readonly (string[] Readings, double Share)[] _concepts;

    public AskedWords(QueryAnalysis question)
    {
        Kinds = question.Kinds;
        _concepts = [.. question.Concepts.Select(concept => (Readings(concept).ToArray(), concept.Share))];
    }

    public QuestionKinds Kinds { get; }

    /// <summary>Everything that a message may be taken to name.</summary>
    public static HashSet<string> Of(QueryAnalysis message) =>
        [.. message.Concepts.SelectMany(Readings), .. message.Tokens.Select(token => token.Term)];

    /// <summary>The share of the question that these words do not name.</summary>
    public double MissingIn(HashSet<string> words) =>
        _concepts.Where(concept => !concept.Readings.Any(words.Contains)).Sum(concept => concept.Share);

    /// <summary>Whether the question names what somebody says.</summary>
    public bool Names(ConceptAnalysis said) =>
        Readings(said).ToHashSet(StringComparer.Ordinal) is var words && Array.Exists(_concepts, concept => concept.Readings.Any(words.Contains));

    private static IEnumerable<string> Readings(ConceptAnalysis concept) => concept.Readings.Select(reading => reading.Text).Append(concept.Text);
}
