using MagBot.Dialogs.Handover;
using Xunit;

namespace MagBot.Dialogs.Tests;

public sealed class HandoverRecordTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Request_Twice_ChangesNothingTheSecondTime()
    {
        var waiting = HandoverRecord.None.Request("AAA", "customer", 3, Now);

        Assert.Equal(HandoverStatus.Waiting, waiting.Status);
        Assert.Same(waiting, waiting.Request("BBB", "customer", 9, Now.AddMinutes(1)));
    }

    [Fact]
    public void Claim_BySecondAdvisor_IsRefused()
    {
        var waiting = HandoverRecord.None.Request("AAA", "customer", 3, Now);
        var claimed = waiting.Claim("a1", "Anna", "X", 0, Now, out var first);

        var again = claimed.Claim("a2", "Bram", "X", 0, Now, out var second);

        Assert.Null(first);
        Assert.Equal(HandoverRefusal.AlreadyClaimed, second);
        Assert.Equal("a1", again.AdvisorId);
        Assert.False(again.BotMayAnswer);
    }

    [Fact]
    public void Claim_BySameAdvisorAgain_IsHarmless()
    {
        var claimed = HandoverRecord.None.Request("AAA", "customer", 3, Now).Claim("a1", "Anna", "X", 0, Now, out _);

        Assert.Same(claimed, claimed.Claim("a1", "Anna", "X", 0, Now.AddMinutes(1), out var refusal));
        Assert.Null(refusal);
    }

    [Fact]
    public void Claim_NobodyAsked_StartsAtTheGivenPlace()
    {
        var claimed = HandoverRecord.None.Claim("a1", "Anna", "REF", 7, Now, out _);

        Assert.Equal((HandoverStatus.WithAdvisor, "REF", 7L), (claimed.Status, claimed.Reference, claimed.FromSequence));
    }

    [Fact]
    public void Cancel_WhileAnAdvisorHasIt_IsRefused()
    {
        var claimed = HandoverRecord.None.Request("AAA", "customer", 3, Now).Claim("a1", "Anna", "X", 0, Now, out _);

        Assert.Same(claimed, claimed.Cancel(Now, out var refusal));
        Assert.Equal(HandoverRefusal.NotNow, refusal);
    }

    [Fact]
    public void Close_GivesTheConversationBackToTheBot()
    {
        var claimed = HandoverRecord.None.Request("AAA", "customer", 3, Now).Claim("a1", "Anna", "X", 0, Now, out _);

        var closed = claimed.Close(Now, out var refusal);

        Assert.Null(refusal);
        Assert.True(closed.BotMayAnswer);
        Assert.Same(closed, closed.Close(Now, out _));
    }

    [Fact]
    public void RequestContact_WhileAnAdvisorHasIt_ChangesNothing()
    {
        var claimed = HandoverRecord.None.Request("AAA", "customer", 3, Now).Claim("a1", "Anna", "X", 0, Now, out _);

        Assert.Same(claimed, claimed.RequestContact("R", new ContactDetails("Piet", "p@x.example", null, null), 9, Now));
    }

    [Fact]
    public void RequestContact_WhileWaiting_KeepsThePlace()
    {
        var waiting = HandoverRecord.None.Request("AAA", "customer", 3, Now).WithConsent(true);

        var left = waiting.RequestContact("R", new ContactDetails("Piet", "p@x.example", null, null), 9, Now.AddMinutes(9));

        Assert.Equal((HandoverStatus.Waiting, "AAA", Now, TranscriptConsent.Given), (left.Status, left.Reference, left.RequestedAt, left.Consent));
        Assert.Equal(HandoverStatus.ContactRequested, left.Cancel(Now, out _).Status);
    }

    [Fact]
    public void Requeue_KeepsTheMomentOfTheRequestAndFreesTheOwner()
    {
        var claimed = HandoverRecord.None.Request("AAA", "customer", 3, Now).Claim("a1", "Anna", "X", 0, Now.AddMinutes(1), out _);

        var waiting = claimed.Requeue(out var refusal);

        Assert.Null(refusal);
        Assert.Equal((HandoverStatus.Waiting, Now, null), (waiting.Status, waiting.RequestedAt, waiting.AdvisorId));
        Assert.Equal("a2", waiting.Claim("a2", "Bram", "X", 0, Now, out _).AdvisorId);
    }

    [Theory]
    [InlineData(14, true, HandoverStatus.WithAdvisor)]
    [InlineData(14, false, HandoverStatus.Waiting)]
    [InlineData(15, true, HandoverStatus.Closed)]
    public void Reopen_WithinTheTime_GoesToTheSameAdvisorOrToTheFront(int minutes, bool isThere, HandoverStatus expected)
    {
        var closed = HandoverRecord.None.Request("AAA", "customer", 3, Now).Claim("a1", "Anna", "X", 0, Now, out _)
            .Close(Now, out _, HandoverReasons.Resolved, Now.AddMinutes(15));

        var open = closed.Reopen(Now.AddMinutes(minutes), isThere, out _);

        Assert.Equal((expected, "AAA"), (open.Status, open.Reference));
        Assert.Equal(expected is HandoverStatus.Waiting ? null : "a1", open.AdvisorId);
    }

    [Fact]
    public void Block_EndsItAndNeitherRequestNorMessageOpensItAgain()
    {
        var blocked = HandoverRecord.None.Request("AAA", "customer", 3, Now).Claim("a1", "Anna", "X", 0, Now, out _).Block(Now);

        Assert.Equal(HandoverStatus.Closed, blocked.Status);
        Assert.Same(blocked, blocked.Request("BBB", "customer", 9, Now));
        Assert.Same(blocked, blocked.Reopen(Now, true, out var refusal));
        Assert.Equal(HandoverRefusal.NotNow, refusal);
    }

    [Fact]
    public void RandomCommands_NeverLeaveTwoOwnersOrASilentBotWithoutAdvisor()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var record = HandoverRecord.None;
            for (var step = 0; step < 40; step++)
            {
                var advisor = $"a{random.Next(3)}";
                var before = record;
                record = random.Next(11) switch
                {
                    0 => record.Request("R", "customer", step, Now),
                    1 => record.Claim(advisor, advisor, "R", step, Now, out _),
                    2 => record.Cancel(Now, out _),
                    3 => record.Close(Now, out _),
                    4 => record.RequestContact("R", new ContactDetails("n", null, "0612345678", null), step, Now),
                    5 => record.Requeue(out _),
                    6 => record.Reopen(Now, random.Next(2) == 0, out _),
                    7 => record.Close(Now, out _, HandoverReasons.Resolved, Now.AddMinutes(15)),
                    8 => record.CustomerSpoke(Now).AdvisorSpoke(Now),
                    9 => record.Apologise(Now).TellPlace(random.Next(4), Now),
                    _ => record.WithConsent(random.Next(2) == 0),
                };

                Assert.True(record.BotMayAnswer || record.AdvisorId is not null, $"seed {seed} step {step}");
                if (before.Status is HandoverStatus.WithAdvisor && record.Status is HandoverStatus.WithAdvisor)
                    Assert.Equal(before.AdvisorId, record.AdvisorId);
            }
        }
    }
}
