using System.Text.Json;
using System.Text.Json.Nodes;
using MagBot.Activities;
using MagBot.Dialogs.Stack;
using MagBot.Dialogs.Turns;

namespace MagBot.Dialogs.Prompts;

/// <summary>What a prompt asks.</summary>
/// <param name="Text">The question.</param>
/// <param name="RetryText">What is said when the answer does not fit; null repeats the question.</param>
/// <param name="Choices">Buttons to offer; null and empty offer none.</param>
public sealed record PromptOptions(string Text, string? RetryText = null, IReadOnlyList<string>? Choices = null)
{
    /// <summary>What the answer should be (<c>name</c>, <c>email</c>, <c>contact</c>), for clients that check while somebody types; null for any words.</summary>
    public string? Expects { get; init; }

    internal JsonObject ToJson() => new()
    {
        ["text"] = Text,
        ["retry"] = RetryText,
        ["expects"] = Expects,
        ["choices"] = Choices is null ? null : new JsonArray([.. Choices.Select(choice => (JsonNode)choice)]),
    };

    internal static PromptOptions FromJson(JsonObject? json) => new(
        json?["text"]?.GetValue<string>() ?? "",
        json?["retry"]?.GetValue<string>(),
        (json?["choices"] as JsonArray)?.Select(choice => choice!.GetValue<string>()).ToList()) // we wrote strings only
    {
        Expects = json?["expects"]?.GetValue<string>(),
    };
}

/// <summary>What a validator judges.</summary>
/// <param name="Turn">The turn; what a validator says takes the place of the retry text.</param>
/// <param name="Value">What was recognised; null when nothing was.</param>
/// <param name="Attempt">1 for the first answer.</param>
public sealed record PromptAttempt(TurnContext Turn, JsonNode? Value, int Attempt);

/// <summary>Judges an answer, also one in which nothing was recognised. Returns the value to keep, or null to ask again.</summary>
public delegate JsonNode? PromptValidator(PromptAttempt attempt);

/// <summary>
/// Asks for one thing until it is given. Recognition differs by kind; the rules around it are Bot Builder's, with one more: after
/// <see cref="MaxAttempts"/> answers that do not fit the prompt ends with null, so that the flow can offer something else.
/// </summary>
public abstract class Prompt(string id, int maxAttempts, PromptValidator? validator = null) : Dialog(id)
{
    private const string Options = "options";
    private const string Attempts = "attempts";

    /// <summary>How many answers are tried.</summary>
    public int MaxAttempts { get; } = maxAttempts;

    /// <summary>Begins a prompt from a step of a waterfall.</summary>
    public static Task<DialogTurnResult> AskAsync(DialogContext context, string promptId, PromptOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(options);
        return context.BeginAsync(promptId, options.ToJson(), cancellationToken);
    }

    /// <inheritdoc/>
    public sealed override Task<DialogTurnResult> BeginAsync(DialogContext context, JsonObject? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Active!.State[Options] = options?.DeepClone(); // the caller has just pushed it
        Ask(context.Turn, PromptOptions.FromJson(options), retry: false);
        return Task.FromResult(DialogTurnResult.EndOfTurn);
    }

    /// <inheritdoc/>
    public sealed override Task<DialogTurnResult> ContinueAsync(DialogContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!context.Turn.Activity.Is(ActivityTypes.Message))
            return Task.FromResult(DialogTurnResult.EndOfTurn);

        var state = context.Active!.State; // a prompt continues only while it is on top
        var options = PromptOptions.FromJson(state[Options] as JsonObject);
        var attempt = (state[Attempts]?.GetValue<int>() ?? 0) + 1;
        state[Attempts] = attempt;
        var value = Recognize(context.Turn, options);
        if (validator is not null)
            value = validator(new PromptAttempt(context.Turn, value, attempt));
        if (value is not null)
            return context.EndAsync(value, cancellationToken);
        if (attempt >= MaxAttempts)
            return context.EndAsync(null, cancellationToken);
        if (!context.Turn.Responded)
            Ask(context.Turn, options, retry: true);
        return Task.FromResult(DialogTurnResult.EndOfTurn);
    }

    /// <inheritdoc/>
    public sealed override Task<DialogTurnResult> ResumeAsync(
        DialogContext context, DialogReason reason, JsonNode? result, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        Ask(context.Turn, PromptOptions.FromJson(context.Active!.State[Options] as JsonObject), retry: false); // on top again
        return Task.FromResult(DialogTurnResult.EndOfTurn);
    }

    /// <inheritdoc/>
    public sealed override Task RepromptAsync(DialogContext context, DialogInstance instance, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(instance);
        Ask(context.Turn, PromptOptions.FromJson(instance.State[Options] as JsonObject), retry: false);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override AnswerFit Fit(DialogContext context, DialogInstance instance)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(instance);
        return Recognize(context.Turn, PromptOptions.FromJson(instance.State[Options] as JsonObject)) is null ? AnswerFit.None : AnswerFit.Exact;
    }

    /// <summary>The value in the customer's answer, or null when it does not fit. Says nothing and changes nothing: it may be asked twice.</summary>
    protected abstract JsonNode? Recognize(TurnContext turn, PromptOptions options);

    // Read by our own clients; the field beside it says the same as on the bot's other messages.
    private static JsonElement Expectation(string expects) => JsonDocument.Parse(
        new JsonObject { ["magbot"] = new JsonObject { ["author"] = "bot", ["decision"] = "dialog", ["expects"] = expects } }.ToJsonString()).RootElement;

    internal static void Ask(TurnContext turn, PromptOptions options, bool retry) => turn.Send(new Activity
    {
        Type = ActivityTypes.Message,
        Text = retry ? options.RetryText ?? options.Text : options.Text,
        TextFormat = TextFormats.Markdown,
        InputHint = InputHints.ExpectingInput,
        ChannelData = options.Expects is { } expects ? Expectation(expects) : null,
        SuggestedActions = options.Choices is { Count: > 0 } choices
            ? new SuggestedActions { Actions = [.. choices.Select(choice => CardAction.ImBack(choice))] }
            : null,
    });
}
