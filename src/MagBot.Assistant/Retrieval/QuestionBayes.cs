using MagBot.Search.Querying;

namespace MagBot.Assistant.Retrieval;

/// <summary>
/// Multinomial naive Bayes over the ways to ask for each document, smoothed by how often a feature occurs in all of them (Dirichlet
/// prior; Zhai &amp; Lafferty 2004). Where a comparison looks for one question that is alike, this adds up what all of them say. Immutable, thread safe.
/// </summary>
internal sealed class QuestionBayes
{
    private const double Prior = 30;     // features' worth of the general language that every document is given
    private const double Temperature = 4; // features of a text hang together; a plain product would be too sure

    private readonly Func<QueryAnalysis, IEnumerable<int>> _features;
    private readonly List<string> _keys = [];
    private readonly double[] _base;
    private readonly Dictionary<int, (int Document, double Gain)[]> _gains = [];

    /// <param name="questions">Key of the document and one way to ask for it.</param>
    /// <param name="features">What of a question is counted.</param>
    public QuestionBayes(IEnumerable<(string Key, QueryAnalysis Question)> questions, Func<QueryAnalysis, IEnumerable<int>> features)
    {
        _features = features;
        var byDocument = questions.GroupBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(group => (group.Key, Counts: group.SelectMany(pair => features(pair.Question)).CountBy(feature => feature).ToDictionary())).ToList();
        _keys.AddRange(byDocument.Select(item => item.Key));
        var sizes = byDocument.ConvertAll(item => (double)item.Counts.Values.Sum());
        var all = sizes.Sum();
        var general = byDocument.SelectMany(item => item.Counts).GroupBy(pair => pair.Key).ToDictionary(group => group.Key, group => group.Sum(pair => pair.Value) / all);
        _base = [.. sizes.Select(size => Math.Log(Prior / (size + Prior)))];
        var gains = general.Keys.ToDictionary(feature => feature, _ => new List<(int, double)>());
        for (var i = 0; i < byDocument.Count; i++)
            foreach (var (feature, count) in byDocument[i].Counts)
                gains[feature].Add((i, Math.Log(1 + (count / (Prior * general[feature])))));
        foreach (var (feature, list) in gains)
            _gains[feature] = [.. list];
    }

    /// <summary>The probability of each document by its questions alone; unlikely ones are left out.</summary>
    public Dictionary<string, double> Find(QueryAnalysis message)
    {
        var scores = new double[_keys.Count];
        var known = 0;
        foreach (var feature in _features(message))
        {
            if (!_gains.TryGetValue(feature, out var gains))
                continue;
            known++;
            foreach (var (document, gain) in gains)
                scores[document] += gain;
        }

        for (var i = 0; i < scores.Length; i++)
            scores[i] = (scores[i] + known * _base[i]) / Temperature;
        var highest = scores.Max();
        var total = scores.Sum(score => Math.Exp(score - highest));
        var found = new Dictionary<string, double>(StringComparer.Ordinal);
        for (var i = 0; i < scores.Length; i++)
            if (Math.Exp(scores[i] - highest) / total is var probability and > 0.001)
                found[_keys[i]] = probability;
        return known == 0 ? [] : found;
    }

    /// <summary>Stems of all words and letter trigrams of the content words.</summary>
    public static IEnumerable<int> WordsAndLetters(QueryAnalysis question) =>
        question.Tokens.Select(token => StringComparer.Ordinal.GetHashCode(token.Term)).Concat(QuestionGrams.Letters(question));
}
