using System.Security.Cryptography;
using System.Text;
using MagBot.Dialogs.Storage;

namespace MagBot.Desk.Accounts;

/// <summary>What an invitation makes of the one who uses it.</summary>
internal enum InvitationKind
{
    /// <summary>The first account: an administrator. Only valid while there is no account.</summary>
    Setup,

    /// <summary>A colleague.</summary>
    Colleague,
}

/// <summary>An invitation that may be used.</summary>
internal sealed record Invitation(string Id, InvitationKind Kind);

/// <summary>One-time links to make an account. Only a hash of the code is kept. Thread safe.</summary>
internal sealed class Invitations(IKeyStore keys, IAdvisorStore advisors, DeskOptions options, TimeProvider time)
{
    private const string Purpose = "desk-invitation";
    private const int CodeLength = 43; // 32 bytes in base64url

    /// <summary>A code for the first account, in place of all earlier ones; null when there is an account already.</summary>
    public async Task<string?> CreateSetupAsync(CancellationToken cancellationToken)
    {
        if (await advisors.CountAsync(cancellationToken).ConfigureAwait(false) > 0)
            return null;
        foreach (var key in await keys.ListAsync(Purpose, cancellationToken).ConfigureAwait(false))
            await keys.RemoveAsync(Purpose, key.Id, cancellationToken).ConfigureAwait(false);
        return await CreateAsync(InvitationKind.Setup, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A code for a colleague.</summary>
    public async Task<string> CreateForColleagueAsync(CancellationToken cancellationToken)
    {
        foreach (var key in await keys.ListAsync(Purpose, cancellationToken).ConfigureAwait(false))
        {
            if (IsExpired(key))
                await keys.RemoveAsync(Purpose, key.Id, cancellationToken).ConfigureAwait(false);
        }

        return await CreateAsync(InvitationKind.Colleague, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The invitation that a code stands for; null when it is unknown, used or expired.</summary>
    public async Task<Invitation?> FindAsync(string? code, CancellationToken cancellationToken)
    {
        if (code?.Length != CodeLength)
            return null;
        // Looked up by the hash of the code, so the time it takes tells nothing about the code.
        var id = Hash(code);
        var known = await keys.ListAsync(Purpose, cancellationToken).ConfigureAwait(false);
        if (known.FirstOrDefault(key => key.Id == id) is not { } found || IsExpired(found) || !Enum.TryParse<InvitationKind>(found.Value, out var kind))
            return null;
        if (kind is InvitationKind.Setup && await advisors.CountAsync(cancellationToken).ConfigureAwait(false) > 0)
            return null;
        return new Invitation(id, kind);
    }

    /// <summary>Uses an invitation up; false when somebody else was first.</summary>
    public Task<bool> TakeAsync(Invitation invitation, CancellationToken cancellationToken) =>
        keys.RemoveAsync(Purpose, invitation.Id, cancellationToken);

    /// <summary>Puts a taken invitation back, after the account could not be made.</summary>
    public Task ReturnAsync(Invitation invitation, CancellationToken cancellationToken) =>
        keys.AddAsync(new KeyMaterial(Purpose, invitation.Id, invitation.Kind.ToString(), time.GetUtcNow()), cancellationToken);

    private async Task<string> CreateAsync(InvitationKind kind, CancellationToken cancellationToken)
    {
        var code = AdvisorAccounts.NewToken();
        await keys.AddAsync(new KeyMaterial(Purpose, Hash(code), kind.ToString(), time.GetUtcNow()), cancellationToken).ConfigureAwait(false);
        return code;
    }

    private bool IsExpired(KeyMaterial key) => key.CreatedAt + options.InvitationLifetime <= time.GetUtcNow();

    private static string Hash(string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code)));
}
