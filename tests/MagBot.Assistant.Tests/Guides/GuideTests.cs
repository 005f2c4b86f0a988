using System.Text;
using MagBot.Assistant.Guides;
using MagBot.Dialogs.Handover;
using MagBot.TestSupport;
using Xunit;
using static MagBot.Assistant.Tests.Talk.Conversations;

namespace MagBot.Assistant.Tests.Guides;

/// <summary>The guided dialogs, played as conversations.</summary>
public sealed class GuideTests
{
    /// <summary>Each guide with answers that lead through it, to the summary.</summary>
    public static TheoryData<string, string[]> Played => new()
    {
        { "etiket", ["bisglycinaat", "1400 mg", "de hele stof", "2 per dag"] },
        { "avond", ["23u", "ja hoor", "nee dank je"] },
        { "vormen", ["poeder", "ja, liefst mild", "prijs maakt niet uit"] },
        { "voeding", ["2 boterhammen en een banaan", "klaar", "allebei"] },
        { "signalen", ["moe en hoofdpijn", "korter dan drie weken"] },
        { "advies", ["een retour", "mijn pot is kapot aangekomen", "liever niet"] },
    };

    [Theory]
    [MemberData(nameof(Played))]
    public async Task Guide_ByButtonToTheEnd_SumsUpAndFinishes(string guide, string[] answers)
    {
        var talk = await NewTalk(isAnyoneThere: true).SendAsync(Text($"guide-{guide}-button"));
        Assert.Contains(Text($"guide-{guide}-intro"), talk.AllText(), StringComparison.Ordinal);

        foreach (var answer in answers)
        {
            Assert.DoesNotContain("lopt dit?", talk.AllText(), StringComparison.Ordinal);
            await talk.SendAsync(answer);
        }

        Assert.Contains("lopt dit?", talk.AllText(), StringComparison.Ordinal);
        Assert.Contains(Text("guide-summary-yes"), Buttons(talk));
        await talk.SendAsync("ja, klopt");
        Assert.DoesNotContain("\"dialogs\"", (await talk.StoredAsync()).State, StringComparison.Ordinal);
        Assert.DoesNotContain("{", talk.AllText(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Played))]
    public async Task Guide_QuestionAtEveryStep_IsAnsweredAndTheQuestionComesBack(string guide, string[] answers)
    {
        var answer = ProjectKnowledge.Current.FindAnswer("bad-temperatuur")!; // part of the project's knowledge
        var talk = await NewTalk().SendAsync(Text($"guide-{guide}-button"));

        foreach (var said in answers)
        {
            var asked = talk.Replies.Last().Text;
            if (asked == Text("guide-advies-question"))
            {
                await talk.SendAsync(said); // there a question is the answer
                continue;
            }

            await talk.SendAsync(answer.Question);
            Assert.Contains(answer.ShortText, talk.AllText(), StringComparison.Ordinal);
            Assert.Equal(asked, talk.Replies.Last().Text);
            await talk.SendAsync(said);
        }

        Assert.Contains("lopt dit?", talk.AllText(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Played))]
    public async Task Guide_NonsenseAtEveryStep_AsksAgainThenGivesUp(string guide, string[] answers)
    {
        for (var step = 0; step <= answers.Length; step++)
        {
            var talk = await NewTalk().SendAsync(Text($"guide-{guide}-button"));
            foreach (var answer in answers.Take(step))
                await talk.SendAsync(answer);
            if (guide == "advies" && step == 1)
                continue; // any words are a question there

            foreach (var nonsense in new[] { "xqzt brrp", "lorem", "qqq" })
                await talk.SendAsync(nonsense);

            Assert.Contains(Text("dialog-gave-up"), talk.AllText(), StringComparison.Ordinal);
            Assert.Contains(Text("advisor-button"), Buttons(talk));
        }
    }

    [Theory]
    [MemberData(nameof(Played))]
    public async Task Guide_StopAtEveryStep_Ends(string guide, string[] answers)
    {
        for (var step = 0; step <= answers.Length; step++)
        {
            var talk = await NewTalk().SendAsync(Text($"guide-{guide}-button"));
            foreach (var answer in answers.Take(step))
                await talk.SendAsync(answer);

            await talk.SendAsync("stop maar");

            Assert.Contains(Text("dialog-stopped"), talk.AllText(), StringComparison.Ordinal);
            Assert.DoesNotContain("\"dialogs\"", (await talk.StoredAsync()).State, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Played))]
    public async Task Guide_AlarmAtEveryStep_SetsItAsideAndOffersToGoOnAfterwards(string guide, string[] answers)
    {
        for (var step = 0; step <= answers.Length; step++)
        {
            var talk = await NewTalk().SendAsync(Text($"guide-{guide}-button"));
            foreach (var answer in answers.Take(step))
                await talk.SendAsync(answer);
            var asked = talk.Replies.Last().Text;

            await talk.SendAsync("ik krijg geen lucht meer");
            Assert.Contains("112", talk.AllText(), StringComparison.Ordinal);
            Assert.DoesNotContain(Text("dialog-aside-offer"), talk.AllText(), StringComparison.Ordinal);

            await talk.SendAsync("dank je wel");
            Assert.Contains(Text("dialog-aside-offer"), talk.AllText(), StringComparison.Ordinal);
            await talk.SendAsync(Text("dialog-aside-yes"));
            Assert.Equal(asked, talk.Replies.Last().Text);
        }
    }

    [Theory]
    [MemberData(nameof(Played))]
    public async Task Guide_BackAtEveryStep_AsksTheQuestionBefore(string guide, string[] answers)
    {
        var talk = await NewTalk().SendAsync(Text($"guide-{guide}-button"));
        var asked = new List<string?> { talk.Replies.Last().Text };
        foreach (var answer in answers)
        {
            await talk.SendAsync(answer);
            asked.Add(talk.Replies.Last().Text);
        }

        await talk.SendAsync("terug");

        Assert.Equal(asked[^2], talk.Replies.Last().Text);
        await talk.SendAsync("opnieuw");
        Assert.Equal(asked[0], talk.Replies.Last().Text);
    }

    [Theory]
    [MemberData(nameof(Played))]
    public async Task Guide_NotRight_LetsTheCustomerChange(string guide, string[] answers)
    {
        var talk = await NewTalk().SendAsync(Text($"guide-{guide}-button"));
        foreach (var answer in answers)
            await talk.SendAsync(answer);

        await talk.SendAsync("nee, dat klopt niet");
        Assert.Contains(Text("guide-change"), talk.AllText(), StringComparison.Ordinal);
        await talk.SendAsync(Buttons(talk)[0]!); // the labels are buttons
        await talk.SendAsync(answers[0]);
        for (var i = 1; i < answers.Length && !talk.AllText().Contains("lopt dit?", StringComparison.Ordinal); i++)
            await talk.SendAsync(answers[i]);

        Assert.Contains("lopt dit?", talk.AllText(), StringComparison.Ordinal);
    }

    /// <summary>A guide, the answers before a correction, the correction, the answers after it, and what the summary then holds and no longer holds.</summary>
    public static TheoryData<string, string[], string, string[], string, string> Corrected => new()
    {
        { "etiket", ["bisglycinaat"], "nee, citraat", ["1000 mg", "de hele stof", "1 per dag"], "citraat", "bisglycinaat" },
        { "etiket", ["citraat", "1400 mg"], "ik bedoelde 1600 mg", ["de hele stof", "1 per dag"], "1600", "1400" },
        { "etiket", ["bisglycinaat", "1400 mg", "de hele stof", "2 per dag"], "nee, 3 per dag", [], "3 keer per dag", "2 keer" },
        { "etiket", ["bisglycinaat", "1400 mg", "de hele stof", "2 per dag"], "niet bisglycinaat maar citraat", [], "citraat", "bisglycinaat" },
        { "etiket", ["bisglycinaat", "1400 mg", "de hele stof", "2 per dag", "nee, aanpassen"], "3 per dag", [], "3 keer per dag", "2 keer" },
        { "avond", ["23u", "ja hoor", "nee dank je"], "ik bedoelde 22.30", [], "22:30", "23:00" },
        { "avond", ["23u"], "nee, 22u", ["ja hoor", "nee dank je"], "22:00", "23:00" },
        { "avond", ["23u"], "oeps, 22u bedoel ik", ["ja hoor", "nee dank je"], "Bad: ja", "23:00" },
        { "avond", ["23u", "nee", "nee dank je"], "sorry, toch met bad", [], "ja, met bad", "zonder bad" },
        { "voeding", ["2 boterhammen en een banaan"], "nee, 3 boterhammen", ["klaar", "allebei"], "3 × ", "5 × " },
        { "voeding", ["2 boterhammen en een banaan", "klaar", "allebei"], "nee, ik bedoelde 3 boterhammen", [], "3 × ", "2 × " },
        { "voeding", ["een banaan"], "ik bedoelde 4 boterhammen", ["klaar", "allebei"], "4 × ", "anaan" },
        { "voeding", ["2 boterhammen"], "nee, ook een banaan", ["klaar", "allebei"], "2 × ", "3 × " },
        { "vormen", ["poeder"], "nee, toch tabletten", ["maakt niet uit", "prijs maakt niet uit"], "tablet", "poeder" },
        { "vormen", ["tablet of capsule", "maakt niet uit"], "ik bedoelde een drankje", ["prijs maakt niet uit"], "vloeibaar", "tablet" },
        { "signalen", ["moe en hoofdpijn"], "nee, ik bedoelde kramp", ["korter dan drie weken"], "kramp", "hoofdpijn" },
        { "signalen", ["moe en hoofdpijn", "korter dan drie weken"], "nee, langer dan drie weken", [], "langer dan drie weken", "korter" },
        { "advies", ["een retour", "mijn pot is kapot aangekomen"], "nee, ik bedoelde dat de deksel los zat", ["liever niet"], "deksel los zat", "mijn pot" },
        { "advies", ["een retour"], "nee, ik bedoelde dat de deksel los zat", ["liever niet"], "“dat de deksel los zat”", "bedoelde" },
        { "advies", ["een retour"], "nee, ik bedoelde een bestelling", ["mijn pot is weg", "liever niet"], "mijn pot is weg", "retour" },
    };

    [Theory]
    [MemberData(nameof(Corrected))]
    public async Task Guide_Corrected_SumsUpTheCorrection(string guide, string[] before, string correction, string[] after, string expected, string gone)
    {
        var talk = await NewTalk().SendAsync(Text($"guide-{guide}-button"));
        foreach (var answer in before)
            await talk.SendAsync(answer);

        await talk.SendAsync(correction);
        foreach (var answer in after)
            await talk.SendAsync(answer);

        Assert.Contains("lopt dit?", talk.AllText(), StringComparison.Ordinal);
        Assert.Contains(expected, talk.AllText(), StringComparison.Ordinal);
        Assert.DoesNotContain(gone, talk.AllText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("avond", "23u", "nee, 22u")]
    [InlineData("vormen", "poeder", "nee, toch tabletten")]
    [InlineData("voeding", "2 boterhammen", "sorry, 3 boterhammen")]
    [InlineData("signalen", "moe", "ik bedoelde kramp")]
    [InlineData("advies", "een retour", "nee, een bestelling")]
    public async Task Guide_CorrectedEarlierAnswer_RepeatsTheQuestion(string guide, string answer, string correction)
    {
        var talk = await NewTalk().SendAsync(Text($"guide-{guide}-button")).Send(answer);
        var asked = talk.Replies.Last().Text!; // it asks the next thing

        await talk.SendAsync(correction);

        Assert.Equal(asked.Replace("2 ×", "3 ×", StringComparison.Ordinal), talk.Replies.Last().Text);
    }

    [Theory]
    [InlineData("nee, liever niet")]
    [InlineData("nee hoor, zonder bad")]
    [InlineData("sorry, nee")]
    public async Task Guide_NoAsAnAnswer_IsNoCorrection(string no)
    {
        var talk = await NewTalk().SendAsync(Text("guide-avond-button")).Send("23u").Send(no).Send("nee");

        Assert.Contains("23:00", talk.AllText(), StringComparison.Ordinal);
        Assert.Contains("zonder bad", talk.AllText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Label_FreeText_FillsTheSlotsAndComputes()
    {
        var talk = await NewTalk().SendAsync("er staat 1400 mg bisglycinaat op mijn pot");
        Assert.Contains(Text("guide-etiket-portions"), talk.AllText(), StringComparison.Ordinal);

        await talk.SendAsync("1 per dag");
        Assert.Contains("1400 mg magnesiumbisglycinaat", talk.AllText(), StringComparison.Ordinal);
        await talk.SendAsync("ja");

        Assert.Contains("**197 mg**", talk.AllText(), StringComparison.Ordinal);
        Assert.Contains("1219 mg glycine", talk.AllText(), StringComparison.Ordinal);
        Assert.Contains(Text("guide-etiket-result-below"), talk.AllText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Label_CorrectedAtTheSummary_ComputesWithTheNewAmount()
    {
        var talk = await NewTalk().SendAsync("er staat 1400 mg bisglycinaat op mijn pot").Send("2").Send("nee, 3000 mg bedoel ik");
        Assert.Contains("3000 mg", talk.AllText(), StringComparison.Ordinal);

        await talk.SendAsync("ja hoor");

        Assert.Contains("**846 mg**", talk.AllText(), StringComparison.Ordinal);
        Assert.Contains(Text("guide-etiket-result-above"), talk.AllText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Label_OwnCase_NamesNoAmountToTake()
    {
        var talk = await NewTalk().SendAsync("ik heb een nierziekte").Send(Text("guide-etiket-button")).Send("citraat").Send("1000 mg").Send("de hele stof").Send("1").Send("ja");

        Assert.Contains(Text("own-case-no-dose"), talk.AllText(), StringComparison.Ordinal);
        Assert.DoesNotContain(Text("guide-etiket-result-articles"), talk.AllText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evening_FreeText_MakesATimetableAndACalendarFile()
    {
        var talk = await NewTalk().SendAsync("ik wil om 23u slapen").Send("ja").Send("ja graag").Send("klopt");

        Assert.Contains("21.30 – " + Text("guide-avond-item-bath"), talk.AllText(), StringComparison.Ordinal);
        Assert.Contains("22.00 – " + Text("guide-avond-item-intake"), talk.AllText(), StringComparison.Ordinal);
        Assert.Contains("23.00 – " + Text("guide-avond-item-bed"), talk.AllText(), StringComparison.Ordinal);
        var file = Assert.Single(talk.Replies.SelectMany(reply => reply.Attachments ?? []));
        Assert.Equal("text/calendar", file.ContentType);
        var calendar = Encoding.UTF8.GetString(Convert.FromBase64String(file.ContentUrl!.Split(',')[1])); // a data: address
        Assert.Contains("DTSTART:", calendar, StringComparison.Ordinal);
        Assert.Contains("T213000", calendar, StringComparison.Ordinal);
        Assert.EndsWith("END:VCALENDAR\r\n", calendar, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evening_MedicineInTheTalk_GivesNoMomentButThePharmacist()
    {
        var talk = await NewTalk().SendAsync("ik slik thyrax").Send(Text("guide-avond-button")).Send("half elf").Send("nee").Send("ja").Send("ja");

        Assert.Contains(Text("guide-avond-result-medicine"), talk.AllText(), StringComparison.Ordinal);
        Assert.DoesNotContain(Text("guide-avond-item-intake"), talk.AllText(), StringComparison.Ordinal);
        Assert.Contains("22.30 – ", talk.AllText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Food_SeveralMessages_AddUpAgainstTheReference()
    {
        var talk = await NewTalk().SendAsync(Text("guide-voeding-button")).Send("3 boterhammen").Send("een handje amandelen").Send("dat was alles").Send("300 mg (vrouw)").Send("ja");

        Assert.Contains("**149 mg**", talk.AllText(), StringComparison.Ordinal); // 3 × 23 + 80
        Assert.Contains("300 mg", talk.AllText(), StringComparison.Ordinal);
        Assert.Contains("NIH", talk.AllText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signs_ForLong_EndAtTheDoctorWithoutProductOrScore()
    {
        var talk = await NewTalk().SendAsync(Text("guide-signalen-button")).Send("moe, hoofdpijn").Send("langer dan drie weken").Send("ja");

        Assert.Contains(Text("guide-signalen-result-doctor-now"), talk.AllText(), StringComparison.Ordinal);
        Assert.DoesNotMatch(@"supplement|score|\d+ ?%|je hebt een tekort", talk.AllText());
    }

    [Fact]
    public async Task Advice_SomebodyThere_StandsInTheQueueWithConsent()
    {
        var talk = await NewTalk(isAnyoneThere: true).SendAsync(Text("guide-advies-button")).Send("uitleg over een product").Send("is het poeder vegan?").Send("ja, dat mag").Send("ja");

        var handover = (await talk.StoredAsync()).Handover;
        Assert.Equal(HandoverStatus.Waiting, handover.Status);
        Assert.Equal(TranscriptConsent.Given, handover.Consent);
        Assert.Contains("is het poeder vegan?", talk.AllText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Advice_Closed_TakesAnAddressWithTheQuestion()
    {
        var talk = await NewTalk(time: Closed()).SendAsync(Text("guide-advies-button")).Send("een retour").Send("mijn pot is kapot").Send("nee").Send("ja");
        Assert.Contains(Text("contact-name"), talk.AllText(), StringComparison.Ordinal);

        await talk.SendAsync("Jan");
        await talk.SendAsync("jan@voorbeeld.example");

        Assert.Contains("mijn pot is kapot", talk.AllText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Guide_PersonWanted_EndsItAndAsksForOne()
    {
        var talk = await NewTalk(isAnyoneThere: true).SendAsync(Text("guide-vormen-button")).Send("ik wil een medewerker spreken");

        Assert.Equal(HandoverStatus.Waiting, (await talk.StoredAsync()).Handover.Status);
        Assert.DoesNotContain("\"dialogs\"", (await talk.StoredAsync()).State, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Guide_AwayForLong_OffersToGoOnInsteadOfAskingOutOfTheBlue()
    {
        var time = new ManualTimeProvider(ManualTimeProvider.OpenMoment);
        var talk = await NewTalk(time: time).SendAsync(Text("guide-etiket-button"));
        time.Advance(TimeSpan.FromHours(2));

        await talk.SendAsync("hallo");

        Assert.Contains(Text("dialog-aside-offer"), talk.AllText(), StringComparison.Ordinal);
        await talk.SendAsync("ja");
        Assert.Contains(Text("guide-etiket-form"), talk.AllText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_ButtonsAfterAGuide_LeadSomewhere()
    {
        var dead = ProjectKnowledge.Current.Texts.Keys
            .Where(key => key.StartsWith("guide-", StringComparison.Ordinal) && key.EndsWith("-after-choices", StringComparison.Ordinal))
            .SelectMany(List)
            .Where(button => ProjectKnowledge.Snapshot.Buttons.Find(button) is null && GuideSet.FindByButton(ProjectKnowledge.Current, button) is null);

        Assert.Empty(dead);
    }

    [Theory]
    [InlineData("oxide", 0.603)]
    [InlineData("bisglycinaat", 0.141)]
    [InlineData("citraat", 0.162)]
    [InlineData("threonaat", 0.0825)]
    [InlineData("tauraat", 0.0892)]
    [InlineData("malaat", 0.155)]
    [InlineData("sulfaat", 0.0986)]
    [InlineData("chloride", 0.1196)]
    public void LabelMath_Share_IsThatOfTheTextbooks(string id, double share) =>
        Assert.Equal(share, (double)LabelMath.MagnesiumShare(ProjectKnowledge.Current.Guides.Compounds.Single(compound => compound.Id == id)), 0.0006);
}
