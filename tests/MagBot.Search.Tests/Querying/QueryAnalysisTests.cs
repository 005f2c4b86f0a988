using MagBot.Search.Analysis;
using MagBot.Search.Index;
using MagBot.Search.Querying;
using MagBot.Search.Tests.Index;
using Xunit;

namespace MagBot.Search.Tests.Querying;

public sealed class QueryAnalysisTests
{
    private static readonly SearchIndex Index = SearchIndexTests.Build(
        ("a", "Hoeveel badzout in een bad?", "Neem 250 gram op een bad. Een plaspil is een diureticum."),
        ("b", "Zwanger en magnesium", "Overleg met je verloskundige, ook in verwachting van een tweeling."),
        ("c", "Slaapprobleem", "Melatonine is een hormoon. Het gebruik kan werken."),
        ("d", "Kramp", "Spieren en rust, thee en melk."));

    [Theory]
    [InlineData("wanneer innemen", QuestionKinds.When)]
    [InlineData("hoe laat dan", QuestionKinds.When)]
    [InlineData("hoe lang duurt het", QuestionKinds.HowLong)]
    [InlineData("hoeveel mag ik", QuestionKinds.HowMuch | QuestionKinds.May)]
    [InlineData("waarom werkt dat", QuestionKinds.Why | QuestionKinds.Does)]
    [InlineData("magnesium", QuestionKinds.None)]
    public void Analyze_QuestionWords_GivesKinds(string query, QuestionKinds kinds) => Assert.Equal(kinds, Index.Analyze(query).Kinds);

    [Fact]
    public void Analyze_NumbersAndNegation_AreSignals()
    {
        var analysis = Index.Analyze("geen 2,5g maar 400 mg in 3 porties");

        Assert.True(analysis.HasNegation);
        Assert.Equal([new Quantity("2,5", "gram"), new Quantity("400", "mg"), new Quantity("3", null)], analysis.Quantities);
    }

    [Theory]
    [InlineData("bad zout", MatchKind.Joined)]
    [InlineData("melotonine", MatchKind.Correction)]
    [InlineData("in verwachting", MatchKind.Synonym)]
    [InlineData("zwanger", MatchKind.Synonym)]
    [InlineData("spierkramp", MatchKind.Compound)]
    [InlineData("krampen", MatchKind.Word)]
    public void Analyze_Word_HasTheReading(string query, MatchKind kind) =>
        Assert.Contains(kind, Assert.Single(Index.Analyze(query).Concepts).Readings.Select(reading => reading.Kind));

    [Theory]
    [InlineData("magnesium")]
    [InlineData("verloskundige")]
    [InlineData("melk")]
    [InlineData("werken")]
    public void Analyze_WordOfTheIndex_IsNeverCorrected(string query) => Assert.Equal(0, Index.Analyze(query).Corrections);

    [Fact]
    public void Analyze_UnknownWord_CountsByItsWeight()
    {
        Assert.Equal(1, Index.Analyze("aluminiumfiets").UnknownShare, 1e-9);
        Assert.Equal(0, Index.Analyze("magnesium").UnknownShare, 1e-9);
        Assert.InRange(Index.Analyze("magnesium aluminiumfiets").UnknownShare, 0.5, 0.9);
        Assert.Equal(1, Index.Analyze("").UnknownShare, 1e-9);
    }

    [Fact]
    public void Analyze_Shares_AddUpToOne() =>
        Assert.Equal(1, Index.Analyze("hallo, hoeveel badzout en welke melatonine bij aluminium?").Concepts.Sum(concept => concept.Share), 1e-9);

    [Fact]
    public void Search_RareSynonym_DoesNotOutscoreTheWordItself()
    {
        var index = new SearchIndexBuilder(new SearchIndexOptions { Synonyms = SynonymMap.Parse(["thee, kruidendrank"]) })
            .Add(SearchDocument.FromTitleAndText("own", "", "thee met melk"))
            .Add(SearchDocument.FromTitleAndText("synonym", "", "kruidendrank met melk"))
            .Add(SearchDocument.FromTitleAndText("other", "", "groene thee en rust"))
            .Add(SearchDocument.FromTitleAndText("more", "", "zwarte thee en suiker"))
            .Build();

        var hits = index.Search("thee").Hits;

        Assert.Equal(4, hits.Count);
        Assert.Equal("synonym", hits[^1].Key.Value);
    }

    [Fact]
    public void Search_OneWaySynonym_WorksOneWay()
    {
        Assert.Equal("a", Index.Search("diureticum").Hits[0].Key.Value);
        Assert.DoesNotContain(Index.Analyze("diureticum").Concepts[0].Readings, reading => reading.Kind == MatchKind.Synonym);
        Assert.Contains(Index.Analyze("plaspil").Concepts[0].Readings, reading => reading.Kind == MatchKind.Synonym);
    }
}
