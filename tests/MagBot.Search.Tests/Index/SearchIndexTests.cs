using MagBot.Search.Analysis;
using MagBot.Search.Index;
using Xunit;

namespace MagBot.Search.Tests.Index;

public sealed class SearchIndexTests
{
    private static readonly SearchIndex Index = Build(
        ("timing", "Wanneer neem ik magnesium in?", "Neem het 's avonds in, een uur voor het slapengaan."),
        ("badzout", "Hoeveel badzout gaat er in een bad?", "Gebruik 250 gram Epsomzout op een vol bad van 38 graden."),
        ("tekort", "Waaraan merk ik een magnesiumtekort?", "Kramp in de spieren en vermoeidheid kunnen op een tekort wijzen."),
        ("zwanger", "Mag ik magnesium gebruiken als ik zwanger ben?", "Overleg in de zwangerschap met je verloskundige."),
        ("slaap", "Helpt het bij slaapproblemen?", "Bij problemen met slapen is het bewijs beperkt."),
        ("vorm", "Wat is magnesium-L-threonaat?", "Een vorm die in een studie met ouderen is onderzocht."),
        ("melatonine", "Kan magnesium samen met melatonine?", "Ja, ze werken op een andere manier."));

    [Theory]
    [InlineData("hoeveel bad zout", "badzout")]
    [InlineData("tekort aan magnesium merken", "tekort")]
    [InlineData("magnesiumtekorten", "tekort")]
    [InlineData("kan ik niet doorslapen, slaap probleem", "slaap")]
    [InlineData("slaapprobleem", "slaap")]
    [InlineData("melotonine erbij", "melatonine")]
    [InlineData("ben zwangr mag dat", "zwanger")]
    [InlineData("in verwachting", "zwanger")]
    [InlineData("threonaat", "vorm")]
    [InlineData("lthreonaat", "vorm")]
    [InlineData("magnesiumthreonaat", "vorm")]
    [InlineData("graden water 38 °C", "badzout")]
    [InlineData("250g", "badzout")]
    [InlineData("zwangerschapskramp", "zwanger")]
    [InlineData("melatoninneproblemen met slapen", "slaap")]
    public void Search_WordsOfCustomers_FindsTheAnswer(string query, string expected)
    {
        var hits = Index.Search(query).Hits;

        Assert.True(hits.Count > 0, $"no hit; {Index.Explain(query, expected)}");
        Assert.True(expected == hits[0].Key.Value, $"{hits[0].Key}\n{Index.Explain(query, expected)}\n{Index.Explain(query, hits[0].Key)}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("?!")]
    [InlineData("xyzzyqwv")]
    public void Search_NothingKnown_FindsNothing(string query) => Assert.Empty(Index.Search(query).Hits);

    [Theory]
    [InlineData("wanneer magnesium innemen voor het slapen")]
    [InlineData("magnesiumtekort en spierkrampen")]
    [InlineData("in verwachting melotonine")]
    public void Explain_AnyHit_AddsUpToTheScore(string query)
    {
        foreach (var hit in Index.Search(query).Hits)
        {
            var explanation = Index.Explain(query, hit.Key)!;
            Assert.Equal(hit.Score, explanation.Value, 1e-4);
            Assert.Equal(explanation.Value, explanation.Parts.Sum(part => part.Value), 1e-9);
        }
    }

    internal static SearchIndex Build(params (string Key, string Title, string Text)[] documents)
    {
        var builder = new SearchIndexBuilder(new SearchIndexOptions { Synonyms = SynonymMap.Parse(["zwanger, in verwachting", "plaspil => diureticum"]) });
        foreach (var (key, title, text) in documents)
            builder.Add(SearchDocument.FromTitleAndText(key, title, text));
        return builder.Build();
    }
}
