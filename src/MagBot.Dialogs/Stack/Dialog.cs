using System.Text.Json.Nodes;

namespace MagBot.Dialogs.Stack;

/// <summary>Where a dialog or a whole stack stands after a call.</summary>
public enum DialogTurnStatus
{
    /// <summary>Nothing was on the stack, so nothing handled the turn.</summary>
    Empty,

    /// <summary>The dialog waits for the next turn.</summary>
    Waiting,

    /// <summary>The stack ended by itself; there may be a result.</summary>
    Complete,

    /// <summary>The stack was cancelled.</summary>
    Cancelled,
}

/// <summary>Why a dialog is called.</summary>
public enum DialogReason
{
    /// <summary>It was begun.</summary>
    BeginCalled,

    /// <summary>A new activity came in.</summary>
    ContinueCalled,

    /// <summary>It ended by itself.</summary>
    EndCalled,

    /// <summary>Another dialog took its place.</summary>
    ReplaceCalled,

    /// <summary>It was cancelled.</summary>
    CancelCalled,

    /// <summary>The step before asked for it in the same turn.</summary>
    NextCalled,
}

/// <summary>Outcome of a call on a dialog.</summary>
/// <param name="Status">Where it stands.</param>
/// <param name="Result">What it returned; null when it returned nothing or did not end.</param>
public sealed record DialogTurnResult(DialogTurnStatus Status, JsonNode? Result = null)
{
    /// <summary>The dialog waits.</summary>
    public static DialogTurnResult EndOfTurn { get; } = new(DialogTurnStatus.Waiting);
}

/// <summary>How well a message fits what a dialog waits for.</summary>
public enum AnswerFit
{
    /// <summary>It does not fit; the dialog would ask again.</summary>
    None,

    /// <summary>It can be read as an answer, since nearly any text can.</summary>
    Possible,

    /// <summary>It is an answer.</summary>
    Exact,
}

/// <summary>Something that happens to the dialogs on the stack other than an answer.</summary>
/// <param name="Name">One of <see cref="DialogEvents"/>, or a name of one's own.</param>
/// <param name="Value">What comes with it; null when nothing does.</param>
public sealed record DialogEvent(string Name, JsonNode? Value = null);

/// <summary>Names of events.</summary>
public static class DialogEvents
{
    /// <summary>The customer wants to return to the question before.</summary>
    public const string Back = "back";

    /// <summary>The customer wants to begin this dialog anew.</summary>
    public const string Restart = "restart";
}

/// <summary>One entry of the stack: which dialog, and what it remembers.</summary>
public sealed record DialogInstance
{
    /// <summary>Id of the definition.</summary>
    public required string Id { get; init; }

    /// <summary>Version of the definition that wrote <see cref="State"/>.</summary>
    public required string Version { get; init; }

    /// <summary>What the dialog remembers; changed in place during a turn.</summary>
    public JsonObject State { get; init; } = [];
}

/// <summary>
/// A dialog: a definition shared by all conversations at once. It keeps nothing of a conversation in its fields; that goes into
/// <see cref="DialogInstance.State"/>.
/// </summary>
public abstract class Dialog(string id)
{
    /// <summary>Stable id; part of the stored state.</summary>
    public string Id { get; } = id;

    /// <summary>Changes when stored state of this dialog can no longer be read.</summary>
    public virtual string Version => "1";

    /// <summary>Called once, when the dialog comes onto the stack.</summary>
    public abstract Task<DialogTurnResult> BeginAsync(DialogContext context, JsonObject? options, CancellationToken cancellationToken);

    /// <summary>Called for each activity while the dialog is on top. By default it ends.</summary>
    public virtual Task<DialogTurnResult> ContinueAsync(DialogContext context, CancellationToken cancellationToken) =>
        context.EndAsync(null, cancellationToken);

    /// <summary>Called when a dialog that this one began has ended. By default it ends with the same result.</summary>
    public virtual Task<DialogTurnResult> ResumeAsync(
        DialogContext context, DialogReason reason, JsonNode? result, CancellationToken cancellationToken) =>
        context.EndAsync(result, cancellationToken);

    /// <summary>Called when something came in between and the customer should see again what is asked.</summary>
    public virtual Task RepromptAsync(DialogContext context, DialogInstance instance, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Called with an event, from the dialog on top down, until one handles it.</summary>
    /// <returns>Whether it was handled.</returns>
    public virtual Task<bool> OnEventAsync(DialogContext context, DialogInstance instance, DialogEvent dialogEvent, CancellationToken cancellationToken) =>
        Task.FromResult(false);

    /// <summary>How well the turn's message fits what this dialog waits for, without doing anything with it. Asked before a question may come in between.</summary>
    public virtual AnswerFit Fit(DialogContext context, DialogInstance instance) => AnswerFit.Possible;

    /// <summary>Called when the dialog leaves the stack.</summary>
    public virtual Task EndAsync(DialogContext context, DialogInstance instance, DialogReason reason, CancellationToken cancellationToken) =>
        Task.CompletedTask;
}

/// <summary>Definitions by id. Filled at start-up, then only read.</summary>
public sealed class DialogSet
{
    private readonly Dictionary<string, Dialog> _dialogs = new(StringComparer.Ordinal);

    /// <summary>Adds a definition.</summary>
    /// <exception cref="ArgumentException">The id is taken. (Bot Builder would silently rename it, and a later look-up would find the wrong one.)</exception>
    public DialogSet Add(Dialog dialog)
    {
        ArgumentNullException.ThrowIfNull(dialog);
        if (!_dialogs.TryAdd(dialog.Id, dialog))
            throw new ArgumentException($"There is a dialog with id \"{dialog.Id}\" already. Give each dialog its own id.", nameof(dialog));
        return this;
    }

    /// <summary>The definition, or null.</summary>
    public Dialog? Find(string id) => _dialogs.GetValueOrDefault(id);

    /// <summary>Changes when a definition is added, renamed, removed or gets another version.</summary>
    internal string Version()
    {
        var definitions = string.Join('\n', _dialogs.Values.OrderBy(dialog => dialog.Id, StringComparer.Ordinal).Select(dialog => $"{dialog.Id}:{dialog.Version}"));
        return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(definitions)).AsSpan(0, 4));
    }
}
