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
                record = random.Next(6) switch
                {
                    0 => record.Request("R", "customer", step, Now),
                    1 => record.Claim(advisor, advisor, "R", step, Now, out _),
                    2 => record.Cancel(Now, out _),
                    3 => record.Close(Now, out _),
                    4 => record.RequestContact("R", new ContactDetails("n", null, "0612345678", null), step, Now),
                    _ => record.WithConsent(random.Next(2) == 0),
                };

                Assert.True(record.BotMayAnswer || record.AdvisorId is not null, $"seed {seed} step {step}");
                if (before.Status is HandoverStatus.WithAdvisor && record.Status is HandoverStatus.WithAdvisor)
                    Assert.Equal(before.AdvisorId, record.AdvisorId);
            }
        }
    }
}
