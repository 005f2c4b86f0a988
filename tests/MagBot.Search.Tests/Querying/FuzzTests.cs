using System.Text;
using MagBot.Search.Tests.Index;
using Xunit;

namespace MagBot.Search.Tests.Querying;

public sealed class FuzzTests
{
    private const int Count = 20_000;

    private static readonly string[] Pieces =
    [
        "magnesium", "badzout", "slaap", "de", "het", "geen", "400", "mg", "2,5", "°C", "'s", "-", "'", "\u0301", "\uD83D\uDE00", "\uD800", "\uDC00", "שלום", "مرحبا", "ĳ",
        "\0", "\r\n", "\t", "ﬁ", "melotonine", "magnesiumtekortproblemen", "%", ":", "...", "a.b.c", "l'", "\u202E", "1.000.000", "x", "zwanger", "in verwachting",
    ];

    [Fact]
    public void Search_OddQueries_NeverThrowsAndKeepsItsFeaturesInRange()
    {
        const int Seed = 20261122;
        var index = SearchIndexTests.Build(
            ("a", "Hoeveel badzout in een bad?", "Neem 250 gram magnesium op een bad."), ("b", "Zwanger", "Melatonine in verwachting"), ("c", "", "slaapprobleem"), ("d", "", ""));
        var random = new Random(Seed);
        for (var i = 0; i < Count; i++)
        {
            var query = Query(random);
            try
            {
                var result = index.Search(query);
                Assert.All(result.Hits, hit =>
                {
                    Assert.True(double.IsFinite(hit.Score) && hit.Score > 0);
                    Assert.InRange(hit.Features.Coverage, 0, 1);
                    Assert.InRange(hit.Features.QuestionSimilarity, 0, 1);
                    Assert.InRange(hit.Features.Proximity, 0, 1);
                    Assert.InRange(hit.Features.ExactShare, 0, 1 + 1e-9);
                });
                Assert.InRange(result.Analysis.UnknownShare, 0, 1 + 1e-9);
                Assert.All(result.Analysis.Concepts, concept => Assert.True(concept.Start < concept.End && concept.End <= query.Length));
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                Assert.Fail($"seed {Seed}, query {i} \"{query}\": {e}");
            }
        }
    }

    [Theory]
    [InlineData("magnesium ", 20_000)]
    [InlineData("x", 100_000)]
    [InlineData("zwangr melotonine badzuot ", 4_000)]
    [InlineData("😀", 50_000)]
    [InlineData("de het een ", 10_000)]
    [InlineData("\uD800", 100_000)]
    [InlineData("a.", 50_000)]
    [InlineData("-a", 50_000)]
    [InlineData("1,", 50_000)]
    public void Search_HugeQuery_IsAnswered(string piece, int times)
    {
        var index = SearchIndexTests.Build(("a", "badzout", "magnesium"), ("b", "zwanger", "melatonine"));

        Assert.NotNull(index.Search(new StringBuilder().Insert(0, piece, times).ToString()));
    }

    [Fact]
    public void Search_ManyThreads_AnswersAsOneThreadDoes()
    {
        var index = SearchIndexTests.Build(("a", "badzout", "magnesium en thee"), ("b", "zwanger", "melatonine en thee"), ("c", "", "thee met badzout"));
        string[] queries = ["thee", "bad zout", "melotonine", "in verwachting", "thee badzout magnesium"];
        string Answer(string query) => string.Join(' ', index.Search(query).Hits.Select(hit => $"{hit.Key}:{hit.Score:R}"));
        var expected = queries.ToDictionary(query => query, Answer);

        Parallel.For(0, 2000, i => Assert.Equal(expected[queries[i % queries.Length]], Answer(queries[i % queries.Length])));
    }

    private static string Query(Random random)
    {
        var text = new StringBuilder();
        for (var i = random.Next(12); i >= 0; i--)
        {
            text.Append(random.Next(8) == 0 ? ((char)random.Next(0x10000)).ToString() : Pieces[random.Next(Pieces.Length)]);
            if (random.Next(2) == 0)
                text.Append(' ');
        }

        return text.ToString();
    }
}
