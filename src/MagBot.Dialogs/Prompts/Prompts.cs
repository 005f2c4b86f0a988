using System.Globalization;
using System.Text.Json.Nodes;
using MagBot.Dialogs.Recognition;
using MagBot.Dialogs.Stack;
using MagBot.Dialogs.Turns;

namespace MagBot.Dialogs.Prompts;

/// <summary>Asks for a text. The result is a string without white space around it.</summary>
/// <param name="id">Id of the dialog.</param>
/// <param name="accept">Turns the text into the value to keep, or null when it does not fit; null accepts every text.</param>
/// <param name="maxAttempts">How many answers are tried.</param>
/// <param name="takesQuestions">Whether a question is an answer too, so that it must not be answered instead.</param>
public sealed class TextPrompt(string id, Func<string, string?>? accept = null, int maxAttempts = 3, bool takesQuestions = false) : Prompt(id, maxAttempts)
{
    /// <inheritdoc/>
    public override AnswerFit Fit(DialogContext context, DialogInstance instance) => base.Fit(context, instance) switch
    {
        AnswerFit.Exact when !takesQuestions => AnswerFit.Possible,
        var fit => fit,
    };

    /// <inheritdoc/>
    protected override JsonNode? Recognize(TurnContext turn, PromptOptions options)
    {
        ArgumentNullException.ThrowIfNull(turn);
        var text = turn.Activity.Text?.Trim();
        return string.IsNullOrEmpty(text) ? null : (accept is null ? text : accept(text));
    }
}

/// <summary>Asks to choose one of <see cref="PromptOptions.Choices"/>. The result is the choice's text.</summary>
public sealed class ChoicePrompt(string id, int maxAttempts = 3, PromptValidator? validator = null) : Prompt(id, maxAttempts, validator)
{
    /// <inheritdoc/>
    protected override JsonNode? Recognize(TurnContext turn, PromptOptions options)
    {
        ArgumentNullException.ThrowIfNull(turn);
        ArgumentNullException.ThrowIfNull(options);
        return DutchRecognizer.Choose(turn.Activity.Text, options.Choices ?? [], byPart: true) is { } index ? options.Choices![index] : null; // only chosen from choices
    }
}

/// <summary>Asks for yes or no. The result is a boolean. The first two choices, if given, mean yes and no.</summary>
public sealed class ConfirmPrompt(string id, int maxAttempts = 3, PromptValidator? validator = null) : Prompt(id, maxAttempts, validator)
{
    /// <inheritdoc/>
    protected override JsonNode? Recognize(TurnContext turn, PromptOptions options)
    {
        ArgumentNullException.ThrowIfNull(turn);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Choices is { Count: >= 2 } choices && DutchRecognizer.Choose(turn.Activity.Text, choices) is { } index and < 2)
            return index == 0;
        return DutchRecognizer.YesOrNo(turn.Activity.Text);
    }
}

/// <summary>Asks for a number, in digits or words. The result is a decimal number; a weight comes in milligrams.</summary>
/// <param name="id">Id of the dialog.</param>
/// <param name="minimum">Smallest number that fits.</param>
/// <param name="maximum">Largest number that fits.</param>
/// <param name="maxAttempts">How many answers are tried.</param>
/// <param name="validator">Judges what was recognised; null takes it.</param>
public sealed class NumberPrompt(
    string id, decimal minimum = decimal.MinValue, decimal maximum = decimal.MaxValue, int maxAttempts = 3, PromptValidator? validator = null)
    : Prompt(id, maxAttempts, validator)
{
    /// <inheritdoc/>
    protected override JsonNode? Recognize(TurnContext turn, PromptOptions options)
    {
        ArgumentNullException.ThrowIfNull(turn);
        var found = DutchNumbers.Find(turn.Activity.Text);
        if (found.Count != 1)
            return null;
        var value = found[0].Milligrams ?? found[0].Value;
        return value >= minimum && value <= maximum ? JsonValue.Create(value) : null;
    }
}

/// <summary>
/// Asks for a day, a time or both. The result is an object with <c>date</c> (<c>yyyy-MM-dd</c>) and <c>time</c> (<c>HH:mm</c>), each
/// absent when it was not named. "Today" is the day of the customer's own clock, or of the zone given here.
/// </summary>
/// <param name="id">Id of the dialog.</param>
/// <param name="zone">The zone for customers whose client tells none.</param>
/// <param name="half">How an hour up to 12 is read.</param>
/// <param name="maxAttempts">How many answers are tried.</param>
/// <param name="validator">Judges what was recognised; null takes it.</param>
public sealed class DateTimePrompt(
    string id, TimeZoneInfo zone, DayHalf half = DayHalf.Daytime, int maxAttempts = 3, PromptValidator? validator = null)
    : Prompt(id, maxAttempts, validator)
{
    /// <inheritdoc/>
    protected override JsonNode? Recognize(TurnContext turn, PromptOptions options)
    {
        ArgumentNullException.ThrowIfNull(turn);
        var text = turn.Activity.Text;
        var local = turn.Activity.LocalTimestamp is { } own ? turn.Now.ToOffset(own.Offset) : TimeZoneInfo.ConvertTime(turn.Now, zone);
        var date = DutchDates.Find(text, DateOnly.FromDateTime(local.DateTime));
        var time = DutchTimes.Find(text, half);
        if (date is null && time is null)
            return null;
        var result = new JsonObject();
        if (date is { } day)
            result["date"] = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (time is { } moment)
            result["time"] = moment.Time.ToString("HH:mm", CultureInfo.InvariantCulture);
        return result;
    }
}
