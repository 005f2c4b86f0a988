using System.Text.RegularExpressions;

namespace MagBot.Desk.Accounts;

/// <summary>What somebody filled in to make an account.</summary>
/// <param name="UserName">Sign-in name.</param>
/// <param name="DisplayName">Name that customers see.</param>
/// <param name="Password">Password.</param>
internal sealed record AccountRequest(string UserName, string DisplayName, string Password);

/// <summary>What is wrong with an <see cref="AccountRequest"/>.</summary>
public enum AccountFault
{
    /// <summary>The sign-in name has a wrong length or signs that are not allowed.</summary>
    UserName,

    /// <summary>The sign-in name belongs to somebody else.</summary>
    UserNameTaken,

    /// <summary>The display name has a wrong length or signs that are not allowed.</summary>
    DisplayName,

    /// <summary>The password is too short or too long.</summary>
    Password,

    /// <summary>The password is the sign-in name or the display name.</summary>
    PasswordIsName,
}

/// <summary>Rules for names and passwords.</summary>
internal static partial class AccountRules
{
    public const int MinPasswordLength = 12;

    // Hashing costs time in proportion to the length.
    public const int MaxPasswordLength = 200;

    public static IReadOnlyList<AccountFault> Check(AccountRequest request)
    {
        var faults = new List<AccountFault>();
        if (!UserNamePattern().IsMatch(request.UserName))
            faults.Add(AccountFault.UserName);
        if (!DisplayNamePattern().IsMatch(request.DisplayName))
            faults.Add(AccountFault.DisplayName);
        if (request.Password.Length is < MinPasswordLength or > MaxPasswordLength)
            faults.Add(AccountFault.Password);
        else if (IsName(request.Password, request.UserName) || IsName(request.Password, request.DisplayName))
            faults.Add(AccountFault.PasswordIsName);
        return faults;
    }

    private static bool IsName(string password, string name) => string.Equals(password, name, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._@+-]{2,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex UserNamePattern();

    // The name is put into texts for the customer, which are Markdown: no signs that mean something there.
    [GeneratedRegex(@"\A\p{L}[\p{L}\p{M}\p{Nd} .'’-]{1,59}\z", RegexOptions.CultureInvariant)]
    private static partial Regex DisplayNamePattern();
}
