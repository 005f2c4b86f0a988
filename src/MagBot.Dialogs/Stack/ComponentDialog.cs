using System.Text.Json;
using System.Text.Json.Nodes;

namespace MagBot.Dialogs.Stack;

/// <summary>
/// A dialog made of dialogs: its own set, and its own stack inside its entry. To the stack outside it is one dialog. It ends when
/// its inner stack does; a cancelled inner stack cancels it, so that the dialog below can tell "stopped" from "answered nothing".
/// </summary>
/// <param name="id">Stable id.</param>
/// <param name="dialogs">The definitions inside.</param>
/// <param name="initialId">The inner dialog to begin with.</param>
public sealed class ComponentDialog(string id, DialogSet dialogs, string initialId) : Dialog(id)
{
    private const string Inner = "dialogs";

    /// <inheritdoc/>
    public override string Version => dialogs.Version();

    /// <inheritdoc/>
    public override Task<DialogTurnResult> BeginAsync(DialogContext context, JsonObject? options, CancellationToken cancellationToken) =>
        RunAsync(context, inner => inner.BeginAsync(initialId, options, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override Task<DialogTurnResult> ContinueAsync(DialogContext context, CancellationToken cancellationToken) =>
        RunAsync(context, inner => inner.ContinueAsync(cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override async Task<DialogTurnResult> ResumeAsync(
        DialogContext context, DialogReason reason, JsonNode? result, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        await RepromptAsync(context, context.Active!, cancellationToken).ConfigureAwait(false); // on top again
        return DialogTurnResult.EndOfTurn;
    }

    /// <inheritdoc/>
    public override async Task RepromptAsync(DialogContext context, DialogInstance instance, CancellationToken cancellationToken)
    {
        var inner = Open(context, instance);
        await inner.RepromptAsync(cancellationToken).ConfigureAwait(false);
        Close(inner, instance);
    }

    /// <inheritdoc/>
    public override async Task<bool> OnEventAsync(
        DialogContext context, DialogInstance instance, DialogEvent dialogEvent, CancellationToken cancellationToken)
    {
        var inner = Open(context, instance);
        var handled = await inner.EmitEventAsync(dialogEvent, cancellationToken).ConfigureAwait(false);
        Close(inner, instance);
        return handled;
    }

    /// <inheritdoc/>
    public override AnswerFit Fit(DialogContext context, DialogInstance instance) => Open(context, instance).Fit();

    /// <inheritdoc/>
    public override async Task EndAsync(DialogContext context, DialogInstance instance, DialogReason reason, CancellationToken cancellationToken)
    {
        if (reason is DialogReason.CancelCalled)
            await Open(context, instance).CancelAllAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<DialogTurnResult> RunAsync(DialogContext context, Func<DialogContext, Task<DialogTurnResult>> run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var instance = context.Active!; // a component runs only while it is on top
        var inner = Open(context, instance);
        var result = await run(inner).ConfigureAwait(false);
        Close(inner, instance);
        return result.Status switch
        {
            DialogTurnStatus.Waiting => result,
            DialogTurnStatus.Cancelled => await context.CancelAsync(cancellationToken).ConfigureAwait(false),
            _ => await context.EndAsync(result.Result, cancellationToken).ConfigureAwait(false),
        };
    }

    private DialogContext Open(DialogContext context, DialogInstance instance)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(instance);
        return new DialogContext(dialogs, context, instance.State[Inner]?.Deserialize(DialogJsonContext.Default.ListDialogInstance) ?? []);
    }

    private static void Close(DialogContext inner, DialogInstance instance) =>
        instance.State[Inner] = JsonSerializer.SerializeToNode(inner.Stack, DialogJsonContext.Default.ListDialogInstance);
}
