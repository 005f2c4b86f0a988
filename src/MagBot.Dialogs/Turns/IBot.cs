namespace MagBot.Dialogs.Turns;

/// <summary>The program that answers. One instance serves all conversations at once, so it keeps nothing of a turn in its fields.</summary>
public interface IBot
{
    /// <summary>Handles one incoming activity. What it sends is buffered and goes out only after the turn is stored.</summary>
    Task OnTurnAsync(TurnContext turn, CancellationToken cancellationToken);

    /// <summary>
    /// Says sorry after <see cref="OnTurnAsync"/> threw or took too long. The context is new: nothing that the failed attempt
    /// sent or changed is left.
    /// </summary>
    void OnTurnError(TurnContext turn);
}
