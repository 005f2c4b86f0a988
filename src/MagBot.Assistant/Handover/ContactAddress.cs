using System.Text.RegularExpressions;

namespace MagBot.Assistant.Handover;

/// <summary>Finds an e-mail address or a telephone number in what a customer wrote, and refuses what cannot be one.</summary>
internal static partial class ContactAddress
{
    private const int LongestEmail = 254; // RFC 5321, 4.5.3.1

    /// <summary>An address, tidied; null when there is none that can be right.</summary>
    public static string? Find(string text) => FindEmail(text) ?? FindPhone(text);

    public static string? FindEmail(string text)
    {
        if (EmailPattern().Match(text) is not { Success: true } match)
            return null;
        var email = match.Value.TrimEnd('.');
        var local = email[..email.IndexOf('@', StringComparison.Ordinal)];
        return email.Length <= LongestEmail && !email.Contains("..", StringComparison.Ordinal) && local[0] != '.' && local[^1] != '.' ? email : null;
    }

    public static string? FindPhone(string text)
    {
        if (PhonePattern().Match(text) is not { Success: true } match)
            return null;
        var digits = new string([.. match.Value.Where(char.IsAsciiDigit)]);
        var international = match.Value[0] == '+' ? digits : digits.StartsWith("00", StringComparison.Ordinal) ? digits[2..] : null;
        return (international is null ? IsNational(digits) : IsInternational(international)) && digits.Distinct().Count() > 2 ? match.Value.Trim() : null;
    }

    // Dutch numbers have ten digits, Belgian ones nine, and ten for mobile telephones.
    private static bool IsNational(string digits) => digits[0] == '0' && digits[1] != '0' && digits.Length is 9 or 10;

    private static bool IsInternational(string digits) => digits switch
    {
        ['3', '1', .. var rest] => rest.TrimStart('0').Length == 9,
        ['3', '2', .. var rest] => rest.TrimStart('0').Length is 8 or 9,
        _ => digits.Length is >= 8 and <= 15, // E.164
    };

    [GeneratedRegex(@"[A-Z0-9._%+'-]{1,64}@[A-Z0-9-]{1,63}(\.[A-Z0-9-]{1,63}){0,6}\.[A-Z]{2,24}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 100)]
    private static partial Regex EmailPattern();

    [GeneratedRegex(@"\+?\(?[0-9][0-9 ()./-]{7,24}", RegexOptions.CultureInvariant, 100)]
    private static partial Regex PhonePattern();
}
