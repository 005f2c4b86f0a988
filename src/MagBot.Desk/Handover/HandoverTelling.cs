using System.Text.Json;
using MagBot.Activities;
using MagBot.Desk.Conversations;
using MagBot.Dialogs.Handover;
using MagBot.Dialogs.Turns;

namespace MagBot.Desk.Handover;

/// <summary>What goes out with a step of a hand-over: notices for people, events for programs.</summary>
internal static class HandoverTelling
{
    public static void Tell(TurnContext turn, IHandoverMessages messages, HandoverMoment moment, QueuePlace? place = null)
    {
        var notice = messages.WordsFor(moment, turn.Handover, turn.Now, place);
        turn.Send(new Activity
        {
            Type = ActivityTypes.Message,
            Text = notice.Text,
            TextFormat = TextFormats.Markdown,
            ChannelData = Mark("system"),
            SuggestedActions = notice.Buttons.Count > 0 ? new SuggestedActions { Actions = [.. notice.Buttons.Select(button => CardAction.ImBack(button))] } : null,
        });
    }

    /// <summary><c>handoff.status</c> of the Bot Framework's hand-off protocol: <c>accepted</c>, <c>failed</c> or <c>completed</c>.</summary>
    public static void Status(TurnContext turn, string state, string? message = null) => turn.Send(new Activity
    {
        Type = ActivityTypes.Event,
        Name = HandoverEvents.Status,
        Value = ActivityJson.ToElement(new StatusValue(state, message), DeskJson.Default.StatusValue),
    });

    public static JsonElement Mark(string author, string? via = null) => ActivityJson.ToElement(new OutgoingData(new OutgoingMark(author) { Via = via }), DeskJson.Default.OutgoingData);
}
