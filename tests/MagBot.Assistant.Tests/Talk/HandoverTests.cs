using MagBot.Activities;
using MagBot.Dialogs.Handover;
using MagBot.Dialogs.Turns;
using MagBot.TestSupport;
using Xunit;

namespace MagBot.Assistant.Tests.Talk;

public sealed class HandoverTests
{
    private readonly Presence _presence = new();
    private readonly TestConversation _talk;

    public HandoverTests() =>
        _talk = new TestConversation(new AssistantBot(() => ProjectKnowledge.Snapshot, _presence, new Outlook()), new ManualTimeProvider(ManualTimeProvider.OpenMoment));

    [Fact]
    public async Task Request_SaysThePlaceAndWhatOthersWaited()
    {
        await _talk.SendAsync("ik wil een mens spreken");

        Assert.Contains("op plaats 3", _talk.AllText(), StringComparison.Ordinal);
        Assert.Contains("ongeveer 7 min", _talk.AllText(), StringComparison.Ordinal);
        Assert.Equal(3, (await _talk.StoredAsync()).Handover.ToldPlace);
    }

    [Fact]
    public async Task Request_SendsInitiateWithATranscriptOfTheRequestAlone()
    {
        await _talk.SendAsync("hoe warm moet een magnesiumbad zijn");
        await _talk.SendAsync("ik wil een mens spreken");

        var initiate = Assert.Single(_talk.Replies, reply => reply.Name == HandoverEvents.Initiate);
        var transcript = Assert.Single(initiate.Attachments!);
        Assert.Equal(("Transcript", "application/json"), (transcript.Name, transcript.ContentType));
        var activities = transcript.Content!.Value.GetProperty("activities");
        Assert.Equal("ik wil een mens spreken", Assert.Single(activities.EnumerateArray()).GetProperty("text").GetString());
        Assert.Equal((await _talk.StoredAsync()).Handover.Reference, initiate.Value!.Value.GetProperty("reference").GetString());
    }

    [Fact]
    public async Task Cancel_LeavesTheQueueAndSendsFailed()
    {
        await _talk.SendAsync("ik wil een mens spreken");

        await _talk.SendAsync(Text("handoff-cancel-button"));

        Assert.Equal(HandoverStatus.Closed, (await _talk.StoredAsync()).Handover.Status);
        Assert.Equal("failed", Assert.Single(_talk.Replies, reply => reply.Name == HandoverEvents.Status).Value!.Value.GetProperty("state").GetString());
    }

    [Fact]
    public async Task CustomersEvents_OfTheProtocol_AreNoCommands()
    {
        await _talk.SendAsync("ik wil een mens spreken");

        foreach (var (name, value) in new[] { (HandoverEvents.Status, """{"state":"accepted"}"""), (HandoverEvents.Initiate, "{}"), (HandoverEvents.Status, """{"state":"completed"}""") })
        {
            await _talk.Runner.ReceiveAsync(
                new IncomingActivity
                {
                    Activity = new Activity
                    {
                        Type = ActivityTypes.Event,
                        Name = name,
                        Value = System.Text.Json.JsonDocument.Parse(value).RootElement,
                        From = new ChannelAccount { Id = "user1", Role = Roles.User },
                    },
                },
                _talk.Id,
                CancellationToken.None);
        }

        Assert.Equal(HandoverStatus.Waiting, (await _talk.StoredAsync()).Handover.Status);
    }

    [Fact]
    public async Task LeaveDetails_WhileWaiting_KeepsThePlace()
    {
        await _talk.SendAsync("ik wil een mens spreken");
        var before = (await _talk.StoredAsync()).Handover;

        await _talk.SendAsync(Text("handoff-leave-details-button"));

        Assert.Contains(Text("contact-name"), _talk.AllText(), StringComparison.Ordinal);
        Assert.Equal(before.RequestedAt, (await _talk.StoredAsync()).Handover.RequestedAt);
    }

    [Theory]
    [InlineData("5 - heel goed", 5)]
    [InlineData("4", 4)]
    [InlineData("een 2", 2)]
    [InlineData("3/5", 3)]
    [InlineData("1 ster", 1)]
    public async Task Rating_Given_IsKeptAndARemarkIsAsked(string text, int stars)
    {
        await EndedAsync();

        await _talk.SendAsync(text);

        Assert.Equal(new HandoverRating(stars, RemarkAsked: true), (await _talk.StoredAsync()).Handover.Rating);
        Assert.Contains(Text("rating-remark-ask"), _talk.AllText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Anna was heel vriendelijk", "Anna was heel vriendelijk")]
    [InlineData("het duurde me te lang", "het duurde me te lang")]
    [InlineData("nee", null)]
    public async Task Remark_AfterTheRating_IsKept(string text, string? remark)
    {
        await EndedAsync();
        await _talk.SendAsync("5");

        await _talk.SendAsync(text);

        var handover = (await _talk.StoredAsync()).Handover;
        Assert.Equal((HandoverStatus.Closed, new HandoverRating(5, false, remark)), (handover.Status, handover.Rating));
    }

    [Fact]
    public async Task Question_InPlaceOfTheRemark_IsNoRemark()
    {
        await EndedAsync();
        await _talk.SendAsync("5");

        await _talk.SendAsync("waar blijft mijn pakket");

        Assert.Null((await _talk.StoredAsync()).Handover.Rating?.Remark);
    }

    [Fact]
    public async Task Consent_AskedByAnAdvisorWhoStepsIn_IsTakenByItsButtonOnly()
    {
        await ActAsync(turn => turn.Handover.Claim("a1", "Anna", "R", turn.FirstSequence, turn.Now, out _));

        await _talk.SendAsync("ja");
        var afterYes = (await _talk.StoredAsync()).Handover.Consent;
        await _talk.SendAsync(Text("handoff-consent-yes"));

        Assert.Equal((TranscriptConsent.NotAnswered, TranscriptConsent.Given), (afterYes, (await _talk.StoredAsync()).Handover.Consent));
    }

    [Theory]
    [InlineData(true, HandoverStatus.WithAdvisor)]
    [InlineData(false, HandoverStatus.Waiting)]
    public async Task Message_SoonAfterTheEnd_OpensTheTalkAgain(bool isThere, HandoverStatus expected)
    {
        await EndedAsync();
        _presence.AnyoneThere = isThere;

        await _talk.SendAsync("o ja, nog iets: mijn pakket is kapot");

        var handover = (await _talk.StoredAsync()).Handover;
        Assert.Equal((expected, TranscriptConsent.NotAnswered), (handover.Status, handover.Consent));
        Assert.NotEmpty(_talk.AllText());
    }

    [Fact]
    public async Task Message_SoonAfterTheEndAtNight_IsForTheBot()
    {
        await EndedAsync();
        ((ManualTimeProvider)_talk.Time).Advance(TimeSpan.FromHours(10));

        await _talk.SendAsync("hoe warm moet een magnesiumbad zijn");

        Assert.Equal(HandoverStatus.Closed, (await _talk.StoredAsync()).Handover.Status);
        Assert.NotEmpty(_talk.AllText());
    }

    [Fact]
    public async Task ToAssistant_AfterTheEnd_GoesOnWithTheBot()
    {
        await EndedAsync();

        var answer = ProjectKnowledge.Current.FindAnswer("bad-temperatuur")!; // part of the project's knowledge

        await _talk.SendAsync(Text("handoff-to-assistant-button"));
        await _talk.SendAsync(answer.Question);

        Assert.Equal(HandoverStatus.Closed, (await _talk.StoredAsync()).Handover.Status);
        Assert.Contains(answer.ShortText, _talk.AllText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Urgent_WhileAnAdvisorHasIt_IsStillSaid()
    {
        await ActAsync(turn => turn.Handover.Request("R", "customer", 0, turn.Now).Claim("a1", "Anna", "R", 0, turn.Now, out _));

        await _talk.SendAsync("ik krijg geen lucht meer");

        Assert.Contains("112", _talk.AllText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Blocked_CustomerHearsUrgentMessagesOnly()
    {
        await ActAsync(turn => turn.Handover.Request("R", "customer", 0, turn.Now).Block(turn.Now));

        await _talk.SendAsync("hoe warm moet een magnesiumbad zijn");
        Assert.Empty(_talk.AllText());

        await _talk.SendAsync("ik krijg geen lucht meer");
        Assert.Contains("112", _talk.AllText(), StringComparison.Ordinal);
    }

    [Fact]
    public void WordsFor_EveryMoment_AreComplete()
    {
        var bot = new AssistantBot(() => ProjectKnowledge.Snapshot, _presence);
        var handover = HandoverRecord.None.Request("R", "customer", 0, ManualTimeProvider.OpenMoment).Claim("a1", "Anna", "R", 0, ManualTimeProvider.OpenMoment, out _)
            with
        { ReopenUntil = ManualTimeProvider.OpenMoment.AddMinutes(15) };

        foreach (var moment in Enum.GetValues<HandoverMoment>())
        {
            var words = bot.WordsFor(moment, handover, ManualTimeProvider.OpenMoment, new QueuePlace(2, TimeSpan.FromMinutes(3)));
            Assert.False(string.IsNullOrWhiteSpace(words.Text));
            Assert.DoesNotContain('{', words.Text);
        }
    }

    private async Task EndedAsync()
    {
        await _talk.JoinAsync("user1");
        await ActAsync(turn => turn.Handover.Request("R", "customer", 0, turn.Now).Claim("a1", "Anna", "R", 0, turn.Now, out _)
            .Close(turn.Now, out _, HandoverReasons.Resolved, turn.Now.AddMinutes(15)).WithRating(new HandoverRating()));
    }

    private async Task ActAsync(Func<TurnContext, HandoverRecord> step)
    {
        await _talk.JoinAsync("user1");
        await _talk.Runner.ActAsync(
            _talk.Id,
            (turn, _) =>
            {
                turn.Apply(step(turn), "advisor:a1");
                return Task.CompletedTask;
            },
            CancellationToken.None);
    }

    private static string Text(string key) => ProjectKnowledge.Current.Texts.Get(key, ProjectKnowledge.Current.Shop.Placeholders());

    private sealed class Presence : IAdvisorPresence
    {
        public bool AnyoneThere { get; set; } = true;
    }

    private sealed class Outlook : IQueueOutlook
    {
        public Task<QueuePlace> ReadAsync(string conversationId, DateTimeOffset requestedAt, DateTimeOffset now, CancellationToken cancellationToken) =>
            Task.FromResult(new QueuePlace(3, TimeSpan.FromMinutes(6.2)));
    }
}
