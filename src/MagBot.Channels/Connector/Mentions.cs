using System.Text.Json;
using MagBot.Activities;

namespace MagBot.Channels.Connector;

/// <summary>Mentions in group chats, where each message to the bot begins with its name.</summary>
internal static class Mentions
{
    /// <summary>The text without mentions of the recipient; unchanged when there are none.</summary>
    public static string? WithoutRecipient(Activity activity)
    {
        var text = activity.Text;
        if (string.IsNullOrEmpty(text) || activity.Recipient?.Id is not { } botId || activity.Entities is null)
            return text;
        var found = false;
        foreach (var mention in activity.Entities.Select(entity => TextOf(entity, botId)).OfType<string>().Where(mention => mention.Length > 0))
        {
            text = text.Replace(mention, " ", StringComparison.OrdinalIgnoreCase);
            found = true;
        }

        return found ? string.Join(' ', text.Replace("&nbsp;", " ", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries)) : text;
    }

    private static string? TextOf(Entity entity, string botId)
    {
        if (!string.Equals(entity.Type, "mention", StringComparison.OrdinalIgnoreCase)
            || entity.Properties is not { } properties
            || !properties.TryGetValue("mentioned", out var mentioned)
            || mentioned.ValueKind is not JsonValueKind.Object
            || Member(mentioned, "id") != botId)
            return null;
        return properties.TryGetValue("text", out var text) && text.ValueKind is JsonValueKind.String
            ? text.GetString()
            : $"<at>{Member(mentioned, "name")}</at>";
    }

    private static string? Member(JsonElement element, string name) =>
        element.TryGetProperty(name, out var member) && member.ValueKind is JsonValueKind.String ? member.GetString() : null;
}
