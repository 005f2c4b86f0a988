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

    private async Task<Answer> CommandAsync(Browser browser, string command, params (string Name, string Value)[] fields) =>
        await browser.PostAsync(command, asFragment: true, [("c", _host.Talk.Id), .. fields]);
}
