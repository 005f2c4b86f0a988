using System.Net;
using System.Text.Json;
using MagBot.Activities;

namespace MagBot.Channels.Connector;

/// <summary>Mentions in group chats, where each message to the bot holds its name.</summary>
internal static class Mentions
{
    private const string Open = "<at>";
    private const string Close = "</at>";

    /// <summary>The text without mentions of the recipient, and with the bare names of others; unchanged when nobody is mentioned.</summary>
    public static string? WithoutRecipient(Activity activity)
    {
        var text = activity.Text;
        if (string.IsNullOrEmpty(text) || activity.Entities is null)
            return text;
        var found = false;
        foreach (var mention in activity.Entities.Select(Read).OfType<Mention>())
        {
            var isRecipient = mention.Id is not null && mention.Id == activity.Recipient?.Id;
            if (!isRecipient && !mention.Text.StartsWith(Open, StringComparison.OrdinalIgnoreCase))
                continue;
            foreach (var spelling in Spellings(mention.Text))
            {
                if (!text.Contains(spelling, StringComparison.OrdinalIgnoreCase))
                    continue;
                text = text.Replace(spelling, isRecipient ? " " : mention.Name, StringComparison.OrdinalIgnoreCase);
                found = true;
            }
        }

        return found ? Tidy(text) : text;
    }

    // The name stands escaped in the text, or in the entity, or in both, or in neither.
    private static IEnumerable<string> Spellings(string mention)
    {
        var plain = WebUtility.HtmlDecode(mention);
        var name = plain.StartsWith(Open, StringComparison.OrdinalIgnoreCase) && plain.EndsWith(Close, StringComparison.OrdinalIgnoreCase)
            ? plain[Open.Length..^Close.Length]
            : null;
        string[] spellings = name is null
            ? [mention]
            : [mention, plain, $"{Open}{System.Security.SecurityElement.Escape(name)}{Close}", $"{Open}{WebUtility.HtmlEncode(name)}{Close}"];
        return spellings.Where(spelling => spelling.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase);
    }

    // What stood between name and question ("MagBot, …") belongs to the name.
    private static string Tidy(string text) =>
        string.Join(' ', text.Replace("&nbsp;", " ", StringComparison.Ordinal).Replace('\u00a0', ' ').Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .TrimStart(' ', ',', ':', ';', '\n', '\r').TrimEnd();

    private static Mention? Read(Entity entity)
    {
        if (!string.Equals(entity.Type, "mention", StringComparison.OrdinalIgnoreCase)
            || entity.Properties is not { } properties
            || !properties.TryGetValue("mentioned", out var mentioned)
            || mentioned.ValueKind is not JsonValueKind.Object)
            return null;
        var name = Member(mentioned, "name");
        var text = properties.TryGetValue("text", out var given) && given.ValueKind is JsonValueKind.String ? given.GetString() : null;
        return (text ?? (name is null ? null : $"{Open}{name}{Close}")) is { } mention
            ? new Mention(Member(mentioned, "id"), mention, name ?? WebUtility.HtmlDecode(mention))
            : null;
    }

    private static string? Member(JsonElement element, string name) =>
        element.TryGetProperty(name, out var member) && member.ValueKind is JsonValueKind.String ? member.GetString() : null;

    private sealed record Mention(string? Id, string Text, string Name);
}
