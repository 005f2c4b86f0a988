using System.Diagnostics;
using MagBot.Knowledge.Safety;
using Xunit;

namespace MagBot.Knowledge.Tests.Safety;

public sealed class TriageEngineTests
{
    private readonly TriageEngine _triage = new(KnowledgeFolder.Current.Safety);

    [Fact]
    public void Read_MinimumSet_GivesEveryKind()
    {
        IEnumerable<string> wrong = TestData.Lines("triage-minimum.tsv").Select(line => line.Split('\t'))
            .Where(fields => (_triage.Read(fields[1]).Kind ?? "none") != fields[0]).Select(fields => $"{fields[0]}: {fields[1]}");

        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("waarom is magnesium bij nierziekte een risico?", false)]
    [InlineData("ik heb een nierziekte, welke soort kan ik nemen?", true)]
    [InlineData("ik vroeg me af waarom magnesium bij nierziekte gevaarlijk is", false)]
    [InlineData("mijn moeder heeft een slechte nierfunctie, mag zij magnesium", true)]
    [InlineData("ik had vroeger nierstenen, is magnesium bij nierfalen riskant", false)]
    public void Read_OwnCaseAgainstInformation_TellsThemApart(string text, bool own)
    {
        TriageResult result = _triage.Read(text);

        Assert.Equal(TriageLevel.U4, result.Level);
        Assert.Equal(own, result.Own);
        Assert.True(result.AccompaniesAnswer);
    }

    [Theory]
    [InlineData("ik heb geen nierproblemen")]
    [InlineData("ik ga dood van de slaap")]
    [InlineData("om gek van te worden")]
    [InlineData("doodmoe")]
    [InlineData("jullie website reageert niet")]
    [InlineData("")]
    [InlineData("   \n ")]
    public void Read_DenialsAndFiguresOfSpeech_GiveNothing(string text) => Assert.Equal(TriageLevel.None, _triage.Read(text).Level);

    [Theory]
    [InlineData("IK WIL NIET MEER LEVEN", TriageLevel.U2)]
    [InlineData("ik wil niet meer lèven", TriageLevel.U2)]
    [InlineData("zelfmooord", TriageLevel.U2)]
    [InlineData("ik ben bewusetloos geweest, nu weer bewusteloos", TriageLevel.U1)]
    [InlineData("mijn dochter van 3 heeft tabletten ingeslkit", TriageLevel.U3)]
    public void Read_CapitalsAccentsAndTypingErrors_AreUnderstood(string text, TriageLevel level) => Assert.Equal(level, _triage.Read(text).Level);

    [Theory]
    [InlineData("ik wil nie meer leve", TriageLevel.U2)]
    [InlineData("kheb teveel pillen ingenome met opzet", TriageLevel.U1)]
    [InlineData("'k zie het leven ni meer zitten", TriageLevel.U2)]
    public void Read_DialectAndGluedWords_AreUnderstood(string text, TriageLevel level) => Assert.Equal(level, _triage.Read(text).Level);

    [Theory]
    [InlineData("gisteren heeft, toen ik even niet keek, onze peuter drie tabletten opgegeten")]
    [InlineData("drie tabletten heeft ons zoontje net opgegeten")]
    [InlineData("Mijn dochtertje was stil. Ze heeft de pot gevonden en pillen opgegeten.")]
    public void Read_WordsInAnotherOrderOrSentence_FireTheRule(string text) => Assert.Equal("S06", _triage.Read(text).Kind);

    [Theory]
    [InlineData("mijn opa had vroeger nierstenen, welke smaken zijn er")]
    [InlineData("mijn moeder slikte destijds valium")]
    public void Read_WhatSomebodyElseHadLongAgo_GivesNothing(string text) => Assert.Equal(TriageLevel.None, _triage.Read(text).Level);

    [Fact]
    public void Read_GraveSignBesideAComplaint_CountsWithoutASignOfAnOwnCase()
    {
        TriageResult result = _triage.Read("diarree en hoge koorts");

        Assert.Equal(TriageLevel.U3, result.Level);
        Assert.True(result.Own);
    }

    [Theory]
    [InlineData("i can't breathe", "EMERGENCY_EN")]
    [InlineData("je ne peux plus respirer", "EMERGENCY_FR")]
    [InlineData("ich will nicht mehr leben", "SUICIDE_DE")]
    public void Read_OtherLanguages_SayTheNumberInThatLanguage(string text, string line) =>
        Assert.Equal([line], _triage.Read(text).Lines.Select(found => found.Id));

    [Fact]
    public void Read_PregnancyAndMedicine_SaysBothLines() =>
        Assert.Equal(["ZWANGER", "APOTHEKER"], _triage.Read("ik ben zwanger en slik omeprazol, mag magnesium").Lines.Select(line => line.Id));

    [Fact]
    public void Lines_NumbersAreLinks()
    {
        FixedLine line = KnowledgeFolder.Current.Safety.Lines["SUICIDE"];

        Assert.Contains("[113](tel:113)", line.Markdown, StringComparison.Ordinal);
        Assert.Contains("[113.nl](https://www.113.nl)", line.Markdown, StringComparison.Ordinal);
        Assert.Contains("[112](tel:112)", line.Markdown, StringComparison.Ordinal);
        Assert.Contains(KnowledgeFolder.Current.Safety.NumbersFor("BE"), number => number.Number == "070 245 245");
    }

    [Fact]
    public void Read_AlarmInTheMiddleOfALongText_IsFound()
    {
        string padding = string.Concat(Enumerable.Repeat("het regent vandaag en de kat ligt op de bank. ", 1000));

        Assert.Equal(TriageLevel.U2, _triage.Read(padding + "ik wil niet meer leven. " + padding).Level);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("ik ")]
    [InlineData("mijn kind heeft pillen van het ")]
    [InlineData("magnesium nier hart slaap pijn tablet ")]
    public void Read_HundredThousandCharacters_TakesLinearTime(string unit)
    {
        string text = string.Concat(Enumerable.Repeat(unit, TriageEngine.LongestText / unit.Length));
        var watch = Stopwatch.StartNew();

        _triage.Read(text);

        // Not a measurement: catastrophic backtracking would take minutes.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), watch.Elapsed.ToString());
    }
}
