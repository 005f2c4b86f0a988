using MagBot.Dialogs.Conversations;
using MagBot.Dialogs.Storage;
using MagBot.TestSupport.Storage;

namespace MagBot.State.Tests.Contracts;

public abstract class OutboxStoreContract : ContractTests
{
    private const string Kind = "connector";

    private IOutboxStore Outbox => Backend.Outbox;

    [ContractFact]
    public async Task ReadDue_SeveralOfOneConversation_GivesFirstOnlyUntilItIsCompleted()
    {
        var conversation = await FillAsync("c1", "a1", "a2");
        await Backend.Conversations.StoreAsync(conversation.Turn(null) with { Outbox = [new OutboxItem("a3", Kind, "{}")] });
        var delivered = new List<string>();

        while (await DueAsync() is [var row, ..])
        {
            delivered.Add(row.Item.Id);
            await Outbox.CompleteAsync(row.Number, None);
        }

        Assert.Equal(["a1", "a2", "a3"], delivered);
    }

    [ContractFact]
    public async Task ReadDue_SeveralConversations_GivesFirstOfEachUpToLimit()
    {
        await FillAsync("c1", "a1", "a2");
        await FillAsync("c2", "b1", "b2");
        await FillAsync("c3", "d1");

        Assert.Equal(["a1", "b1", "d1"], (await DueAsync()).Select(row => row.Item.Id));
        Assert.Equal(["a1", "b1"], (await Outbox.ReadDueAsync(Kind, SampleTurns.Noon, 2, None)).Select(row => row.Item.Id));
    }

    [ContractFact]
    public async Task ReadDue_Row_IsAsStored()
    {
        var commit = SampleTurns.NewConversation("c1").Say("x") with { Outbox = [new OutboxItem("a1", Kind, """{"tekst":"🧂"}""")] };
        await Backend.Conversations.StoreAsync(commit);

        var row = Assert.Single(await DueAsync());

        Assert.Equal(("c1", 0), (row.ConversationId, row.Attempts));
        Assert.Equal(commit.Outbox[0], row.Item);
        Assert.Empty(await Outbox.ReadDueAsync("mail", SampleTurns.Noon, 10, None));
    }

    [ContractFact]
    public async Task Postpone_First_HoldsTheConversationBackUntilItsMoment()
    {
        await FillAsync("c1", "a1", "a2");
        await FillAsync("c2", "b1");
        var first = (await DueAsync())[0];

        await Outbox.PostponeAsync(first.Number, "503", SampleTurns.Noon.AddSeconds(30), None);

        Assert.Equal(["b1"], (await DueAsync()).Select(row => row.Item.Id));
        var later = await Outbox.ReadDueAsync(Kind, SampleTurns.Noon.AddSeconds(30), 10, None);
        Assert.Equal([("a1", 1), ("b1", 0)], later.Select(row => (row.Item.Id, row.Attempts)));
    }

    [ContractFact]
    public async Task Postpone_GivenUp_LetsTheNextThrough()
    {
        await FillAsync("c1", "a1", "a2");

        await Outbox.PostponeAsync((await DueAsync())[0].Number, "404", null, None);

        Assert.Equal(["a2"], (await DueAsync()).Select(row => row.Item.Id));
    }

    [ContractFact]
    public async Task Complete_Twice_IsHarmless()
    {
        await FillAsync("c1", "a1");
        var number = (await DueAsync())[0].Number;

        await Outbox.CompleteAsync(number, None);
        await Outbox.CompleteAsync(number, None);

        Assert.Empty(await DueAsync());
    }

    [ContractFact]
    public async Task Take_SeveralConversations_GivesAllInOrderAndOnlyOnce()
    {
        await FillAsync("c1", "a1", "a2");
        await FillAsync("c2", "b1");

        var taken = await TakeAsync();

        Assert.Equal(["a1", "a2", "b1"], taken.Select(row => row.Item.Id));
        Assert.Empty(await TakeAsync());
    }

    [ContractFact]
    public async Task Take_WithLimit_GivesTheRestLater()
    {
        await FillAsync("c1", "a1", "a2", "a3");

        Assert.Equal(["a1", "a2"], (await Outbox.TakeAsync(Kind, SampleTurns.Noon, 2, None)).Select(row => row.Item.Id));
        Assert.Equal(["a3"], (await TakeAsync()).Select(row => row.Item.Id));
    }

    [ContractFact]
    public async Task Take_WhileTheFirstWaitsForItsMoment_LeavesTheRestOfItsConversation()
    {
        await FillAsync("c1", "a1", "a2");
        var first = (await TakeAsync())[0];
        await Outbox.NoteFailureAsync(first.Number, "503", SampleTurns.Noon.AddSeconds(30), None);
        await Outbox.GiveBackAsync(Kind, None);

        Assert.Empty(await TakeAsync());
        var later = await Outbox.TakeAsync(Kind, SampleTurns.Noon.AddSeconds(30), 10, None);
        Assert.Equal([("a1", 1), ("a2", 0)], later.Select(row => (row.Item.Id, row.Attempts)));
    }

    [ContractFact]
    public async Task Complete_Several_LeavesTheRest()
    {
        await FillAsync("c1", "a1", "a2", "a3");
        var taken = await TakeAsync();

        await Outbox.CompleteAsync([taken[0].Number, taken[1].Number, 9999], None);

        Assert.Equal([taken[2].Number], await Outbox.FindWaitingAsync([.. taken.Select(row => row.Number)], None));
        await Outbox.GiveBackAsync(Kind, None);
        Assert.Equal(["a3"], (await TakeAsync()).Select(row => row.Item.Id));
    }

    [ContractFact]
    public async Task FindWaiting_ConversationErased_FindsNothing()
    {
        await FillAsync("c1", "a1");
        var taken = await TakeAsync();

        await Backend.Conversations.EraseAsync("c1", None);

        Assert.Empty(await Outbox.FindWaitingAsync([.. taken.Select(row => row.Number)], None));
    }

    [ContractFact]
    public async Task GivenUp_Listed_SaysWhatWhereAndWhy()
    {
        await GiveUpAsync("c1", "a1", "Forbidden");
        await GiveUpAsync("c2", "b1", "NotFound");

        var listed = await Outbox.ListGivenUpAsync(10, None);

        Assert.Equal([("c2", "b1", "NotFound", 1), ("c1", "a1", "Forbidden", 1)],
            listed.Select(item => (item.ConversationId, item.Item.Id, item.Failure, item.Attempts)));
        Assert.All(listed, item => Assert.NotNull(item.GivenUpAt));
        Assert.All(listed, item => Assert.Equal("directline", item.ChannelId));
        Assert.Single(await Outbox.ListGivenUpAsync(1, None));
    }

    [ContractFact]
    public async Task GivenUp_Retried_WaitsAgainWithAllAttempts()
    {
        var number = await GiveUpAsync("c1", "a1", "Forbidden");

        Assert.True(await Outbox.RetryAsync(number, None));
        Assert.False(await Outbox.RetryAsync(number, None));

        Assert.Empty(await Outbox.ListGivenUpAsync(10, None));
        Assert.Equal([("a1", 0)], (await TakeAsync()).Select(row => (row.Item.Id, row.Attempts)));
    }

    [ContractFact]
    public async Task GivenUp_Discarded_IsGone()
    {
        var number = await GiveUpAsync("c1", "a1", "Forbidden");

        Assert.True(await Outbox.DiscardAsync(number, None));
        Assert.False(await Outbox.DiscardAsync(number, None));

        Assert.Empty(await Outbox.ListGivenUpAsync(10, None));
        Assert.False(await Outbox.RetryAsync(number, None));
    }

    [ContractFact]
    public async Task GivenUp_ARowThatStillWaits_IsNeitherRetriedNorDiscarded()
    {
        await FillAsync("c1", "a1");
        var row = Assert.Single(await DueAsync());

        Assert.False(await Outbox.RetryAsync(row.Number, None));
        Assert.False(await Outbox.DiscardAsync(row.Number, None));
        Assert.Single(await DueAsync());
    }

    private async Task<long> GiveUpAsync(string conversation, string item, string failure)
    {
        await FillAsync(conversation, item);
        var row = Assert.Single(await TakeAsync());
        await Outbox.PostponeAsync(row.Number, failure, null, None);
        return row.Number;
    }

    private Task<IReadOnlyList<OutboxRow>> TakeAsync() => Outbox.TakeAsync(Kind, SampleTurns.Noon, 10, None);

    private Task<IReadOnlyList<OutboxRow>> DueAsync() => Outbox.ReadDueAsync(Kind, SampleTurns.Noon, 10, None);

    private Task<Conversation> FillAsync(string id, params string[] items) => Backend.Conversations.StoreAsync(
        SampleTurns.NewConversation(id).Say("x") with { Outbox = [.. items.Select(item => new OutboxItem(item, Kind, "{}"))] });
}
