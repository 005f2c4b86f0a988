using System.Net;
using System.Text.RegularExpressions;
using MagBot.Desk.Tests.Support;
using MagBot.Dialogs.Handover;
using Xunit;

namespace MagBot.Desk.Tests.Pages;

public sealed class DeskPagesTests : IAsyncLifetime
{
    private DeskHost _host = null!; // set in InitializeAsync
    private Browser _anna = null!; // set in InitializeAsync

    public async Task InitializeAsync()
    {
        _host = await DeskHost.StartAsync();
        _anna = await _host.SetUpAsync();
    }

    public async Task DisposeAsync()
    {
        _anna.Dispose();
        await _host.DisposeAsync();
    }

    private string Conversation => "./?c=" + _host.Talk.Id;

    [Fact]
    public async Task Desk_WaitingCustomer_StandsInTheList()
    {
        await _host.Talk.SendAsync("adviseur");
        await _host.Talk.SendAsync("<b>ben je daar?</b>");

        var page = await _anna.GetAsync("./");

        Assert.Contains("data-testid=\"desk-queue-item\"", page.Text, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;ben je daar?", page.Text, StringComparison.Ordinal);
        Assert.Contains("data-new-work=\"1\"", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Conversation_WithoutConsent_HidesEarlierTalk()
    {
        await _host.Talk.SendAsync("ik slik bloedverdunners");
        await _host.Talk.SendAsync("adviseur");

        var hidden = await _anna.GetAsync(Conversation);
        await _host.Talk.SendAsync("ja");
        var shown = await _anna.GetAsync(Conversation);

        Assert.DoesNotContain("bloedverdunners", hidden.Text, StringComparison.Ordinal);
        Assert.Contains("Je ziet alleen wat er sinds de aanvraag is gezegd.", hidden.Text, StringComparison.Ordinal);
        Assert.Contains("ik slik bloedverdunners", shown.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("c-bestaat-niet")]
    [InlineData("%00%0A<script>")]
    public async Task Conversation_Unknown_SaysSo(string id)
    {
        var page = await _anna.GetAsync("./?c=" + id);

        Assert.Equal(HttpStatusCode.NotFound, page.Status);
        Assert.Contains("Dit gesprek is er niet (meer).", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>\"", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Conversation_NobodyAskedForAPerson_CannotBeReadByAddress()
    {
        await _host.Talk.SendAsync("ik slik bloedverdunners");

        var page = await _anna.GetAsync(Conversation);
        var claim = await CommandAsync(_anna, "claim");

        Assert.Equal(HttpStatusCode.NotFound, page.Status);
        Assert.DoesNotContain("bloedverdunners", page.Text + claim.Text, StringComparison.Ordinal);
        Assert.Equal(HandoverStatus.None, (await _host.Talk.StoredAsync()).Handover.Status);
    }

    [Fact]
    public async Task Claim_SayClose_ReachTheCustomer()
    {
        await _host.Talk.SendAsync("adviseur");

        var claimed = await CommandAsync(_anna, "claim");
        var said = await CommandAsync(_anna, "say", ("text", "Dag, ik ben Anna"), ("clientId", "client-0001"));
        var closed = await CommandAsync(_anna, "close");

        Assert.Contains("data-testid=\"desk-input\"", claimed.Text, StringComparison.Ordinal);
        Assert.Equal("desk:sent", said.Message.Headers.GetValues("HX-Trigger").Single());
        Assert.Contains("Dag, ik ben Anna", said.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("data-testid=\"desk-input\"", closed.Text, StringComparison.Ordinal);
        Assert.Equal(
            ["Je spreekt met Anna.", "Dag, ik ben Anna", "Afgesloten."],
            (await _host.LogAsync()).Skip(2).Select(activity => activity.Text).OfType<string>());
    }

    [Fact]
    public async Task Say_WithoutScript_RedirectsToTheConversation()
    {
        await _host.Talk.SendAsync("adviseur");
        await _anna.GetAsync(Conversation);
        await _anna.PostAsync("claim", ("c", _host.Talk.Id));

        var answer = await _anna.PostAsync("say", ("c", _host.Talk.Id), ("text", "Dag"), ("clientId", "client-0001"));

        Assert.Equal((HttpStatusCode.Redirect, "/desk/?c=" + _host.Talk.Id), (answer.Status, answer.Message.Headers.Location?.OriginalString));
    }

    [Fact]
    public async Task Say_PostedTwice_IsSentOnce()
    {
        await _host.Talk.SendAsync("adviseur");
        await CommandAsync(_anna, "claim");

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ =>
            CommandAsync(_anna, "say", ("text", "Dag"), ("clientId", "client-0001"))));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Single(await _host.LogAsync(), activity => activity.Text == "Dag");
    }

    [Fact]
    public async Task Claim_ColleagueWasFirst_IsToldClearly()
    {
        using var bram = await _host.AddColleagueAsync(_anna);
        await _host.Talk.SendAsync("adviseur");
        await CommandAsync(_anna, "claim");

        var late = await CommandAsync(bram, "claim");
        var foreign = await CommandAsync(bram, "say", ("text", "Dag"), ("clientId", "client-0001"));

        Assert.Equal(HttpStatusCode.Conflict, late.Status);
        Assert.Contains("Een collega heeft dit gesprek al overgenomen.", late.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, foreign.Status);
        Assert.DoesNotContain(await _host.LogAsync(), activity => activity.Text == "Dag");
    }

    [Fact]
    public async Task Say_LongerThanAllowed_IsRefusedAndKept()
    {
        await _host.Talk.SendAsync("adviseur");
        await CommandAsync(_anna, "claim");

        var answer = await CommandAsync(_anna, "say", ("text", new string('a', 4001)), ("clientId", "client-0001"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains("4000 tekens", answer.Text, StringComparison.Ordinal);
        Assert.False(answer.Message.Headers.Contains("HX-Trigger"));
    }

    [Fact]
    public async Task Say_HugeBody_IsRefusedAndTheDeskGoesOn()
    {
        var answer = await _anna.PostAsync("say", ("c", _host.Talk.Id), ("text", new string('a', 200_000)), ("clientId", "client-0001"));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.Status);
        Assert.Equal(HttpStatusCode.OK, (await _anna.GetAsync("./")).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("verzonnen")]
    public async Task Command_ForgedToken_IsRefused(string token)
    {
        await _host.Talk.SendAsync("adviseur");
        _anna.Token = token;

        var answer = await _anna.PostAsync("claim", ("c", _host.Talk.Id));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(HandoverStatus.Waiting, (await _host.Talk.StoredAsync()).Handover.Status);
    }

    [Fact]
    public async Task Command_NoForm_IsRefused()
    {
        using var content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await _anna.PostContentAsync("claim", content)).Status);
    }

    [Fact]
    public async Task Contact_Handled_LeavesTheList()
    {
        await _host.Talk.SendAsync("mail");

        var page = await _anna.GetAsync(Conversation);
        await CommandAsync(_anna, "close");

        Assert.Contains("mailto:els%40example.nl", page.Text, StringComparison.Ordinal);
        Assert.Contains("Mag ik ruilen?", page.Text, StringComparison.Ordinal);
        Assert.Equal(HandoverStatus.Closed, (await _host.Talk.StoredAsync()).Handover.Status);
    }

    [Fact]
    public async Task Page_Scripts_AreServedFromHereAndNoneStandsInThePage()
    {
        var page = await _anna.GetAsync("./");
        var scripts = Regex.Matches(page.Text, "<script src=\"([^\"]+)\"");

        Assert.Equal(4, scripts.Count);
        Assert.DoesNotMatch("<script(?! src=)|<style| on[a-z]+=\"| style=\"", page.Text);
        Assert.Contains("script-src 'self';", page.Message.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        foreach (var script in scripts.Select(match => match.Groups[1].Value))
            Assert.Equal(HttpStatusCode.OK, (await _anna.GetAsync(script)).Status);
    }

    [Fact]
    public async Task Say_ForbiddenWords_AreExplainedAndNotSentAlsoWhenConfirmed()
    {
        await _host.Talk.SendAsync("adviseur");
        await CommandAsync(_anna, "claim");

        var answer = await CommandAsync(_anna, "say", ("text", "Dit geneest je."), ("clientId", "client-0001"), ("confirmed", "true"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains("data-testid=\"desk-guard\"", answer.Text, StringComparison.Ordinal);
        Assert.Contains("Vraag je huisarts.", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("data-testid=\"desk-confirm\"", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(await _host.LogAsync(), activity => activity.Text == "Dit geneest je.");
    }

    [Fact]
    public async Task Say_DoubtfulWords_GoOutOnlyWhenConfirmed()
    {
        await _host.Talk.SendAsync("adviseur");
        await CommandAsync(_anna, "claim");

        var asked = await CommandAsync(_anna, "say", ("text", "Dit helpt."), ("clientId", "client-0001"));
        Assert.DoesNotContain(await _host.LogAsync(), activity => activity.Text == "Dit helpt.");
        await CommandAsync(_anna, "say", ("text", "Dit helpt."), ("clientId", "client-0001"), ("confirmed", "true"));

        Assert.Contains("data-testid=\"desk-confirm\"", asked.Text, StringComparison.Ordinal);
        Assert.Single(await _host.LogAsync(), activity => activity.Text == "Dit helpt.");
    }

    [Fact]
    public async Task Answer_Chosen_ReachesTheCustomerWithItsSources()
    {
        await _host.Talk.SendAsync("adviseur");
        await CommandAsync(_anna, "claim");

        var found = await _anna.GetAsync($"answers?c={_host.Talk.Id}&q=bad", asFragment: true);
        await CommandAsync(_anna, "answer", ("answer", "bad"), ("clientId", "client-0001"));

        Assert.Contains("Stuur dit antwoord", found.Text, StringComparison.Ordinal);
        var sent = (await _host.LogAsync())[^1];
        Assert.Equal("advisor:" + (await _host.Talk.StoredAsync()).Handover.AdvisorId, sent.From?.Id);
        Assert.Contains("\"url\":\"https://example.nl/h\"", sent.ChannelData?.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await CommandAsync(_anna, "answer", ("answer", "verzonnen"), ("clientId", "client-0002"))).Status);
    }

    [Fact]
    public async Task Transfer_ToAColleague_MovesTheTalk()
    {
        using var bram = await _host.AddColleagueAsync(_anna);
        await _host.Talk.SendAsync("adviseur");
        var claimed = await CommandAsync(_anna, "claim");
        var to = Regex.Match(claimed.Text, "<option value=\"([0-9a-f]{32})\"").Groups[1].Value;

        await CommandAsync(_anna, "transfer", ("to", to));

        Assert.Equal("Bram", (await _host.Talk.StoredAsync()).Handover.AdvisorName);
        Assert.Equal(HttpStatusCode.OK, (await CommandAsync(bram, "say", ("text", "Dag"), ("clientId", "client-0001"))).Status);
    }

    [Fact]
    public async Task Transfer_ToAShutAccount_IsNeitherOfferedNorDone()
    {
        using var bram = await _host.AddColleagueAsync(_anna);
        var shut = (await _host.Advisors.ListAsync(CancellationToken.None)).Single(advisor => advisor.DisplayName == "Bram");
        await _host.Advisors.UpdateAsync(shut with { DisabledAt = DeskHost.Clock.GetUtcNow() }, CancellationToken.None);
        await _host.Talk.SendAsync("adviseur");

        var claimed = await CommandAsync(_anna, "claim");
        var refused = await CommandAsync(_anna, "transfer", ("to", shut.Id));

        Assert.DoesNotContain(shut.Id, claimed.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Equal("Anna", (await _host.Talk.StoredAsync()).Handover.AdvisorName);
    }

    [Fact]
    public async Task StepIn_RunningConversation_ShowsNothingEarlier()
    {
        await _host.Talk.SendAsync("ik slik bloedverdunners");
        var list = await _anna.GetAsync("./?tab=all");

        await _anna.PostAsync("stepin", ("c", _host.Talk.Id));
        var page = await _anna.GetAsync(Conversation);

        Assert.Contains("data-testid=\"desk-stepin\"", list.Text, StringComparison.Ordinal);
        Assert.Contains("data-testid=\"desk-input\"", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("bloedverdunners", list.Text + page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waiting_Long_IsMarked()
    {
        await _host.Talk.SendAsync("adviseur");
        _host.Time.Advance(TimeSpan.FromMinutes(3));
        Assert.Contains("wait-soon", (await _anna.GetAsync("./")).Text, StringComparison.Ordinal);
        _host.Time.Advance(TimeSpan.FromMinutes(3));

        var page = await _anna.GetAsync("./");

        Assert.Contains("wait-late", page.Text, StringComparison.Ordinal);
        Assert.Contains("te lang", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_TellsWhoSawAndAnsweredWithoutWords()
    {
        await _host.Talk.SendAsync("adviseur");
        await _anna.GetAsync(Conversation);
        await CommandAsync(_anna, "claim");
        await CommandAsync(_anna, "say", ("text", "Dag geheim"), ("clientId", "client-0001"));

        var lines = await _host.Audit.ListNewestAsync(100, CancellationToken.None);

        Assert.Equal(["say", "claim", "view"], lines.Where(line => line.ConversationId == _host.Talk.Id).Select(line => line.Action));
        Assert.DoesNotContain(lines, line => line.Detail?.Contains("geheim", StringComparison.Ordinal) == true);
        Assert.Contains("claim", (await _anna.GetAsync("audit")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("team")]
    [InlineData("audit")]
    [InlineData("overview")]
    [InlineData("overview.csv")]
    public async Task Administration_Advisor_IsKeptOut(string page)
    {
        using var bram = await _host.AddColleagueAsync(_anna);

        var answer = await bram.GetAsync(page);
        var change = await bram.PostAsync("team/change", ("id", "x"), ("role", "Administrator"));

        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        Assert.EndsWith("/desk/forbidden?returnUrl=%2Fdesk%2F" + page, answer.Message.Headers.Location?.OriginalString, StringComparison.Ordinal);
        Assert.NotEqual(HttpStatusCode.OK, change.Status);
    }

    [Fact]
    public async Task Team_DisabledColleague_IsSignedOutAndTheLastAdministratorStays()
    {
        using var bram = await _host.AddColleagueAsync(_anna);
        var team = await _host.Advisors.ListAsync(CancellationToken.None);
        await _anna.GetAsync("team");

        await _anna.PostAsync("team/change", ("id", team.Single(one => one.UserName == "bram").Id), ("role", "Advisor"), ("capacity", "2"), ("disabled", "true"));
        var refused = await _anna.PostAsync("team/change", ("id", team.Single(one => one.UserName == "anna").Id), ("role", "Advisor"), ("capacity", "2"));

        Assert.Equal(HttpStatusCode.Redirect, (await bram.GetAsync("./")).Status);
        Assert.Contains("er moet een beheerder overblijven", refused.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await _anna.GetAsync("./")).Status);
    }

    [Fact]
    public async Task Overview_CountsConversationsAndRequests()
    {
        await _host.Talk.SendAsync("hoi");
        await _host.Talk.SendAsync("adviseur");
        _host.Time.Advance(TimeSpan.FromSeconds(90));
        await CommandAsync(_anna, "claim");

        var page = await _anna.GetAsync("overview");
        var csv = await _anna.GetAsync("overview.csv");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal(
            ["day,channel,conversations,answers,unanswered,requests,taken,medianWaitSeconds,rating", "2026-11-23,test,1,0,0,1,1,90,"],
            csv.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Password_Changed_EndsOtherSessions()
    {
        using var other = _host.Open();
        await other.GetAsync("signin");
        await other.PostAsync("signin", ("userName", "anna"), ("password", DeskHost.Password));
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("./")).Status);
        await _anna.GetAsync("account");

        var wrong = await _anna.PostAsync("account/password", ("present", "fout"), ("wanted", "nog een lang wachtwoord"));
        var right = await _anna.PostAsync("account/password", ("present", DeskHost.Password), ("wanted", "nog een lang wachtwoord"));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.Redirect), (wrong.Status, right.Status));
        Assert.Equal(HttpStatusCode.OK, (await _anna.GetAsync("./")).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await other.GetAsync("./")).Status);
    }

    private async Task<Answer> CommandAsync(Browser browser, string command, params (string Name, string Value)[] fields) =>
        await browser.PostAsync(command, asFragment: true, [("c", _host.Talk.Id), .. fields]);
}
