using MagBot.Search.Analysis;
using MagBot.Search.Querying;

namespace MagBot.Assistant.Retrieval;

/// <summary>How much a message is written like a known question.</summary>
/// <param name="Similarity">Cosine with the nearest question of the document, 0 to 1.</param>
/// <param name="Vote">Share of the document's questions among the nearest of all, weighed by their cosine.</param>
internal readonly record struct GramMatch(double Similarity, double Vote);

/// <summary>
/// Every question and variant as a bag of letter trigrams of its content words, compared by cosine. It sees through spelling,
/// dialect and inflection where words fail. Immutable, thread safe.
/// </summary>
internal sealed class QuestionGrams
{
    // A trigram in more than this share of the questions ("mag", "agn") tells nothing and has the longest list.
    private const double MostCommon = 0.25;
    private const int Neighbours = 20;

    private readonly Func<QueryAnalysis, IEnumerable<int>> _grammar;
    private readonly List<string> _keys = [];
    private readonly Dictionary<int, (double Idf, (int Question, double Weight)[] Postings)> _grams = [];

    /// <param name="questions">Key of the document and one way to ask for it.</param>
    /// <param name="grammar">What of a question is compared.</param>
    public QuestionGrams(IEnumerable<(string Key, QueryAnalysis Question)> questions, Func<QueryAnalysis, IEnumerable<int>> grammar)
    {
        _grammar = grammar;
        var bags = new List<Dictionary<int, int>>();
        foreach (var (key, question) in questions)
        {
            _keys.Add(key);
            bags.Add(Count(question));
        }

        var frequencies = bags.SelectMany(bag => bag.Keys).CountBy(gram => gram).Where(pair => pair.Value <= MostCommon * bags.Count);
        var idfs = frequencies.ToDictionary(pair => pair.Key, pair => Math.Log(1 + (bags.Count / (double)pair.Value)));
        var postings = idfs.Keys.ToDictionary(gram => gram, _ => new List<(int, double)>());
        for (var i = 0; i < bags.Count; i++)
            foreach (var (gram, weight) in Weigh(bags[i], idfs.GetValueOrDefault))
                postings[gram].Add((i, weight));
        foreach (var (gram, list) in postings)
            _grams[gram] = (idfs[gram], [.. list]);
    }

    /// <summary>The documents whose questions look like the message, with how much.</summary>
    public Dictionary<string, GramMatch> Find(QueryAnalysis message)
    {
        var cosines = new double[_keys.Count];
        foreach (var (gram, weight) in Weigh(Count(message), gram => _grams.TryGetValue(gram, out var known) ? known.Idf : 0))
            foreach (var (question, other) in _grams[gram].Postings)
                cosines[question] += weight * other;

        var similarities = new Dictionary<string, double>(StringComparer.Ordinal);
        for (var i = 0; i < cosines.Length; i++)
            if (cosines[i] > 0.1 && cosines[i] > similarities.GetValueOrDefault(_keys[i]))
                similarities[_keys[i]] = cosines[i];
        var votes = Vote(cosines);
        return similarities.ToDictionary(pair => pair.Key, pair => new GramMatch(pair.Value, votes.GetValueOrDefault(pair.Key)), StringComparer.Ordinal);
    }

    private Dictionary<string, double> Vote(double[] cosines)
    {
        var nearest = new PriorityQueue<int, double>();
        for (var i = 0; i < cosines.Length; i++)
        {
            if (cosines[i] <= 0.1)
                continue;
            if (nearest.Count < Neighbours)
                nearest.Enqueue(i, cosines[i]);
            else
                nearest.EnqueueDequeue(i, cosines[i]);
        }

        var votes = new Dictionary<string, double>(StringComparer.Ordinal);
        var total = 0.0;
        foreach (var (question, cosine) in nearest.UnorderedItems)
        {
            votes[_keys[question]] = votes.GetValueOrDefault(_keys[question]) + cosine;
            total += cosine;
        }

        foreach (var key in votes.Keys)
            votes[key] /= total;
        return votes;
    }

    private static List<(int Gram, double Weight)> Weigh(Dictionary<int, int> bag, Func<int, double> idf)
    {
        var weights = bag.Select(pair => (pair.Key, Weight: Math.Sqrt(pair.Value) * idf(pair.Key))).Where(pair => pair.Weight > 0).ToList();
        var length = Math.Sqrt(weights.Sum(pair => pair.Weight * pair.Weight));
        return weights.ConvertAll(pair => (pair.Key, pair.Weight / length));
    }

    /// <summary>Letter trigrams of the content words.</summary>
    public static IEnumerable<int> Letters(QueryAnalysis question)
    {
        foreach (var token in question.Tokens)
        {
            if (token.Role is WordRole.Stop or WordRole.Padding)
                continue;
            var padded = $" {token.Text} ";
            for (var i = 0; i + 3 <= padded.Length; i++)
                yield return (padded[i] * 31 + padded[i + 1]) * 8191 + padded[i + 2];
        }
    }

    /// <summary>Stems of all words, function words too, and pairs of neighbours: how a question is put.</summary>
    public static IEnumerable<int> Phrasing(QueryAnalysis question)
    {
        var previous = 0;
        foreach (var token in question.Tokens)
        {
            var hash = StringComparer.Ordinal.GetHashCode(token.Term);
            yield return hash;
            yield return HashCode.Combine(previous, hash);
            previous = hash;
        }
    }

    private Dictionary<int, int> Count(QueryAnalysis question)
    {
        var bag = new Dictionary<int, int>();
        foreach (var gram in _grammar(question))
            bag[gram] = bag.GetValueOrDefault(gram) + 1;
        return bag;
    }
}
