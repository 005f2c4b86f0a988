using System.Security;
using System.Text.Json;
using System.Text.Json.Nodes;
using MagBot.Activities;

namespace MagBot.Channels.Connector.Teams;

/// <summary>
/// The bot's words as Teams shows them best: the answer as text, marked as automatic and with its sources as citations; then, as a message of its own,
/// an Adaptive Card with the strength of the evidence, the sources and the follow-up questions. Suggested actions are shown in few
/// places there, and a text together with a card comes back without an id.
/// </summary>
internal static class TeamsReplies
{
    // Teams takes 100 KB of UTF-16; this leaves room for entities and the envelope.
    private const int LongestText = 20_000;
    private const int LongestAbstract = 160;
    private const int LongestCitationName = 80;
    private const int MaxCitations = 20;

    /// <summary>One message of ours as those that go out: text in parts that Teams takes, then a card.</summary>
    /// <param name="message">The message.</param>
    /// <param name="asker">Whom it answers by name; null for nobody.</param>
    public static IReadOnlyList<Activity> Compose(Activity message, ChannelAccount? asker = null)
    {
        var ours = Ours(message.ChannelData);
        var body = Text(ours, "body");
        var text = body ?? message.Text ?? "";
        var sources = Sources(ours);
        // Sources and evidence end the text for clients that know nothing else; here they stand on the card.
        var rest = body is not null && message.Text?.StartsWith(body, StringComparison.Ordinal) == true ? message.Text[body.Length..].Trim() : "";
        var buttons = message.SuggestedActions?.Actions ?? [];

        var parts = Split(sources.Count > 0 ? $"{text} {string.Concat(sources.Select((_, i) => $"[{i + 1}]"))}" : text);
        var texts = parts.Select((part, i) => message with
        {
            Text = part,
            SuggestedActions = null,
            Entities = i < parts.Count - 1 ? message.Entities : [.. message.Entities ?? [], Label(Text(ours, "author"), sources)],
            ChannelData = i == parts.Count - 1 && Text(ours, "decision") == "answer" ? WithThumbs(message.ChannelData) : message.ChannelData,
        }).ToList();
        if (asker is { Id.Length: > 0, Name.Length: > 0 })
            texts[0] = Addressed(texts[0], asker);
        return rest.Length == 0 && buttons.Count == 0
            ? [.. texts]
            : [.. texts, message with { Text = null, TextFormat = null, SuggestedActions = null, Entities = null, Attachments = [Card(rest, buttons)], Summary = null }];
    }

    /// <summary>Parts that Teams takes, cut at paragraphs, else at words.</summary>
    internal static IReadOnlyList<string> Split(string text)
    {
        List<string> parts = [];
        while (text.Length > LongestText)
        {
            var cut = text.LastIndexOf("\n\n", LongestText, StringComparison.Ordinal);
            if (cut <= 0)
                cut = text.LastIndexOf(' ', LongestText);
            if (cut <= 0)
                cut = char.IsHighSurrogate(text[LongestText - 1]) ? LongestText - 1 : LongestText;
            parts.Add(text[..cut].TrimEnd());
            text = text[cut..].TrimStart();
        }

        parts.Add(text);
        return parts;
    }

    // The name is markup, so it is escaped; the entity must hold the very same text.
    private static Activity Addressed(Activity message, ChannelAccount asker)
    {
        var mention = $"<at>{SecurityElement.Escape(asker.Name)}</at>";
        var entity = new Entity
        {
            Type = "mention",
            Properties = new Dictionary<string, JsonElement>(StringComparer.Ordinal)
            {
                ["mentioned"] = Element(new JsonObject { ["id"] = asker.Id, ["name"] = asker.Name }),
                ["text"] = Element(JsonValue.Create(mention)),
            },
        };
        return message with { Text = $"{mention} {message.Text}", Entities = [entity, .. message.Entities ?? []] };
    }

    // Teams shows thumbs under the answer and sends them as message/submitAction.
    private static JsonElement WithThumbs(JsonElement? channelData)
    {
        var data = channelData is { ValueKind: JsonValueKind.Object } element ? JsonObject.Create(element) ?? [] : [];
        data["feedbackLoop"] = new JsonObject { ["type"] = "default" };
        return Element(data);
    }

    private static Attachment Card(string rest, IReadOnlyList<CardAction> buttons)
    {
        var body = new JsonArray();
        foreach (var paragraph in rest.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
            body.Add(new JsonObject { ["type"] = "TextBlock", ["text"] = paragraph, ["wrap"] = true, ["size"] = "Small" });
        var actions = new JsonArray();
        foreach (var button in buttons.Where(button => !string.IsNullOrEmpty(button.Title)))
            actions.Add(Button(button));
        var card = new JsonObject
        {
            ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
            ["type"] = "AdaptiveCard",
            ["version"] = "1.4",
            ["fallbackText"] = rest.Length > 0 ? rest : string.Join("\n", buttons.Select(button => button.Title)),
            ["body"] = body,
            ["actions"] = actions,
        };
        return new Attachment { ContentType = ContentTypes.AdaptiveCard, Content = Element(card) };
    }

    // Older clients know no Action.Execute and fall back to a submit, which comes as a message.
    private static JsonObject Button(CardAction button)
    {
        if (button.Type == ActionTypes.OpenUrl)
            return new JsonObject { ["type"] = "Action.OpenUrl", ["title"] = button.Title, ["url"] = Said(button) };
        return new JsonObject
        {
            ["type"] = "Action.Execute",
            ["title"] = button.Title,
            ["verb"] = "say",
            ["data"] = new JsonObject { ["magbot"] = new JsonObject { ["say"] = Said(button) } },
            ["fallback"] = new JsonObject
            {
                ["type"] = "Action.Submit",
                ["title"] = button.Title,
                ["data"] = new JsonObject { ["magbot"] = new JsonObject { ["say"] = Said(button) } },
            },
        };
    }

    private static string? Said(CardAction button) => button.Value is { ValueKind: JsonValueKind.String } value ? value.GetString() : button.Title;

    // https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bot-messages-ai-generated-content
    private static Entity Label(string? author, List<(string Name, string? Url)> sources)
    {
        var citations = new JsonArray();
        for (var i = 0; i < sources.Count; i++)
        {
            var appearance = new JsonObject
            {
                ["@type"] = "DigitalDocument",
                ["name"] = Cut(sources[i].Name, LongestCitationName),
                ["abstract"] = Cut(sources[i].Name, LongestAbstract),
            };
            if (sources[i].Url is { } url)
                appearance["url"] = url;
            citations.Add(new JsonObject { ["@type"] = "Claim", ["position"] = i + 1, ["appearance"] = appearance });
        }

        var members = new JsonObject { ["@type"] = "Message", ["@context"] = "https://schema.org", ["@id"] = "" };
        if (author is null or "bot")
            members["additionalType"] = new JsonArray("AIGeneratedContent");
        if (citations.Count > 0)
            members["citation"] = citations;
        return new Entity
        {
            Type = "https://schema.org/Message",
            Properties = members.ToDictionary(member => member.Key, member => Element(member.Value), StringComparer.Ordinal),
        };
    }

    private static JsonElement? Ours(JsonElement? channelData) =>
        channelData is { ValueKind: JsonValueKind.Object } data && data.TryGetProperty("magbot", out var ours) && ours.ValueKind is JsonValueKind.Object ? ours : null;

    private static string? Text(JsonElement? element, string name) =>
        element is { } members && members.TryGetProperty(name, out var member) && member.ValueKind is JsonValueKind.String ? member.GetString() : null;

    private static List<(string Name, string? Url)> Sources(JsonElement? ours) =>
        ours is { } members && members.TryGetProperty("sources", out var list) && list.ValueKind is JsonValueKind.Array
            ? [.. list.EnumerateArray().Take(MaxCitations).Select(source => (Text(source, "label") ?? "", Text(source, "url")))]
            : [];

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..(length - 1)] + "…";

    private static JsonElement Element(JsonNode? node) => JsonDocument.Parse(node?.ToJsonString() ?? "null").RootElement;
}
