using MagBot.Search.Index;

namespace MagBot.Search.Benchmarks;

/// <summary>Made-up Dutch of syllables: words with a Zipf distribution, some compounds, queries with a typing error now and then.</summary>
internal static class Passages
{
    private static readonly string[] Onsets = ["b", "d", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "z", "st", "sl", "br", "kr", "sch"];
    private static readonly string[] Rimes = ["aap", "an", "eek", "el", "ing", "ijn", "oom", "oot", "uur", "ak", "ens", "ie", "eit", "oe", "aar", "erk"];

    public static SearchIndex Build(int count)
    {
        var random = new Random(7);
        var words = Words(Math.Max(8000, count));
        var builder = new SearchIndexBuilder();
        for (var i = 0; i < count; i++)
            builder.Add(SearchDocument.FromTitleAndText($"p{i}", Text(random, words, 7), Text(random, words, 60 + random.Next(80))));
        return builder.Build();
    }

    public static string[] Queries(int count)
    {
        var random = new Random(11);
        var words = Words(8000);
        return [.. Enumerable.Range(0, count).Select(_ => "wanneer kan ik " + Mistype(random, Text(random, words, 3 + random.Next(6))))];
    }

    private static string Text(Random random, string[] words, int length) => string.Join(' ', Enumerable.Range(0, length).Select(_ => Pick(random, words)));

    private static string Pick(Random random, string[] words) => words[(int)(Math.Pow(words.Length, random.NextDouble()) - 1)];

    private static string Mistype(Random random, string text)
    {
        if (random.Next(3) > 0)
            return text;
        var at = random.Next(text.Length - 1);
        return text.Remove(at, 1);
    }

    private static string[] Words(int count)
    {
        var random = new Random(3);
        var words = new List<string>();
        while (words.Count < count)
        {
            var word = string.Concat(Enumerable.Range(0, 1 + random.Next(3)).Select(_ => Onsets[random.Next(Onsets.Length)] + Rimes[random.Next(Rimes.Length)]));
            words.Add(words.Count > 100 && random.Next(8) == 0 ? words[random.Next(100)] + word : word);
        }

        return [.. words];
    }
}
