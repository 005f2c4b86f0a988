using System.Text.Json;
using System.Text.Json.Nodes;
using MagBot.Activities;
using MagBot.Dialogs.Handover;

namespace MagBot.Channels.Connector;

/// <summary>What an invoke asks of us.</summary>
/// <param name="Turn">What it means for the conversation; null when nothing.</param>
/// <param name="Answer">Body of the response; null for an empty one.</param>
internal sealed record Invocation(Activity? Turn, InvokeAnswer? Answer);

/// <summary>Answer to <c>adaptiveCard/action</c>; always in a 200.</summary>
internal sealed record InvokeAnswer(int StatusCode, string Type, JsonElement Value);

/// <summary>Content of an error answer.</summary>
internal sealed record InvokeFault(string Code, string Message);

/// <summary>The invokes that we know: buttons of our cards, and thumbs under our messages.</summary>
internal static class InvokeActivities
{
    public const string CardAction = "adaptiveCard/action";
    private const string SubmitAction = "message/submitAction";
    private const string MessageType = "application/vnd.microsoft.activity.message";
    private const string CardType = "application/vnd.microsoft.card.adaptive";
    private const string ErrorType = "application/vnd.microsoft.error";

    /// <summary>Reads an invoke; false for one that we have nothing for.</summary>
    public static bool TryRead(Activity posted, out Invocation invocation)
    {
        invocation = posted.Name switch
        {
            CardAction => ReadCardAction(posted),
            SubmitAction => new Invocation(ReadFeedback(posted), null),
            _ => new Invocation(null, null),
        };
        return posted.Name is CardAction or SubmitAction;
    }

    /// <summary>The response to a button of a card for advisors.</summary>
    public static InvokeAnswer AnswerFor(HubAnswer answer) => answer.Card is { } card
        ? new InvokeAnswer(200, CardType, card)
        : new InvokeAnswer(200, MessageType, ActivityJson.ToElement(answer.Text ?? ""));

    // A thumb under a message of ours, with the words that came with it: the same as a reaction. Another form asks nothing of us.
    private static Activity? ReadFeedback(Activity posted)
    {
        if (Member(posted.Value, "actionName") is not { ValueKind: JsonValueKind.String } name || name.GetString() != "feedback"
            || Member(posted.Value, "actionValue") is not { } feedback
            || Member(feedback, "reaction") is not { ValueKind: JsonValueKind.String } reaction)
            return null;
        var value = new JsonObject();
        if (Words(Member(feedback, "feedback")) is { } words)
            value["reason"] = words;
        return posted with
        {
            Type = ActivityTypes.MessageReaction,
            Name = null,
            ReactionsAdded = [new MessageReaction { Type = reaction.GetString() }],
            Value = JsonDocument.Parse(value.ToJsonString()).RootElement,
        };
    }

    // Teams puts a form into the text: {"feedbackText":"…"}.
    private static string? Words(JsonElement? feedback)
    {
        if (feedback is not { ValueKind: JsonValueKind.String } text || text.GetString() is not { Length: > 0 } said)
            return null;
        try
        {
            using var form = JsonDocument.Parse(said);
            return Member(form.RootElement, "feedbackText") is { ValueKind: JsonValueKind.String } words ? words.GetString() : null;
        }
        catch (JsonException)
        {
            return said;
        }
    }

    private static JsonElement? Member(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } members && members.TryGetProperty(name, out var member) ? member : null;

    private static Invocation ReadCardAction(Activity posted)
    {
        if (posted.Value is not { ValueKind: JsonValueKind.Object } value
            || !value.TryGetProperty("action", out var action) || action.ValueKind is not JsonValueKind.Object
            || !action.TryGetProperty("data", out var data)
            || IncomingActivities.SaidBy(data) is not { } said)
        {
            var fault = new InvokeFault("BadRequest", "This is no button of a card of ours.");
            return new Invocation(null, new InvokeAnswer(400, ErrorType, ActivityJson.ToElement(fault, ConnectorJson.Contract.InvokeFault)));
        }

        // The press is not seen in the talk, so the answer shows what was pressed; the bot's reply follows as a message.
        var turn = posted with { Type = ActivityTypes.Message, Name = null, Value = null, Text = said, TextFormat = TextFormats.Plain };
        return new Invocation(turn, new InvokeAnswer(200, MessageType, ActivityJson.ToElement(said)));
    }
}
