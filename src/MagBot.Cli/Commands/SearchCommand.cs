using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using MagBot.Search.Index;

namespace MagBot.Cli.Commands;

/// <summary><c>magbot search</c>: the engine on any corpus, with its defaults.</summary>
internal static class SearchCommand
{
    public static Command Create()
    {
        var docs = CommandBase.FileIn("--docs", """Documents: {"docId","title","text"} a line; the title may be empty.""");
        var queries = CommandBase.FileIn("--queries", """Queries: {"id","query"} a line.""");
        var output = CommandBase.FileIn("--out", """Where the hits go: {"id","hits":[{"docId","score"}]} a line.""");
        var top = new Option<int>("--top") { Description = "The most hits for a query.", DefaultValueFactory = _ => 10 };
        var command = new Command("search", "Searches any Dutch corpus and prints index time, memory and time per query.") { docs, queries, output, top };
        command.Run((result, _) =>
        {
            if (result.GetValue(top) is < 1 or > 1000)
                throw new CommandException("--top must lie between 1 and 1000.");
            Search(result.GetValue(docs)!, result.GetValue(queries)!, result.GetValue(output)!, result.GetValue(top)); // the files are required
            return Task.FromResult(0);
        });
        return command;
    }

    private static void Search(FileInfo docs, FileInfo queries, FileInfo output, int top)
    {
        var documents = JsonLines.Read(docs, RowContext.Lines.DocumentRow);
        var asked = JsonLines.Read(queries, RowContext.Lines.QueryRow);
        var before = GC.GetTotalMemory(true);
        var start = Stopwatch.GetTimestamp();
        var index = Build(documents, docs.Name);
        var built = Stopwatch.GetElapsedTime(start);
        var memory = GC.GetTotalMemory(true) - before;

        var options = new SearchOptions { Top = top };
        foreach (var query in asked.Take(200))
            index.Search(query.Query, options); // the compiler's work is not the query's

        var times = new List<double>(asked.Count);
        var rows = new List<RunRow>(asked.Count);
        foreach (var query in asked)
        {
            start = Stopwatch.GetTimestamp();
            var hits = index.Search(query.Query, options).Hits;
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            rows.Add(new RunRow(query.Id, [.. hits.Select(hit => new HitRow(hit.Key.Value, Math.Round(hit.Score, 6)))]));
        }

        JsonLines.Write(output, rows, RowContext.Lines.RunRow);
        times.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{documents.Count} documents indexed in {built.TotalMilliseconds:0} ms, {memory / 1048576.0:0.0} MB; {asked.Count} queries, p50 {At(times, 0.5):0.000} ms, p99 {At(times, 0.99):0.000} ms"));
    }

    private static SearchIndex Build(IReadOnlyList<DocumentRow> documents, string file)
    {
        var builder = new SearchIndexBuilder();
        foreach (var document in documents)
        {
            try
            {
                builder.Add(SearchDocument.FromTitleAndText(document.DocId, document.Title, document.Text));
            }
            catch (ArgumentException exception)
            {
                throw new CommandException($"{file}: {exception.Message}");
            }
        }

        return builder.Build();
    }

    private static double At(List<double> sorted, double share) => sorted.Count == 0 ? 0 : sorted[Math.Min(sorted.Count - 1, (int)(share * sorted.Count))];
}
