using MagBot.Activities;
using MagBot.Dialogs.Turns;

namespace MagBot.Host.Tests.Support;

/// <summary>A bot whose words are known beforehand, and that counts who greeted it.</summary>
internal sealed class ScriptedBot : IBot
{
    private int _turns;

    public int Turns => _turns;

    public Task OnTurnAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _turns);
        var activity = turn.Activity;
        if (activity.Is(ActivityTypes.ConversationUpdate))
        {
            foreach (var member in activity.MembersAdded ?? [])
                if (member.Id != turn.Conversation.Bot.Id)
                    turn.Send("welkom");
        }
        else if (activity.Text == "kapot")
        {
            throw new InvalidOperationException("Asked to break.");
        }
        else if (activity.Text == "drie")
        {
            turn.Send("een");
            turn.Send("twee");
            turn.Send("drie");
        }
        else if (activity.Is(ActivityTypes.Message) && activity.Text != "stil")
        {
            turn.Send("echo: " + activity.Text);
        }

        return Task.CompletedTask;
    }

    public void OnTurnError(TurnContext turn) => turn.Send("sorry");
}
