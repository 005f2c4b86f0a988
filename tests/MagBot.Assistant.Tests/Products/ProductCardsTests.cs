using MagBot.Assistant.Talk;
using MagBot.Knowledge;
using MagBot.Knowledge.Safety;
using MagBot.TestSupport;
using Xunit;

namespace MagBot.Assistant.Tests.Products;

public sealed class ProductCardsTests
{
    private const string Neutral = "welke producten hebben jullie";

    [Theory]
    [InlineData(Neutral, 3)]
    [InlineData("verkopen jullie magnesiumcitraat?", 1)]
    [InlineData("hebben jullie ook badzouten", 1)]
    [InlineData("wat zit er in jullie badzout?", 1)]
    [InlineData("wat kost het citraatpoeder", 1)]
    [InlineData("prijs van de bisglycinaat capsules", 1)]
    [InlineData("wat zijn de ingrediënten van jullie tabletten? ingrediënten van jullie tabletten", 1)]
    public void Find_NeutralQuestion_GivesProducts(string text, int count) => Assert.Equal(count, Find(text).Count);

    [Theory]
    [InlineData("welke producten hebben jullie tegen slecht slapen")]
    [InlineData("hebben jullie magnesium voor mijn hartkloppingen")]
    [InlineData("verkopen jullie capsules voor kinderen")]
    [InlineData("wat kost jullie badzout tegen spierpijn")]
    [InlineData("prijs van iets voor mijn zwangere vrouw, capsules")]
    [InlineData("wat kost de verzending")]
    [InlineData("hoeveel magnesium zit er in noten")]
    [InlineData("wat helpt tegen stress, hebben jullie capsules")]
    [InlineData("wanneer neem ik magnesium in")]
    public void Find_ComplaintEffectOrOtherQuestion_GivesNone(string text) => Assert.Empty(Find(text));

    [Fact]
    public void Find_AfterAnAlarmOrBesideAComplaint_GivesNone()
    {
        Assert.Empty(Find(Neutral, new TalkState { Alarmed = true }));
        Assert.Empty(Find(Neutral, new TalkState { SensitiveBefore = true }));
        Assert.Empty(Find(Neutral, new TalkState { OwnCase = true }));
        Assert.Empty(Find(Neutral, new TalkState { About = ["angst-helpt"] }));
        Assert.NotEmpty(Find(Neutral, new TalkState { About = ["citraat-wat"] }));
    }

    [Theory]
    [InlineData("ik wil niet meer leven")]
    [InlineData("ik heb hartkloppingen")]
    [InlineData("ik ben zwanger, mag ik magnesium")]
    public async Task Ask_AfterAHealthMessage_ShowsNoCard(string first)
    {
        var talk = NewEngine(ProjectKnowledge.Current).NewTalk();
        await talk.SayAsync(first, CancellationToken.None);

        var reply = await talk.SayAsync(Neutral, CancellationToken.None);

        Assert.DoesNotContain(ProjectKnowledge.Current.Texts.Get("products"), reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_NeutralQuestion_SaysTheLinesOfTheLawWithTheCards()
    {
        var reply = await NewEngine(ProjectKnowledge.Current).NewTalk().SayAsync(Neutral, CancellationToken.None);

        Assert.All(ProjectKnowledge.Current.Products.Lines, line => Assert.Contains(line, reply.Text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Neutral)]
    [InlineData("wat kost het citraatpoeder")]
    [InlineData("hebben jullie ook badzouten")]
    public async Task Ask_TurnedOff_ShowsNoProductAnywhere(string text)
    {
        string folder = Directory.CreateTempSubdirectory("magbot-products").FullName;
        ProjectKnowledge.CopyTo(folder);
        string file = Path.Combine(folder, "products.yaml");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file, CancellationToken.None)).Replace("enabled: true", "enabled: false", StringComparison.Ordinal), CancellationToken.None);
        var knowledge = Knowledge.Loading.KnowledgeLoader.Load(folder).KnowledgeBase!; // a copy of the project's, with one word changed
        Directory.Delete(folder, recursive: true);

        var reply = await NewEngine(knowledge).NewTalk().SayAsync(text, CancellationToken.None);

        Assert.DoesNotContain(knowledge.Texts.Get("products"), reply.Text, StringComparison.Ordinal);
        Assert.All(knowledge.Products.Products, product => Assert.DoesNotContain(product.Url.ToString(), reply.Text, StringComparison.Ordinal));
    }

    private static IReadOnlyList<Knowledge.Content.Product> Find(string text, TalkState? state = null)
    {
        var triage = new TriageEngine(ProjectKnowledge.Current.Safety).Read(text);
        return Assistant.Products.ProductCards.Find(ProjectKnowledge.Current, text, triage, state ?? new TalkState());
    }

    private static AssistantEngine NewEngine(KnowledgeBase knowledge) => new(knowledge, new ManualTimeProvider(ManualTimeProvider.OpenMoment));
}
