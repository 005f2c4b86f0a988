using System.Globalization;
using MagBot.Search.Index;

namespace MagBot.Search.Benchmarks;

/// <summary>
/// Finds the defaults by leave-one-collection-out: coordinate descent on the others, measured on the one left out. A setting
/// belongs in the defaults when most folds choose it; the score on what was left out is the honest one.
/// </summary>
internal sealed class Tuning
{
    private const int Passes = 2;

    private static readonly (string Name, double[] Values)[] Grid =
    [
        ("TermSaturation", [1.2, 1.5, 2.0]),
        ("LeadBonus", [0, 0.75, 1.5, 2.5]),
        ("text.b", [0.65, 0.75, 0.85]),
        ("CompoundPartWeight", [0.35, 0.5, 0.7]),
        ("QueryPartWeight", [0.25, 0.4, 0.6]),
        ("ProximityBonus", [0, 0.15, 0.3]),
        ("ExactFormBonus", [0, 0.05, 0.1]),
        ("QuestionBonus", [0.3, 0.6, 0.9]),
        ("CorrectionWeight", [0, 0.5, 0.75]),
    ];

    private readonly string[] _names;
    private readonly List<SearchDocument>[] _documents;
    private readonly List<Dictionary<string, string>>[] _queries;
    private readonly string[] _paths;
    private readonly Dictionary<string, double[]> _scores = [];

    public Tuning(string folder)
    {
        _paths = [.. Directory.GetDirectories(folder).Where(path => File.Exists(Path.Combine(path, "qrels.tsv"))).Order(StringComparer.Ordinal)];
        _names = [.. _paths.Select(path => Path.GetFileName(path))];
        _documents = [.. _paths.Select(path => CollectionMeasurement.Read(path, "docs.jsonl").Select(d => SearchDocument.FromTitleAndText(d["docId"], d["title"], d["text"])).ToList())];
        _queries = [.. _paths.Select(path => CollectionMeasurement.Read(path, "queries.jsonl").ToList())];
    }

    public void Run()
    {
        double sum = 0;
        for (var fold = 0; fold < _paths.Length; fold++)
        {
            var best = Descend(fold);
            var held = Measure(best)[fold];
            sum += held;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"without {_names[fold],-22} {held:0.0000} on it, with {string.Join(' ', best)}"));
        }

        var all = Descend(-1);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"mean of what was left out {sum / _paths.Length:0.0000}; on all: {Measure(all).Average():0.0000} with {string.Join(' ', all)}"));
    }

    private string[] Descend(int leftOut)
    {
        var chosen = new Dictionary<string, double>();
        for (var pass = 0; pass < Passes; pass++)
        {
            foreach (var (name, values) in Grid)
                chosen[name] = values.MaxBy(value => Objective(chosen, name, value, leftOut));
        }

        return Settings(chosen);
    }

    private double Objective(Dictionary<string, double> chosen, string name, double value, int leftOut)
    {
        var scores = Measure(Settings(new Dictionary<string, double>(chosen) { [name] = value }));
        return scores.Where((_, i) => i != leftOut).Average();
    }

    private static string[] Settings(Dictionary<string, double> chosen) =>
        [.. chosen.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}={pair.Value}"))];

    // Mean of MRR@10 and recall@10, per collection.
    private double[] Measure(string[] settings)
    {
        var key = string.Join(' ', settings);
        if (_scores.TryGetValue(key, out var known))
            return known;
        var options = CollectionMeasurement.Apply(new SearchIndexOptions(), settings);
        return _scores[key] = [.. Enumerable.Range(0, _paths.Length).Select(i => Measure(i, options))];
    }

    private double Measure(int collection, SearchIndexOptions options)
    {
        var builder = new SearchIndexBuilder(options);
        foreach (var document in _documents[collection])
            builder.Add(document);
        var index = builder.Build();
        var runs = _queries[collection].ToDictionary(query => query["id"], query => index.Search(query["query"]).Hits.Select(hit => hit.Key.Value).ToList());
        var (mrr, recall) = CollectionMeasurement.Score(_paths[collection], runs);
        return (mrr + recall) / 2;
    }
}
