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
        if (advisor is null || advisor.LockedUntil > time.GetUtcNow())
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
            IsAdministrator = isAdministrator,
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
        return advisor is not null && string.Equals(advisor.SecurityStamp, stamp, StringComparison.Ordinal);
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
