using System.Globalization;
using MagBot.Activities;
using MagBot.Dialogs.Turns;

namespace MagBot.Assistant.Talk;

/// <summary>What holds in every turn: the customer knows that this is a machine, and a person is one press away.</summary>
internal static class Courtesy
{
    /// <summary>Says again, once in so many turns, that this is a digital assistant.</summary>
    public static void Remind(Speaker speaker, TalkState state)
    {
        if (int.TryParse(speaker.Text("ai-reminder-every"), NumberStyles.None, CultureInfo.InvariantCulture, out var every) && every > 0
            && state.Turns > 0 && state.Turns % every == 0)
            speaker.Say(Decisions.SmallTalk, speaker.Text("ai-reminder"));
    }

    /// <summary>Adds the button to a person to the last message of the turn. Not after an alarm, whose numbers must stand alone, and not when a person was asked for.</summary>
    public static void OfferPerson(Speaker speaker)
    {
        var turn = speaker.Turn;
        if (turn.Handover.IsOpen || turn.Outgoing.Any(IsUrgent))
            return;
        var button = CardAction.ImBack(speaker.Text("advisor-button"));
        turn.AmendLastMessage(last => last.SuggestedActions?.Actions?.Any(action => action.Title == button.Title) == true
            ? last
            : last with { SuggestedActions = new SuggestedActions { Actions = [.. last.SuggestedActions?.Actions ?? [], button] } });
    }

    /// <summary>Whether a message of this turn offers a person, so that a plain "ja" asks for one.</summary>
    public static bool OffersPerson(TurnContext turn) => turn.Outgoing.LastOrDefault(activity => activity.Is(ActivityTypes.Message)) is { } last
        && AssistantTalk.Data(last) is { Decision: Decisions.Decline };

    private static bool IsUrgent(Activity activity) => AssistantTalk.Data(activity) is { Urgent: true };
}
