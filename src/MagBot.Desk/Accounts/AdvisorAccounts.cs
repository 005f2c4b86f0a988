using System.Security.Claims;
using System.Security.Cryptography;
using MagBot.Dialogs.Storage;
using Microsoft.AspNetCore.Identity;

namespace MagBot.Desk.Accounts;

/// <summary>Local accounts of advisors: sign-in with lockout, new accounts, sessions that can end. Thread safe.</summary>
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
        if (advisor is null || advisor.DisabledAt is not null || advisor.LockedUntil > time.GetUtcNow())
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
        if (await store.FindAsync(advisorId, cancellationToken).ConfigureAwait(false) is not { } known
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

    /// <summary>Changes what an advisor may do, and ends the sessions; false when there would be no administrator left.</summary>
    public async Task<bool> ChangeAsync(string advisorId, AdvisorRole role, int capacity, bool isDisabled, CancellationToken cancellationToken)
    {
        // One change at a time, so that two administrators cannot take each other's rights at once.
        await using var held = await _locks.AcquireAsync("team", cancellationToken).ConfigureAwait(false);
        var team = await store.ListAsync(cancellationToken).ConfigureAwait(false);
        if (team.FirstOrDefault(advisor => advisor.Id == advisorId) is not { } before)
            return false;
        var after = before with
        {
            Role = role,
            Capacity = Math.Clamp(capacity, 0, 99),
            DisabledAt = isDisabled ? before.DisabledAt ?? time.GetUtcNow() : null,
        };
        if (!team.Any(advisor => (advisor.Id == advisorId ? after : advisor) is { IsAdministrator: true, DisabledAt: null }))
            return false;
        var hasOtherRights = after.Role != before.Role || after.DisabledAt != before.DisabledAt;
        return await store.UpdateAsync(hasOtherRights ? after with { SecurityStamp = NewToken() } : after, cancellationToken).ConfigureAwait(false);
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
