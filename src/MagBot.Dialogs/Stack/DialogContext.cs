using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using MagBot.Dialogs.Turns;

namespace MagBot.Dialogs.Stack;

/// <summary>
/// The stack of one conversation during one turn: begin, continue, end, replace, cancel, reprompt, with the semantics of Bot
/// Builder's dialogs. Not thread safe.
/// </summary>
public sealed class DialogContext
{
    private const string StateName = "dialogs";
    private readonly DialogSet _dialogs;
    private readonly List<DialogInstance> _stack;

    /// <summary>Loads the stack of the turn's conversation. Entries that this version cannot read are dropped, so that a deploy strands nobody.</summary>
    public DialogContext(DialogSet dialogs, TurnContext turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        _dialogs = dialogs;
        Turn = turn;
        _stack = turn.State.Find(StateName, DialogJsonContext.Default.ListDialogInstance) ?? [];
        if (_stack.Any(instance => _dialogs.Find(instance.Id)?.Version != instance.Version))
        {
            _stack.Clear();
            WasDropped = true;
        }
    }

    /// <summary>The turn.</summary>
    public TurnContext Turn { get; }

    /// <summary>Whether a stored stack was thrown away because its dialogs are gone or were changed.</summary>
    public bool WasDropped { get; }

    /// <summary>The entry on top, or null.</summary>
    public DialogInstance? Active => _stack.Count == 0 ? null : _stack[0];

    /// <summary>Number of entries.</summary>
    public int Depth => _stack.Count;

    /// <summary>Writes the stack back into the conversation's state. Call it once, at the end of the turn.</summary>
    public void Save() => Turn.State.Set(StateName, _stack.Count == 0 ? null : _stack, DialogJsonContext.Default.ListDialogInstance);

    /// <summary>Pushes a dialog and begins it.</summary>
    /// <exception cref="ArgumentException">There is no dialog with this id.</exception>
    public async Task<DialogTurnResult> BeginAsync(string id, JsonObject? options, CancellationToken cancellationToken)
    {
        var dialog = _dialogs.Find(id) ?? throw new ArgumentException($"There is no dialog with id \"{id}\".", nameof(id));
        _stack.Insert(0, new DialogInstance { Id = id, Version = dialog.Version });
        return await dialog.BeginAsync(this, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lets the dialog on top handle the turn's activity.</summary>
    public Task<DialogTurnResult> ContinueAsync(CancellationToken cancellationToken) => Active is null
        ? Task.FromResult(new DialogTurnResult(DialogTurnStatus.Empty))
        : ActiveDialog().ContinueAsync(this, cancellationToken);

    /// <summary>Ends the dialog on top and hands its result to the one below.</summary>
    public async Task<DialogTurnResult> EndAsync(JsonNode? result, CancellationToken cancellationToken)
    {
        await PopAsync(DialogReason.EndCalled, cancellationToken).ConfigureAwait(false);
        return Active is null
            ? new DialogTurnResult(DialogTurnStatus.Complete, result)
            : await ActiveDialog().ResumeAsync(this, DialogReason.EndCalled, result, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends the dialog on top and begins another in its place. The one below hears nothing until that one ends.</summary>
    public async Task<DialogTurnResult> ReplaceAsync(string id, JsonObject? options, CancellationToken cancellationToken)
    {
        await PopAsync(DialogReason.ReplaceCalled, cancellationToken).ConfigureAwait(false);
        return await BeginAsync(id, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends all dialogs from the top down.</summary>
    public async Task<DialogTurnResult> CancelAllAsync(CancellationToken cancellationToken)
    {
        if (Active is null)
            return new DialogTurnResult(DialogTurnStatus.Empty);
        while (Active is not null)
            await PopAsync(DialogReason.CancelCalled, cancellationToken).ConfigureAwait(false);
        return new DialogTurnResult(DialogTurnStatus.Cancelled);
    }

    /// <summary>Lets the dialog on top ask again.</summary>
    public Task RepromptAsync(CancellationToken cancellationToken) => Active is { } active
        ? ActiveDialog().RepromptAsync(this, active, cancellationToken)
        : Task.CompletedTask;

    // Whatever is on the stack was checked against the set when it was loaded or pushed.
    private Dialog ActiveDialog() => _dialogs.Find(_stack[0].Id)!;

    private async Task PopAsync(DialogReason reason, CancellationToken cancellationToken)
    {
        var instance = _stack[0];
        await ActiveDialog().EndAsync(this, instance, reason, cancellationToken).ConfigureAwait(false);
        _stack.RemoveAt(0);
    }
}

[JsonSerializable(typeof(List<DialogInstance>))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class DialogJsonContext : JsonSerializerContext;
