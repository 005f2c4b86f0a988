using MagBot.Desk.Accounts;
using MagBot.Dialogs.Handover;
using MagBot.Dialogs.Storage;
using MagBot.Dialogs.Turns;

namespace MagBot.Desk.Tests.Support;

/// <summary>A bot that echoes, asks for an advisor at "adviseur", takes "ja" as consent and "mail" as a contact request.</summary>
internal sealed class RequestingBot : IBot
{
    public Task OnTurnAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        switch (turn.Activity.Text)
        {
            case "adviseur":
                turn.Apply(turn.Handover.Request("ABC234", "customer", turn.FirstSequence, turn.Now), "customer", "customer");
                turn.Send("In de wachtrij.");
                break;
            case "ja":
                turn.Apply(turn.Handover.WithConsent(true), "customer", "consent");
                break;
            case "mail":
                var contact = new ContactDetails("Els de Boer", "els@example.nl", null, "Mag ik ruilen?");
                turn.Apply(turn.Handover.RequestContact("DEF567", contact, turn.FirstSequence, turn.Now), "customer");
                break;
            default:
                turn.Apply(turn.Handover.CustomerSpoke(turn.Now), "customer");
                if (turn.Handover.BotMayAnswer)
                    turn.Send("Echo: " + turn.Activity.Text);
                break;
        }

        return Task.CompletedTask;
    }

    public void OnTurnError(TurnContext turn) => turn.Send("Sorry.");
}

internal sealed class PlainMessages : IHandoverMessages
{
    public bool Open { get; set; } = true;

    public HandoverNotice WordsFor(HandoverMoment moment, HandoverRecord handover, DateTimeOffset now, QueuePlace? place = null) => new(
        moment switch
        {
            HandoverMoment.Accepted => $"Je spreekt met {handover.AdvisorName}.",
            HandoverMoment.Closed => "Afgesloten.",
            HandoverMoment.Place => $"Plaats {place?.Place}.",
            _ => moment.ToString(),
        },
        []);

    public bool IsOpen(DateTimeOffset moment) => Open;
}

internal static class Advisors
{
    public static DeskUser Anna { get; } = new("anna-id", "Anna", AdvisorRole.Administrator);

    public static DeskUser Bram { get; } = new("bram-id", "Bram", AdvisorRole.Advisor);
}
