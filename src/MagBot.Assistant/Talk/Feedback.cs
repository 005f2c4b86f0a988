using System.Text.Json;
using MagBot.Activities;
using MagBot.Dialogs.Conversations;
using MagBot.Dialogs.Turns;

namespace MagBot.Assistant.Talk;

/// <summary>An answer that was given, so that a thumb can be tied to it.</summary>
/// <param name="ActivityId">The message.</param>
/// <param name="AnswerIds">The answers in it.</param>
/// <param name="Version">Version of the knowledge they come from.</param>
internal sealed record GivenAnswer(string ActivityId, IReadOnlyList<string> AnswerIds, string? Version);

/// <summary>A thumb for an answer.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="Reaction"><c>like</c> or <c>dislike</c>.</param>
/// <param name="Reason">Why, in the customer's words or a button's; null when not said.</param>
/// <param name="At">Moment, UTC.</param>
internal sealed record Thumb(GivenAnswer Answer, string Reaction, string? Reason, DateTimeOffset At);

/// <summary>What comes with a reaction.</summary>
internal sealed record FeedbackReason(string? Reason);

/// <summary>
/// Thumbs up and down with a reason, each tied to the answer's id and version; kept in the conversation's state and erased with it.
/// They come as <c>messageReaction</c> activities, from our own widget and from Teams alike; nothing is said in return.
/// </summary>
internal sealed record FeedbackState
{
    /// <summary>Reactions that mean yes; Teams has more than our own two.</summary>
    private static readonly string[] Good = ["like", "heart", "plusone"];
    private static readonly string[] Bad = ["dislike", "sad", "angry"];
    private const string Name = "feedback";
    private const int Kept = 40;
    private const int LongestReason = 200;

    public IReadOnlyList<GivenAnswer> Given { get; init; } = [];

    public IReadOnlyList<Thumb> Thumbs { get; init; } = [];

    /// <summary>Remembers the answers of this turn under the ids that their messages get.</summary>
    public static void NoteAnswers(TurnContext turn)
    {
        var given = turn.Outgoing
            .Select((activity, place) => (Data: AssistantTalk.Data(activity), place))
            .Where(item => item.Data is { Decision: Decisions.Answer, AnswerIds.Count: > 0 })
            // The incoming activity takes the turn's first place in the log.
            .Select(item => new GivenAnswer(LogEntry.ActivityId(turn.Conversation.Id, turn.FirstSequence + 1 + item.place), item.Data!.AnswerIds!, item.Data.Version)) // just checked
            .ToList();
        if (given.Count == 0)
            return;
        var state = Load(turn.State);
        Save(turn.State, state with { Given = [.. state.Given.Concat(given).TakeLast(Kept)] });
    }

    /// <summary>Records the reactions of an incoming activity. A new thumb for the same answer takes the place of the old one.</summary>
    public static void Note(TurnContext turn)
    {
        var state = Load(turn.State);
        var about = turn.Activity.ReplyToId;
        // Teams names messages by its own ids; there a reaction counts for the answer given last.
        var answer = state.Given.FirstOrDefault(given => given.ActivityId == about);
        if (answer is null && turn.Conversation.ChannelId == ChannelIds.MsTeams && state.Given.Count > 0)
            answer = state.Given[^1];
        if (answer is null)
            return;
        var others = state.Thumbs.Where(thumb => thumb.Answer.ActivityId != answer.ActivityId);
        var added = turn.Activity.ReactionsAdded?.Select(reaction => Meaning(reaction.Type)).FirstOrDefault(meaning => meaning is not null);
        if (added is not null)
            Save(turn.State, state with { Thumbs = [.. others.Append(new Thumb(answer, added, Reason(turn.Activity), turn.Now)).TakeLast(Kept)] });
        else if (turn.Activity.ReactionsRemoved is { Count: > 0 })
            Save(turn.State, state with { Thumbs = [.. others] });
    }

    public static FeedbackState Load(ConversationState state) => state.Find(Name, TalkJsonContext.Default.FeedbackState) ?? new FeedbackState();

    private static void Save(ConversationState state, FeedbackState feedback) => state.Set(Name, feedback, TalkJsonContext.Default.FeedbackState);

    private static string? Meaning(string? reaction) => Good.Contains(reaction) ? "like" : Bad.Contains(reaction) ? "dislike" : null;

    private static string? Reason(Activity activity)
    {
        if (activity.Value is not { ValueKind: JsonValueKind.Object } value || !value.TryGetProperty("reason", out var reason) || reason.ValueKind is not JsonValueKind.String)
            return null;
        var text = reason.GetString()?.Trim();
        return string.IsNullOrEmpty(text) ? null : text[..Math.Min(text.Length, LongestReason)];
    }
}
