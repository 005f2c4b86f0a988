using MagBot.Search.Analysis;
using MagBot.Search.Index;
using MagBot.Search.Scoring;
using Xunit;

namespace MagBot.Search.Tests.Scoring;

/// <summary>Holds the index against the plainest possible BM25F: loops over all documents and all words, nothing prepared.</summary>
public sealed class ReferenceScorerTests
{
    // Simple words that are no compounds, no function words, and too far apart to be typing errors of each other.
    private static readonly string[] Words = ["thee", "zout", "rust", "kramp", "melk", "vlok", "huid", "noot", "spier", "bloed", "maag", "licht"];

    private static readonly SearchIndexOptions Options = new()
    {
        ExactFormBonus = 0,
        ProximityBonus = 0,
        QuestionBonus = 0,
        CorrectionWeight = 0,
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(20261122)]
    public void Search_RandomCollection_ScoresAsTheReference(int seed)
    {
        var random = new Random(seed);
        var documents = Enumerable.Range(0, 40).Select(i => (Key: $"d{i}", Title: Text(random, 0, 4), Body: Text(random, 1, 30))).ToArray();
        var builder = new SearchIndexBuilder(Options);
        foreach (var (key, title, body) in documents)
            builder.Add(SearchDocument.FromTitleAndText(key, title, body));
        var index = builder.Build();

        for (var step = 0; step < 50; step++)
        {
            var query = Text(random, 1, 5);
            var hits = index.Search(query, new SearchOptions { Top = 40 }).Hits.ToDictionary(hit => hit.Key.Value, hit => hit.Score);
            foreach (var (key, _, _) in documents)
            {
                var expected = Reference(documents, query.Split(' ').Distinct(), key);
                var actual = hits.GetValueOrDefault(key);
                if (hits.Count == Options.RescoreDepth && actual == 0)
                    continue; // beyond the depth that is looked at
                Assert.True(Math.Abs(expected - actual) < 1e-4, $"seed {seed}, step {step}, query \"{query}\", document {key}: {actual}, expected {expected}");
            }
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void Explain_RandomCollection_AddsUpToEveryScore(int seed)
    {
        var random = new Random(seed);
        var builder = new SearchIndexBuilder(new SearchIndexOptions { Synonyms = SynonymMap.Parse(["warm water, thee", "maag => huid"]) });
        for (var i = 0; i < 60; i++)
            builder.Add(SearchDocument.FromTitleAndText($"d{i}", Compounds(random, 3), Compounds(random, 20)));
        var index = builder.Build();

        for (var step = 0; step < 50; step++)
        {
            var query = "warm " + Compounds(random, 4) + (step % 3 == 0 ? " bloedd" : "");
            foreach (var hit in index.Search(query).Hits)
            {
                var explanation = index.Explain(query, hit.Key)!; // the hit is in the index
                Assert.True(Math.Abs(explanation.Value - hit.Score) < 1e-4, $"seed {seed}, step {step}, \"{query}\": {hit.Score}\n{explanation}");
                AssertAddsUp(explanation);
            }
        }
    }

    private static void AssertAddsUp(Explanation explanation)
    {
        if (explanation.Parts.Count > 0)
            Assert.Equal(explanation.Value, explanation.Parts.Sum(part => part.Value), 1e-9);
        foreach (var part in explanation.Parts)
            AssertAddsUp(part);
    }

    private static string Text(Random random, int min, int max) =>
        string.Join(' ', Enumerable.Range(0, random.Next(min, max)).Select(_ => Words[random.Next(Words.Length)]));

    private static string Compounds(Random random, int count) =>
        string.Join(' ', Enumerable.Range(0, count).Select(_ => random.Next(4) == 0 ? Words[random.Next(Words.Length)] + Words[random.Next(Words.Length)] : Words[random.Next(Words.Length)]));

    private static double Reference((string Key, string Title, string Body)[] documents, IEnumerable<string> query, string key)
    {
        string[] Of(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        double Average(Func<(string Key, string Title, string Body), string> field) =>
            documents.Select(d => Of(field(d)).Length).Where(length => length > 0).DefaultIfEmpty(0).Average();

        var document = documents.Single(d => d.Key == key);
        var (averageTitle, averageBody) = (Average(d => d.Title), Average(d => d.Body));
        var (title, body) = (Options.Fields[0], Options.Fields[1]);
        double score = 0;
        foreach (var word in query)
        {
            var df = documents.Count(d => Of(d.Title).Contains(word) || Of(d.Body).Contains(word));
            var inTitle = title.Weight / (1 - title.LengthNormalization + (title.LengthNormalization * Of(document.Title).Length / averageTitle));
            var inBody = body.Weight / (1 - body.LengthNormalization + (body.LengthNormalization * Of(document.Body).Length / averageBody));
            var tf = Of(document.Title).Count(w => w == word) * inTitle;
            foreach (var (_, at) in Of(document.Body).Select((w, i) => (w, i)).Where(pair => pair.w == word))
                tf += inBody * (1 + (Options.LeadBonus * Math.Exp(-at / Options.LeadLength)));
            score += Math.Log(1 + ((documents.Length - df + 0.5) / (df + 0.5))) * tf * (Options.TermSaturation + 1) / (Options.TermSaturation + tf);
        }

        return score;
    }
}
