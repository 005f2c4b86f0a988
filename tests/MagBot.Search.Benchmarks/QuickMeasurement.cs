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
        var micros = new double[queries.Length];
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < queries.Length; i++)
            {
                var start = Stopwatch.GetTimestamp();
                index.Search(queries[i]);
                micros[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            }
        }

        Array.Sort(micros);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{passages} passages, {index.WordCount} words: built in {built:0.00} s, {megabytes:0} MB kept; p50 {micros[1000]:0} us, p99 {micros[1980]:0} us, worst {micros[^1]:0} us"));
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
