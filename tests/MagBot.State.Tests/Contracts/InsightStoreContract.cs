using MagBot.Activities;
using MagBot.Dialogs.Conversations;
using MagBot.TestSupport.Storage;

namespace MagBot.State.Tests.Contracts;

public abstract class InsightStoreContract : ContractTests
{
    [ContractFact]
    public async Task Read_SeveralConversations_GivesTheNewestFirstWithTheirChannel()
    {
        var first = await Backend.Conversations.StoreAsync(SampleTurns.NewConversation("c1").Say("eerste"));
        await Backend.Conversations.StoreAsync(At(SampleTurns.NewConversation("c2"), SampleTurns.Noon.AddMinutes(1)) with { Conversation = Teams("c2", SampleTurns.Noon.AddMinutes(1)) });

        var read = await Backend.Insights.ReadAsync(SampleTurns.Noon, 10, None);

        Assert.Equal(
            [("c2", ChannelIds.MsTeams, "later"), ("c1", ChannelIds.DirectLine, "Antwoord op: eerste"), ("c1", ChannelIds.DirectLine, "eerste")],
            read.Select(item => (item.ConversationId, item.ChannelId, item.Entry.Activity.Text ?? "")));
        Assert.Equal(first.NextSequence - 1, read[1].Entry.Sequence);
    }

    [ContractFact]
    public async Task Read_SinceAMoment_LeavesOutWhatIsOlderAlsoOfAConversationThatGoesOn()
    {
        var first = await Backend.Conversations.StoreAsync(SampleTurns.NewConversation("c1").Say("oud"));
        await Backend.Conversations.StoreAsync(At(first, SampleTurns.Noon.AddHours(2)));

        var read = await Backend.Insights.ReadAsync(SampleTurns.Noon.AddHours(1), 10, None);

        Assert.Equal(["later"], read.Select(item => item.Entry.Activity.Text));
        Assert.Empty(await Backend.Insights.ReadAsync(SampleTurns.Noon.AddHours(3), 10, None));
    }

    [ContractFact]
    public async Task Read_MoreThanTheLimit_GivesTheNewest()
    {
        var conversation = SampleTurns.NewConversation("c1");
        for (var i = 0; i < 5; i++)
            conversation = await Backend.Conversations.StoreAsync(At(conversation, SampleTurns.Noon.AddMinutes(i), $"bericht {i}"));

        Assert.Equal(["bericht 4", "bericht 3"], (await Backend.Insights.ReadAsync(SampleTurns.Noon, 2, None)).Select(item => item.Entry.Activity.Text));
    }

    [ContractFact]
    public async Task Read_InternalEntries_OnlyThoseOnWhatCustomersThinkOfAnAnswer()
    {
        var conversation = await Backend.Conversations.StoreAsync(SampleTurns.NewConversation("c1").Say("vraag"));
        await Backend.Conversations.StoreAsync(At(conversation, SampleTurns.Noon.AddMinutes(1), Audience.Internal, new Activity
        {
            Type = ActivityTypes.Message,
            Text = """Notitie met "type":"messageReaction" erin""",
        }));
        conversation = (await Backend.Conversations.FindAsync("c1", None))!; // just stored
        await Backend.Conversations.StoreAsync(At(conversation, SampleTurns.Noon.AddMinutes(2), Audience.Internal, new Activity
        {
            Type = ActivityTypes.MessageReaction,
            ReplyToId = "c1|0000001",
            ReactionsAdded = [new MessageReaction { Type = "dislike" }],
        }));

        var read = await Backend.Insights.ReadAsync(SampleTurns.Noon, 10, None);

        Assert.Equal([ActivityTypes.MessageReaction, ActivityTypes.Message, ActivityTypes.Message], read.Select(item => item.Entry.Activity.Type));
        Assert.Equal(("c1|0000001", "dislike"), (read[0].Entry.Activity.ReplyToId, read[0].Entry.Activity.ReactionsAdded?[0].Type));
        Assert.Equal(Audience.Internal, read[0].Entry.Audience);
    }

    [ContractFact]
    public async Task Read_ErasedConversation_CountsNoMore()
    {
        await Backend.Conversations.StoreAsync(SampleTurns.NewConversation("c1").Say("weg hiermee"));

        await Backend.Conversations.EraseAsync("c1", None);

        Assert.Empty(await Backend.Insights.ReadAsync(SampleTurns.Noon, 10, None));
    }

    private static Conversation Teams(string id, DateTimeOffset at) =>
        At(SampleTurns.NewConversation(id), at).Conversation with { ChannelId = ChannelIds.MsTeams };

    private static MagBot.Dialogs.Storage.TurnCommit At(Conversation before, DateTimeOffset at, string text = "later") =>
        At(before, at, Audience.Everyone, new Activity { Type = ActivityTypes.Message, Text = text });

    private static MagBot.Dialogs.Storage.TurnCommit At(Conversation before, DateTimeOffset at, Audience audience, Activity activity) => new()
    {
        Conversation = before with { Version = before.Version + 1, NextSequence = before.NextSequence + 1, LastTimestamp = at, UpdatedAt = at },
        Entries =
        [
            new LogEntry(
                before.NextSequence,
                activity with { Id = LogEntry.ActivityId(before.Id, before.NextSequence), Timestamp = at, From = before.User, ChannelId = before.ChannelId },
                audience),
        ],
    };
}
