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

    private Task<IReadOnlyList<OutboxRow>> DueAsync() => Outbox.ReadDueAsync(Kind, SampleTurns.Noon, 10, None);

    private Task<Conversation> FillAsync(string id, params string[] items) => Backend.Conversations.StoreAsync(
        SampleTurns.NewConversation(id).Say("x") with { Outbox = [.. items.Select(item => new OutboxItem(item, Kind, "{}"))] });
}
