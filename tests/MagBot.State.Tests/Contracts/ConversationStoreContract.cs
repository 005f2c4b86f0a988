using System.Globalization;
using MagBot.Activities;
using MagBot.Dialogs.Conversations;
using MagBot.Dialogs.Handover;
using MagBot.Dialogs.Storage;
using MagBot.TestSupport.Storage;

namespace MagBot.State.Tests.Contracts;

public abstract class ConversationStoreContract : ContractTests
{
    private IConversationStore Store => Backend.Conversations;

    [ContractFact]
    public async Task Commit_WithRevisedEntries_ChangesThemInPlace()
    {
        var conversation = await Backend.Conversations.StoreAsync(SampleTurns.NewConversation("c1").Say("mijn nieren", "k1"));
        var first = (await Backend.Conversations.ReadLogAsync("c1", 0, 1, None))[0];
        var found = Assert.Single(await Backend.Conversations.FindEntriesAsync("c1", first.Activity.Id!, None)); // stored entries have an id

        await Backend.Conversations.StoreAsync(conversation.Turn(null) with
        {
            Revised = [found with { Activity = new Activity { Type = ActivityTypes.MessageDelete, Id = first.Activity.Id } }],
        });

        var log = await Backend.Conversations.ReadLogAsync("c1", 0, 100, None);
        Assert.Equal((0L, ActivityTypes.MessageDelete, first.Activity.Id), (log[0].Sequence, log[0].Activity.Type, log[0].Activity.Id));
        Assert.DoesNotContain(log, entry => entry.Activity.Text == "mijn nieren");
        Assert.Empty(await Backend.Conversations.FindEntriesAsync("c1", "onbekend", None));
    }

    [ContractFact]
    public async Task Conversation_ThatIsGone_StaysSo()
    {
        var commit = SampleTurns.NewConversation("c1").Say("x");
        await Backend.Conversations.StoreAsync(commit with { Conversation = commit.Conversation with { IsGone = true } });

        Assert.True((await Backend.Conversations.FindAsync("c1", None))?.IsGone);
    }

    [ContractFact]
    public async Task Find_UnknownConversation_ReturnsNull()
    {
        Assert.Null(await Store.FindAsync("nergens", None));
        Assert.Empty(await Store.ReadLogAsync("nergens", 0, 10, None));
        Assert.Null(await Store.FindByKeyAsync("nergens", "sleutel", None));
    }

    [ContractFact]
    public async Task Commit_NewConversation_IsFoundAsStored()
    {
        var commit = SampleTurns.NewConversation("c1").Say("Hoe laat innemen?");
        commit = commit with
        {
            Conversation = commit.Conversation with { Locale = "nl-NL", ServiceUrl = "https://smba.example/emea/", State = """{"flow":{"stap":2}}""" },
        };

        Assert.Equal(CommitOutcome.Committed, await Store.CommitAsync(commit, None));

        Assert.Equal(commit.Conversation, await Store.FindAsync("c1", None));
    }

    [ContractFact]
    public async Task Commit_NewConversationTwice_SecondIsConflict()
    {
        await Store.StoreAsync(SampleTurns.NewConversation("c1").Say("eerste"));

        Assert.Equal(CommitOutcome.Conflict, await Store.CommitAsync(SampleTurns.NewConversation("c1").Say("tweede"), None));

        Assert.Equal(["eerste", "Antwoord op: eerste"], await TextsAsync("c1"));
    }

    [ContractFact]
    public async Task Commit_UnknownConversationAtLaterVersion_IsConflict()
    {
        var later = SampleTurns.NewConversation("c1") with { Version = 4 };

        Assert.Equal(CommitOutcome.Conflict, await Store.CommitAsync(later.Say("te laat"), None));

        Assert.Null(await Store.FindAsync("c1", None));
    }

    [ContractFact]
    public async Task Commit_StaleVersion_IsConflictAndStoresNothing()
    {
        var first = await Store.StoreAsync(SampleTurns.NewConversation("c1").Say("een"));
        var second = await Store.StoreAsync(first.Say("twee"));
        var stale = first.Say("achterhaald", "k") with { Outbox = [new OutboxItem("o1", "connector", "{}")] };

        Assert.Equal(CommitOutcome.Conflict, await Store.CommitAsync(stale, None));

        Assert.Equal(second, await Store.FindAsync("c1", None));
        Assert.Equal(4, (await Store.ReadLogAsync("c1", 0, 100, None)).Count);
        Assert.Null(await Store.FindByKeyAsync("c1", "k", None));
        Assert.Empty(await Backend.Outbox.ReadDueAsync("connector", SampleTurns.Noon, 10, None));
    }

    [ContractFact]
    public async Task Commit_TwoWritersOnOneVersion_ExactlyOneWins()
    {
        var conversation = await Store.StoreAsync(SampleTurns.NewConversation("c1").Say("begin"));
        for (var round = 0; round < 20; round++)
        {
            var before = conversation;
            var attempts = new[] { before.Say("links"), before.Say("rechts") };

            var outcomes = await Task.WhenAll(attempts.Select(attempt => Task.Run(() => Store.CommitAsync(attempt, None))));

            Assert.Single(outcomes, CommitOutcome.Committed);
            Assert.Single(outcomes, CommitOutcome.Conflict);
            conversation = attempts[Array.IndexOf(outcomes, CommitOutcome.Committed)].Conversation;
        }

        Assert.Equal(42, (await TextsAsync("c1")).Count);
    }

    [ContractFact]
    public async Task Commit_TwoWritersCreate_ExactlyOneWins()
    {
        for (var round = 0; round < 20; round++)
        {
            var id = $"nieuw-{round}";

            var outcomes = await Task.WhenAll(
                Task.Run(() => Store.CommitAsync(SampleTurns.NewConversation(id).Say("links"), None)),
                Task.Run(() => Store.CommitAsync(SampleTurns.NewConversation(id).Say("rechts"), None)));

            Assert.Single(outcomes, CommitOutcome.Committed);
            Assert.Single(outcomes, CommitOutcome.Conflict);
        }
    }

    [ContractFact]
    public async Task Commit_TakenKey_IsDuplicateAndStoresNothing()
    {
        var first = await Store.StoreAsync(SampleTurns.NewConversation("c1").Say("een", "client-7"));

        Assert.Equal(CommitOutcome.Duplicate, await Store.CommitAsync(first.Say("nog eens", "client-7"), None));

        Assert.Equal(first, await Store.FindAsync("c1", None));
        Assert.Equal(2, (await TextsAsync("c1")).Count);
        Assert.Equal("c1|0000000", await Store.FindByKeyAsync("c1", "client-7", None));
    }

    [ContractFact]
    public async Task Commit_SameKeyInOtherConversation_IsCommitted()
    {
        await Store.StoreAsync(SampleTurns.NewConversation("c1").Say("een", "client-7"));

        Assert.Equal(CommitOutcome.Committed, await Store.CommitAsync(SampleTurns.NewConversation("c2").Say("een", "client-7"), None));
    }

    [ContractFact]
    public async Task Commit_SameTurnTwiceAtOnce_IsStoredOnce()
    {
        var conversation = await Store.StoreAsync(SampleTurns.NewConversation("c1").Say("begin"));
        var turn = conversation.Say("dubbel verstuurd", "client-8");

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Store.CommitAsync(turn, None))));

        Assert.Single(outcomes, CommitOutcome.Committed);
        Assert.Equal(4, (await TextsAsync("c1")).Count);
    }

    [ContractFact]
    public async Task Commit_WithoutEntries_StoresStateOnly()
    {
        var first = await Store.StoreAsync(SampleTurns.NewConversation("c1").Say("een"));
        var turn = first.Turn(null);

        await Store.StoreAsync(turn with { Conversation = turn.Conversation with { State = """{"a":1}""" } });

        Assert.Equal("""{"a":1}""", (await Store.FindAsync("c1", None))?.State);
        Assert.Equal(2, (await TextsAsync("c1")).Count);
    }

    [ContractFact]
    public async Task Commit_LogWithGap_IsRefused()
    {
        var commit = SampleTurns.NewConversation("c1").Say("een");
        var gap = commit with { Entries = [commit.Entries[0], commit.Entries[1] with { Sequence = 7 }] };

        await Assert.ThrowsAsync<ArgumentException>(() => Store.CommitAsync(gap, None));

        Assert.Null(await Store.FindAsync("c1", None));
    }

    [ContractFact]
    public async Task Commit_OddCharacters_ComeBackUnchanged()
    {
        const string id = "a:1;b|c/d%_'\"\\ ÿ 𝒞 \u202e";
        const string text = "Zoë zei: “ĳsbeer” 🧂👩‍⚕️ é / é \u0000 \r\n\t </script> '; DROP TABLE conversation; --";
        const string key = "sleutel '\"; 🔑";
        var commit = SampleTurns.NewConversation(id).Say(text, key);

        var stored = await Store.StoreAsync(commit with { Conversation = commit.Conversation with { State = """{"zin":"🧂 \u0000 \"x\""}""" } });

        Assert.Equal(stored, await Store.FindAsync(id, None));
        Assert.Equal(text, (await TextsAsync(id))[0]);
        Assert.Equal(commit.Entries[0].Activity.Id, await Store.FindByKeyAsync(id, key, None));
    }

    [ContractFact]
    public async Task Commit_KeyWithNulCharacter_IsKnownAgain()
    {
        var first = await Store.StoreAsync(SampleTurns.NewConversation("c1").Say("een", "k\0x"));

        Assert.NotNull(await Store.FindByKeyAsync("c1", "k\0x", None));
        Assert.Equal(CommitOutcome.Duplicate, await Store.CommitAsync(first.Say("een", "k\0x"), None));
    }

    [ContractFact]
    public async Task Commit_VeryLongKey_IsKnownAgain()
    {
        // Random, so that no compression makes it short again.
        var key = string.Concat(Enumerable.Range(0, 500).Select(_ => Guid.NewGuid().ToString("N")));
        var first = await Store.StoreAsync(SampleTurns.NewConversation("c1").Say("een", key));

        Assert.Equal("c1|0000000", await Store.FindByKeyAsync("c1", key, None));
        Assert.Null(await Store.FindByKeyAsync("c1", key + "x", None));
        Assert.Equal(CommitOutcome.Duplicate, await Store.CommitAsync(first.Say("een", key), None));
    }

    [ContractFact]
    public async Task Commit_KeyForUnknownConversationAtLaterVersion_IsConflict()
    {
        var later = SampleTurns.NewConversation("c1") with { Version = 4 };

        Assert.Equal(CommitOutcome.Conflict, await Store.CommitAsync(later.Say("te laat", "k1"), None));

        Assert.Null(await Store.FindByKeyAsync("c1", "k1", None));
    }

    [ContractFact]
    public async Task Commit_StateOfOneMegabyte_ComesBackUnchanged()
    {
        var state = $$"""{"tekst":"{{string.Concat(Enumerable.Repeat("é", 1_000_000))}}"}""";
        var first = SampleTurns.NewConversation("groot").Say(new string('x', 200_000));

        await Store.StoreAsync(first with { Conversation = first.Conversation with { State = state } });

        Assert.Equal(state, (await Store.FindAsync("groot", None))?.State);
        Assert.Equal(200_000, (await TextsAsync("groot"))[0]?.Length);
    }

    [ContractFact]
    public async Task Commit_Cancelled_StoresNothing()
    {
        var commit = SampleTurns.NewConversation("c1").Say("een");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.CommitAsync(commit, new CancellationToken(canceled: true)));

        Assert.Null(await Store.FindAsync("c1", None));
        await Store.StoreAsync(commit);
    }

    [ContractFact]
    public async Task Read_Cancelled_Throws()
    {
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.FindAsync("c1", cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.ReadLogAsync("c1", 0, 1, cancelled));
    }

    [ContractFact]
    public async Task Commit_ManyConversationsAtOnce_LogsAreDenseAndOrdered()
    {
        const int conversations = 64;
        const int turns = 50;

        await Task.WhenAll(Enumerable.Range(0, conversations).Select(number => Task.Run(async () =>
        {
            var conversation = SampleTurns.NewConversation($"c{number}");
            for (var turn = 0; turn < turns; turn++)
                conversation = await Store.StoreAsync(conversation.Say($"{number}/{turn}", $"k{turn}"));
        })));

        for (var number = 0; number < conversations; number++)
        {
            var log = await Store.ReadLogAsync($"c{number}", 0, int.MaxValue, None);
            Assert.Equal(Enumerable.Range(0, turns * 2).Select(sequence => (long)sequence), log.Select(entry => entry.Sequence));
            Assert.Equal(
                Enumerable.Range(0, turns).Select(turn => string.Create(CultureInfo.InvariantCulture, $"{number}/{turn}")),
                log.Where(entry => entry.Activity.From?.Role == Roles.User).Select(entry => entry.Activity.Text));
            Assert.Equal(turns, (await Store.FindAsync($"c{number}", None))?.Version);
        }
    }

    [ContractFact]
    public async Task ReadLog_FromSequenceWithLimit_ReturnsThatPart()
    {
        var conversation = SampleTurns.NewConversation("c1");
        for (var turn = 0; turn < 5; turn++)
            conversation = await Store.StoreAsync(conversation.Say($"vraag {turn}"));

        var part = await Store.ReadLogAsync("c1", 3, 4, None);

        Assert.Equal([3L, 4L, 5L, 6L], part.Select(entry => entry.Sequence));
        Assert.Empty(await Store.ReadLogAsync("c1", 10, 4, None));
        Assert.Empty(await Store.ReadLogAsync("c1", long.MaxValue, 4, None));
        Assert.Equal(10, (await Store.ReadLogAsync("c1", -5, 40, None)).Count);
    }

    [ContractFact]
    public async Task ReadLog_InternalEntry_KeepsAudienceAndUnknownMembers()
    {
        var commit = SampleTurns.NewConversation("c1").Say("een");
        var odd = ActivityJson.Parse("""{"type":"conversationUpdate","id":"x1","nieuwVeld":{"a":[1,2]}}""") with { Timestamp = SampleTurns.Noon };
        await Store.StoreAsync(commit with { Entries = [commit.Entries[0], new LogEntry(1, odd, Audience.Internal)] });

        var entry = (await Store.ReadLogAsync("c1", 1, 1, None)).Single();

        Assert.Equal(Audience.Internal, entry.Audience);
        Assert.Equal(ActivityJson.Write(odd), ActivityJson.Write(entry.Activity));
    }

    [ContractFact]
    public async Task Erase_ConversationWithEverything_LeavesNothing()
    {
        var first = await Store.StoreAsync(
            (SampleTurns.NewConversation("c1").Say("mijn nieren", "k1") with { Outbox = [new OutboxItem("o1", "connector", "{}")] })
            .WithHandover(
                HandoverRecord.None.Request("A1", "customer", 0, SampleTurns.Noon),
                new HandoverEvent(SampleTurns.Noon, HandoverStatus.Waiting, "customer", null)));
        await Store.StoreAsync(SampleTurns.NewConversation("c2").Say("blijft", "k1"));

        Assert.True(await Store.EraseAsync("c1", None));

        Assert.Null(await Store.FindAsync("c1", None));
        Assert.Empty(await Store.ReadLogAsync("c1", 0, 100, None));
        Assert.Null(await Store.FindByKeyAsync("c1", "k1", None));
        Assert.Empty(await Backend.Handovers.ReadHistoryAsync("c1", None));
        Assert.Empty(await Backend.Handovers.ListAsync([HandoverStatus.Waiting], 10, None));
        Assert.Empty(await Backend.Outbox.ReadDueAsync("connector", SampleTurns.Noon, 10, None));
        Assert.Equal(2, (await TextsAsync("c2")).Count);
        Assert.Equal(CommitOutcome.Conflict, await Store.CommitAsync(first.Say("te laat"), None));
    }

    [ContractFact]
    public async Task Commit_ThatErasesHistory_LeavesOnlyItsOwnEntriesAndKey()
    {
        var first = await Store.StoreAsync(
            (SampleTurns.NewConversation("c1").Say("mijn nieren", "k1") with { Outbox = [new OutboxItem("o1", "connector", "{}")] })
            .WithHandover(
                HandoverRecord.None.Request("A1", "customer", 0, SampleTurns.Noon),
                new HandoverEvent(SampleTurns.Noon, HandoverStatus.Waiting, "customer", null)));

        await Store.StoreAsync(first.Say("ja, wis alles", "k2") with { ErasesHistory = true });

        Assert.DoesNotContain("mijn nieren", await TextsAsync("c1"));
        Assert.Contains("ja, wis alles", await TextsAsync("c1"));
        Assert.Null(await Store.FindByKeyAsync("c1", "k1", None));
        Assert.NotNull(await Store.FindByKeyAsync("c1", "k2", None));
        Assert.Empty(await Backend.Handovers.ReadHistoryAsync("c1", None));
        Assert.Empty(await Backend.Outbox.ReadDueAsync("connector", SampleTurns.Noon, 10, None));
    }

    [ContractFact]
    public async Task EraseExpired_OldAndNewConversations_RemovesOnlyTheOld()
    {
        await Store.StoreAsync(SampleTurns.NewConversation("oud").Say("lang geleden", "k1"));
        var stored = await Store.FindAsync("oud", None);

        Assert.Equal(0, await Store.EraseExpiredAsync(stored!.UpdatedAt, 10, None)); // just stored
        Assert.Equal(1, await Store.EraseExpiredAsync(stored.UpdatedAt.AddMilliseconds(1), 10, None));
        Assert.Null(await Store.FindAsync("oud", None));
        Assert.Empty(await Store.ReadLogAsync("oud", 0, 100, None));
    }

    [ContractFact]
    public async Task EraseHealth_TurnsBeforeTheMoment_RemovesOnlyThoseWithHealth()
    {
        var conversation = await Store.StoreAsync(SampleTurns.NewConversation("c1").Say("hoi"));
        conversation = await Store.StoreAsync(conversation.Say("ik heb een nierziekte", "k1") with { HoldsHealth = true });
        var moment = conversation.UpdatedAt;

        Assert.Equal(0, await Store.EraseHealthAsync(moment.AddDays(-1), 10, None));
        Assert.Equal(2, await Store.EraseHealthAsync(moment.AddDays(1), 10, None));
        Assert.Equal(["hoi", "Antwoord op: hoi"], await TextsAsync("c1"));
        Assert.Equal("{}", (await Store.FindAsync("c1", None))!.State); // stored above
        await Store.StoreAsync((await Store.FindAsync("c1", None))!.Say("nog iets")); // the talk goes on
        Assert.Equal(["hoi", "Antwoord op: hoi", "nog iets", "Antwoord op: nog iets"], await TextsAsync("c1"));
    }

    [ContractFact]
    public async Task Erase_UnknownConversation_ReturnsFalse() => Assert.False(await Store.EraseAsync("nergens", None));

    private async Task<IReadOnlyList<string?>> TextsAsync(string id) =>
        [.. (await Store.ReadLogAsync(id, 0, int.MaxValue, None)).Select(entry => entry.Activity.Text)];
}
