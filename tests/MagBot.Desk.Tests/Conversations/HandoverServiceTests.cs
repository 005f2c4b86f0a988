using MagBot.Activities;
using MagBot.Desk.Conversations;
using MagBot.Desk.Tests.Support;
using MagBot.Dialogs.Conversations;
using MagBot.Dialogs.Handover;
using MagBot.TestSupport;
using MagBot.TestSupport.Storage;
using Xunit;

namespace MagBot.Desk.Tests.Conversations;

public sealed class HandoverServiceTests
{
    private readonly TestConversation _talk = new(new RequestingBot(), store: new InMemoryConversationStore());
    private readonly HandoverService _service;

    public HandoverServiceTests() => _service = new HandoverService(_talk.Runner, new PlainMessages(), new DeskOptions());

    [Fact]
    public async Task Claim_Waiting_TellsTheCustomerAndSendsAccepted()
    {
        await _talk.SendAsync("adviseur");

        var outcome = await ClaimAsync();

        Assert.Equal(DeskOutcome.Done, outcome);
        var added = (await LogAsync()).TakeLast(2).ToList();
        Assert.Equal("Je spreekt met Anna.", added[0].Text);
        Assert.Equal("system", AuthorOf(added[0]));
        Assert.Equal(("event", "handoff.status"), (added[1].Type, added[1].Name));
        Assert.Equal("""{"state":"accepted"}""", added[1].Value?.GetRawText());
        Assert.Equal(HandoverStatus.WithAdvisor, (await _talk.StoredAsync()).Handover.Status);
    }

    [Fact]
    public async Task Claim_TwoAdvisorsAtOnce_ExactlyOneWinsAndTheCustomerHearsOneName()
    {
        await _talk.SendAsync("adviseur");

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() =>
            _service.ClaimAsync(_talk.Id, i % 2 == 0 ? Advisors.Anna : Advisors.Bram, CancellationToken.None))));

        Assert.Single(outcomes, outcome => outcome is DeskOutcome.Done);
        Assert.Equal(10, outcomes.Count(outcome => outcome is DeskOutcome.AlreadyClaimed));
        Assert.Single(await LogAsync(), activity => activity.Text?.StartsWith("Je spreekt met", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task Claim_SameAdvisorAgain_ChangesNothing()
    {
        await _talk.SendAsync("adviseur");
        await ClaimAsync();
        var before = await LogAsync();

        Assert.Equal(DeskOutcome.Repeated, await ClaimAsync());

        Assert.Equal(before.Count, (await LogAsync()).Count);
    }

    [Fact]
    public async Task Claim_NobodyAsked_IsRefused()
    {
        await _talk.SendAsync("hoi");

        Assert.Equal(DeskOutcome.NotNow, await ClaimAsync());

        Assert.Equal(HandoverStatus.None, (await _talk.StoredAsync()).Handover.Status);
    }

    [Fact]
    public async Task Claim_ContactRequest_KeepsTheAddress()
    {
        await _talk.SendAsync("mail");

        Assert.Equal(DeskOutcome.Done, await ClaimAsync());

        var handover = (await _talk.StoredAsync()).Handover;
        Assert.Equal((HandoverStatus.WithAdvisor, "els@example.nl"), (handover.Status, handover.Contact?.Email));
    }

    [Fact]
    public async Task Say_Owner_SendsPlainTextInOwnName()
    {
        await ClaimedAsync();

        Assert.Equal(DeskOutcome.Done, await SayAsync("  Dag *Els*,\r\nwat kan ik doen? ", "client-0001"));

        var said = (await LogAsync())[^1];
        Assert.Equal("Dag *Els*,\nwat kan ik doen?", said.Text);
        Assert.Equal("plain", said.TextFormat);
        Assert.Equal(("advisor:anna-id", "Anna", "bot"), (said.From?.Id, said.From?.Name, said.From?.Role));
        Assert.Equal("advisor", AuthorOf(said));
    }

    [Fact]
    public async Task Say_SameIdManyTimesAtOnce_SendsOnce()
    {
        await ClaimedAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => SayAsync("Dag Els", "client-0001"))));

        Assert.Single(outcomes, outcome => outcome is DeskOutcome.Done);
        Assert.Equal(9, outcomes.Count(outcome => outcome is DeskOutcome.Repeated));
        Assert.Single(await LogAsync(), activity => activity.Text == "Dag Els");
    }

    [Fact]
    public async Task Say_RepeatedAfterClosing_IsStillKnown()
    {
        await ClaimedAsync();
        await SayAsync("Dag Els", "client-0001");
        await _service.CloseAsync(_talk.Id, Advisors.Anna, CancellationToken.None);

        Assert.Equal(DeskOutcome.Repeated, await SayAsync("Dag Els", "client-0001"));
    }

    [Fact]
    public async Task Say_Colleague_IsRefused()
    {
        await ClaimedAsync();

        Assert.Equal(DeskOutcome.NotYours, await _service.SayAsync(_talk.Id, Advisors.Bram, "Dag", "client-0001", CancellationToken.None));

        Assert.DoesNotContain(await LogAsync(), activity => activity.Text == "Dag");
    }

    [Fact]
    public async Task Say_NotTakenYet_IsRefused()
    {
        await _talk.SendAsync("adviseur");

        Assert.Equal(DeskOutcome.NotNow, await SayAsync("Dag", "client-0001"));
    }

    [Theory]
    [InlineData("", "client-0001", DeskOutcome.EmptyText)]
    [InlineData(" \r\n ", "client-0001", DeskOutcome.EmptyText)]
    [InlineData("Dag", "", DeskOutcome.BadRequest)]
    [InlineData("Dag", "kort", DeskOutcome.BadRequest)]
    [InlineData("Dag", "client_with'sign", DeskOutcome.BadRequest)]
    internal async Task Say_UnusableInput_IsRefused(string text, string clientId, DeskOutcome expected)
    {
        await ClaimedAsync();

        Assert.Equal(expected, await SayAsync(text, clientId));
    }

    [Fact]
    public async Task Say_LongestText_IsSentAndOneMoreIsRefused()
    {
        await ClaimedAsync();

        Assert.Equal(DeskOutcome.Done, await SayAsync(new string('a', HandoverService.MaxTextLength), "client-0001"));
        Assert.Equal(DeskOutcome.TooLong, await SayAsync(new string('a', HandoverService.MaxTextLength + 1), "client-0002"));
    }

    [Fact]
    public async Task Say_UnknownConversation_IsTold() => Assert.Equal(
        DeskOutcome.UnknownConversation,
        await _service.SayAsync("c-nowhere", Advisors.Anna, "Dag", "client-0001", CancellationToken.None));

    [Fact]
    public async Task Return_Owner_GivesTheBotTheWordAndOpensNoMore()
    {
        await ClaimedAsync();

        Assert.Equal(DeskOutcome.Done, await _service.ReturnAsync(_talk.Id, Advisors.Anna, CancellationToken.None));

        var handover = (await _talk.StoredAsync()).Handover;
        Assert.Equal((HandoverStatus.Closed, "returned", null), (handover.Status, handover.EndReason, handover.ReopenUntil));
        Assert.Equal("""{"state":"completed"}""", (await LogAsync())[^1].Value?.GetRawText());
        Assert.Equal(DeskOutcome.Repeated, await _service.ReturnAsync(_talk.Id, Advisors.Anna, CancellationToken.None));
    }

    [Fact]
    public async Task Close_Owner_AsksForARatingAndOpensAgainForAWhile()
    {
        await ClaimedAsync();

        await _service.CloseAsync(_talk.Id, Advisors.Anna, CancellationToken.None);

        var handover = (await _talk.StoredAsync()).Handover;
        Assert.Equal(new HandoverRating(), handover.Rating);
        Assert.Equal(handover.ClosedAt + TimeSpan.FromMinutes(15), handover.ReopenUntil);
    }

    [Fact]
    public async Task Transfer_ToAColleague_ChangesTheOwnerAndTellsTheCustomer()
    {
        await ClaimedAsync();

        Assert.Equal(DeskOutcome.Done, await _service.TransferAsync(_talk.Id, Advisors.Anna, Advisors.Bram, CancellationToken.None));

        Assert.Equal("Transferred", (await LogAsync())[^1].Text);
        Assert.Equal(DeskOutcome.NotYours, await SayAsync("Dag", "client-0001"));
        Assert.Equal(DeskOutcome.Done, await _service.SayAsync(_talk.Id, Advisors.Bram, "Dag", "client-0002", CancellationToken.None));
        Assert.Equal(DeskOutcome.NotYours, await _service.TransferAsync(_talk.Id, Advisors.Anna, Advisors.Anna, CancellationToken.None));
    }

    [Fact]
    public async Task Block_Owner_EndsItAndASecondRequestReachesNobody()
    {
        await ClaimedAsync();

        Assert.Equal(DeskOutcome.Done, await _service.BlockAsync(_talk.Id, Advisors.Anna, CancellationToken.None));

        await _talk.SendAsync("adviseur");
        Assert.Equal(HandoverStatus.Closed, (await _talk.StoredAsync()).Handover.Status);
    }

    [Fact]
    public async Task StepIn_NobodyAsked_TellsTheCustomerAndSeesOnlyWhatFollows()
    {
        await _talk.SendAsync("hoi");

        Assert.Equal(DeskOutcome.Done, await _service.StepInAsync(_talk.Id, Advisors.Anna, CancellationToken.None));

        var conversation = await _talk.StoredAsync();
        Assert.Equal((HandoverStatus.WithAdvisor, "advisor", 2L), (conversation.Handover.Status, conversation.Handover.Reason, conversation.Handover.FromSequence));
        Assert.Equal(["SteppedIn", null], (await LogAsync()).TakeLast(2).Select(activity => activity.Text));
    }

    [Fact]
    public async Task Note_Kept_IsInTheLogButNotForTheCustomer()
    {
        await ClaimedAsync();

        Assert.Equal(DeskOutcome.Done, await _service.NoteAsync(_talk.Id, Advisors.Bram, "Belt morgen terug", "client-0009", CancellationToken.None));

        var entry = (await _talk.Store.ReadLogAsync(_talk.Id, 0, 100, CancellationToken.None))[^1];
        Assert.Equal((Audience.Internal, "Belt morgen terug"), (entry.Audience, entry.Activity.Text));
        Assert.Equal(DeskOutcome.Repeated, await _service.NoteAsync(_talk.Id, Advisors.Bram, "Belt morgen terug", "client-0009", CancellationToken.None));
    }

    [Fact]
    public async Task Say_Answer_LeavesNothingUnanswered()
    {
        await ClaimedAsync();
        await _talk.SendAsync("hallo?");
        await _talk.SendAsync("bent u daar?");
        Assert.Equal(2, (await _talk.StoredAsync()).Handover.Unanswered);

        await SayAsync("Ja hoor", "client-0001");

        Assert.Equal(0, (await _talk.StoredAsync()).Handover.Unanswered);
    }

    [Fact]
    public async Task Close_Owner_TellsTheCustomerAndTheBotAnswersAgain()
    {
        await ClaimedAsync();
        await _talk.SendAsync("hallo?");
        Assert.Empty(_talk.Replies);

        Assert.Equal(DeskOutcome.Done, await _service.CloseAsync(_talk.Id, Advisors.Anna, CancellationToken.None));

        var added = (await LogAsync()).TakeLast(2).ToList();
        Assert.Equal("Afgesloten.", added[0].Text);
        Assert.Equal("""{"state":"completed"}""", added[1].Value?.GetRawText());
        await _talk.SendAsync("hoi");
        Assert.Equal("Echo: hoi", _talk.AllText());
    }

    [Fact]
    public async Task Close_Colleague_IsRefused()
    {
        await ClaimedAsync();

        Assert.Equal(DeskOutcome.NotYours, await _service.CloseAsync(_talk.Id, Advisors.Bram, CancellationToken.None));

        Assert.Equal(HandoverStatus.WithAdvisor, (await _talk.StoredAsync()).Handover.Status);
    }

    [Fact]
    public async Task Close_ContactRequest_IsHandledWithoutAWord()
    {
        await _talk.SendAsync("mail");
        var before = await LogAsync();

        Assert.Equal(DeskOutcome.Done, await _service.CloseAsync(_talk.Id, Advisors.Bram, CancellationToken.None));

        Assert.Equal(before.Count, (await LogAsync()).Count);
        Assert.Equal(HandoverStatus.Closed, (await _talk.StoredAsync()).Handover.Status);
    }

    [Fact]
    public async Task Close_Twice_SaysGoodbyeOnce()
    {
        await ClaimedAsync();
        await _service.CloseAsync(_talk.Id, Advisors.Anna, CancellationToken.None);

        Assert.Equal(DeskOutcome.Repeated, await _service.CloseAsync(_talk.Id, Advisors.Anna, CancellationToken.None));

        Assert.Single(await LogAsync(), activity => activity.Text == "Afgesloten.");
    }

    private Task<DeskOutcome> ClaimAsync() => _service.ClaimAsync(_talk.Id, Advisors.Anna, CancellationToken.None);

    private Task<DeskOutcome> SayAsync(string text, string clientId) =>
        _service.SayAsync(_talk.Id, Advisors.Anna, text, clientId, CancellationToken.None);

    private async Task ClaimedAsync()
    {
        await _talk.SendAsync("adviseur");
        await ClaimAsync();
    }

    private async Task<IReadOnlyList<Activity>> LogAsync() =>
        [.. (await _talk.Store.ReadLogAsync(_talk.Id, 0, 1000, CancellationToken.None)).Select((LogEntry entry) => entry.Activity)];

    private static string? AuthorOf(Activity activity) => MessageData.Read(activity).Author;
}
