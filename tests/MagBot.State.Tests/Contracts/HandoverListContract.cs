using MagBot.Activities;
using MagBot.Dialogs.Conversations;
using MagBot.Dialogs.Handover;
using MagBot.TestSupport.Storage;

namespace MagBot.State.Tests.Contracts;

public abstract class HandoverListContract : ContractTests
{
    [ContractFact]
    public async Task List_SeveralWaiting_LongestWaitingFirst()
    {
        await RequestAsync("c1", SampleTurns.Noon.AddMinutes(2));
        await RequestAsync("c2", SampleTurns.Noon.AddMinutes(1));
        await RequestAsync("c3", SampleTurns.Noon.AddMinutes(3));
        await Backend.Conversations.StoreAsync(SampleTurns.NewConversation("c4").Say("geen mens nodig"));

        Assert.Equal(["c2", "c1", "c3"], await IdsAsync(10, HandoverStatus.Waiting));
        Assert.Equal(["c2", "c1"], await IdsAsync(2, HandoverStatus.Waiting));
        Assert.Empty(await IdsAsync(10));
        Assert.Empty(await IdsAsync(10, HandoverStatus.None));
    }

    [ContractFact]
    public async Task ListNewest_MoreThanTheLimit_GivesTheNewest()
    {
        await RequestAsync("c1", SampleTurns.Noon);
        await RequestAsync("c2", SampleTurns.Noon.AddMinutes(2));
        await RequestAsync("c3", SampleTurns.Noon.AddMinutes(1));

        var newest = await Backend.Handovers.ListNewestAsync([HandoverStatus.Waiting], 2, None);

        Assert.Equal(["c2", "c3"], newest.Select(summary => summary.ConversationId));
    }

    [ContractFact]
    public async Task List_StatusChanges_MovesTheConversation()
    {
        var waiting = await RequestAsync("c1", SampleTurns.Noon);
        var claimed = waiting.Handover.Claim("a7", "Fatma", "A1", 0, SampleTurns.Noon.AddMinutes(1), out _);

        await Backend.Conversations.StoreAsync(waiting.Turn(null).WithHandover(claimed));

        Assert.Empty(await IdsAsync(10, HandoverStatus.Waiting));
        Assert.Equal(["c1"], await IdsAsync(10, HandoverStatus.Waiting, HandoverStatus.WithAdvisor));
        var summary = (await ListAsync(10, HandoverStatus.WithAdvisor)).Single();
        Assert.Equal(claimed, summary.Handover);
        Assert.Equal(ChannelIds.DirectLine, summary.ChannelId);
    }

    [ContractFact]
    public async Task List_ContactRequested_GivesContactDetailsBack()
    {
        var contact = new ContactDetails("Joëlle", "j@example.nl", null, "Waar blijft mijn pakket?");
        var commit = SampleTurns.NewConversation("c1").Say("mijn gegevens");

        await Backend.Conversations.StoreAsync(commit.WithHandover(HandoverRecord.None.RequestContact("A1", contact, 0, SampleTurns.Noon)));

        Assert.Equal(contact, (await ListAsync(10, HandoverStatus.ContactRequested)).Single().Handover.Contact);
    }

    [ContractFact]
    public async Task List_NothingSaidSinceRequestWithoutConsent_ShowsNoText()
    {
        var conversation = await Backend.Conversations.StoreAsync(SampleTurns.NewConversation("c1").Say("ik heb nierproblemen"));
        conversation = await Backend.Conversations.StoreAsync(conversation.Turn(null, ("Wil je een mens?", Roles.Bot)));
        var request = HandoverRecord.None.Request("A1", "customer", conversation.NextSequence, SampleTurns.Noon);

        conversation = await Backend.Conversations.StoreAsync(conversation.Turn(null, ("Ik vraag het", Roles.Bot)).WithHandover(request));
        Assert.Null((await ListAsync(1, HandoverStatus.Waiting)).Single().LastCustomerText);

        conversation = await Backend.Conversations.StoreAsync(conversation.Turn(null).WithHandover(request.WithConsent(given: false)));
        Assert.Null((await ListAsync(1, HandoverStatus.Waiting)).Single().LastCustomerText);

        await Backend.Conversations.StoreAsync(conversation.Turn(null).WithHandover(request.WithConsent(given: true)));
        Assert.Equal("ik heb nierproblemen", (await ListAsync(1, HandoverStatus.Waiting)).Single().LastCustomerText);
    }

    [ContractFact]
    public async Task List_SaidSinceRequest_ShowsTheNewest()
    {
        var conversation = await RequestAsync("c1", SampleTurns.Noon);

        conversation = await Backend.Conversations.StoreAsync(
            conversation.Turn(null, ("bent u daar?", Roles.User), ("hallo?", Roles.User), ("Even geduld", Roles.Bot)));

        var summary = (await ListAsync(1, HandoverStatus.Waiting)).Single();
        Assert.Equal("hallo?", summary.LastCustomerText);
        Assert.Equal(conversation.UpdatedAt, summary.UpdatedAt);
    }

    [ContractFact]
    public async Task ReadHistory_SeveralSteps_OldestFirst()
    {
        HandoverEvent[] steps =
        [
            new(SampleTurns.Noon, HandoverStatus.Waiting, "customer", "not-understood"),
            new(SampleTurns.Noon, HandoverStatus.WithAdvisor, "advisor:a7", null),
            new(SampleTurns.Noon.AddMinutes(5), HandoverStatus.Closed, "advisor:a7", null),
        ];
        var conversation = await Backend.Conversations.StoreAsync(
            SampleTurns.NewConversation("c1").Say("mens").WithHandover(HandoverRecord.None, steps[0], steps[1]));
        await Backend.Conversations.StoreAsync(conversation.Turn(null).WithHandover(HandoverRecord.None, steps[2]));

        Assert.Equal(steps, await Backend.Handovers.ReadHistoryAsync("c1", None));
        Assert.Empty(await Backend.Handovers.ReadHistoryAsync("c2", None));
    }

    private Task<IReadOnlyList<Dialogs.Storage.HandoverSummary>> ListAsync(int limit, params HandoverStatus[] statuses) =>
        Backend.Handovers.ListAsync(statuses, limit, None);

    private async Task<IEnumerable<string>> IdsAsync(int limit, params HandoverStatus[] statuses) =>
        (await ListAsync(limit, statuses)).Select(summary => summary.ConversationId);

    private Task<Conversation> RequestAsync(string id, DateTimeOffset at) => Backend.Conversations.StoreAsync(
        SampleTurns.NewConversation(id).Say("een mens graag").WithHandover(HandoverRecord.None.Request("A1", "customer", 0, at)));
}
