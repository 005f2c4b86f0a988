using MagBot.Knowledge.Content;
using MagBot.Search.Analysis;
using MagBot.Search.Index;
using MagBot.Search.Querying;

namespace MagBot.Assistant.Retrieval;

/// <summary>
/// Knows the answers that are meant when a message names a subject and nothing more specific: "ben zwanger mag dat", "magnesium en
/// nieren". Immutable, thread safe.
/// </summary>
internal sealed class GeneralQuestions
{
    /// <summary>How sure such a message is: set by hand, not fitted, because too few questions of the evaluation sets are read this way.</summary>
    public const double Confidence = 0.9;

    private const int MostConcepts = 8;
    private const int MostWords = 10; // who writes more, says more
    private readonly SearchIndex _index;
    private readonly Func<string, bool> _isGeneric;
    private readonly Dictionary<string, List<(string[] Words, Answer Answer)>> _byWord = new(StringComparer.Ordinal);

    /// <param name="answers">Answers, of which some say what they are about.</param>
    /// <param name="subject">Words for what the shop is about; they tell nothing, unless they are all there is.</param>
    /// <param name="index">Analyses words.</param>
    /// <param name="isGeneric">Whether a word, as typed, tells nothing ("mag", "nemen", "veilig").</param>
    public GeneralQuestions(IEnumerable<Answer> answers, IReadOnlyList<string> subject, SearchIndex index, Func<string, bool> isGeneric)
    {
        _index = index;
        var words = subject.ToHashSet(StringComparer.OrdinalIgnoreCase);
        _isGeneric = word => words.Contains(word) || isGeneric(word);
        foreach (var answer in answers)
            foreach (var about in answer.About)
            {
                string[] said = [.. index.Analyze(about).Concepts.Select(Main)];
                foreach (var word in said)
                    (_byWord.TryGetValue(word, out var list) ? list : _byWord[word] = []).Add((said, answer));
            }
    }

    /// <summary>The answer that is meant, or null when the message says more, or names nothing.</summary>
    public Answer? Find(QueryAnalysis message)
    {
        if (message.Concepts.Count is 0 or > MostConcepts || message.Tokens.Count > MostWords)
            return null;
        var readings = Said(message).ConvertAll(Readings);
        var telling = Telling(message).ConvertAll(Readings);

        // All that the answer is about is named, and nothing telling besides; of several the one that is about most.
        return readings
            .SelectMany(words => words)
            .SelectMany(word => _byWord.GetValueOrDefault(word, []))
            .Where(item => telling.TrueForAll(words => item.Words.Any(words.Contains)) && item.Words.All(word => readings.Exists(words => words.Contains(word))))
            .OrderByDescending(item => item.Words.Length)
            .Select(item => item.Answer)
            .FirstOrDefault();
    }

    /// <summary>Whether a word says what a question is about.</summary>
    public bool IsTelling(string word) => !_isGeneric(word);

    /// <summary>What a message names besides the shop's subject.</summary>
    public List<ConceptAnalysis> Telling(QueryAnalysis message) => Said(message).FindAll(concept => !_isGeneric(concept.Text));

    private static List<ConceptAnalysis> Said(QueryAnalysis message)
    {
        var stops = message.Tokens.Where(token => token.Role is WordRole.Stop || (token.Role is WordRole.Padding && token.Position == 0)).Select(token => (token.Start, token.End)).ToHashSet();
        return [.. message.Concepts.Where(concept => !stops.Contains((concept.Start, concept.End)))];
    }

    private static string Main(ConceptAnalysis concept) => concept.Readings.Count > 0 ? concept.Readings[0].Text : concept.Text;

    private static HashSet<string> Readings(ConceptAnalysis concept) =>
        [concept.Text, .. concept.Readings.Where(reading => reading.Kind != MatchKind.Compound).Select(reading => reading.Text)];
}
