using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using MagBot.Search.Index;

namespace MagBot.Search.Benchmarks;

/// <summary>
/// MRR@10, recall@10 and time on every collection in a folder (docs.jsonl, queries.jsonl, qrels.tsv), with settings such as
/// <c>TermSaturation=0.9</c> or <c>text.b=0.6</c> put over the defaults. Names of collections may be given too: <c>only=gimp</c>.
/// </summary>
internal static class CollectionMeasurement
{
    public static int Run(string folder, string[] settings)
    {
        var only = settings.Where(s => s.StartsWith("only=", StringComparison.Ordinal)).Select(s => s[5..]).ToArray();
        var options = Apply(new SearchIndexOptions(), settings.Where(s => !s.StartsWith("only=", StringComparison.Ordinal)));
        var (sumMrr, sumRecall, count) = (0.0, 0.0, 0);
        foreach (var path in Directory.GetDirectories(folder).Order(StringComparer.Ordinal))
        {
            if (!File.Exists(Path.Combine(path, "qrels.tsv")) || (only.Length > 0 && !only.Any(name => Path.GetFileName(path).Contains(name, StringComparison.Ordinal))))
                continue;
            var (mrr, recall) = Measure(path, options);
            (sumMrr, sumRecall, count) = (sumMrr + mrr, sumRecall + recall, count + 1);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"mean MRR@10 {sumMrr / count:0.0000}  recall@10 {sumRecall / count:0.0000}   {string.Join(' ', settings)}"));
        return 0;
    }

    /// <summary>All compounds of a collection with their parts, to be read by a person.</summary>
    public static void PrintSplits(string path)
    {
        var builder = new SearchIndexBuilder();
        foreach (var d in Read(path, "docs.jsonl"))
            builder.Add(SearchDocument.FromTitleAndText(d["docId"], d["title"], d["text"]));
        foreach (var (word, parts) in builder.Build().Compounds())
            Console.WriteLine($"{word}: {string.Join(" + ", parts)}");
    }

    private static (double Mrr, double Recall) Measure(string path, SearchIndexOptions options)
    {
        var documents = Read(path, "docs.jsonl").Select(d => SearchDocument.FromTitleAndText(d["docId"], d["title"], d["text"])).ToList();
        var queries = Read(path, "queries.jsonl").ToList();
        var clock = Stopwatch.StartNew();
        var builder = new SearchIndexBuilder(options);
        foreach (var document in documents)
            builder.Add(document);
        var index = builder.Build();
        var seconds = clock.Elapsed.TotalSeconds;

        var runs = queries.ToDictionary(query => query["id"], query => index.Search(query["query"]).Hits.Select(hit => hit.Key.Value).ToList());
        var micros = QueryTimer.Measure(queries.ConvertAll(query => query["query"]), query => index.Search(query));
        var (mrr, recall) = Score(path, runs);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Path.GetFileName(path),-22} MRR@10 {mrr:0.0000}  recall@10 {recall:0.0000}  index {seconds:0.00} s  p50 {micros[micros.Length / 2]:0} us  p99 {micros[micros.Length * 99 / 100]:0} us"));
        return (mrr, recall);
    }

    internal static (double Mrr, double Recall) Score(string path, Dictionary<string, List<string>> runs)
    {
        var relevant = File.ReadLines(Path.Combine(path, "qrels.tsv")).Select(line => line.Split('\t')).ToLookup(f => f[0], f => f[1]);
        double mrr = 0, recall = 0;
        foreach (var group in relevant)
        {
            var hits = runs[group.Key];
            var first = hits.FindIndex(group.Contains);
            mrr += first >= 0 ? 1.0 / (first + 1) : 0;
            recall += (double)hits.Count(group.Contains) / group.Count();
        }

        return (mrr / relevant.Count, recall / relevant.Count);
    }

    internal static IEnumerable<Dictionary<string, string>> Read(string path, string file) =>
        File.ReadLines(Path.Combine(path, file)).Select(line => JsonSerializer.Deserialize<Dictionary<string, string>>(line)!); // a line is an object

    internal static SearchIndexOptions Apply(SearchIndexOptions options, IEnumerable<string> settings)
    {
        var fields = options.Fields.ToList();
        foreach (var setting in settings)
        {
            var (name, value) = (setting.Split('=')[0], setting.Split('=')[1]);
            var dot = name.IndexOf('.', StringComparison.Ordinal);
            if (dot > 0)
            {
                var at = fields.FindIndex(field => field.Name == name[..dot]);
                var number = double.Parse(value, CultureInfo.InvariantCulture);
                fields[at] = name[(dot + 1)..] == "b" ? fields[at] with { LengthNormalization = number } : fields[at] with { Weight = number };
                continue;
            }

            var property = typeof(SearchIndexOptions).GetProperty(name, BindingFlags.Public | BindingFlags.Instance)
                ?? throw new ArgumentException($"SearchIndexOptions has no \"{name}\".");
            property.SetValue(options, property.PropertyType.IsEnum ? Enum.Parse(property.PropertyType, value) : Convert.ChangeType(value, property.PropertyType, CultureInfo.InvariantCulture));
        }

        return options with { Fields = fields };
    }
}
