using MagBot.Activities;
using MagBot.Assistant.Talk;
using MagBot.Dialogs.Turns;

namespace MagBot.Assistant.Handover;

/// <summary>The events of the Bot Framework's hand-off protocol. Chat clients do not show them.</summary>
internal static class HandoverSignals
{
    /// <summary>
    /// <c>handoff.initiate</c>, with a transcript of what the receiver may read now: what was said since the request. Earlier talk follows
    /// only with consent, and is read at the desk.
    /// </summary>
    public static void Initiate(TurnContext turn)
    {
        var handover = turn.Handover;
        var value = new InitiateValue(handover.Reference ?? "", handover.Reason ?? "", "nl");
        var said = turn.Activity.Is(ActivityTypes.Message)
            ? [turn.Activity with { Id = turn.Activity.Id ?? handover.Reference, Timestamp = turn.Activity.Timestamp ?? turn.Now, ChannelData = null }]
            : Array.Empty<Activity>();
        turn.Send(new Activity
        {
            Type = ActivityTypes.Event,
            Name = HandoverEvents.Initiate,
            Value = ActivityJson.ToElement(value, TalkJsonContext.Default.InitiateValue),
            Attachments =
            [
                new Attachment
                {
                    Name = "Transcript",
                    ContentType = "application/json",
                    Content = ActivityJson.ToElement(new Transcript(said), TranscriptJsonContext.Contract.Transcript),
                },
            ],
        });
    }

    /// <summary><c>handoff.status</c>: <c>accepted</c>, <c>failed</c> or <c>completed</c>; a receiver ignores other states.</summary>
    public static void Status(TurnContext turn, string state, string? message = null) => turn.Send(new Activity
    {
        Type = ActivityTypes.Event,
        Name = HandoverEvents.Status,
        Value = ActivityJson.ToElement(new StatusValue(state, message), TalkJsonContext.Default.StatusValue),
    });
}

/// <summary>Content of the transcript attachment.</summary>
internal sealed record Transcript(IReadOnlyList<Activity> Activities);

/// <summary>Activities in a transcript are written as on the wire.</summary>
[System.Text.Json.Serialization.JsonSerializable(typeof(Transcript))]
internal sealed partial class TranscriptJsonContext : System.Text.Json.Serialization.JsonSerializerContext
{
    public static TranscriptJsonContext Contract { get; } = new(ActivityJson.Create());
}
