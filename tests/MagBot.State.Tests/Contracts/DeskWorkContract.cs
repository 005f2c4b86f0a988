using MagBot.Dialogs.Handover;
using MagBot.Dialogs.Storage;
using MagBot.TestSupport.Storage;

namespace MagBot.State.Tests.Contracts;

/// <summary>Presence, threads of advisors, decisions of leads.</summary>
public abstract class DeskWorkContract : ContractTests
{
    private static readonly DateTimeOffset Noon = SampleTurns.Noon;

    [ContractFact]
    public async Task Presence_Beats_KeepTheLastOfEachInstance()
    {
        await Backend.Presence.BeatAsync("i1", ["anna", "bram"], Noon, None);
        await Backend.Presence.BeatAsync("i2", ["anna"], Noon.AddSeconds(1), None);
        await Backend.Presence.BeatAsync("i1", ["anna"], Noon.AddSeconds(5), None);
        await Backend.Presence.BeatAsync("i1", [], Noon.AddSeconds(9), None);

        Assert.Equal(
            [new PresenceLine("anna", "i1", Noon.AddSeconds(5)), new PresenceLine("anna", "i2", Noon.AddSeconds(1)), new PresenceLine("bram", "i1", Noon)],
            (await Backend.Presence.ReadAsync(Noon, None)).Seen);
        Assert.Equal(["anna", "anna"], (await Backend.Presence.ReadAsync(Noon.AddSeconds(1), None)).Seen.Select(line => line.AdvisorId));
    }

    [ContractFact]
    public async Task Presence_LeaveAndErase_Forget()
    {
        await Backend.Presence.BeatAsync("i1", ["anna", "bram"], Noon, None);
        await Backend.Presence.BeatAsync("i2", ["anna"], Noon.AddSeconds(1), None);

        await Backend.Presence.LeaveAsync("i2", "anna", None);
        Assert.Equal(["anna", "bram"], (await Backend.Presence.ReadAsync(Noon, None)).Seen.Select(line => line.AdvisorId));
        await Backend.Presence.EraseBeforeAsync(Noon.AddSeconds(1), None);

        Assert.Empty((await Backend.Presence.ReadAsync(Noon, None)).Seen);
    }

    [ContractFact]
    public async Task Presence_State_TheNewestWordHolds()
    {
        await Backend.Presence.SetStateAsync(new StateLine("anna", "busy", Noon.AddSeconds(2)), None);
        await Backend.Presence.SetStateAsync(new StateLine("anna", "away", Noon.AddSeconds(1)), None);
        await Backend.Presence.SetStateAsync(new StateLine("bram", "away", Noon), None);
        await Backend.Presence.SetStateAsync(new StateLine("bram", "available", Noon.AddSeconds(1)), None);

        Assert.Equal(
            [new StateLine("anna", "busy", Noon.AddSeconds(2)), new StateLine("bram", "available", Noon.AddSeconds(1))],
            (await Backend.Presence.ReadAsync(Noon, None)).States);
    }

    [ContractFact]
    public async Task Threads_Added_AreFoundByRequestAndById()
    {
        var thread = new AdvisorThread("19:t;messageid=1", "c1", "ABC234", "https://s.example/", "1", Noon);

        Assert.True(await Backend.Threads.AddAsync(thread, None));
        Assert.False(await Backend.Threads.AddAsync(thread with { Id = "19:t;messageid=2" }, None));
        Assert.False(await Backend.Threads.AddAsync(thread with { Reference = "DEF567" }, None));
        Assert.True(await Backend.Threads.AddAsync(thread with { Id = "19:t;messageid=3", Reference = "DEF567", RootId = null }, None));

        Assert.Equal(thread, await Backend.Threads.FindAsync("c1", "ABC234", None));
        Assert.Equal("DEF567", (await Backend.Threads.FindByIdAsync("19:t;messageid=3", None))?.Reference);
        Assert.Null(await Backend.Threads.FindAsync("c2", "ABC234", None));
        Assert.Null(await Backend.Threads.FindByIdAsync("19:t", None));
    }

    [ContractFact]
    public async Task Threads_OfErasedConversations_AreOrphans()
    {
        var asked = SampleTurns.NewConversation("c1").Say("mens graag");
        await Backend.Conversations.StoreAsync(asked.WithHandover(HandoverRecord.None.Request("ABC234", "customer", 0, Noon)));
        await Backend.Conversations.StoreAsync(SampleTurns.NewConversation("c2").Say("opnieuw begonnen"));
        foreach (var id in new[] { "c1", "c2", "c3" })
        {
            await Backend.Threads.AddAsync(new AdvisorThread("t-" + id, id, "ABC234", "https://s.example/", "1", Noon), None);
            await Backend.Threads.AddPostAsync("t-" + id, "1", None);
            await Backend.Threads.AddPostAsync("t-" + id, "2", None);
            await Backend.Threads.AddPostAsync("t-" + id, "2", None);
        }

        await Backend.Threads.RemovePostAsync("t-c3", "1", None);
        await Backend.Threads.AddPostAsync("t-unknown", "1", None);
        var orphans = await Backend.Threads.ListOrphansAsync(10, None);
        Assert.Equal(["t-c2", "t-c3"], orphans.Select(orphan => orphan.Thread.Id).Order());
        Assert.Equal(["1", "2"], orphans.Single(orphan => orphan.Thread.Id == "t-c2").Posts);
        Assert.Equal(["2"], orphans.Single(orphan => orphan.Thread.Id == "t-c3").Posts);
        Assert.Single(await Backend.Threads.ListOrphansAsync(1, None));

        await Backend.Threads.RemoveAsync("t-c2", None);
        await Backend.Threads.RemoveAsync("t-c3", None);
        Assert.Empty(await Backend.Threads.ListOrphansAsync(10, None));
        Assert.NotNull(await Backend.Threads.FindByIdAsync("t-c1", None));
    }

    [ContractFact]
    public async Task Lessons_AddedAndTakenBack_AreListedInOrder()
    {
        var variant = new LessonDecision("2", "mag het in bad", "Mag het in bad?", LessonKind.Variant, "bad-duur", "anna", Noon.AddMinutes(1));
        var fresh = new LessonDecision("1", "wat kost het", "Wat kost het?", LessonKind.New, null, "anna", Noon);
        var none = new LessonDecision("3", "lol", "lol", LessonKind.Dismissed, null, "bram", Noon.AddMinutes(2));

        foreach (var decision in new[] { variant, fresh, none })
            Assert.True(await Backend.Lessons.AddAsync(decision, None));

        Assert.False(await Backend.Lessons.AddAsync(fresh, None));
        Assert.Equal([fresh, variant, none], await Backend.Lessons.ListAsync(None));
        Assert.True(await Backend.Lessons.RemoveAsync("1", None));
        Assert.False(await Backend.Lessons.RemoveAsync("1", None));
        Assert.Equal([variant, none], await Backend.Lessons.ListAsync(None));
    }
}
