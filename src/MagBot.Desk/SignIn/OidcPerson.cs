using System.Text;
using System.Text.Json;
using MagBot.Dialogs.Storage;

namespace MagBot.Desk.SignIn;

/// <summary>A person as the issuer describes it.</summary>
/// <param name="Subject">The person at the issuer, never changing.</param>
/// <param name="UserName">Sign-in name, to show to administrators.</param>
/// <param name="DisplayName">Name that customers see; null when the issuer gives none that can be shown.</param>
/// <param name="Role">What this person may do; null lets nobody in.</param>
/// <param name="TeamsId">Object id of Microsoft Entra; null elsewhere.</param>
internal sealed record OidcPerson(string Subject, string UserName, string? DisplayName, AdvisorRole? Role, string? TeamsId)
{
    private const int LongestName = 60;

    /// <summary>Reads the claims of an ID token; null without a subject.</summary>
    public static OidcPerson? Read(JsonElement claims, OidcOptions options)
    {
        if (Text(claims, "sub") is not { Length: <= 255 } subject)
            return null;
        return new OidcPerson(
            subject,
            Text(claims, "preferred_username") ?? Text(claims, "email") ?? subject,
            Showable(Text(claims, options.NameClaim)) ?? Showable(Text(claims, "name")),
            RoleOf(Values(claims, options.RoleClaim), options),
            Guid.TryParse(Text(claims, "oid"), out var teamsId) ? teamsId.ToString() : null);
    }

    /// <summary>Whether the claims say anything about roles.</summary>
    public static bool NamesRoles(JsonElement claims, OidcOptions options) => Values(claims, options.RoleClaim).Count > 0;

    private static AdvisorRole? RoleOf(IReadOnlyList<string> values, OidcOptions options) =>
        values.Any(options.Administrators.Contains) ? AdvisorRole.Administrator
        : values.Any(options.Leads.Contains) ? AdvisorRole.Lead
        : values.Any(options.Advisors.Contains) ? AdvisorRole.Advisor
        : null;

    // A claim's name may hold dots itself (https://winkel.example/roles), so the whole name goes before the path.
    private static IReadOnlyList<string> Values(JsonElement claims, string path)
    {
        if (claims.TryGetProperty(path, out var found))
            return Values(found);
        foreach (var step in path.Split('.'))
        {
            if (claims.ValueKind is not JsonValueKind.Object || !claims.TryGetProperty(step, out claims))
                return [];
        }

        return Values(claims);
    }

    private static IReadOnlyList<string> Values(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!], // a string by its kind
        JsonValueKind.Array => [.. value.EnumerateArray().Where(item => item.ValueKind is JsonValueKind.String).Select(item => item.GetString()!)], // as above
        _ => [],
    };

    private static string? Text(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    // The name is put into texts for the customer, which are Markdown: only what AccountRules lets people choose themselves.
    private static string? Showable(string? name)
    {
        if (name is null)
            return null;
        var tidy = new StringBuilder();
        foreach (var sign in name.Where(sign => char.IsLetterOrDigit(sign) || char.GetUnicodeCategory(sign) is System.Globalization.UnicodeCategory.NonSpacingMark || " .'’-".Contains(sign)))
            tidy.Append(sign);
        var text = string.Join(' ', tidy.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
        text = text.TrimStart(' ', '.', '\'', '’', '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        return text.Length < 2 ? null : text[..Math.Min(text.Length, LongestName)];
    }
}
