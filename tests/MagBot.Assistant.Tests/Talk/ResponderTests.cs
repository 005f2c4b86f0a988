using MagBot.Dialogs.Handover;
using MagBot.TestSupport;
using Xunit;

namespace MagBot.Assistant.Tests.Talk;

public sealed class ResponderTests
{
    private const string Unknown = "hoeveel kost een fiets";

    [Fact]
    public async Task Decline_SecondTime_SaysAnotherText()
    {
        var talk = NewTalk();

        await talk.SendAsync("wie wint het songfestival");
        var first = talk.AllText();
        await talk.SendAsync("en wie won de ronde van frankrijk in 1987");

        Assert.NotEqual(first, talk.AllText());
    }

    [Fact]
    public async Task Decline_OffersAnAdvisor()
    {
        var talk = await NewTalk().SendAsync(Unknown);

        Assert.Contains(Text("advisor-button"), Buttons(talk));
    }

    [Fact]
    public async Task Button_WithTheQuestionOfAnAnswer_GivesThatAnswer()
    {
        var answer = ProjectKnowledge.Current.Answers.First(item => item.Button is not null && !item.Dose);

        var talk = await NewTalk().SendAsync(answer.ButtonText);

        Assert.Contains(answer.ShortText, talk.AllText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MoreExplanation_AfterAnAnswer_SaysItsBody()
    {
        var answer = ProjectKnowledge.Current.FindAnswer("bad-temperatuur")!; // part of the project's knowledge
        var talk = await NewTalk().SendAsync(answer.Question);

        Assert.Contains(Text("more-explanation"), Buttons(talk));
        await talk.SendAsync(Text("more-explanation"));

        Assert.Contains(answer.Body, talk.AllText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_OffersRelatedQuestions()
    {
        var answer = ProjectKnowledge.Current.FindAnswer("bad-temperatuur")!; // part of the project's knowledge

        var talk = await NewTalk().SendAsync(answer.Question);

        Assert.Contains(Buttons(talk), button => ProjectKnowledge.Current.GetRelated(answer).Any(related => related.ButtonText == button));
    }

    [Fact]
    public async Task OwnCase_AnswerWithADose_IsNotGiven()
    {
        var talk = await NewTalk().SendAsync("ik heb een nierziekte, hoeveel mg magnesium neem ik om te slapen");

        Assert.DoesNotContain(ProjectKnowledge.Current.Answers.Where(answer => answer.Dose), answer => talk.AllText().Contains(answer.ShortText, StringComparison.Ordinal));
        Assert.DoesNotMatch(@"\d+ ?mg", talk.AllText());
    }

    [Fact]
    public async Task Erase_Confirmed_ErasesTheHistory()
    {
        var talk = await NewTalk().SendAsync("wis mijn gegevens");
        Assert.Contains(Text("privacy-delete-confirm"), talk.AllText(), StringComparison.Ordinal);

        await talk.SendAsync(Text("privacy-delete-yes"));

        Assert.Contains(Text("privacy-deleted"), talk.AllText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Erase_Refused_KeepsTheHistory()
    {
        var talk = await NewTalk().SendAsync("wis mijn gegevens");

        await talk.SendAsync(Text("privacy-delete-no"));

        Assert.Contains(Text("privacy-delete-kept"), talk.AllText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handover_Open_QueuesAndAsksConsentOnce()
    {
        var talk = await NewTalk(isAnyoneThere: true).SendAsync("medewerker");
        Assert.Equal(HandoverStatus.Waiting, (await talk.StoredAsync()).Handover.Status);
        Assert.Equal(TranscriptConsent.NotAnswered, (await talk.StoredAsync()).Handover.Consent);

        await talk.SendAsync(Text("handoff-consent-yes"));

        Assert.Equal(TranscriptConsent.Given, (await talk.StoredAsync()).Handover.Consent);
        Assert.Contains(Text("handoff-consent-given"), talk.AllText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ContactRequest_OutsideHours_TakesNameAndAddress()
    {
        var talk = await NewTalk(time: Closed()).SendAsync("medewerker");
        Assert.Contains(Text("contact-name"), talk.AllText(), StringComparison.Ordinal);

        await talk.SendAsync("Jan");
        Assert.Contains(Text("contact-address"), talk.AllText(), StringComparison.Ordinal);
        await talk.SendAsync("geen adres");
        Assert.Contains(Text("contact-address-retry"), talk.AllText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ik heb een nierziekte, mag ik dan magnesium nemen")]
    [InlineData("ik ben zwanger, mag ik dan magnesium nemen")]
    [InlineData("ik slik metformine, kan dat samen met magnesium")]
    public async Task ContactRequest_AfterAQuestionOnHealth_ProposesThatQuestionForFourHours(string question)
    {
        var time = Closed();
        var soon = await NewTalk(time: time).SendAsync(question);
        time.Advance(TimeSpan.FromHours(3.9));
        foreach (var said in new[] { "medewerker", "Jan", "jan@voorbeeld.example" })
            await soon.SendAsync(said);
        Assert.Contains(question, soon.AllText(), StringComparison.Ordinal);
        foreach (var said in new[] { Text("contact-question-yes"), Text("contact-summary-yes") })
            await soon.SendAsync(said);
        Assert.Equal(question, (await soon.StoredAsync()).Handover.Contact?.Question);

        var late = await NewTalk(time: time).SendAsync(question);
        time.Advance(TimeSpan.FromHours(4.1));
        foreach (var said in new[] { "medewerker", "Jan", "jan@voorbeeld.example" })
            await late.SendAsync(said);
        Assert.Contains(Text("contact-question-ask"), late.AllText(), StringComparison.Ordinal);
        Assert.DoesNotContain(question, late.AllText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ContactRequest_StopWord_KeepsNothing()
    {
        var talk = await NewTalk(time: Closed()).SendAsync("medewerker");
        await talk.SendAsync("Jan");

        await talk.SendAsync("stop");

        Assert.Null((await talk.StoredAsync()).Handover.Contact);
        await talk.SendAsync("hallo");
        Assert.DoesNotContain(Text("contact-address-retry"), talk.AllText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Safety_DuringADialog_ComesFirst()
    {
        var talk = await NewTalk(time: Closed()).SendAsync("medewerker");

        await talk.SendAsync("ik krijg geen lucht meer");

        Assert.Contains("112", talk.AllText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mag ik magnesium als ik zwanger ben", "en bij borstvoeding?", "borstvoeding")]
    [InlineData("hoeveel epsomzout doe ik in bad", "en hoe lang?", "bad-duur")]
    [InlineData("hoeveel tijd moet er zitten tussen magnesium en antibiotica", "waarom?", "antibiotica-waarom")]
    [InlineData("hoeveel magnesium zit er in amandelen", "en in pompoenpitten?", "eten-pompoenpitten")]
    [InlineData("kan magnesium samen met melatonine", "tot hoe laat kan ik koffie drinken", "slaap-cafeine")]
    public async Task FollowUp_LeansOnTheAnswerBefore(string first, string next, string id)
    {
        var talk = await NewTalk().SendAsync(first);

        await talk.SendAsync(next);

        Assert.Contains(ProjectKnowledge.Current.FindAnswer(id)!.ShortText, talk.AllText(), StringComparison.Ordinal); // part of the project's knowledge
    }

    [Fact]
    public async Task FollowUp_WhyWithoutAnAnswerOfItsOwn_SaysTheExplanation()
    {
        var answer = ProjectKnowledge.Current.FindAnswer("bad-temperatuur")!; // part of the project's knowledge
        var talk = await NewTalk().SendAsync(answer.Question);

        await talk.SendAsync("waarom?");

        Assert.Contains(answer.Body, talk.AllText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FollowUp_AfterAnOwnCase_NamesNoDose()
    {
        var talk = await NewTalk().SendAsync("ben zwanger mag dat");

        await talk.SendAsync("en welke dosis dan voor de slaap?");

        Assert.DoesNotMatch(@"\d mg", talk.AllText());
    }

    [Fact]
    public async Task FollowUp_AfterAnotherSubject_DoesNotLeanOnTheOldOne()
    {
        var talk = await NewTalk().SendAsync("hoeveel epsomzout doe ik in bad");
        await talk.SendAsync("wie wint het songfestival");

        await talk.SendAsync("waarom?");

        Assert.DoesNotContain("Epsomzout", talk.AllText(), StringComparison.OrdinalIgnoreCase);
    }

    private static TestConversation NewTalk(bool isAnyoneThere = false, TimeProvider? time = null) =>
        new(new AssistantBot(() => ProjectKnowledge.Snapshot, new Presence(isAnyoneThere)), time);

    // Nobody is there and the shop is closed.
    private static ManualTimeProvider Closed() => new(ManualTimeProvider.ClosedMoment);

    private static string Text(string key) => ProjectKnowledge.Current.Texts.GetInTurn(key, 1, ProjectKnowledge.Current.Shop.Placeholders());

    private static List<string?> Buttons(TestConversation talk) =>
        [.. talk.Replies.SelectMany(reply => reply.SuggestedActions?.Actions ?? []).Select(action => action.Title)];

    private sealed class Presence(bool isAnyoneThere) : IAdvisorPresence
    {
        public bool AnyoneThere => isAnyoneThere;
    }
}
