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
    public static IResult GetSignIn(HttpContext http, IAntiforgery antiforgery, string? returnUrl) =>
        SignInForm(http, antiforgery, StatusCodes.Status200OK, "", returnUrl, failed: false);

    public static async Task<IResult> PostSignIn(
        HttpContext http, AdvisorAccounts accounts, IAntiforgery antiforgery, CancellationToken cancellationToken)
    {
        var userName = ConversationEndpoints.Field(http, "userName").Trim();
        var returnUrl = ConversationEndpoints.Field(http, "returnUrl");
        var advisor = await accounts.SignInAsync(userName, ConversationEndpoints.Field(http, "password"), cancellationToken).ConfigureAwait(false);
        if (advisor is null)
            return SignInForm(http, antiforgery, StatusCodes.Status401Unauthorized, userName, returnUrl, failed: true);
        await http.SignInAsync(DeskUser.Scheme, DeskUser.ToPrincipal(advisor)).ConfigureAwait(false);
        return TypedResults.Redirect(IsOurs(http, returnUrl) ? returnUrl : DeskPaths.Page(http));
    }

    public static async Task<IResult> PostSignOut(HttpContext http, DeskPresence presence)
    {
        presence.SignOut(DeskUser.From(http.User).Id);
        await http.SignOutAsync(DeskUser.Scheme).ConfigureAwait(false);
        return TypedResults.Redirect(DeskPaths.Base(http) + "signin");
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
        HttpContext http, IAdvisorStore advisors, DeskPresence presence, IAntiforgery antiforgery, CancellationToken cancellationToken) =>
        await TeamAsync(http, advisors, presence, antiforgery, null, cancellationToken).ConfigureAwait(false);

    public static async Task<IResult> PostInvite(
        HttpContext http, Invitations invitations, IAdvisorStore advisors, DeskPresence presence, IAntiforgery antiforgery, DeskOptions options,
        CancellationToken cancellationToken)
    {
        var code = await invitations.CreateForColleagueAsync(cancellationToken).ConfigureAwait(false);
        var host = options.PublicUrl?.ToString() ?? $"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}";
        return await TeamAsync(http, advisors, presence, antiforgery, DeskPaths.Setup(host, code), cancellationToken).ConfigureAwait(false);
    }

    public static IResult GetForbidden(HttpContext http) =>
        DeskResults.Message(http, StatusCodes.Status403Forbidden, DeskTexts.ForbiddenTitle, DeskTexts.ForbiddenText);

    private static async Task<IResult> TeamAsync(
        HttpContext http, IAdvisorStore advisors, DeskPresence presence, IAntiforgery antiforgery, string? link, CancellationToken cancellationToken)
    {
        var members = await advisors.ListAsync(cancellationToken).ConfigureAwait(false);
        return DeskResults.Show<TeamPage>(
            StatusCodes.Status200OK,
            (nameof(TeamPage.Frame), ConversationEndpoints.Frame(http, DeskUser.From(http.User), presence, antiforgery)),
            (nameof(TeamPage.Members), (IReadOnlyList<TeamMember>)[.. members.Select(member => new TeamMember(member.DisplayName, member.UserName, member.IsAdministrator))]),
            (nameof(TeamPage.InvitationLink), link));
    }

    private static RazorComponentResult<SignInPage> SignInForm(HttpContext http, IAntiforgery antiforgery, int status, string userName, string? returnUrl, bool failed) =>
        DeskResults.Show<SignInPage>(
            status,
            (nameof(SignInPage.BaseHref), DeskPaths.Base(http)),
            (nameof(SignInPage.Token), ConversationEndpoints.Token(http, antiforgery)),
            (nameof(SignInPage.UserName), userName),
            (nameof(SignInPage.ReturnUrl), returnUrl),
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

    // Only pages of the desk, so that a link cannot send an advisor elsewhere after signing in.
    private static bool IsOurs(HttpContext http, string address) =>
        address == DeskPaths.Base(http).TrimEnd('/')
        || address.StartsWith(DeskPaths.Base(http), StringComparison.Ordinal)
        || address.StartsWith(DeskPaths.Base(http).TrimEnd('/') + "?", StringComparison.Ordinal);
}
