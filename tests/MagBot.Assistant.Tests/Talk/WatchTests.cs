using MagBot.Dialogs.Conversations;
using MagBot.Dialogs.Handover;
using MagBot.TestSupport;
using Xunit;

namespace MagBot.Assistant.Tests.Talk;

/// <summary>While an advisor has the conversation triage keeps reading: the customer gets the emergency line, the advisor a note.</summary>
public sealed class WatchTests
{
    private readonly TestConversation _talk = new(new AssistantBot(() => ProjectKnowledge.Snapshot, new Present()), new ManualTimeProvider(ManualTimeProvider.OpenMoment));

    [Theory]
    [InlineData("ik krijg geen lucht meer", "112")]
    [InlineData("ik wil niet meer leven", "113")]
    [InlineData("mijn zoontje van 2 heeft de pot leeggegeten", "Antigifcentrum")]
    public async Task Alarm_WithAnAdvisor_CustomerGetsTheLineAndTheAdvisorANote(string said, string line)
    {
        await WithAdvisorAsync();

        await _talk.SendAsync(said);

        var entries = await NewestAsync();
        Assert.Contains(entries, entry => entry.Audience is Audience.Everyone && entry.Activity.Text!.Contains(line, StringComparison.Ordinal) && entry.Activity.From?.Role != "user");
        var note = Assert.Single(entries, entry => entry.Audience is Audience.Internal && IsNote(entry));
        Assert.StartsWith("Noodsignaal", note.Activity.Text, StringComparison.Ordinal);
        Assert.True(AssistantTalk.Data(note.Activity)!.Urgent); // a note carries data
    }

    [Theory]
    [InlineData("ik heb trouwens een nierziekte", "Nieren", "Noem geen hoeveelheid")]
    [InlineData("ik slik doxycycline", "Medicijnen", "Noem geen hoeveelheid")]
    [InlineData("waarom is magnesium bij nierziekte een risico?", "Nieren", "Dit hoort erbij")]
    public async Task Caution_WithAnAdvisor_TellsTheAdvisorAlone(string said, string kind, string advice)
    {
        await WithAdvisorAsync();

        await _talk.SendAsync(said);

        var entries = await NewestAsync();
        var note = Assert.Single(entries, IsNote);
        Assert.Equal(Audience.Internal, note.Audience);
        Assert.Contains(kind, note.Activity.Text, StringComparison.Ordinal);
        Assert.Contains(advice, note.Activity.Text, StringComparison.Ordinal);
        Assert.Single(_talk.Replies); // the note alone: the customer hears nothing
    }

    [Fact]
    public async Task Caution_SameKindAgain_IsToldOnce()
    {
        await WithAdvisorAsync();
        await _talk.SendAsync("ik heb een nierziekte");

        await _talk.SendAsync("mijn nieren werken nog voor 30%");

        Assert.Single(await NewestAsync(), IsNote);
    }

    [Fact]
    public async Task Alarm_EachTime_IsToldAgain()
    {
        await WithAdvisorAsync();
        await _talk.SendAsync("ik krijg geen lucht meer");

        await _talk.SendAsync("ik krijg echt geen lucht");

        Assert.Equal(2, (await NewestAsync()).Count(IsNote));
    }

    [Fact]
    public async Task Caution_WithoutAdvisor_LeavesNoNote()
    {
        await _talk.JoinAsync("user1");

        await _talk.SendAsync("ik heb een nierziekte");

        Assert.DoesNotContain(await NewestAsync(), IsNote);
    }

    private static bool IsNote(LogEntry entry) => AssistantTalk.Data(entry.Activity) is { Author: "note" };

    private async Task<IReadOnlyList<LogEntry>> NewestAsync() => await _talk.Store.ReadLogAsync(_talk.Id, 0, 100, CancellationToken.None);

    private async Task WithAdvisorAsync()
    {
        await _talk.JoinAsync("user1");
        await _talk.Runner.ActAsync(
            _talk.Id,
            (turn, cancellationToken) =>
            {
                turn.Apply(turn.Handover.Request("R", "customer", 0, turn.Now).Claim("a1", "Anna", "R", 0, turn.Now, out HandoverRefusal? _), "advisor:a1");
                return Task.CompletedTask;
            },
            CancellationToken.None);
    }

    private sealed class Present : IAdvisorPresence
    {
        public bool AnyoneThere => true;
    }
}
