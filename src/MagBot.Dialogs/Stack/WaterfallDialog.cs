using System.Globalization;
using System.Text.Json.Nodes;
using MagBot.Activities;

namespace MagBot.Dialogs.Stack;

/// <summary>One step of a waterfall.</summary>
public delegate Task<DialogTurnResult> WaterfallStep(WaterfallStepContext step, CancellationToken cancellationToken);

/// <summary>
/// Steps in order. A step begins a prompt, says something and waits, goes on with <see cref="WaterfallStepContext.NextAsync"/>,
/// or ends. The next step gets the result. After the last one the dialog ends with the last result.
/// </summary>
public sealed class WaterfallDialog(string id, params IReadOnlyList<WaterfallStep> steps) : Dialog(id)
{
    private const string StepIndex = "step";

    /// <inheritdoc/>
    public override string Version => steps.Count.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override Task<DialogTurnResult> BeginAsync(DialogContext context, JsonObject? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var state = context.Active!.State; // the caller has just pushed it
        state["options"] = options?.DeepClone();
        state["values"] = new JsonObject();
        return RunAsync(context, 0, DialogReason.BeginCalled, null, cancellationToken);
    }

    /// <inheritdoc/>
    public override Task<DialogTurnResult> ContinueAsync(DialogContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Turn.Activity.Is(ActivityTypes.Message)
            ? ResumeAsync(context, DialogReason.ContinueCalled, context.Turn.Activity.Text, cancellationToken)
            : Task.FromResult(DialogTurnResult.EndOfTurn);
    }

    /// <inheritdoc/>
    public override Task<DialogTurnResult> ResumeAsync(
        DialogContext context, DialogReason reason, JsonNode? result, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var next = (context.Active!.State[StepIndex]?.GetValue<int>() ?? 0) + 1; // this dialog is on top when it is resumed
        return RunAsync(context, next, reason, result, cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task<bool> OnEventAsync(
        DialogContext context, DialogInstance instance, DialogEvent dialogEvent, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(instance);
        ArgumentNullException.ThrowIfNull(dialogEvent);
        if (dialogEvent.Name != DialogEvents.Restart)
            return false;
        await context.UnwindToAsync(instance, cancellationToken).ConfigureAwait(false);
        instance.State["values"] = new JsonObject();
        await RunAsync(context, 0, DialogReason.BeginCalled, null, cancellationToken).ConfigureAwait(false);
        return true;
    }

    internal Task<DialogTurnResult> RunAsync(
        DialogContext context, int index, DialogReason reason, JsonNode? result, CancellationToken cancellationToken)
    {
        if (index >= steps.Count)
            return context.EndAsync(result?.DeepClone(), cancellationToken);
        context.Active!.State[StepIndex] = index; // this dialog is on top
        return steps[index](new WaterfallStepContext(this, context, index, reason, result), cancellationToken);
    }
}

/// <summary>What a waterfall step sees.</summary>
public sealed class WaterfallStepContext
{
    private readonly WaterfallDialog _waterfall;
    private bool _wentOn;

    internal WaterfallStepContext(WaterfallDialog waterfall, DialogContext context, int index, DialogReason reason, JsonNode? result)
    {
        _waterfall = waterfall;
        Context = context;
        Index = index;
        Reason = reason;
        Result = result;
        var state = context.Active!.State; // the waterfall is on top while a step runs
        Options = state["options"] as JsonObject;
        if (state["values"] is not JsonObject values)
            state["values"] = values = [];
        Values = values;
    }

    /// <summary>The stack.</summary>
    public DialogContext Context { get; }

    /// <summary>Place of this step, from 0.</summary>
    public int Index { get; }

    /// <summary>Why the step runs.</summary>
    public DialogReason Reason { get; }

    /// <summary>What the step before brought; null when it brought nothing.</summary>
    public JsonNode? Result { get; }

    /// <summary>What the waterfall was begun with; null when with nothing.</summary>
    public JsonObject? Options { get; }

    /// <summary>What the steps remember for each other, for as long as the waterfall runs.</summary>
    public JsonObject Values { get; }

    /// <summary>Goes on to the next step in the same turn.</summary>
    /// <exception cref="InvalidOperationException">The step has gone on already.</exception>
    public Task<DialogTurnResult> NextAsync(JsonNode? result, CancellationToken cancellationToken)
    {
        if (_wentOn)
            throw new InvalidOperationException("A waterfall step may go on only once.");
        _wentOn = true;
        return _waterfall.RunAsync(Context, Index + 1, DialogReason.NextCalled, result, cancellationToken);
    }
}
