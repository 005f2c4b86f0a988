using System.Diagnostics;
using System.Globalization;
using BenchmarkDotNet.Attributes;
using MagBot.Search.Index;

namespace MagBot.Search.Benchmarks;

/// <summary>Time per query over generated passages with the word frequencies of a natural text (Zipf), in a few seconds.</summary>
internal static class QuickMeasurement
{
    public static void Run(int passages)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var clock = Stopwatch.StartNew();
        var index = Passages.Build(passages);
        var built = clock.Elapsed.TotalSeconds;
        var megabytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1e6;
        var queries = Passages.Queries(2000);
        var micros = QueryTimer.Measure(queries, query => index.Search(query));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{passages} passages, {index.WordCount} words: built in {built:0.00} s, {megabytes:0} MB kept; p50 {micros[1000]:0} us, p99 {micros[1980]:0} us, worst {micros[^1]:0} us"));
    }
}

/// <summary>
/// Times each query a few times and keeps its best: on a machine that does other work too, the rest measures the others.
/// </summary>
internal static class QueryTimer
{
    private const int Rounds = 6;

    /// <summary>Microseconds per query, in ascending order.</summary>
    public static double[] Measure(IReadOnlyList<string> queries, Action<string> search)
    {
        var micros = new double[queries.Count];
        Array.Fill(micros, double.MaxValue);
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < queries.Count; i++)
            {
                var start = Stopwatch.GetTimestamp();
                search(queries[i]);
                micros[i] = Math.Min(micros[i], Stopwatch.GetElapsedTime(start).TotalMicroseconds);
            }
        }

        Array.Sort(micros);
        return micros;
    }
}

/// <summary>One search over 1,000 passages.</summary>
[MemoryDiagnoser]
public class QueryBenchmark
{
    private readonly SearchIndex _index = Passages.Build(1000);
    private readonly string[] _queries = Passages.Queries(256);
    private int _next;

    [Benchmark]
    public SearchResult Search() => _index.Search(_queries[_next++ & 255]);
}
