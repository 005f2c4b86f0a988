using System.Security.Claims;
using System.Security.Cryptography;
using MagBot.Desk.Resources;
using MagBot.Desk.SignIn;
using MagBot.Dialogs.Storage;
using Microsoft.AspNetCore.Identity;

namespace MagBot.Desk.Accounts;

/// <summary>What an administrator changes of an account.</summary>
/// <param name="Role">What the advisor may do; without effect where an issuer says it.</param>
/// <param name="Capacity">How many talks at once, where they are assigned.</param>
/// <param name="IsDisabled">Whether sign-in is refused.</param>
/// <param name="TeamsId">Object id in Microsoft Entra; empty takes it away, null leaves it.</param>
internal sealed record AccountChange(AdvisorRole Role, int Capacity, bool IsDisabled, string? TeamsId = null);

/// <summary>Accounts of advisors: sign-in with lockout, new accounts, sessions that can end. Thread safe.</summary>
internal sealed class AdvisorAccounts(IAdvisorStore store, DeskOptions options, TimeProvider time)
{
    private static readonly Advisor Nobody = new() { Id = "", UserName = "", DisplayName = "", PasswordHash = "", SecurityStamp = "" };

    private readonly PasswordHasher<Advisor> _hasher = new();

    // One sign-in at a time for a name, so that guesses made at once are all counted.
    private readonly ProcessConversationLocks _locks = new();
    private readonly Lazy<string> _dummyHash = new(() => new PasswordHasher<Advisor>().HashPassword(Nobody, NewToken()));

    /// <summary>The advisor, or null when name or password are wrong or the account is locked: the caller must not tell which.</summary>
    public async Task<Advisor?> SignInAsync(string userName, string password, CancellationToken cancellationToken)
    {
        if (userName.Length is 0 or > 64 || password.Length is 0 or > AccountRules.MaxPasswordLength)
            return null;

        await using var held = await _locks.AcquireAsync(userName.ToUpperInvariant(), cancellationToken).ConfigureAwait(false);
        var advisor = await store.FindByUserNameAsync(userName, cancellationToken).ConfigureAwait(false);
        if (advisor is null || advisor.IsExternal || advisor.DisabledAt is not null || advisor.LockedUntil > time.GetUtcNow())
        {
            // As slow as a wrong password, so that time does not tell which names exist.
            _hasher.VerifyHashedPassword(Nobody, _dummyHash.Value, password);
            return null;
        }

        var verdict = _hasher.VerifyHashedPassword(advisor, advisor.PasswordHash, password);
        var after = verdict is PasswordVerificationResult.Failed ? AfterFailure(advisor) : AfterSuccess(advisor, password, verdict);
        if (after != advisor)
            await store.UpdateAsync(after, cancellationToken).ConfigureAwait(false);
        return verdict is PasswordVerificationResult.Failed ? null : after;
    }

    /// <summary>Makes an account; null when the sign-in name is taken.</summary>
    public async Task<Advisor?> AddAsync(AccountRequest request, bool isAdministrator, CancellationToken cancellationToken)
    {
        var advisor = Nobody with
        {
            Id = Guid.NewGuid().ToString("N"),
            UserName = request.UserName,
            DisplayName = request.DisplayName,
            Role = isAdministrator ? AdvisorRole.Administrator : AdvisorRole.Advisor,
            SecurityStamp = NewToken(),
        };
        advisor = advisor with { PasswordHash = _hasher.HashPassword(advisor, request.Password) };
        return await store.AddAsync(advisor, cancellationToken).ConfigureAwait(false) ? advisor : null;
    }

    /// <summary>
    /// The advisor whom an issuer vouches for, made or brought up to date; null when the issuer's roles give no access or an administrator
    /// shut the account. Found by issuer and subject alone: a name or an e-mail address proves nothing.
    /// </summary>
    public async Task<Advisor?> SignInExternalAsync(string issuer, OidcPerson person, CancellationToken cancellationToken)
    {
        await using var held = await _locks.AcquireAsync($"oidc {issuer} {person.Subject}", cancellationToken).ConfigureAwait(false);
        var known = await store.FindBySubjectAsync(issuer, person.Subject, cancellationToken).ConfigureAwait(false);
        if (person.Role is not { } role)
        {
            // Whoever lost the role loses open sessions too.
            if (known is not null)
                await store.UpdateAsync(known with { SecurityStamp = NewToken() }, cancellationToken).ConfigureAwait(false);
            return null;
        }

        if (known is null)
            return await AddExternalAsync(issuer, person, role, cancellationToken).ConfigureAwait(false);
        if (known.DisabledAt is not null)
            return null;
        var after = known with { DisplayName = person.DisplayName ?? known.DisplayName, Role = role, TeamsId = person.TeamsId ?? known.TeamsId };
        if (after.Role != known.Role)
            after = after with { SecurityStamp = NewToken() };
        return after == known || await store.UpdateAsync(after, cancellationToken).ConfigureAwait(false) ? after : known;
    }

    /// <summary>Whether a session of this principal still holds.</summary>
    public async Task<bool> IsValidAsync(ClaimsPrincipal principal, CancellationToken cancellationToken)
    {
        var id = principal.FindFirstValue(ClaimTypes.NameIdentifier);
        var stamp = principal.FindFirstValue(DeskUser.StampClaim);
        if (id is null || stamp is null)
            return false;
        var advisor = await store.FindAsync(id, cancellationToken).ConfigureAwait(false);
        return advisor is { DisabledAt: null } && string.Equals(advisor.SecurityStamp, stamp, StringComparison.Ordinal);
    }

    /// <summary>Changes the password and ends all sessions; null when the present one is wrong or the account is locked.</summary>
    public async Task<Advisor?> ChangePasswordAsync(string advisorId, string present, string wanted, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(advisorId, cancellationToken).ConfigureAwait(false) is not { IsExternal: false } known
            || await SignInAsync(known.UserName, present, cancellationToken).ConfigureAwait(false) is not { } advisor)
            return null;
        var after = advisor with { PasswordHash = _hasher.HashPassword(advisor, wanted), SecurityStamp = NewToken() };
        return await store.UpdateAsync(after, cancellationToken).ConfigureAwait(false) ? after : null;
    }

    /// <summary>Ends all sessions of an advisor.</summary>
    public async Task<Advisor?> EndSessionsAsync(string advisorId, CancellationToken cancellationToken) =>
        await store.FindAsync(advisorId, cancellationToken).ConfigureAwait(false) is { } advisor
            && advisor with { SecurityStamp = NewToken() } is var after
            && await store.UpdateAsync(after, cancellationToken).ConfigureAwait(false) ? after : null;

    /// <summary>Changes what an advisor may do, and ends the sessions; false when there would be no administrator left, or the Teams id is a colleague's.</summary>
    public async Task<bool> ChangeAsync(string advisorId, AccountChange change, CancellationToken cancellationToken)
    {
        // One change at a time, so that two administrators cannot take each other's rights at once.
        await using var held = await _locks.AcquireAsync("team", cancellationToken).ConfigureAwait(false);
        var team = await store.ListAsync(cancellationToken).ConfigureAwait(false);
        if (team.FirstOrDefault(advisor => advisor.Id == advisorId) is not { } before)
            return false;
        var after = before with
        {
            // Whom an issuer vouches for has the role that it says.
            Role = before.IsExternal ? before.Role : change.Role,
            Capacity = Math.Clamp(change.Capacity, 0, 99),
            DisabledAt = change.IsDisabled ? before.DisabledAt ?? time.GetUtcNow() : null,
            TeamsId = change.TeamsId is null ? before.TeamsId : change.TeamsId.Length == 0 ? null : change.TeamsId,
        };
        if (!team.Any(advisor => (advisor.Id == advisorId ? after : advisor) is { IsAdministrator: true, DisabledAt: null }))
            return false;
        var hasOtherRights = after.Role != before.Role || after.DisabledAt != before.DisabledAt;
        return await store.UpdateAsync(hasOtherRights ? after with { SecurityStamp = NewToken() } : after, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Advisor?> AddExternalAsync(string issuer, OidcPerson person, AdvisorRole role, CancellationToken cancellationToken)
    {
        var advisor = Nobody with
        {
            Id = Guid.NewGuid().ToString("N"),
            UserName = person.UserName[..Math.Min(person.UserName.Length, 64)],
            DisplayName = person.DisplayName ?? DeskTexts.ActorAdvisor,
            Role = role,
            SecurityStamp = NewToken(),
            Issuer = issuer,
            Subject = person.Subject,
            TeamsId = person.TeamsId,
        };
        // A name that somebody else has, or a Teams id that an administrator gave to another account, must not keep this person out.
        Advisor[] attempts = [advisor, advisor with { TeamsId = null }, advisor with { UserName = $"{advisor.UserName}#{advisor.Id[..8]}", TeamsId = null }];
        foreach (var attempt in attempts)
        {
            if (await store.AddAsync(attempt, cancellationToken).ConfigureAwait(false))
                return attempt;
        }

        return null;
    }

    public static string NewToken() => Base64Url(RandomNumberGenerator.GetBytes(32));

    public static string Base64Url(ReadOnlySpan<byte> bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    private Advisor AfterFailure(Advisor advisor)
    {
        var failures = advisor.FailedSignIns + 1;
        return failures < options.SignInAttempts
            ? advisor with { FailedSignIns = failures, LockedUntil = null }
            : advisor with { FailedSignIns = 0, LockedUntil = time.GetUtcNow() + options.LockoutTime };
    }

    private Advisor AfterSuccess(Advisor advisor, string password, PasswordVerificationResult verdict)
    {
        var hash = verdict is PasswordVerificationResult.SuccessRehashNeeded ? _hasher.HashPassword(advisor, password) : advisor.PasswordHash;
        return advisor with { FailedSignIns = 0, LockedUntil = null, PasswordHash = hash };
    }
}
