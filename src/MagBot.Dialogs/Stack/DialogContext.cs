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
    private const string AsideName = "dialogs-aside";
    private readonly DialogSet _dialogs;
    private readonly List<DialogInstance> _stack;

    /// <summary>Loads the stack of the turn's conversation. A stack that this version cannot read is dropped, so that a deploy strands nobody.</summary>
    public DialogContext(DialogSet dialogs, TurnContext turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        _dialogs = dialogs;
        Turn = turn;
        _stack = turn.State.Find(StateName, DialogJsonContext.Default.ListDialogInstance) ?? [];
        if (_stack.Any(IsUnreadable))
        {
            DroppedId = _stack[^1].Id;
            _stack.Clear();
        }
    }

    /// <summary>The stack inside a component.</summary>
    internal DialogContext(DialogSet dialogs, DialogContext parent, List<DialogInstance> stack)
    {
        _dialogs = dialogs;
        _stack = stack;
        Turn = parent.Turn;
        Parent = parent;
    }

    /// <summary>The turn.</summary>
    public TurnContext Turn { get; }

    /// <summary>The stack that holds the component to which this stack belongs; null for the outermost.</summary>
    public DialogContext? Parent { get; }

    /// <summary>Id of the dialog whose stored stack was thrown away, because its dialogs are gone or were changed; null when none was.</summary>
    public string? DroppedId { get; }

    /// <summary>Whether a stored stack was thrown away.</summary>
    public bool WasDropped => DroppedId is not null;

    /// <summary>The entry on top, or null.</summary>
    public DialogInstance? Active => _stack.Count == 0 ? null : _stack[0];

    /// <summary>Id of the dialog that the customer is in: the one that was begun first. Null when there is none.</summary>
    public string? RootId => _stack.Count == 0 ? null : _stack[^1].Id;

    /// <summary>Number of entries.</summary>
    public int Depth => _stack.Count;

    /// <summary>Id of the dialog that was set aside, or null.</summary>
    public string? AsideId => Turn.State.Find(AsideName, DialogJsonContext.Default.ListDialogInstance) is { Count: > 0 } aside ? aside[^1].Id : null;

    internal List<DialogInstance> Stack => _stack;

    /// <summary>Writes the stack back into the conversation's state. Call it once, at the end of the turn.</summary>
    public void Save() => Turn.State.Set(StateName, _stack.Count == 0 ? null : _stack, DialogJsonContext.Default.ListDialogInstance);

    /// <summary>Pushes a dialog and begins it.</summary>
    /// <exception cref="ArgumentException">There is no dialog with this id.</exception>
    public async Task<DialogTurnResult> BeginAsync(string id, JsonObject? options, CancellationToken cancellationToken)
    {
        // A component's children come from its own set first, then from those around it.
        var dialog = Find(id) ?? throw new ArgumentException($"There is no dialog with id \"{id}\".", nameof(id));
        _stack.Insert(0, new DialogInstance { Id = id, Version = dialog.Version });
        return await dialog.BeginAsync(this, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lets the dialog on top handle the turn's activity.</summary>
    public Task<DialogTurnResult> ContinueAsync(CancellationToken cancellationToken) => Active is null
        ? Task.FromResult(new DialogTurnResult(DialogTurnStatus.Empty))
        : ActiveDialog().ContinueAsync(this, cancellationToken);

    /// <summary>Ends the dialog on top and hands its result to the one below.</summary>
    public Task<DialogTurnResult> EndAsync(JsonNode? result, CancellationToken cancellationToken) =>
        LeaveAsync(DialogReason.EndCalled, result, cancellationToken);

    /// <summary>Ends the dialog on top because the customer does not want it; the one below hears that with <see cref="DialogReason.CancelCalled"/>.</summary>
    public Task<DialogTurnResult> CancelAsync(CancellationToken cancellationToken) =>
        LeaveAsync(DialogReason.CancelCalled, null, cancellationToken);

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

    /// <summary>Offers an event to the dialogs from the top down; the stack does not change unless one changes it.</summary>
    /// <returns>Whether one handled it.</returns>
    public async Task<bool> EmitEventAsync(DialogEvent dialogEvent, CancellationToken cancellationToken)
    {
        foreach (var instance in _stack.ToArray())
            if (await Find(instance.Id)!.OnEventAsync(this, instance, dialogEvent, cancellationToken).ConfigureAwait(false)) // checked when it was loaded or pushed
                return true;
        return false;
    }

    /// <summary>Cancels everything above an entry of the stack, so that it is on top.</summary>
    public async Task UnwindToAsync(DialogInstance instance, CancellationToken cancellationToken)
    {
        while (Active is { } active && !ReferenceEquals(active, instance))
            await PopAsync(DialogReason.CancelCalled, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>How well the turn's message fits what the dialog on top waits for.</summary>
    public AnswerFit Fit() => Active is { } active ? ActiveDialog().Fit(this, active) : AnswerFit.None;

    /// <summary>Puts the whole stack aside, so that it can be taken up again; what was aside before is forgotten. Without a stack nothing happens.</summary>
    public void SetAside()
    {
        if (_stack.Count == 0)
            return;
        Turn.State.Set(AsideName, _stack, DialogJsonContext.Default.ListDialogInstance);
        _stack.Clear();
    }

    /// <summary>Takes up what was set aside, in place of the present stack. False when there was nothing, or nothing that this version can read.</summary>
    public bool TakeUp()
    {
        var aside = Turn.State.Find(AsideName, DialogJsonContext.Default.ListDialogInstance);
        ForgetAside();
        if (aside is not { Count: > 0 } || aside.Any(IsUnreadable))
            return false;
        _stack.Clear();
        _stack.AddRange(aside);
        return true;
    }

    /// <summary>Forgets what was set aside.</summary>
    public void ForgetAside() => Turn.State.Set(AsideName, null, DialogJsonContext.Default.ListDialogInstance);

    internal Dialog? Find(string id) => _dialogs.Find(id) ?? Parent?.Find(id);

    private bool IsUnreadable(DialogInstance instance) => Find(instance.Id)?.Version != instance.Version;

    // Whatever is on the stack was checked against the set when it was loaded or pushed.
    private Dialog ActiveDialog() => Find(_stack[0].Id)!;

    private async Task<DialogTurnResult> LeaveAsync(DialogReason reason, JsonNode? result, CancellationToken cancellationToken)
    {
        await PopAsync(reason, cancellationToken).ConfigureAwait(false);
        return Active is null
            ? new DialogTurnResult(reason is DialogReason.CancelCalled ? DialogTurnStatus.Cancelled : DialogTurnStatus.Complete, result)
            : await ActiveDialog().ResumeAsync(this, reason, result, cancellationToken).ConfigureAwait(false);
    }

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
