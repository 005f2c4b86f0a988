using MagBot.Desk.Accounts;
using MagBot.Desk.Live;
using MagBot.Desk.Pages;
using MagBot.Desk.Resources;
using MagBot.Dialogs.Storage;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MagBot.Desk.Http;

/// <summary>Signing in and out, the first account, invitations.</summary>
internal static class AccountEndpoints
{
    public static IResult GetSignIn(HttpContext http, IAntiforgery antiforgery, DeskOptions options, string? returnUrl) =>
        SignInForm(http, antiforgery, options, StatusCodes.Status200OK, "", returnUrl, failed: false);

    public static async Task<IResult> PostSignIn(
        HttpContext http, AdvisorAccounts accounts, DeskAudit audit, IAntiforgery antiforgery, DeskOptions options, CancellationToken cancellationToken)
    {
        var userName = ConversationEndpoints.Field(http, "userName").Trim();
        var returnUrl = ConversationEndpoints.Field(http, "returnUrl");
        var advisor = await accounts.SignInAsync(userName, ConversationEndpoints.Field(http, "password"), cancellationToken).ConfigureAwait(false);
        await audit.WriteAsync(advisor?.Id ?? userName[..Math.Min(userName.Length, 64)], advisor is null ? "signin-failed" : "signin").ConfigureAwait(false);
        if (advisor is null)
            return SignInForm(http, antiforgery, options, StatusCodes.Status401Unauthorized, userName, returnUrl, failed: true);
        await http.SignInAsync(DeskUser.Scheme, DeskUser.ToPrincipal(advisor)).ConfigureAwait(false);
        return TypedResults.Redirect(DeskPaths.IsOurs(http, returnUrl) ? returnUrl : DeskPaths.Page(http));
    }

    public static async Task<IResult> PostSignOut(HttpContext http, DeskPresence presence, IAdvisorStore advisors, DeskOptions options, CancellationToken cancellationToken)
    {
        var id = DeskUser.From(http.User).Id;
        var isExternal = options.Oidc.IsOn && await advisors.FindAsync(id, cancellationToken).ConfigureAwait(false) is { IsExternal: true };
        await presence.SignOutAsync(id, CancellationToken.None).ConfigureAwait(false);
        await http.SignOutAsync(DeskUser.Scheme).ConfigureAwait(false);
        return TypedResults.Redirect(DeskPaths.Base(http) + (isExternal ? "signin/out" : "signin"));
    }

    public static async Task<IResult> GetSetup(
        HttpContext http, Invitations invitations, IAntiforgery antiforgery, string? code, CancellationToken cancellationToken) =>
        await invitations.FindAsync(code, cancellationToken).ConfigureAwait(false) is { } invitation
            ? SetupForm(http, antiforgery, StatusCodes.Status200OK, invitation, code ?? "", new AccountRequest("", "", ""), [])
            : UnknownInvitation(http);

    public static async Task<IResult> PostSetup(
        HttpContext http, Invitations invitations, AdvisorAccounts accounts, IAntiforgery antiforgery, CancellationToken cancellationToken)
    {
        var code = ConversationEndpoints.Field(http, "code");
        if (await invitations.FindAsync(code, cancellationToken).ConfigureAwait(false) is not { } invitation)
            return UnknownInvitation(http);
        var request = new AccountRequest(
            ConversationEndpoints.Field(http, "userName").Trim(),
            ConversationEndpoints.Field(http, "displayName").Trim(),
            ConversationEndpoints.Field(http, "password"));
        if (AccountRules.Check(request) is { Count: > 0 } faults)
            return SetupForm(http, antiforgery, StatusCodes.Status422UnprocessableEntity, invitation, code, request, faults);
        if (!await invitations.TakeAsync(invitation, cancellationToken).ConfigureAwait(false))
            return UnknownInvitation(http);

        // From here on nothing may be cancelled: the invitation is used up.
        var advisor = await accounts.AddAsync(request, invitation.Kind is InvitationKind.Setup, CancellationToken.None).ConfigureAwait(false);
        if (advisor is null)
        {
            await invitations.ReturnAsync(invitation, CancellationToken.None).ConfigureAwait(false);
            return SetupForm(http, antiforgery, StatusCodes.Status422UnprocessableEntity, invitation, code, request, [AccountFault.UserNameTaken]);
        }

        await http.SignInAsync(DeskUser.Scheme, DeskUser.ToPrincipal(advisor)).ConfigureAwait(false);
        return TypedResults.Redirect(DeskPaths.Page(http, null, DeskNotice.Welcome));
    }

    public static async Task<IResult> GetTeam(
        HttpContext http, IAdvisorStore advisors, DeskPresence presence, IAntiforgery antiforgery, DeskOptions options, CancellationToken cancellationToken) =>
        await TeamAsync(http, advisors, presence, antiforgery, options, null, cancellationToken).ConfigureAwait(false);

    public static async Task<IResult> PostInvite(
        HttpContext http, Invitations invitations, IAdvisorStore advisors, DeskPresence presence, IAntiforgery antiforgery, DeskOptions options,
        CancellationToken cancellationToken)
    {
        if (!options.Oidc.AllowsLocalAccounts)
            return TypedResults.NotFound();
        var code = await invitations.CreateForColleagueAsync(cancellationToken).ConfigureAwait(false);
        var host = options.PublicUrl?.ToString() ?? $"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}";
        return await TeamAsync(http, advisors, presence, antiforgery, options, DeskPaths.Setup(host, code), cancellationToken).ConfigureAwait(false);
    }

    public static async Task<IResult> PostChange(
        HttpContext http, AdvisorAccounts accounts, IAdvisorStore advisors, DeskPresence presence, IAntiforgery antiforgery, DeskOptions options, CancellationToken cancellationToken)
    {
        var id = ConversationEndpoints.Field(http, "id");
        _ = Enum.TryParse<AdvisorRole>(ConversationEndpoints.Field(http, "role"), out var role);
        _ = int.TryParse(ConversationEndpoints.Field(http, "capacity"), System.Globalization.CultureInfo.InvariantCulture, out var capacity);
        var change = new AccountChange(
            Enum.IsDefined(role) ? role : AdvisorRole.Advisor, capacity, ConversationEndpoints.Field(http, "disabled") == "true",
            http.Request.Form.ContainsKey("teamsId") ? ConversationEndpoints.Field(http, "teamsId").Trim() : null);
        if (change.TeamsId is { Length: > 0 } teamsId && !Guid.TryParse(teamsId, out _))
            return await TeamAsync(http, advisors, presence, antiforgery, options, null, cancellationToken, DeskTexts.TeamsIdWrong).ConfigureAwait(false);
        var isDone = await accounts.ChangeAsync(id, change, cancellationToken).ConfigureAwait(false);
        return await TeamAsync(http, advisors, presence, antiforgery, options, null, cancellationToken, isDone ? null : DeskTexts.TeamRefused).ConfigureAwait(false);
    }

    public static async Task<IResult> GetAccount(
        HttpContext http, DeskPresence presence, IAdvisorStore advisors, IAntiforgery antiforgery, string? told, CancellationToken cancellationToken)
    {
        var advisor = await advisors.FindAsync(DeskUser.From(http.User).Id, cancellationToken).ConfigureAwait(false);
        var notice = told switch { "password" => DeskTexts.PasswordChanged, "sessions" => DeskTexts.SessionsEnded, _ => null };
        return AccountForm(http, presence, antiforgery, StatusCodes.Status200OK, notice, advisor is { IsExternal: true });
    }

    public static async Task<IResult> PostPassword(
        HttpContext http, AdvisorAccounts accounts, DeskPresence presence, IAntiforgery antiforgery, CancellationToken cancellationToken)
    {
        var user = DeskUser.From(http.User);
        var wanted = ConversationEndpoints.Field(http, "wanted");
        if (AccountRules.Check(new AccountRequest("abc", user.DisplayName, wanted)) is { Count: > 0 } faults)
            return AccountForm(http, presence, antiforgery, StatusCodes.Status422UnprocessableEntity, Words.Fault(faults[0]));
        var advisor = await accounts.ChangePasswordAsync(user.Id, ConversationEndpoints.Field(http, "present"), wanted, cancellationToken).ConfigureAwait(false);
        if (advisor is null)
            return AccountForm(http, presence, antiforgery, StatusCodes.Status422UnprocessableEntity, DeskTexts.PasswordWrong);
        await http.SignInAsync(DeskUser.Scheme, DeskUser.ToPrincipal(advisor)).ConfigureAwait(false);
        return TypedResults.Redirect(DeskPaths.Base(http) + "account?told=password");
    }

    public static async Task<IResult> PostSessions(HttpContext http, AdvisorAccounts accounts, CancellationToken cancellationToken)
    {
        if (await accounts.EndSessionsAsync(DeskUser.From(http.User).Id, cancellationToken).ConfigureAwait(false) is { } advisor)
            await http.SignInAsync(DeskUser.Scheme, DeskUser.ToPrincipal(advisor)).ConfigureAwait(false);
        return TypedResults.Redirect(DeskPaths.Base(http) + "account?told=sessions");
    }

    public static async Task<IResult> GetAudit(
        HttpContext http, IAuditStore store, IAdvisorStore advisors, DeskPresence presence, IAntiforgery antiforgery, TimeProvider time, CancellationToken cancellationToken)
    {
        const int Shown = 500;
        var names = (await advisors.ListAsync(cancellationToken).ConfigureAwait(false)).ToDictionary(advisor => advisor.Id, advisor => advisor.DisplayName);
        var lines = await store.ListNewestAsync(Shown, cancellationToken).ConfigureAwait(false);
        return DeskResults.Show<AuditPage>(
            StatusCodes.Status200OK,
            (nameof(AuditPage.Frame), ConversationEndpoints.Frame(http, DeskUser.From(http.User), presence, antiforgery)),
            (nameof(AuditPage.Lines), (IReadOnlyList<AuditLine>)[.. lines.Select(line => line with { Actor = names.GetValueOrDefault(line.Actor, line.Actor) })]),
            (nameof(AuditPage.Now), time.GetUtcNow()));
    }

    private static RazorComponentResult<AccountPage> AccountForm(HttpContext http, DeskPresence presence, IAntiforgery antiforgery, int status, string? notice, bool isExternal = false) => DeskResults.Show<AccountPage>(
        status,
        (nameof(AccountPage.IsExternal), isExternal),
        (nameof(AccountPage.Frame), ConversationEndpoints.Frame(http, DeskUser.From(http.User), presence, antiforgery)),
        (nameof(AccountPage.Notice), notice));

    public static IResult GetForbidden(HttpContext http) =>
        DeskResults.Message(http, StatusCodes.Status403Forbidden, DeskTexts.ForbiddenTitle, DeskTexts.ForbiddenText);

    private static async Task<IResult> TeamAsync(
        HttpContext http, IAdvisorStore advisors, DeskPresence presence, IAntiforgery antiforgery, DeskOptions options, string? link, CancellationToken cancellationToken,
        string? notice = null)
    {
        var members = await advisors.ListAsync(cancellationToken).ConfigureAwait(false);
        return DeskResults.Show<TeamPage>(
            StatusCodes.Status200OK,
            (nameof(TeamPage.Frame), ConversationEndpoints.Frame(http, DeskUser.From(http.User), presence, antiforgery)),
            (nameof(TeamPage.Members), (IReadOnlyList<TeamMember>)[.. members.Select(Member)]),
            (nameof(TeamPage.MayInvite), options.Oidc.AllowsLocalAccounts),
            (nameof(TeamPage.WithTeams), options.Teams.IsOn),
            (nameof(TeamPage.Notice), notice),
            (nameof(TeamPage.InvitationLink), link));
    }

    private static TeamMember Member(Advisor advisor) => new(
        advisor.Id, advisor.DisplayName, advisor.UserName, advisor.Role, advisor.Capacity, advisor.DisabledAt is not null, advisor.IsExternal, advisor.TeamsId);

    private static RazorComponentResult<SignInPage> SignInForm(
        HttpContext http, IAntiforgery antiforgery, DeskOptions options, int status, string userName, string? returnUrl, bool failed) =>
        DeskResults.Show<SignInPage>(
            status,
            (nameof(SignInPage.BaseHref), DeskPaths.Base(http)),
            (nameof(SignInPage.Token), ConversationEndpoints.Token(http, antiforgery)),
            (nameof(SignInPage.UserName), userName),
            (nameof(SignInPage.ReturnUrl), returnUrl),
            (nameof(SignInPage.Oidc), options.Oidc),
            (nameof(SignInPage.Failed), failed));

    private static RazorComponentResult<SetupPage> SetupForm(
        HttpContext http, IAntiforgery antiforgery, int status, Invitation invitation, string code, AccountRequest request, IReadOnlyList<AccountFault> faults) =>
        DeskResults.Show<SetupPage>(
            status,
            (nameof(SetupPage.BaseHref), DeskPaths.Base(http)),
            (nameof(SetupPage.Token), ConversationEndpoints.Token(http, antiforgery)),
            (nameof(SetupPage.Code), code),
            (nameof(SetupPage.IsFirst), invitation.Kind is InvitationKind.Setup),
            (nameof(SetupPage.UserName), request.UserName),
            (nameof(SetupPage.DisplayName), request.DisplayName),
            (nameof(SetupPage.Faults), faults));

    private static IResult UnknownInvitation(HttpContext http) =>
        DeskResults.Message(http, StatusCodes.Status404NotFound, DeskTexts.UnknownInvitationTitle, DeskTexts.UnknownInvitationText);
}
