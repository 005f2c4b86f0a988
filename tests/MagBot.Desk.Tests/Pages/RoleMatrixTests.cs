using System.Net;
using MagBot.Desk.Tests.Support;
using MagBot.Dialogs.Storage;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MagBot.Desk.Tests.Pages;

/// <summary>Every page and every command of the desk, by its address, as each role and as nobody.</summary>
public sealed class RoleMatrixTests : IAsyncLifetime
{
    private static readonly string[] Anyone = ["GET signin", "POST signin", "GET setup", "POST setup", "GET forbidden", "GET assets/{name}"];

    private static readonly string[] Advisors =
    [
        "GET ", "GET queue", "GET conversation", "GET answers", "GET events", "GET account", "GET file", "POST claim", "POST say", "POST close", "POST return",
        "POST stepin", "POST transfer", "POST block", "POST note", "POST answer", "POST typing", "POST presence", "POST account/password",
        "POST account/sessions", "POST signout",
    ];

    private static readonly string[] Leads =
    [
        "GET overview", "GET overview.csv", "GET lessons", "GET lessons.patch", "GET deliveries", "POST lessons/variant", "POST lessons/new",
        "POST lessons/dismiss", "POST lessons/undo", "POST deliveries/retry", "POST deliveries/discard", "POST erase",
    ];

    private static readonly string[] Administrators = ["GET team", "GET audit", "POST team/invite", "POST team/change"];

    private DeskHost _host = null!; // set in InitializeAsync
    private Browser _anna = null!; // set in InitializeAsync
    private Browser _bram = null!; // set in InitializeAsync

    public async Task InitializeAsync()
    {
        _host = await DeskHost.StartAsync();
        _anna = await _host.SetUpAsync();
        _bram = await _host.AddColleagueAsync(_anna);
    }

    public async Task DisposeAsync()
    {
        _anna.Dispose();
        _bram.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public void Routes_AllOfThem_StandInOneListOfThisTest()
    {
        var mapped = _host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText?.StartsWith("/desk", StringComparison.Ordinal) == true)
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [])
                .Select(method => $"{method} {endpoint.RoutePattern.RawText!["/desk".Length..].Trim('/')}")); // filtered

        Assert.Equal([.. Anyone, .. Advisors, .. Leads, .. Administrators], mapped.Distinct(), new AnyOrder());
    }

    [Fact]
    public async Task Nobody_ReachesNothingButTheSignIn()
    {
        using var nobody = _host.Open();
        await nobody.GetAsync("signin");

        foreach (var route in Advisors.Concat(Leads).Concat(Administrators))
        {
            var answer = await CallAsync(nobody, route);
            var isSentAway = answer.Status is HttpStatusCode.Redirect && answer.Message.Headers.Location?.AbsolutePath == "/desk/signin";
            Assert.True(isSentAway || answer.Status is HttpStatusCode.Unauthorized, $"{route}: {answer.Status}");
        }
    }

    [Fact]
    public async Task Advisor_ReachesNeitherLeadsNorAdministrators()
    {
        foreach (var route in Leads.Concat(Administrators))
            await AssertForbiddenAsync(_bram, route);
        Assert.Equal(2, await _host.Advisors.CountAsync(CancellationToken.None));
        Assert.Empty(await _host.Lessons.ListAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Lead_ReachesThePagesOfLeadsButNotOfAdministrators()
    {
        await MakeAsync(AdvisorRole.Lead);

        foreach (var route in Administrators)
            await AssertForbiddenAsync(_bram, route);
        foreach (var route in Leads.Where(route => route.StartsWith("GET", StringComparison.Ordinal)))
            Assert.Equal(HttpStatusCode.OK, (await CallAsync(_bram, route)).Status);
        Assert.EndsWith("told=refused", (await CallAsync(_bram, "POST lessons/new")).Message.Headers.Location?.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Administrator_ReachesEveryPage()
    {
        foreach (var route in Leads.Concat(Administrators).Where(route => route.StartsWith("GET", StringComparison.Ordinal)))
            Assert.Equal(HttpStatusCode.OK, (await CallAsync(_anna, route)).Status);
    }

    [Fact]
    public async Task Commands_WithoutTheFormsToken_AreRefusedForEverybody()
    {
        _anna.Token = "";

        foreach (var route in Advisors.Concat(Leads).Concat(Administrators).Where(route => route.StartsWith("POST", StringComparison.Ordinal)))
            Assert.Equal(HttpStatusCode.BadRequest, (await CallAsync(_anna, route, keepToken: true)).Status);
    }

    [Fact]
    public async Task Commands_OnAColleaguesTalk_AreRefused()
    {
        await _host.Talk.SendAsync("adviseur");
        await _anna.GetAsync("./");
        await _anna.PostAsync("claim", ("c", _host.Talk.Id));
        var before = (await _host.LogAsync()).Count;

        foreach (var command in new[] { "claim", "say", "close", "return", "stepin", "transfer", "block", "answer" })
        {
            var answer = await _bram.PostAsync(
                command, asFragment: true,
                ("c", _host.Talk.Id), ("text", "hallo"), ("clientId", "abcdefgh12"), ("to", (await _host.Advisors.ListAsync(CancellationToken.None))[1].Id), ("answer", "bad"));
            Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        }

        Assert.Equal(before, (await _host.LogAsync()).Count);
    }

    private async Task MakeAsync(AdvisorRole role)
    {
        var bram = (await _host.Advisors.ListAsync(CancellationToken.None)).Single(advisor => advisor.DisplayName == "Bram");
        await _host.Advisors.UpdateAsync(bram with { Role = role }, CancellationToken.None);
        await _bram.GetAsync("signin");
        await _bram.PostAsync("signin", ("userName", "bram"), ("password", DeskHost.Password));
        await _bram.GetAsync("./");
    }

    private static async Task AssertForbiddenAsync(Browser browser, string route)
    {
        var answer = await CallAsync(browser, route);
        var isSentAway = answer.Status is HttpStatusCode.Redirect && answer.Message.Headers.Location?.AbsolutePath == "/desk/forbidden";
        Assert.True(isSentAway || answer.Status is HttpStatusCode.Forbidden, $"{route}: {answer.Status}");
    }

    private static async Task<Answer> CallAsync(Browser browser, string route, bool keepToken = false)
    {
        var (method, path) = (route.Split(' ')[0], route.Split(' ')[1]);
        var token = browser.Token;
        var answer = method == "GET"
            ? await browser.GetAsync(path.Length == 0 ? "./" : path)
            : await browser.PostAsync(path, ("c", "c-onbekend"), ("id", "x"), ("number", "1"));
        if (keepToken)
            browser.Token = token;
        return answer;
    }

    private sealed class AnyOrder : IEqualityComparer<IEnumerable<string>>
    {
        public bool Equals(IEnumerable<string>? one, IEnumerable<string>? other) => one!.Order(StringComparer.Ordinal).SequenceEqual(other!.Order(StringComparer.Ordinal)); // asserted

        public int GetHashCode(IEnumerable<string> lines) => 0;
    }
}
