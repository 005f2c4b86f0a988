using System.Net;
using MagBot.Activities;
using MagBot.Desk.Tests.Support;
using MagBot.Dialogs.Conversations;
using MagBot.Dialogs.Storage;
using MagBot.Dialogs.Turns;
using MagBot.TestSupport.Storage;
using Xunit;

namespace MagBot.Desk.Tests.Pages;

/// <summary>Pages of leads, files of customers, and figures for a spreadsheet.</summary>
public sealed class LeadPagesTests : IAsyncLifetime
{
    private DeskHost _host = null!; // set in InitializeAsync
    private Browser _anna = null!; // set in InitializeAsync

    public async Task InitializeAsync()
    {
        _host = await DeskHost.StartAsync();
        _anna = await _host.SetUpAsync();
    }

    public async Task DisposeAsync()
    {
        _anna.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Deliveries_GivenUp_SayWhatAndWhyAndGoOutAgain()
    {
        var number = await GiveUpAsync("connector", "c9|0000003");

        var page = await _anna.GetAsync("deliveries");
        await _anna.PostAsync("deliveries/retry", ("c", "c9"), ("number", number));
        var after = await _anna.GetAsync("deliveries?told=retried");

        Assert.Contains("Bericht aan de klant via Webchat", page.Text, StringComparison.Ordinal);
        Assert.Contains("smtp 550", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("els@example.nl", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("desk-delivery\"", after.Text, StringComparison.Ordinal);
        Assert.Contains("gaat er zo weer uit", after.Text, StringComparison.Ordinal);
        Assert.Single(await _host.Audit.ListNewestAsync(100, CancellationToken.None), line => line is { Action: "retry", ConversationId: "c9" });
    }

    [Theory]
    [InlineData("mail", "c|1|mail|contact", "E-mail aan de klantenservice")]
    [InlineData("mail", "c|1|mail|transcript", "E-mail met het gesprek aan de klant")]
    [InlineData("webhook", "c|1|webhook|contact", "Melding aan een ander systeem")]
    [InlineData("teams-desk", "c|1/teams-desk/0", "Bericht in het Teams-kanaal van adviseurs")]
    public void Delivery_EachKind_HasWordsOfItsOwn(string kind, string id, string words) => Assert.Equal(
        words, MagBot.Desk.Pages.Words.Delivery(new GivenUpDelivery(1, "c", "directline", new OutboxItem(id, kind, "{}"), 3, null, null)));

    [Fact]
    public async Task Deliveries_Discarded_AreGone()
    {
        var number = await GiveUpAsync("connector", "c9|0000003");
        await _anna.GetAsync("deliveries");

        await _anna.PostAsync("deliveries/discard", ("c", "c9"), ("number", number));
        var again = await _anna.PostAsync("deliveries/discard", ("c", "c9"), ("number", number));

        Assert.Empty(await _host.Store.ListGivenUpAsync(10, CancellationToken.None));
        Assert.EndsWith("told=gone", again.Message.Headers.Location?.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_OfAVisibleMessage_IsDownloadedAndNeverRun()
    {
        var id = await SendFileAsync("text/plain", "<script>alert(1)</script>"u8.ToArray(), "bon\".html");

        var panel = await _anna.GetAsync("./?c=" + _host.Talk.Id);
        var file = await _anna.GetAsync($"file?c={_host.Talk.Id}&f={id}&show=true");

        Assert.Contains($"file?c={_host.Talk.Id}&amp;f={id}", panel.Text, StringComparison.Ordinal);
        Assert.Equal("application/octet-stream", file.Message.Content.Headers.ContentType?.MediaType);
        Assert.Equal("attachment", file.Message.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Contains("sandbox", file.Message.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", file.Message.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task File_Picture_IsShownInTheTranscript()
    {
        var id = await SendFileAsync("image/png", [1, 2, 3], "foto.png");

        var panel = await _anna.GetAsync("./?c=" + _host.Talk.Id);
        var file = await _anna.GetAsync($"file?c={_host.Talk.Id}&f={id}&show=true");

        Assert.Contains("<img class=\"shared\"", panel.Text, StringComparison.Ordinal);
        Assert.Equal(("image/png", "inline"), (file.Message.Content.Headers.ContentType?.MediaType, file.Message.Content.Headers.ContentDisposition?.DispositionType));
    }

    [Fact]
    public async Task File_FromBeforeTheRequestWithoutConsent_IsRefused()
    {
        var id = await SendFileAsync("image/png", [1], "eerder.png", ask: false);
        await _host.Talk.SendAsync("adviseur");

        var refused = await _anna.GetAsync($"file?c={_host.Talk.Id}&f={id}");
        await _host.Talk.SendAsync("ja");
        var shared = await _anna.GetAsync($"file?c={_host.Talk.Id}&f={id}");

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK), (refused.Status, shared.Status));
        Assert.Single(await _host.Audit.ListNewestAsync(100, CancellationToken.None), line => line.Action == "file");
    }

    [Theory]
    [InlineData("f=0123456789abcdef0123456789abcdef")]
    [InlineData("f=../../secret")]
    public async Task File_Unknown_IsNotFound(string query)
    {
        await _host.Talk.SendAsync("adviseur");

        Assert.Equal(HttpStatusCode.NotFound, (await _anna.GetAsync($"file?c={_host.Talk.Id}&{query}")).Status);
    }

    [Fact]
    public async Task Erase_AtTheCustomersWish_LeavesNothingButTheLineInTheAuditLog()
    {
        var id = await SendFileAsync("image/png", [1], "foto.png");
        await _anna.GetAsync("./?c=" + _host.Talk.Id);

        var unsure = await _anna.PostAsync("erase", ("c", _host.Talk.Id));
        var sure = await _anna.PostAsync("erase", ("c", _host.Talk.Id), ("sure", "true"));

        Assert.Contains("notice=BadRequest", unsure.Message.Headers.Location?.OriginalString, StringComparison.Ordinal);
        Assert.Contains("notice=Erased", sure.Message.Headers.Location?.OriginalString, StringComparison.Ordinal);
        Assert.Equal([TurnContext.ErasedEvent, "Erased"], (await _host.LogAsync()).Select(activity => activity.Text ?? activity.Name));
        Assert.Equal(HttpStatusCode.NotFound, (await _anna.GetAsync("./?c=" + _host.Talk.Id)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _anna.GetAsync($"file?c={_host.Talk.Id}&f={id}")).Status);
        Assert.Contains(await _host.Audit.ListNewestAsync(100, CancellationToken.None), line => line.Action == "erase" && line.ConversationId == _host.Talk.Id);
    }

    [Fact]
    public async Task Csv_ChannelThatLooksLikeAFormula_IsMadeText()
    {
        var conversation = SampleTurns.NewConversation("c8") with { ChannelId = "=HYPERLINK(\"http://evil\",\"x\")" };
        var at = _host.Time.GetUtcNow();
        await _host.Store.StoreAsync(new TurnCommit
        {
            Conversation = conversation with { Version = 1, NextSequence = 1, UpdatedAt = at, LastTimestamp = at },
            Entries = [new LogEntry(0, new Activity { Type = ActivityTypes.Message, Text = "hoi", From = conversation.User, Timestamp = at, Id = "c8|0" }, Audience.Everyone)],
        });

        var csv = await _anna.GetAsync("overview.csv");

        Assert.Contains(",\"'=HYPERLINK(\"\"http://evil\"\",\"\"x\"\")\",1,", csv.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lessons_Decided_LeaveTheListAndCanBeTakenBack()
    {
        await DeclineAsync("Verkopen jullie creatine poeder?");

        var before = await _anna.GetAsync("lessons");
        await _anna.PostAsync("lessons/new", ("asked", "Verkopen jullie creatine poeder?"), ("question", "Verkopen jullie creatine?"));
        var decided = await _anna.GetAsync("lessons?told=new");
        var decision = Assert.Single(await _host.Lessons.ListAsync(CancellationToken.None));
        await _anna.PostAsync("lessons/undo", ("id", decision.Id));
        var after = await _anna.GetAsync("lessons");

        Assert.Contains("data-testid=\"desk-lesson\"", before.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("data-testid=\"desk-lesson\"", decided.Text, StringComparison.Ordinal);
        Assert.Contains("“Verkopen jullie creatine?” krijgt een nieuw antwoord", WebUtility.HtmlDecode(decided.Text), StringComparison.Ordinal);
        Assert.Contains("data-testid=\"desk-lesson\"", after.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lessons/variant", "onbekend", "Vraag?")]
    [InlineData("lessons/variant", "bad", "")]
    [InlineData("lessons/new", "", "")]
    public async Task Lessons_IncompleteDecision_IsRefused(string address, string answer, string question)
    {
        await _anna.GetAsync("lessons");

        var told = await _anna.PostAsync(address, ("asked", "vraag"), ("question", question), ("answer", answer));

        Assert.EndsWith("told=refused", told.Message.Headers.Location?.OriginalString, StringComparison.Ordinal);
        Assert.Empty(await _host.Lessons.ListAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Lessons_AnswerWithAThumbDown_IsListedWithTheAnswersThatFit()
    {
        await RateAsync("Hoe lang in bad met vlokken?", "dislike");

        var page = await _anna.GetAsync("lessons");

        Assert.Contains("Hoe lang in bad met vlokken?", page.Text, StringComparison.Ordinal);
        Assert.Contains("1 keer een duim omlaag", page.Text, StringComparison.Ordinal);
        Assert.Contains("desk-lesson-variant", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lessons_ThumbTurnedUpAgain_IsNoLesson()
    {
        await RateAsync("Hoe lang in bad met vlokken?", "dislike", "like");

        Assert.DoesNotContain("Hoe lang in bad met vlokken?", (await _anna.GetAsync("lessons")).Text, StringComparison.Ordinal);
    }

    private async Task<string> GiveUpAsync(string kind, string id)
    {
        var turn = SampleTurns.NewConversation("c9").Say("hoi");
        await _host.Store.StoreAsync(turn with { Outbox = [new OutboxItem(id, kind, """{"subject":"els@example.nl","text":"x"}""")] });
        var row = Assert.Single(await _host.Store.ReadDueAsync(kind, _host.Time.GetUtcNow(), 10, CancellationToken.None));
        await _host.Store.PostponeAsync(row.Number, "smtp 550", null, CancellationToken.None);
        return row.Number.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private async Task<string> SendFileAsync(string mediaType, byte[] content, string name, bool ask = true)
    {
        await _host.Talk.SendAsync(ask ? "adviseur" : "hoi");
        var id = Guid.NewGuid().ToString("N");
        await _host.Files.AddAsync(new StoredFile(_host.Talk.Id, id, name, mediaType, _host.Time.GetUtcNow(), content), long.MaxValue, CancellationToken.None);
        await _host.Talk.Runner.ReceiveAsync(
            new MagBot.Dialogs.Turns.IncomingActivity
            {
                Activity = new Activity
                {
                    Type = ActivityTypes.Message,
                    From = new ChannelAccount { Id = "user1", Role = Roles.User },
                    Attachments = [new Attachment { ContentType = mediaType, Name = name, ContentUrl = $"https://x.example/v3/directline/conversations/{_host.Talk.Id}/files/{id}" }],
                },
            },
            _host.Talk.Id,
            CancellationToken.None);
        return id;
    }

    private Task DeclineAsync(string question) => StoreAsync(question, "decline", null);

    private Task RateAsync(string question, params string[] reactions) => StoreAsync(question, "answer", "bad", reactions);

    private async Task StoreAsync(string question, string decision, string? answer, params string[] reactions)
    {
        var conversation = SampleTurns.NewConversation("c7");
        var at = _host.Time.GetUtcNow();
        var data = System.Text.Json.JsonDocument.Parse(
            $$$"""{"magbot":{"author":"bot","decision":"{{{decision}}}","answerIds":{{{(answer is null ? "[]" : $"[\"{answer}\"]")}}}}}""").RootElement;
        List<LogEntry> entries =
        [
            new(0, new Activity { Type = ActivityTypes.Message, Text = question, From = conversation.User, Timestamp = at, Id = "c7|0" }, Audience.Everyone),
            new(1, new Activity { Type = ActivityTypes.Message, Text = "…", From = conversation.Bot, Timestamp = at, Id = "c7|1", ChannelData = data }, Audience.Everyone),
            .. reactions.Select((reaction, i) => new LogEntry(
                2 + i,
                new Activity
                {
                    Type = ActivityTypes.MessageReaction,
                    ReplyToId = "c7|1",
                    ReactionsAdded = [new MessageReaction { Type = reaction }],
                    From = conversation.User,
                    Timestamp = at,
                    Id = $"c7|{2 + i}",
                },
                Audience.Internal)),
        ];
        await _host.Store.StoreAsync(new TurnCommit
        {
            Conversation = conversation with { Version = 1, NextSequence = entries.Count, UpdatedAt = at, LastTimestamp = at },
            Entries = entries,
        });
    }
}
