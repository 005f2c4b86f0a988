using System.Net;
using System.Text.Json;
using MagBot.Dialogs.Storage;
using MagBot.Host.Tests.Support;
using MagBot.TestSupport;
using Microsoft.Extensions.DependencyInjection;

namespace MagBot.Host.Tests.Connector;

/// <summary>Advisors in a channel of Teams, with a customer on Direct Line and the assistant itself.</summary>
public sealed class TeamsDeskTests : IAsyncLifetime
{
    private const string Anna = "0a000000-0000-0000-0000-00000000000a";
    private const string Bram = "0b000000-0000-0000-0000-00000000000b";
    private const string Stranger = "0c000000-0000-0000-0000-00000000000c";

    private int _messages;
    private TeamsChannelStub _teams = null!; // set before each test, as the next two
    private RunningHost _host = null!;
    private Talk _talk = null!;

    public async Task InitializeAsync()
    {
        _teams = await TeamsChannelStub.StartAsync();
        _host = await RunningHost.StartAssistantInAsync(
            null,
            services => services.AddSingleton<TimeProvider>(new ManualTimeProvider(ManualTimeProvider.OpenMoment)),
            "environment=Development",
            "MagBot:Connector:AllowUnauthenticated=true",
            "MagBot:Desk:Teams:ChannelId=" + TeamsChannelStub.ChannelId,
            "MagBot:Desk:Teams:ServiceUrl=" + _teams.ServiceUrl,
            "MagBot:Desk:Teams:EraseInterval=00:00:00.200",
            "MagBot:Desk:PublicUrl=https://chat.winkel.example");
        var advisors = _host.Services.GetRequiredService<IAdvisorStore>();
        foreach (var (name, id) in new[] { ("Anna", Anna), ("Bram", Bram) })
            await advisors.AddAsync(new Advisor { Id = name, UserName = name, DisplayName = name, PasswordHash = "", SecurityStamp = "s", TeamsId = id }, CancellationToken.None);
        _talk = await _host.BeginAsync();
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _teams.DisposeAsync();
    }

    [Fact]
    public async Task Request_AppearsInTheChannelAsACardWithASummary()
    {
        var card = await RequestAsync();

        Assert.Contains("Klantvraag", card.Words, StringComparison.Ordinal);
        Assert.Contains("Wacht sinds", card.Words, StringComparison.Ordinal);
        Assert.Contains("Webchat", card.Words, StringComparison.Ordinal);
        Assert.NotNull(card.Button("Neem over"));
        Assert.Contains("https://chat.winkel.example/desk/?c=", card.Activity.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Claim_ByCard_GivesTheTalkToThisAdvisorAndShowsItToAll()
    {
        var card = await RequestAsync();

        var answer = await PressAsync(card, "Neem over", Anna);

        Assert.Equal("application/vnd.microsoft.card.adaptive", answer.Text("type"));
        Assert.Contains("In gesprek met Anna", answer.Body, StringComparison.Ordinal);
        await CustomerReadsAsync("Anna");
        var shown = await _teams.WaitAsync(post => post.Id == card.Id && post.Words.Contains("In gesprek met Anna", StringComparison.Ordinal));
        Assert.Null(shown.Button("Neem over"));
        Assert.NotNull(shown.Button("Sluit gesprek"));
        await _teams.WaitAsync(post => post.ThreadId == card.ThreadId && post.Words.Contains("Wat er al gezegd is", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Consent_AfterTheClaim_BringsTheEarlierWordsToo()
    {
        await _talk.SayAsync("hoe warm moet een magnesiumbad zijn");
        var card = await RequestAsync();
        await PressAsync(card, "Neem over", Anna);
        await _talk.SayAsync("Bent u daar?");
        await _teams.WaitAsync(post => post.Words.Contains("Bent u daar?", StringComparison.Ordinal));
        Assert.DoesNotContain(_teams.Posts, post => post.Words.Contains("hoe warm moet", StringComparison.Ordinal));

        await _talk.SayAsync("Ja, deel mijn gesprek");

        var earlier = await _teams.WaitAsync(post => post.Words.Contains("hoe warm moet", StringComparison.Ordinal));
        Assert.Equal(card.ThreadId, earlier.ThreadId);
        Assert.DoesNotContain("Bent u daar?", earlier.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Claim_BeforeTheThreadWasNoted_Works()
    {
        await _talk.SayAsync("Ik wil een medewerker spreken");
        var card = await _teams.WaitAsync(post => post.Words.Contains("Klantvraag", StringComparison.Ordinal));
        await _host.Services.GetRequiredService<IAdvisorThreadStore>().RemoveAsync(card.ThreadId, CancellationToken.None);

        var answer = await PressAsync(card, "Neem over", Anna);
        await SendAsync(card.ThreadId, Anna, "Hier ben ik");

        Assert.Contains("In gesprek met Anna", answer.Body, StringComparison.Ordinal);
        await CustomerReadsAsync("Hier ben ik");
    }

    [Fact]
    public async Task Claim_BySubmit_ForClientsWithoutUniversalActions_WorksToo()
    {
        var card = await RequestAsync();

        await SendAsync(card.ThreadId, Anna, value: card.Button("Neem over"));

        await CustomerReadsAsync("Anna");
    }

    [Fact]
    public async Task Claim_TwoAtOnce_OneHasItAndTheOtherSeesWho()
    {
        var card = await RequestAsync();

        var answers = await Task.WhenAll(PressAsync(card, "Neem over", Anna), PressAsync(card, "Neem over", Bram));

        Assert.Single(answers, answer => answer.Text("type") == "application/vnd.microsoft.card.adaptive");
        var refused = Assert.Single(answers, answer => answer.Text("type") == "application/vnd.microsoft.activity.message");
        Assert.Matches("^(Anna|Bram) heeft dit gesprek al\\.$", refused.Text("value"));
    }

    [Fact]
    public async Task Claim_ByAStrangerInTheChannel_IsRefused()
    {
        var card = await RequestAsync();

        var answer = await PressAsync(card, "Neem over", Stranger);
        var withoutId = await PressAsync(card, "Neem over", null);

        Assert.Contains("Alleen collega’s met een account", answer.Text("value"), StringComparison.Ordinal);
        Assert.Contains("Alleen collega’s met een account", withoutId.Text("value"), StringComparison.Ordinal);
        Assert.DoesNotContain(await TextsAsync(), text => text?.Contains("Je spreekt", StringComparison.Ordinal) == true);
        Assert.NotNull((await PressAsync(card, "Neem over", Anna)).Text("type"));
    }

    [Fact]
    public async Task Claim_ByADisabledAccount_IsRefused()
    {
        var card = await RequestAsync();
        var advisors = _host.Services.GetRequiredService<IAdvisorStore>();
        var anna = await advisors.FindAsync("Anna", CancellationToken.None);
        await advisors.UpdateAsync(anna! with { DisabledAt = DateTimeOffset.UnixEpoch }, CancellationToken.None); // was added

        Assert.Contains("Alleen collega’s", (await PressAsync(card, "Neem over", Anna)).Text("value"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_GoBothWaysInOrder()
    {
        var card = await RequestAsync();
        await PressAsync(card, "Neem over", Anna);

        await SendAsync(card.ThreadId, Anna, "<at>MagBot</at> Hoi, ik kijk even met je mee.");
        await SendAsync(card.ThreadId, Anna, "Welk product heb je?");
        await CustomerReadsAsync("Welk product heb je?");
        await _talk.SayAsync("De vlokken, *die* van 1 kilo");
        await _talk.SayAsync("En ik wil ook zout");

        var texts = await TextsAsync();
        Assert.True(texts.IndexOf("Hoi, ik kijk even met je mee.") < texts.IndexOf("Welk product heb je?"));
        Assert.Contains("Hoi, ik kijk even met je mee.", texts);
        var first = await _teams.WaitAsync(post => post.Words.Contains("De vlokken, *die* van 1 kilo", StringComparison.Ordinal));
        var second = await _teams.WaitAsync(post => post.Words.Contains("En ik wil ook zout", StringComparison.Ordinal));
        Assert.Equal((card.ThreadId, card.ThreadId), (first.ThreadId, second.ThreadId));
        Assert.True(string.CompareOrdinal(first.Id, second.Id) < 0);
        // A run of text shows no Markdown, and the advisor's own words do not come back.
        Assert.Contains("RichTextBlock", first.Activity.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(_teams.Posts, post => post.Words.Contains("ik kijk even met je mee", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Words_SentAgainByTheChannel_ReachTheCustomerOnce()
    {
        var card = await RequestAsync();
        await PressAsync(card, "Neem over", Anna);

        await SendAsync(card.ThreadId, Anna, "Eén keer", id: "1776390257332");
        await SendAsync(card.ThreadId, Anna, "Eén keer", id: "1776390257332");

        await CustomerReadsAsync("Eén keer");
        Assert.Single(await TextsAsync(), text => text == "Eén keer");
    }

    [Fact]
    public async Task Words_WhileTheConnectorFails_ArriveLaterAndInOrder()
    {
        var card = await RequestAsync();
        await PressAsync(card, "Neem over", Anna);
        await _teams.WaitAsync(post => post.Words.Contains("Wat er al gezegd is", StringComparison.Ordinal));
        _teams.Failures = 2;

        await _talk.SayAsync("Eerste woord");
        await _talk.SayAsync("Tweede woord");
        Clock.Advance(TimeSpan.FromMinutes(1));

        var second = await WaitWithClockAsync("Tweede woord");
        var first = await _teams.WaitAsync(post => post.Words.Contains("Eerste woord", StringComparison.Ordinal));
        Assert.True(string.CompareOrdinal(first.Id, second.Id) < 0);
    }

    [Fact]
    public async Task Words_OfAColleague_BecomeANoteAndNotTheCustomers()
    {
        var card = await RequestAsync();
        await PressAsync(card, "Neem over", Anna);

        await SendAsync(card.ThreadId, Bram, "Denk aan de nieuwe verpakking");

        await _teams.WaitAsync(post => post.Words.Contains("Bewaard als notitie", StringComparison.Ordinal));
        await SendAsync(card.ThreadId, Anna, "Klaar");
        await CustomerReadsAsync("Klaar");
        Assert.DoesNotContain("Denk aan de nieuwe verpakking", await TextsAsync());
    }

    [Fact]
    public async Task Words_OfAStranger_GoNowhere()
    {
        var card = await RequestAsync();
        await PressAsync(card, "Neem over", Anna);

        await SendAsync(card.ThreadId, Stranger, "Ik ben ook een adviseur");

        await _teams.WaitAsync(post => post.Words.Contains("Alleen collega’s", StringComparison.Ordinal));
        Assert.DoesNotContain("Ik ben ook een adviseur", await TextsAsync());
    }

    [Fact]
    public async Task Words_BeforeTheClaim_AreHeldBackWithAHint()
    {
        var card = await RequestAsync();

        await SendAsync(card.ThreadId, Anna, "Hallo?");

        await _teams.WaitAsync(post => post.Words.Contains("Neem het gesprek eerst over", StringComparison.Ordinal));
        Assert.DoesNotContain("Hallo?", await TextsAsync());
    }

    [Fact]
    public async Task Words_InAnUnknownThread_AreNotReadAndReachNoBot()
    {
        await SendAsync(TeamsChannelStub.ChannelId + ";messageid=1", Anna, "Iemand taart?");
        await SendAsync(TeamsChannelStub.ChannelId, Anna, "Wat is magnesium?");

        var card = await RequestAsync();

        Assert.Equal(card.Id, Assert.Single(_teams.Posts).Id);
    }

    [Fact]
    public async Task Words_AgainstTheWordingRules_AreHeldBack()
    {
        var card = await RequestAsync();
        await PressAsync(card, "Neem over", Anna);

        await SendAsync(card.ThreadId, Anna, "Magnesium geneest migraine.");

        await _teams.WaitAsync(post => post.Words.Contains("mag zo niet verstuurd worden", StringComparison.Ordinal) || post.Button("Toch versturen") is not null);
        Assert.DoesNotContain("Magnesium geneest migraine.", await TextsAsync());
    }

    [Fact]
    public async Task Close_ByCard_EndsTheTalkAndTheThread()
    {
        var card = await RequestAsync();
        await PressAsync(card, "Neem over", Anna);
        var owned = await _teams.WaitAsync(post => post.Id == card.Id && post.Button("Sluit gesprek") is not null);

        var refused = await PressAsync(owned, "Sluit gesprek", Bram);
        var answer = await PressAsync(owned, "Sluit gesprek", Anna);
        await SendAsync(card.ThreadId, Anna, "Nog iets");

        Assert.Equal("Anna heeft dit gesprek al.", refused.Text("value"));
        Assert.Contains("Gesloten om", answer.Body, StringComparison.Ordinal);
        await _teams.WaitAsync(post => post.Words.Contains("het gesprek is afgesloten", StringComparison.Ordinal));
        Assert.DoesNotContain("Nog iets", await TextsAsync());
    }

    [Fact]
    public async Task Button_PressedInAnotherThread_IsRefused()
    {
        var card = await RequestAsync();

        var answer = await PressAsync(card with { ThreadId = TeamsChannelStub.ChannelId + ";messageid=9" }, "Neem over", Anna);

        Assert.Equal("application/vnd.microsoft.activity.message", answer.Text("type"));
        Assert.DoesNotContain(await TextsAsync(), text => text?.Contains("Anna", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task Erase_ByTheCustomer_TakesEverythingBackFromTheChannel()
    {
        var card = await RequestAsync();
        await PressAsync(card, "Neem over", Anna);
        await _talk.SayAsync("Mijn naam is Els");
        await _teams.WaitAsync(post => post.Words.Contains("Mijn naam is Els", StringComparison.Ordinal));

        await _host.Services.GetRequiredService<IConversationStore>().EraseAsync(_talk.Id, CancellationToken.None);

        await _teams.WaitUntilEmptyAsync();
    }

    private ManualTimeProvider Clock => (ManualTimeProvider)_host.Services.GetRequiredService<TimeProvider>();

    private async Task<ChannelPost> WaitWithClockAsync(string words)
    {
        // Retries are due by the clock of the test.
        for (var i = 0; i < 20 && !_teams.Posts.Any(post => post.Words.Contains(words, StringComparison.Ordinal)); i++)
        {
            Clock.Advance(TimeSpan.FromMinutes(1));
            Thread.Sleep(300);
        }

        return await _teams.WaitAsync(post => post.Words.Contains(words, StringComparison.Ordinal));
    }

    private async Task<ChannelPost> RequestAsync()
    {
        await _talk.SayAsync("Ik wil een medewerker spreken");
        var card = await _teams.WaitAsync(post => post.Words.Contains("Klantvraag", StringComparison.Ordinal));
        // What people type takes longer than noting the thread.
        var threads = _host.Services.GetRequiredService<IAdvisorThreadStore>();
        for (var i = 0; i < 1000 && await threads.FindByIdAsync(card.ThreadId, CancellationToken.None) is null; i++)
            Thread.Sleep(10);
        return card;
    }

    private Task<Answer> PressAsync(ChannelPost card, string title, string? person)
    {
        var data = card.Button(title) ?? throw new InvalidOperationException($"The card has no button \"{title}\".");
        return PostAsync(new
        {
            type = "invoke",
            name = "adaptiveCard/action",
            id = "f:" + Interlocked.Increment(ref _messages),
            channelId = "msteams",
            serviceUrl = _teams.ServiceUrl,
            from = new { id = "29:" + person, aadObjectId = person },
            recipient = new { id = "28:bot", name = "MagBot" },
            conversation = new { id = card.ThreadId, conversationType = "channel", isGroup = true },
            value = new { action = new { type = "Action.Execute", verb = "x", data }, trigger = "manual" },
        });
    }

    private Task<Answer> SendAsync(string thread, string person, string? text = null, JsonElement? value = null, string? id = null) => PostAsync(new
    {
        type = "message",
        id = id ?? "17" + Interlocked.Increment(ref _messages),
        channelId = "msteams",
        serviceUrl = _teams.ServiceUrl,
        from = new { id = "29:" + person, aadObjectId = person },
        recipient = new { id = "28:bot", name = "MagBot" },
        conversation = new { id = thread, conversationType = "channel", isGroup = true },
        text,
        value,
        entities = new object[] { new { type = "mention", mentioned = new { id = "28:bot", name = "MagBot" }, text = "<at>MagBot</at>" } },
    });

    private async Task<Answer> PostAsync(object activity)
    {
        var answer = await _host.Http.SendAsync("POST", "/api/messages", body: JsonSerializer.Serialize(activity));
        Assert.True(answer.Status is HttpStatusCode.Accepted or HttpStatusCode.OK, answer.Body);
        return answer;
    }

    private async Task<List<string?>> TextsAsync() => (await _host.Http.SendAsync("GET", _talk.Activities, _talk.Token)).Texts;

    private async Task CustomerReadsAsync(string words) => Assert.Contains(await TextsAsync(), text => text?.Contains(words, StringComparison.Ordinal) == true);
}
