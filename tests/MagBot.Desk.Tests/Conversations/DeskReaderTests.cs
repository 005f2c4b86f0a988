using MagBot.Desk.Accounts;
using MagBot.Desk.Conversations;
using MagBot.Desk.Live;
using MagBot.Desk.Tests.Support;
using MagBot.Dialogs.Handover;
using MagBot.TestSupport;
using MagBot.TestSupport.Storage;
using Xunit;

namespace MagBot.Desk.Tests.Conversations;

public sealed class DeskReaderTests
{
    private readonly InMemoryConversationStore _store = new();
    private readonly ManualTimeProvider _time = new(ManualTimeProvider.OpenMoment);
    private readonly TestConversation _talk;
    private readonly HandoverService _service;
    private readonly DeskReader _reader;

    public DeskReaderTests()
    {
        _talk = new TestConversation(new RequestingBot(), _time, _store);
        _service = new HandoverService(_talk.Runner, new PlainMessages(), new DeskOptions());
        _reader = new DeskReader(_store, _store, new InMemoryAdvisorStore(), new DeskPresence(new InMemoryPresenceStore(), new DeskOptions(), _time), new SampleKnowledge(), new DeskOptions(), _time);
    }

    [Fact]
    public async Task ReadConversation_NobodyAskedForAPerson_IsNotShown()
    {
        await _talk.SendAsync("ik slaap slecht");

        Assert.Null(await _reader.ReadConversationAsync(_talk.Id, Advisors.Anna, CancellationToken.None));
    }

    [Fact]
    public async Task ReadConversation_WithoutConsent_BeginsAtTheRequest()
    {
        await _talk.SendAsync("ik slaap slecht");
        await _talk.SendAsync("adviseur");
        await _talk.SendAsync("zijn jullie er?");

        var shown = await ReadAsync();

        Assert.True(shown.EarlierHidden);
        Assert.Equal(["adviseur", "zijn jullie er?"], Said(shown, Author.Customer));
    }

    [Fact]
    public async Task ReadConversation_WithConsent_ShowsEverything()
    {
        await _talk.SendAsync("ik slaap slecht");
        await _talk.SendAsync("adviseur");
        await _talk.SendAsync("ja");

        var shown = await ReadAsync();

        Assert.False(shown.EarlierHidden);
        Assert.Equal(["ik slaap slecht", "adviseur", "ja"], Said(shown, Author.Customer));
    }

    [Fact]
    public async Task ReadConversation_Closed_EndsWithTheGoodbye()
    {
        await _talk.SendAsync("adviseur");
        await _service.ClaimAsync(_talk.Id, Advisors.Anna, CancellationToken.None);
        await _talk.SendAsync("dank je");
        await _service.CloseAsync(_talk.Id, Advisors.Anna, CancellationToken.None);
        _time.Advance(TimeSpan.FromMinutes(1));
        await _talk.SendAsync("ik heb ook nierproblemen");

        var shown = await ReadAsync();

        Assert.Equal(["adviseur", "dank je"], Said(shown, Author.Customer));
        Assert.Contains("Afgesloten.", shown.Transcript[^1].Html?.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadQueue_SortsByWhoHasIt()
    {
        await _talk.SendAsync("adviseur");
        var contact = new TestConversation(new RequestingBot(), _time, _store);
        await contact.SendAsync("mail");

        var before = await ReadTabAsync(Advisors.Anna, DeskTab.All);
        await _service.ClaimAsync(_talk.Id, Advisors.Anna, CancellationToken.None);
        var mine = await ReadTabAsync(Advisors.Anna, DeskTab.Mine);
        var others = await ReadTabAsync(Advisors.Bram, DeskTab.All);
        var queue = await ReadTabAsync(Advisors.Bram, DeskTab.Queue);

        Assert.Equal((2, "waiting:1 contact:1 mine:0 others:0 running:0"), (before.NewWork, Counts(before)));
        Assert.Equal((1, 1, "mine:1"), (mine.NewWork, mine.Mine, Counts(mine)));
        Assert.Equal("waiting:0 contact:1 mine:0 others:1 running:0", Counts(others));
        Assert.Equal("waiting:0 contact:1", Counts(queue));
    }

    [Fact]
    public async Task ReadQueue_RunningWithTheBot_IsListedWithoutWords()
    {
        await _talk.SendAsync("ik slik bloedverdunners");

        var line = Assert.Single((await ReadTabAsync(Advisors.Anna, DeskTab.All)).Sections, section => section.Kind == "running").Items.Single();

        Assert.Equal((_talk.Id, null, HandoverStatus.None), (line.ConversationId, line.LastCustomerText, line.Handover.Status));
    }

    [Fact]
    public async Task ReadQueue_UnansweredMessages_AreCounted()
    {
        await _talk.SendAsync("adviseur");
        await _service.ClaimAsync(_talk.Id, Advisors.Anna, CancellationToken.None);
        await _talk.SendAsync("hallo?");
        await _talk.SendAsync("bent u daar?");

        Assert.Equal(2, (await ReadTabAsync(Advisors.Anna, DeskTab.Queue)).Unanswered);
    }

    [Fact]
    public async Task ReadConversation_Note_IsShownToAdvisors()
    {
        await _talk.SendAsync("adviseur");
        await _service.NoteAsync(_talk.Id, Advisors.Bram, "Belt morgen", "client-0001", CancellationToken.None);

        var note = Assert.Single((await ReadAsync()).Transcript, entry => entry.Author is Author.Note);

        Assert.Equal(("Bram", "Belt morgen"), (note.Name, note.Text));
    }

    [Theory]
    [InlineData("**vet**", "<strong>vet</strong>")]
    [InlineData("<script>alert(1)</script>", "&lt;script&gt;")]
    [InlineData("[klik](javascript:alert(1))", "href=\"\"")]
    [InlineData("[bron](https://example.nl/a)", "href=\"https://example.nl/a\"")]
    [InlineData("![x](https://example.nl/a.png)", "<a href=")]
    public void ToHtml_MarkdownOfTheBot_IsSafe(string markdown, string expected)
    {
        var html = Markup.ToHtml(markdown).Value;

        Assert.Contains(expected, html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"javascript", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"magbot":7}""")]
    [InlineData("""{"magbot":{"author":3,"confidence":"hoog","sources":{},"urgent":"ja"}}""")]
    [InlineData("""{"magbot":{"confidence":1e999,"sources":[1,{"title":2}]}}""")]
    public void Read_ChannelDataOfAnotherShape_IsLeftOut(string channelData)
    {
        var activity = MagBot.Activities.ActivityJson.Parse($$"""{"type":"message","channelData":{{channelData}}}""");

        var data = MessageData.Read(activity);

        Assert.Equal((null, null, false, 0), (data.Author, data.Confidence, data.IsUrgent, data.Sources.Count));
    }

    private Task<QueueModel> ReadTabAsync(DeskUser user, DeskTab tab) => _reader.ReadQueueAsync(user, null, CancellationToken.None, tab);

    private async Task<ConversationModel> ReadAsync()
    {
        var shown = await _reader.ReadConversationAsync(_talk.Id, Advisors.Anna, CancellationToken.None);
        Assert.NotNull(shown);
        return shown;
    }

    private static IEnumerable<string> Said(ConversationModel shown, Author author) =>
        shown.Transcript.Where(entry => entry.Author == author).Select(entry => entry.Text);

    private static string Counts(QueueModel queue) => string.Join(' ', queue.Sections.Select(section => $"{section.Kind}:{section.Items.Count}"));
}
