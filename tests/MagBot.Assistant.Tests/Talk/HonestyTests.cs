using MagBot.Dialogs.Handover;
using MagBot.TestSupport;
using Xunit;
using static MagBot.Assistant.Tests.Talk.Conversations;

namespace MagBot.Assistant.Tests.Talk;

/// <summary>The bot says what it is, knows when to get a person, and asks no consent it does not record.</summary>
public sealed class HonestyTests
{
    [Fact]
    public async Task Greeting_SaysThatItIsADigitalAssistantAndOffersAPersonAndHelp()
    {
        var talk = await NewTalk().JoinAsync("bot", "user1");

        Assert.Contains("digitale assistent", talk.AllText(), StringComparison.Ordinal);
        Assert.Contains(Text("advisor-button"), Buttons(talk));
        Assert.Contains(Text("guide-menu-button"), Buttons(talk));
    }

    [Fact]
    public async Task LongTalk_SaysAgainThatItIsADigitalAssistant()
    {
        var every = int.Parse(Text("ai-reminder-every"), System.Globalization.CultureInfo.InvariantCulture);
        var talk = NewTalk();

        for (var turn = 1; turn <= every; turn++)
        {
            await talk.SendAsync(turn % 2 == 0 ? "hallo" : "dank je wel");
            Assert.Equal(turn == every, talk.AllText().Contains(Text("ai-reminder"), StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("hallo")]
    [InlineData("Hoe warm moet het badwater zijn?")]
    [InlineData("wie wint het songfestival")]
    [InlineData("welke gegevens bewaren jullie")]
    [InlineData("mag magnesium bij een nierziekte")]
    [InlineData("Reken mijn etiket uit")]
    [InlineData("wis mijn gegevens")]
    [InlineData("xqzt")]
    public async Task EveryTurn_HasAPersonOnePressAway(string said)
    {
        var talk = await NewTalk().SendAsync(said);

        Assert.Contains(Text("advisor-button"), Buttons(talk));
    }

    [Fact]
    public async Task Alarm_OffersNothingBesidesTheNumbers()
    {
        var talk = await NewTalk().SendAsync("ik krijg geen lucht meer");

        Assert.Empty(Buttons(talk));
    }

    [Fact]
    public async Task Person_AfterAnUnansweredQuestion_YesAsksForOne()
    {
        var talk = await NewTalk(isAnyoneThere: true).SendAsync("wie wint het songfestival").Send("ja graag");

        Assert.Equal(HandoverStatus.Waiting, (await talk.StoredAsync()).Handover.Status);
    }

    [Theory]
    [InlineData("praat ik met een mens?")]
    [InlineData("ben je een mens of een robot")]
    [InlineData("zit er iemand achter de knoppen")]
    [InlineData("is dit een computer?")]
    [InlineData("bist jij echt of ai")]
    [InlineData("spreek ik hier met een echt persoon")]
    [InlineData("ben jij chatgpt")]
    [InlineData("met wie chat ik eigenlijk")]
    [InlineData("typ jij dit zelf of gaat dit automatisch")]
    [InlineData("ben je een bot")]
    [InlineData("hoe heet je en ben je echt")]
    [InlineData("ben jij een echt iemand?")]
    [InlineData("ben je echt iemand of een robot")]
    [InlineData("zit daar een echt persoon")]
    public async Task Asked_WhetherItIsAPerson_SaysThatItIsADigitalAssistant(string said)
    {
        var talk = await NewTalk().SendAsync(said);

        Assert.Contains("digitale assistent", talk.AllText(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("I can't breathe, please help", "112")]
    [InlineData("my son swallowed the whole bottle of pills", "112")]
    [InlineData("i just want to end it", "113")]
    [InlineData("life is too much, I want to die", "113")]
    [InlineData("she took all the tablets", "112")]
    [InlineData("je ne veux plus vivre", "113")]
    [InlineData("mon bébé a avalé des comprimés", "112")]
    [InlineData("j'ai mal à la poitrine et je n'arrive plus à respirer", "112")]
    [InlineData("ich will nicht mehr leben", "113")]
    [InlineData("mein Kind hat Tabletten verschluckt", "112")]
    [InlineData("ich bekomme keine Luft mehr", "112")]
    public async Task Emergency_InAnotherLanguage_GetsTheNumber(string said, string number)
    {
        var talk = await NewTalk().SendAsync(said);

        Assert.Equal(Decisions.Safety, Decision(talk.Replies.First()));
        Assert.Contains(number, talk.AllText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dat vroeg ik niet")]
    [InlineData("je begrijpt me niet")]
    [InlineData("dit heeft geen zin, je snapt er niks van")]
    public async Task Frustration_LeadsToAPerson(string said)
    {
        var talk = await NewTalk(isAnyoneThere: true).SendAsync(said);

        Assert.Equal(HandoverStatus.Waiting, (await talk.StoredAsync()).Handover.Status);
    }

    [Fact]
    public async Task Repetition_OffersAPersonInsteadOfTheSameAnswer()
    {
        const string Question = "hoe heet moet het water van mijn bad zijn";
        var talk = await NewTalk().SendAsync(Question);
        var first = talk.AllText();

        await talk.SendAsync(Question);

        Assert.NotEqual(first, talk.AllText());
        Assert.Contains(Text("repeated-question"), talk.AllText(), StringComparison.Ordinal);
        Assert.Contains(Text("advisor-button"), Buttons(talk));
    }

    [Theory]
    [InlineData("Parlez-vous français ?", "néerlandais")]
    [InlineData("Combien de magnésium par jour ?", "néerlandais")]
    [InlineData("Sprechen Sie Deutsch?", "Niederländisch")]
    [InlineData("Wann soll ich Magnesium nehmen?", "Niederländisch")]
    [InlineData("How much should I take?", "Dutch")]
    [InlineData("When should I take magnesium?", "Dutch")]
    public async Task OtherLanguage_IsAnsweredShortlyInThatLanguageWithAPerson(string said, string expected)
    {
        var talk = await NewTalk().SendAsync(said);

        Assert.Contains(expected, talk.AllText(), StringComparison.Ordinal);
        Assert.Contains("medewerker", talk.AllText(), StringComparison.Ordinal);
        Assert.Contains(Text("advisor-button"), Buttons(talk));
    }

    [Theory]
    [InlineData("handoff-consent-yes", TranscriptConsent.Given, "handoff-consent-given")]
    [InlineData("handoff-consent-no", TranscriptConsent.Refused, "handoff-consent-declined")]
    public async Task Consent_AnsweredAfterTheAdvisorCame_IsRecordedAndConfirmed(string button, TranscriptConsent consent, string reply)
    {
        var talk = await NewTalk(isAnyoneThere: true).SendAsync("ik wil een medewerker spreken");
        await ClaimAsync(talk);

        await talk.SendAsync(Text(button));

        Assert.Equal(consent, (await talk.StoredAsync()).Handover.Consent);
        Assert.Contains(Text(reply), talk.AllText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Consent_PlainYesToTheAdvisor_IsNotTakenForConsent()
    {
        var talk = await NewTalk(isAnyoneThere: true).SendAsync("ik wil een medewerker spreken");
        await ClaimAsync(talk);

        await talk.SendAsync("ja");

        Assert.Equal(TranscriptConsent.NotAnswered, (await talk.StoredAsync()).Handover.Consent);
        Assert.Empty(talk.Replies);
    }

    [Fact]
    public async Task Erase_WhileAnAdvisorHasTheConversation_ErasesAndEndsTheHandover()
    {
        var talk = await NewTalk(isAnyoneThere: true).SendAsync("ik wil een medewerker spreken");
        await ClaimAsync(talk);

        await talk.SendAsync("wis mijn gegevens");
        Assert.Contains(Text("privacy-delete-confirm"), talk.AllText(), StringComparison.Ordinal);
        await talk.SendAsync(Text("privacy-delete-yes"));

        Assert.Equal(HandoverStatus.None, (await talk.StoredAsync()).Handover.Status);
        Assert.Contains(Text("privacy-deleted"), talk.AllText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Erase_InTheMiddleOfAGuide_ForgetsTheGuideToo()
    {
        var talk = await NewTalk().SendAsync("er staat 1400 mg bisglycinaat op mijn pot").Send("wis mijn gegevens").Send(Text("privacy-delete-yes"));

        Assert.DoesNotContain("1400", (await talk.StoredAsync()).State, StringComparison.Ordinal);
    }

    private static Task<Dialogs.Turns.TurnResult> ClaimAsync(TestConversation talk) => talk.Runner.ActAsync(
        talk.Id,
        (turn, stop) =>
        {
            turn.Apply(turn.Handover.Claim("a1", "Anna", "REF", turn.FirstSequence, turn.Now, out _), "advisor:a1");
            return Task.CompletedTask;
        },
        CancellationToken.None);
}
