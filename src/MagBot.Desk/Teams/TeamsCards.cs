using System.Text.Json;
using System.Text.Json.Nodes;
using MagBot.Activities;
using MagBot.Desk.Http;
using MagBot.Desk.Pages;
using MagBot.Desk.Resources;
using MagBot.Dialogs.Conversations;
using MagBot.Dialogs.Handover;

namespace MagBot.Desk.Teams;

/// <summary>
/// The cards in the advisors' channel (Adaptive Cards 1.4). What people wrote stands in runs of text, which know no Markdown. Buttons
/// are universal actions with a submit for clients that do not know these.
/// </summary>
internal sealed class TeamsCards(DeskOptions options)
{
    /// <summary>Member of a button's data that makes it ours.</summary>
    public const string Mark = "magbotDesk";

    private const int LongestWords = 1500;

    /// <summary>The card that begins a thread.</summary>
    /// <param name="conversation">The conversation as it stands now.</param>
    /// <param name="words">The newest thing that the customer said and that may be shown; null for nothing.</param>
    /// <param name="now">Moment, UTC.</param>
    public JsonElement Request(Conversation conversation, string? words, DateTimeOffset now)
    {
        var handover = conversation.Handover;
        var facts = new JsonArray
        {
            Fact(DeskTexts.ColumnChannel, Words.Channel(conversation.ChannelId)),
            Fact(DeskTexts.TeamsStatus, Status(handover, now)),
        };
        if (Words.Reason(handover.Reason) is { Length: > 0 } reason)
            facts.Add(Fact(DeskTexts.TeamsReason, reason));
        if (handover.Contact is { } contact)
        {
            facts.Add(Fact(DeskTexts.ContactName, contact.Name));
            if (contact.BestTime is { Length: > 0 } time)
                facts.Add(Fact(DeskTexts.ContactBestTime, time));
        }

        var body = new JsonArray
        {
            Plain(DeskPaths.Format(DeskTexts.TeamsTitle, handover.Reference), isTitle: true),
            new JsonObject { ["type"] = "FactSet", ["facts"] = facts },
        };
        // Once somebody has it, the words stand in the thread.
        if ((handover.Contact?.Question ?? words) is { Length: > 0 } said && handover.Status is HandoverStatus.Waiting or HandoverStatus.ContactRequested)
            body.Add(Plain(Cut(said)));
        if (handover.Status is HandoverStatus.WithAdvisor)
            body.Add(Plain(DeskTexts.TeamsHint, isHint: true));
        return Card(body, Actions(conversation), DeskPaths.Format(DeskTexts.TeamsTitle, handover.Reference));
    }

    /// <summary>What was said so far, one block for each message.</summary>
    public static JsonElement Transcript(IEnumerable<(string By, string Text)> lines)
    {
        var body = new JsonArray { Plain(DeskTexts.TeamsTranscript, isTitle: true) };
        foreach (var (by, text) in lines)
            body.Add(Spoken(by, Cut(text)));
        return Card(body, [], DeskTexts.TeamsTranscript);
    }

    /// <summary>Something that somebody said in the conversation.</summary>
    public static JsonElement Said(string by, string text) => Card([Spoken(by, text)], [], $"{by}: {text}");

    /// <summary>The wording rules ask to look again; a button sends the text all the same.</summary>
    public static JsonElement Doubt(string conversationId, string reference, string clientId, string text, string remark)
    {
        var data = Data("confirm", conversationId, reference);
        data["id"] = clientId;
        data["text"] = text;
        return Card([Plain(DeskTexts.NoticeDoubtful), Plain(remark, isHint: true)], [Button(DeskTexts.GuardConfirm, data)], DeskTexts.NoticeDoubtful);
    }

    public static Attachment Attached(JsonElement card) => new() { ContentType = ContentTypes.AdaptiveCard, Content = card };

    // With moments instead of spans: the card stands there for hours.
    private static string Status(HandoverRecord handover, DateTimeOffset now) => handover.Status switch
    {
        HandoverStatus.Waiting => DeskPaths.Format(DeskTexts.TeamsWaits, Words.Moment(handover.RequestedAt ?? now, now)),
        HandoverStatus.WithAdvisor => DeskPaths.Format(DeskTexts.TeamsWith, handover.AdvisorName, Words.Moment(handover.ClaimedAt ?? now, now)),
        _ => Words.Since(handover, now),
    };

    private JsonArray Actions(Conversation conversation)
    {
        var handover = conversation.Handover;
        var actions = new JsonArray();
        void Add(string title, string command) => actions.Add(Button(title, Data(command, conversation.Id, handover.Reference ?? "")));
        switch (handover.Status)
        {
            case HandoverStatus.Waiting:
                Add(DeskTexts.Claim, "claim");
                break;
            case HandoverStatus.ContactRequested:
                Add(DeskTexts.Claim, "claim");
                Add(DeskTexts.MarkHandled, "close");
                break;
            case HandoverStatus.WithAdvisor:
                Add(DeskTexts.Return, "return");
                Add(DeskTexts.Close, "close");
                break;
        }

        if (options.PublicUrl is { } desk)
        {
            actions.Add(new JsonObject
            {
                ["type"] = "Action.OpenUrl",
                ["title"] = DeskTexts.TeamsOpenDesk,
                ["url"] = $"{desk.ToString().TrimEnd('/')}{DeskPaths.Root}/{DeskPaths.Of("", conversation.Id)}",
            });
        }

        return actions;
    }

    private static JsonObject Data(string command, string conversationId, string reference) => new() { ["do"] = command, ["c"] = conversationId, ["r"] = reference };

    private static JsonObject Button(string title, JsonObject data) => new()
    {
        ["type"] = "Action.Execute",
        ["title"] = title,
        ["verb"] = data["do"]?.GetValue<string>(),
        ["data"] = new JsonObject { [Mark] = data },
        ["fallback"] = new JsonObject { ["type"] = "Action.Submit", ["title"] = title, ["data"] = new JsonObject { [Mark] = data.DeepClone() } },
    };

    private static JsonObject Fact(string title, string value) => new() { ["title"] = title, ["value"] = Inert(value) };

    // Facts and texts know Markdown; a name is no place for it.
    private static string Inert(string text) => new([.. text.Where(sign => !"[]*_`\\#<>".Contains(sign))]);

    private static JsonObject Plain(string text, bool isTitle = false, bool isHint = false)
    {
        var run = new JsonObject { ["type"] = "TextRun", ["text"] = text };
        if (isTitle)
            (run["weight"], run["size"]) = ("Bolder", "Medium");
        if (isHint)
            (run["isSubtle"], run["size"]) = (true, "Small");
        return new JsonObject { ["type"] = "RichTextBlock", ["inlines"] = new JsonArray(run) };
    }

    private static JsonObject Spoken(string by, string text) => new()
    {
        ["type"] = "RichTextBlock",
        ["inlines"] = new JsonArray(
            new JsonObject { ["type"] = "TextRun", ["text"] = by + ": ", ["weight"] = "Bolder" },
            new JsonObject { ["type"] = "TextRun", ["text"] = text }),
    };

    private static string Cut(string text) => text.Length <= LongestWords ? text : text[..LongestWords] + "…";

    private static JsonElement Card(JsonArray body, JsonArray actions, string fallback)
    {
        var card = new JsonObject
        {
            ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
            ["type"] = "AdaptiveCard",
            ["version"] = "1.4",
            ["fallbackText"] = fallback,
            ["body"] = body,
        };
        if (actions.Count > 0)
            card["actions"] = actions;
        return JsonDocument.Parse(card.ToJsonString()).RootElement;
    }
}
