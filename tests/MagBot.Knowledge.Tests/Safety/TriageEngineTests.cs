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

    /// <summary>For each kind that accompanies an answer: somebody's own case, a third person's now, and a question for information.</summary>
    [Theory]
    [InlineData("S09", "ik heb een nierziekte, welke soort kan ik nemen?", "mijn man heeft nierschade, kan hij dit", "waarom is magnesium bij nierziekte een risico?")]
    [InlineData("S10", "ik heb een hartblok, mag dit", "mijn vader heeft een pacemaker, mag hij dit", "waarom is magnesium bij een hartblok gevaarlijk")]
    [InlineData("S11", "ik heb steeds hartkloppingen", "mijn moeder heeft hartkloppingen, welke vorm", "waarom verwijzen jullie bij hartkloppingen door")]
    [InlineData("S12", "ik heb myasthenia gravis", "mijn zus heeft myasthenia gravis", "wat is het risico bij myasthenia gravis")]
    [InlineData("S13", "ik ben 12 weken zwanger, welke kan ik nemen", "mijn vrouw is zwanger, mag zij dit", "is magnesium onderzocht bij zwangere vrouwen")]
    [InlineData("S15", "mijn zoon van 8 slaapt slecht, wat mag hij", "voor mijn kleindochter van 6", "waarom geven jullie geen advies over magnesium voor kinderen")]
    [InlineData("S17", "ik slik doxycycline, mag het samen", "mijn man neemt levothyroxine, mag hij dit erbij", "hoeveel tijd moet er tussen minocycline en magnesium zitten")]
    [InlineData("S18", "ik slik furosemide", "mijn vader slikt digoxine, mag hij dit", "wat doet omeprazol met magnesium")]
    [InlineData("S19", "ik neem temazepam, mag dit erbij", "mijn moeder slikt oxazepam, kan zij dit", "mag je magnesium naast een slaappil gebruiken")]
    [InlineData("S20", "ik ben gestopt met mijn sertraline", "mijn man stopt met zijn bloeddrukpillen", "is magnesium een vervanger voor betablokkers")]
    [InlineData("S21", "ik neem melatonine, kan magnesium erbij", "mijn dochter van 20 neemt melatonine, mag dit samen", "mag melatonine samen met magnesium")]
    [InlineData("S22", "ik slaap al maanden niet", "mijn man slaapt al weken slecht", "wanneer noemt een huisarts slecht slapen slapeloosheid")]
    [InlineData("S26", "ik heb paniekaanvallen", "mijn zus heeft een burn-out", "wat zegt onderzoek over magnesium en depressie")]
    [InlineData("S27", "ik heb elke nacht kramp", "mijn moeder heeft rusteloze benen", "is er bewijs dat magnesium helpt tegen nachtelijke kramp")]
    [InlineData("S31", "ik denk dat ik een tekort heb", "mijn vrouw heeft een magnesiumtekort", "wat zijn volgens artsen de tekenen van een tekort")]
    [InlineData("S32", "ik heb diabetes, mag dit", "mijn vader heeft epilepsie", "wat is er bekend over magnesium bij diabetes")]
    [InlineData("S33", "ik word volgende week geopereerd, stoppen?", "mijn man wordt morgen geopereerd", "waarom moet je supplementen melden voor een operatie")]
    public void Read_EveryAccompanyingKind_TellsACaseFromAQuestionForInformation(string kind, string own, string third, string general)
    {
        Assert.All(new[] { (own, true), (third, true), (general, false) }, said =>
        {
            TriageResult result = _triage.Read(said.Item1);
            Assert.True(result.Has(kind), $"{said.Item1}: {result.Kind}");
            Assert.True(result.AccompaniesAnswer, $"{said.Item1}: {result.Level}");
            Assert.True(said.Item2 == result.Own, $"{said.Item1}: own {result.Own}");
        });
    }

    [Theory]
    [InlineData("ik heb geen nierziekte")]
    [InlineData("ik ben niet zwanger")]
    [InlineData("ik slik geen medicijnen")]
    [InlineData("ik heb nooit hartkloppingen")]
    [InlineData("ik heb geen kramp meer")]
    [InlineData("ik heb geen diarree gehad")]
    [InlineData("ik ben niet depressief")]
    [InlineData("ik heb geen tekort hoor")]
    [InlineData("mijn opa had vroeger nierstenen")]
    [InlineData("mijn oma slikte vroeger plaspillen")]
    [InlineData("mijn opa had ooit een pacemaker")]
    [InlineData("ik gebruik geen slaappillen")]
    [InlineData("wij hebben geen kinderen")]
    public void Read_DenialOrLongPast_IsNoCase(string text)
    {
        TriageResult result = _triage.Read(text);

        Assert.False(result.Own && result.Level >= TriageLevel.U5, $"{result.Kind} {result.Level} own {result.Own}");
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
