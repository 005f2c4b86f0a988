using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace MagBot.Search.Benchmarks;

/// <summary>Random and hostile queries over generated passages: none may throw, none may take longer than 50 ms.</summary>
internal static class FuzzMeasurement
{
    private const int Seed = 20261122;
    private const double Slow = 50; // milliseconds
    private const int HugeEvery = 10_000;

    private static readonly string[] Pieces =
    [
        "magnesium", "badzout", "slaap", "de", "het", "geen", "400", "mg", "2,5", "°C", "'s", "-", "'", "\u0301", "\uD83D\uDE00", "\uD800", "\uDC00", "שלום", "مرحبا", "ĳ",
        "\0", "\r\n", "\t", "ﬁ", "melotonine", "magnesiumtekortproblemen", "%", ":", "...", "a.b.c", "l'", "\u202E", "1.000.000", "x", "zwanger", "in verwachting",
    ];

    /// <returns>0 when every query was answered in time.</returns>
    public static int Run(int count)
    {
        var index = Passages.Build(1000);
        var known = Passages.Queries(2000);
        var random = new Random(Seed);
        int failed = 0, slow = 0;
        var worst = 0.0;
        for (var i = 0; i < count; i++)
        {
            var query = i % HugeEvery == HugeEvery - 1 ? Huge(random) : Query(random, known);
            var start = Stopwatch.GetTimestamp();
            try
            {
                index.Search(query);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                failed++;
                Console.WriteLine($"seed {Seed}, query {i}: {e.GetType().Name} {e.Message}");
            }

            var took = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            slow += took > Slow ? 1 : 0;
            worst = Math.Max(worst, took);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} queries: {failed} exceptions, {slow} over {Slow} ms, slowest {worst:0.0} ms"));
        return failed + slow == 0 ? 0 : 1;
    }

    private static string Query(Random random, string[] known)
    {
        var query = new StringBuilder();
        for (var left = random.Next(1, 12); left > 0; left--)
        {
            query.Append(random.Next(3) == 0 ? known[random.Next(known.Length)] : Pieces[random.Next(Pieces.Length)]);
            if (random.Next(3) > 0)
                query.Append(' ');
        }

        for (var edits = random.Next(3); edits > 0; edits--)
            query[random.Next(query.Length)] = (char)random.Next(0x20, 0x2FF);
        return query.ToString();
    }

    // 100 kB of one piece, with or without spaces.
    private static string Huge(Random random)
    {
        var piece = Pieces[random.Next(Pieces.Length)] + (random.Next(2) == 0 ? " " : "");
        return new StringBuilder().Insert(0, piece, 100_000 / piece.Length).ToString();
    }
}
