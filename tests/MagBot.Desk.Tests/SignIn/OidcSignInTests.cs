using System.Net;
using System.Security.Cryptography;
using MagBot.Desk.Tests.Support;
using MagBot.Dialogs.Storage;
using Xunit;

namespace MagBot.Desk.Tests.SignIn;

/// <summary>OpenID Connect, against an issuer that really signs.</summary>
public sealed class OidcSignInTests
{
    [Fact]
    public async Task SignIn_RoleIsMapped_OpensTheDeskWithAnAccountOfItsOwn()
    {
        await using var issuer = await TestIssuer.StartAsync(DeskHost.Clock);
        await using var host = await StartAsync(issuer);
        using var browser = host.Open();

        var entered = await SignInAsync(browser, "/desk/?tab=mine");

        Assert.Equal("/desk/?tab=mine", entered.Message.Headers.Location?.OriginalString);
        Assert.Contains("(Els)", (await browser.GetAsync("./")).Text, StringComparison.Ordinal);
        var advisor = Assert.Single(await host.Advisors.ListAsync(CancellationToken.None));
        Assert.Equal((issuer.Address, "p-1", AdvisorRole.Advisor, "els@winkel.example"), (advisor.Issuer, advisor.Subject, advisor.Role, advisor.UserName));
    }

    [Fact]
    public async Task SignIn_ConfidentialClient_SendsSecretAndVerifier()
    {
        await using var issuer = await TestIssuer.StartAsync(DeskHost.Clock);
        issuer.Secret = "geheim & zo";
        await using var host = await StartAsync(issuer, desk => desk.Oidc.ClientSecret = "geheim & zo");
        using var browser = host.Open();

        Assert.Equal(HttpStatusCode.Redirect, (await SignInAsync(browser)).Status);
        Assert.True(issuer.LastTokenRequest["code_verifier"].Length >= 43);
        Assert.DoesNotContain("client_secret", issuer.LastTokenRequest.Keys);
    }

    [Fact]
    public async Task SignIn_Again_FindsTheSameAccountAndTakesOverTheNewRole()
    {
        await using var issuer = await TestIssuer.StartAsync(DeskHost.Clock);
        await using var host = await StartAsync(issuer);
        using var first = host.Open();
        await SignInAsync(first);
        issuer.Person["roles"] = TestIssuer.Roles("balie", "balie-beheer");
        issuer.Person["preferred_username"] = "els.de.boer@winkel.example";
        using var second = host.Open();

        await SignInAsync(second);

        Assert.Equal(AdvisorRole.Administrator, Assert.Single(await host.Advisors.ListAsync(CancellationToken.None)).Role);
        Assert.Equal(HttpStatusCode.OK, (await second.GetAsync("team")).Status);
        // The rights changed, so the older session is over.
        Assert.Equal(HttpStatusCode.Redirect, (await first.GetAsync("./")).Status);
    }

    [Fact]
    public async Task SignIn_SameNameAsLocalAccount_GetsAnAccountOfItsOwn()
    {
        await using var issuer = await TestIssuer.StartAsync(DeskHost.Clock);
        issuer.Person["preferred_username"] = "anna";
        await using var host = await StartAsync(issuer);
        using var local = await host.SetUpAsync();
        using var browser = host.Open();

        await SignInAsync(browser);

        Assert.Equal(2, await host.Advisors.CountAsync(CancellationToken.None));
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("team")).Status); // no administrator, as the local Anna is
    }

    [Theory]
    [InlineData("boekhouding")]
    [InlineData("")]
    public async Task SignIn_RoleUnknown_ShowsThatThereIsNoAccess(string role)
    {
        await using var issuer = await TestIssuer.StartAsync(DeskHost.Clock);
        issuer.Person["roles"] = role;
        await using var host = await StartAsync(issuer);
        using var browser = host.Open();

        var answer = await SignInAsync(browser);

        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Contains("Je hebt geen toegang tot de balie", answer.Text, StringComparison.Ordinal);
        Assert.Contains("els@winkel.example", answer.Text, StringComparison.Ordinal);
        Assert.Equal(0, await host.Advisors.CountAsync(CancellationToken.None));
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("./")).Status);
    }

    [Fact]
    public async Task SignIn_RoleTakenAway_EndsTheOpenSession()
    {
        await using var issuer = await TestIssuer.StartAsync(DeskHost.Clock);
        await using var host = await StartAsync(issuer);
        using var browser = host.Open();
        await SignInAsync(browser);
        issuer.Person.Remove("roles");
        using var other = host.Open();

        Assert.Equal(HttpStatusCode.Forbidden, (await SignInAsync(other)).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("./")).Status);
    }

    [Theory]
    [InlineData("p-1", "balie-lead", HttpStatusCode.Redirect)]
    [InlineData("p-1", "boekhouding", HttpStatusCode.Forbidden)]
    [InlineData("p-2", "balie-lead", HttpStatusCode.Unauthorized)]
    public async Task SignIn_RolesOnlyInUserInfo_CountWhenTheSubjectIsTheSame(string subject, string role, HttpStatusCode expected)
    {
        await using var issuer = await TestIssuer.StartAsync(DeskHost.Clock);
        issuer.Person.Remove("roles");
        issuer.UserInfo = new Dictionary<string, object> { ["sub"] = subject, ["roles"] = TestIssuer.Roles(role), ["given_name"] = "Mallory" };
        await using var host = await StartAsync(issuer);
        using var browser = host.Open();

        var answer = await SignInAsync(browser);

        Assert.Equal(expected, answer.Status);
        Assert.Equal(
            expected is HttpStatusCode.Redirect ? [(AdvisorRole.Lead, "Els")] : [],
            (await host.Advisors.ListAsync(CancellationToken.None)).Select(advisor => (advisor.Role, advisor.DisplayName)));
    }

    [Fact]
    public async Task SignIn_RolesInTheToken_GoBeforeUserInfo()
    {
        await using var issuer = await TestIssuer.StartAsync(DeskHost.Clock);
        issuer.UserInfo = new Dictionary<string, object> { ["sub"] = "p-1", ["roles"] = TestIssuer.Roles("balie-beheer") };
        await using var host = await StartAsync(issuer);
        using var browser = host.Open();

        await SignInAsync(browser);

        Assert.Equal(AdvisorRole.Advisor, Assert.Single(await host.Advisors.ListAsync(CancellationToken.None)).Role);
    }

    [Fact]
    public async Task SignIn_RolesInsideAnObject_AreFoundByPath()
    {
        await using var issuer = await TestIssuer.StartAsync(DeskHost.Clock);
        issuer.Person.Remove("roles");
        issuer.Person["realm_access"] = new Dictionary<string, string[]> { ["roles"] = ["balie-lead"] };
        await using var host = await StartAsync(issuer, desk => desk.Oidc.RoleClaim = "realm_access.roles");
        using var browser = host.Open();

        await SignInAsync(browser);

        Assert.Equal(AdvisorRole.Lead, Assert.Single(await host.Advisors.ListAsync(CancellationToken.None)).Role);
    }

    [Fact]
    public async Task SignIn_AccountShutByAdministrator_IsRefused()
    {
        await using var issuer = await TestIssuer.StartAsync(DeskHost.Clock);
        await using var host = await StartAsync(issuer);
        using var browser = host.Open();
        await SignInAsync(browser);
        var advisor = Assert.Single(await host.Advisors.ListAsync(CancellationToken.None));
        await host.Advisors.UpdateAsync(advisor with { DisabledAt = host.Time.GetUtcNow() }, CancellationToken.None);

        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("./")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await SignInAsync(browser)).Status);
    }

    [Fact]
    public async Task Callback_WrongState_IsRefused()
    {
        await using var issuer = await TestIssuer.StartAsync(DeskHost.Clock);
        issuer.OtherState = new string('x', 43);
        await using var host = await StartAsync(issuer);
        using var browser = host.Open();

        var answer = await SignInAsync(browser);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(0, await host.Advisors.CountAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Callback_InAnotherBrowser_IsRefused()
    {
        await using var issuer = await TestIssuer.StartAsync(DeskHost.Clock);
        await using var host = await StartAsync(issuer);
        using var attacker = host.Open();
        var back = await WalkAsync(attacker, null);
        using var victim = host.Open();

        var answer = await victim.GetAsync(back);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }

    [Fact]
    public async Task Callback_Twice_WorksOnce()
    {
        await using var issuer = await TestIssuer.StartAsync(DeskHost.Clock);
        await using var host = await StartAsync(issuer);
        using var browser = host.Open();
        var back = await WalkAsync(browser, null);

        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync(back)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.GetAsync(back)).Status);
    }

    [Fact]
    public async Task Callback_TooLate_IsRefused()
    {
        await using var issuer = await TestIssuer.StartAsync(DeskHost.Clock);
        await using var host = await StartAsync(issuer);
        using var browser = host.Open();
        var back = await WalkAsync(browser, null);
        host.Time.Advance(TimeSpan.FromMinutes(16));

        Assert.Equal(HttpStatusCode.BadRequest, (await browser.GetAsync(back)).Status);
    }

    [Fact]
    public async Task Callback_AnswerOfAnotherIssuer_IsRefused()
    {
        await using var issuer = await TestIssuer.StartAsync(DeskHost.Clock);
        await using var host = await StartAsync(issuer);
        using var browser = host.Open();
        var back = await WalkAsync(browser, null);

        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync(back + "&iss=https%3A%2F%2Fevil.example")).Status);
    }

    public static TheoryData<string> WrongTokens => ["nonce", "no nonce", "expired", "not yet", "audience", "two audiences", "azp", "issuer", "key", "no subject", "no exp"];

    [Theory]
    [MemberData(nameof(WrongTokens))]
    public async Task SignIn_WrongToken_IsRefused(string what)
    {
        await using var issuer = await TestIssuer.StartAsync(DeskHost.Clock);
        await using var host = await StartAsync(issuer);
        var now = host.Time.GetUtcNow();
        issuer.Twist = claims =>
        {
            switch (what)
            {
                case "nonce": claims["nonce"] = "een andere"; break;
                case "no nonce": claims.Remove("nonce"); break;
                case "expired": claims["exp"] = now.AddMinutes(-3).ToUnixTimeSeconds(); break;
                case "not yet": claims["nbf"] = now.AddMinutes(10).ToUnixTimeSeconds(); break;
                case "audience": claims["aud"] = "iets-anders"; break;
                case "two audiences": claims["aud"] = new[] { TestIssuer.ClientId, "iets-anders" }; break;
                case "azp": claims["azp"] = "iets-anders"; break;
                case "issuer": claims["iss"] = "https://evil.example"; break;
                case "no subject": claims.Remove("sub"); break;
                case "no exp": claims.Remove("exp"); break;
            }
        };
        if (what == "key")
            issuer.OtherKey = RSA.Create(2048);
        using var browser = host.Open();

        var answer = await SignInAsync(browser);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Contains("Aanmelden lukte niet", answer.Text, StringComparison.Ordinal);
        Assert.Equal(0, await host.Advisors.CountAsync(CancellationToken.None));
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("./")).Status);
    }

    [Theory]
    [InlineData("access_denied", "Je hebt het aanmelden afgebroken")]
    [InlineData("server_error", "Er ging iets mis")]
    public async Task SignIn_IssuerSaysNo_IsToldInDutch(string error, string told)
    {
        await using var issuer = await TestIssuer.StartAsync(DeskHost.Clock);
        issuer.Error = error;
        await using var host = await StartAsync(issuer);
        using var browser = host.Open();

        var answer = await SignInAsync(browser);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Contains(told, answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignIn_IssuerDown_SaysSoAndLocalAccountsGoOn()
    {
        await using var issuer = await TestIssuer.StartAsync(DeskHost.Clock);
        issuer.IsDown = true;
        await using var host = await StartAsync(issuer);
        using var local = await host.SetUpAsync();
        using var browser = host.Open();

        var answer = await browser.GetAsync("signin/start");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.Contains("nu niet bereiken", answer.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await local.GetAsync("./")).Status);
        issuer.IsDown = false;
        Assert.Equal(HttpStatusCode.Redirect, (await SignInAsync(browser)).Status);
    }

    [Fact]
    public async Task SignIn_TokenEndpointDown_SaysSo()
    {
        await using var issuer = await TestIssuer.StartAsync(DeskHost.Clock);
        issuer.TokenEndpointIsDown = true;
        await using var host = await StartAsync(issuer);
        using var browser = host.Open();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await SignInAsync(browser)).Status);
    }

    [Fact]
    public async Task SignIn_AfterKeyRotation_FetchesTheNewKey()
    {
        await using var issuer = await TestIssuer.StartAsync(DeskHost.Clock);
        await using var host = await StartAsync(issuer);
        using var first = host.Open();
        await SignInAsync(first);
        issuer.Rotate();
        host.Time.Advance(TimeSpan.FromMinutes(1));
        using var second = host.Open();

        Assert.Equal(HttpStatusCode.Redirect, (await SignInAsync(second)).Status);
    }

    [Fact]
    public async Task SignOut_OfAnExternalAccount_OffersToSignOutThereToo()
    {
        await using var issuer = await TestIssuer.StartAsync(DeskHost.Clock);
        await using var host = await StartAsync(issuer);
        using var browser = host.Open();
        await SignInAsync(browser);
        await browser.GetAsync("./");

        var answer = await browser.PostAsync("signout");
        var told = await browser.GetAsync("signin/out");

        Assert.Equal("/desk/signin/out", answer.Message.Headers.Location?.OriginalString);
        Assert.Contains(issuer.Address + "/logout", told.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("./")).Status);
    }

    [Fact]
    public async Task Sessions_EndedByTheirOwner_EndElsewhere()
    {
        await using var issuer = await TestIssuer.StartAsync(DeskHost.Clock);
        await using var host = await StartAsync(issuer);
        using var one = host.Open();
        using var other = host.Open();
        await SignInAsync(one);
        await SignInAsync(other);
        var page = await one.GetAsync("account");

        await one.PostAsync("account/sessions");

        Assert.DoesNotContain("account/password", page.Text, StringComparison.Ordinal); // there is none to change
        Assert.Equal(HttpStatusCode.OK, (await one.GetAsync("./")).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await other.GetAsync("./")).Status);
    }

    [Fact]
    public async Task LocalAccounts_SwitchedOff_LeaveNoWayInByPassword()
    {
        await using var issuer = await TestIssuer.StartAsync(DeskHost.Clock);
        await using var host = await StartAsync(issuer, desk => desk.Oidc.LocalAccounts = false);
        using var browser = host.Open();

        var page = await browser.GetAsync("signin");

        Assert.False(host.HasToldLink);
        Assert.Contains("desk-signin-oidc", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("type=\"password\"", page.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await browser.PostAsync("signin", ("userName", "anna"), ("password", DeskHost.Password))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("setup?code=x")).Status);
    }

    [Fact]
    public async Task SignIn_ReturnAddressElsewhere_LeadsToTheDesk()
    {
        await using var issuer = await TestIssuer.StartAsync(DeskHost.Clock);
        await using var host = await StartAsync(issuer);
        using var browser = host.Open();

        Assert.Equal("/desk/", (await SignInAsync(browser, "https://evil.example/desk/")).Message.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task SignIn_WithPasswordForAnExternalAccount_IsRefused()
    {
        await using var issuer = await TestIssuer.StartAsync(DeskHost.Clock);
        await using var host = await StartAsync(issuer);
        using var browser = host.Open();
        await SignInAsync(browser);
        using var guesser = host.Open();
        await guesser.GetAsync("signin");

        var answer = await guesser.PostAsync("signin", ("userName", "els@winkel.example"), ("password", DeskHost.Password));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
    }

    private static Task<DeskHost> StartAsync(TestIssuer issuer, Action<DeskOptions>? more = null) => DeskHost.StartAsync(desk =>
    {
        desk.Oidc.Authority = new Uri(issuer.Address);
        desk.Oidc.ClientId = TestIssuer.ClientId;
        desk.Oidc.Advisors.Add("balie");
        desk.Oidc.Leads.Add("balie-lead");
        desk.Oidc.Administrators.Add("balie-beheer");
        more?.Invoke(desk);
    });

    /// <summary>To the issuer and back, up to the address with the code.</summary>
    private static async Task<string> WalkAsync(Browser browser, string? returnUrl)
    {
        var left = await browser.GetAsync("signin/start" + (returnUrl is null ? "" : "?returnUrl=" + Uri.EscapeDataString(returnUrl)));
        Assert.Equal(HttpStatusCode.Redirect, left.Status);
        var issued = await browser.GetAsync(left.Message.Headers.Location!.ToString()); // a redirect has one
        Assert.Equal(HttpStatusCode.Redirect, issued.Status);
        return issued.Message.Headers.Location!.ToString(); // as above
    }

    private static async Task<Answer> SignInAsync(Browser browser, string? returnUrl = null) => await browser.GetAsync(await WalkAsync(browser, returnUrl));
}
