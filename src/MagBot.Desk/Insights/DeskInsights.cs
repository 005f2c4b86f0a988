using MagBot.Activities;
using MagBot.Desk.Conversations;
using MagBot.Desk.Knowledge;
using MagBot.Dialogs.Handover;
using MagBot.Dialogs.Storage;

namespace MagBot.Desk.Insights;

/// <summary>Figures of one day on one channel.</summary>
public sealed record DayFigures
{
    /// <summary>The day, local time.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>The channel.</summary>
    public required string Channel { get; init; }

    /// <summary>Conversations in which a customer said something.</summary>
    public int Conversations { get; init; }

    /// <summary>Answers from the knowledge.</summary>
    public int Answers { get; init; }

    /// <summary>Questions that found no answer.</summary>
    public int Declines { get; init; }

    /// <summary>Requests for a person.</summary>
    public int Requests { get; init; }

    /// <summary>Requests that an advisor took.</summary>
    public int Taken { get; init; }

    /// <summary>Median wait of those; null when there were none.</summary>
    public TimeSpan? MedianWait { get; init; }

    /// <summary>Average rating, 1 to 5; null when nobody gave one.</summary>
    public double? Rating { get; init; }
}

/// <summary>Questions that are alike and found no answer or a bad end.</summary>
/// <param name="Example">One of them, in the customer's words without numbers and addresses.</param>
/// <param name="Count">How many there were.</param>
public sealed record Lesson(string Example, int Count)
{
    /// <summary>How many of them got an answer that was rated badly.</summary>
    public int Rated { get; init; }

    /// <summary>That answer; null when they got none.</summary>
    public string? RatedAnswerId { get; init; }

    /// <summary>Some of the other questions.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];
}

/// <summary>What lead advisors see of all conversations.</summary>
/// <param name="Days">By day and channel, newest first.</param>
/// <param name="TopAnswers">Ids of the answers given most, with how often.</param>
/// <param name="Lessons">Questions without an answer, most frequent first.</param>
public sealed record Insight(IReadOnlyList<DayFigures> Days, IReadOnlyList<(string Id, int Count)> TopAnswers, IReadOnlyList<Lesson> Lessons)
{
    /// <summary>By day over all channels, oldest first, also days on which nothing happened.</summary>
    public IReadOnlyList<DayFigures> Totals { get; init; } = [];
}

/// <summary>Counts what happened, from the logs as they are: what was erased does not count any more. Thread safe.</summary>
internal sealed class DeskInsights(IInsightStore store, IHandoverList list, ILessonStore lessons, IDeskKnowledge knowledge, TimeProvider time)
{
    private const int MostEntries = 100_000;
    private const int MostHandovers = 5000;
    private const int ShownAnswers = 15;
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Amsterdam");

    public async Task<Insight> ReadAsync(int days, CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow() - TimeSpan.FromDays(days);
        var entries = await store.ReadAsync(since, MostEntries, cancellationToken).ConfigureAwait(false);
        var handovers = await list.ListNewestAsync(
            [HandoverStatus.Waiting, HandoverStatus.WithAdvisor, HandoverStatus.ContactRequested, HandoverStatus.Closed], MostHandovers, cancellationToken).ConfigureAwait(false);
        var recent = handovers.Where(line => line.Handover.RequestedAt >= since).ToList();
        var said = entries.Where(item => item.Entry.Activity.Is(ActivityTypes.Message)).ToList();
        var decided = await lessons.ListAsync(cancellationToken).ConfigureAwait(false);
        return new Insight(
            Days(said, recent), TopAnswers(said), new Likeness(knowledge.Terms).Group(Unanswered(said).Concat(RatedBadly(entries)), decided.Select(decision => decision.Asked)))
        {
            Totals = Totals(said, recent, Day(since), Day(time.GetUtcNow())),
        };
    }

    private static List<DayFigures> Days(List<InsightEntry> said, List<HandoverSummary> handovers)
    {
        var messages = said.ToLookup(item => (Day(item.Entry.Activity.Timestamp), item.ChannelId));
        var requests = handovers.ToLookup(line => (Day(line.Handover.RequestedAt), line.ChannelId));
        return
        [
            .. messages.Select(group => group.Key).Union(requests.Select(group => group.Key))
                .OrderByDescending(key => key.Item1).ThenBy(key => key.ChannelId, StringComparer.Ordinal)
                .Select(key => Figures(key.Item1, key.ChannelId, [.. messages[key]], [.. requests[key]])),
        ];
    }

    private static List<DayFigures> Totals(List<InsightEntry> said, List<HandoverSummary> handovers, DateOnly from, DateOnly to)
    {
        var messages = said.ToLookup(item => Day(item.Entry.Activity.Timestamp));
        var requests = handovers.ToLookup(line => Day(line.Handover.RequestedAt));
        return [.. Enumerable.Range(0, to.DayNumber - from.DayNumber + 1).Select(from.AddDays).Select(day => Figures(day, "", [.. messages[day]], [.. requests[day]]))];
    }

    private static DayFigures Figures(DateOnly day, string channel, List<InsightEntry> said, List<HandoverSummary> handovers)
    {
        var decisions = said.Where(item => IsBot(item)).Select(item => MessageData.Read(item.Entry.Activity).Decision).ToList();
        var waits = handovers.Where(line => line.Handover is { ClaimedAt: not null, RequestedAt: not null })
            .Select(line => line.Handover.ClaimedAt!.Value - line.Handover.RequestedAt!.Value).Order().ToList(); // filtered
        var stars = handovers.Select(line => line.Handover.Rating?.Stars).OfType<int>().ToList();
        return new DayFigures
        {
            Day = day,
            Channel = channel,
            Conversations = said.Where(item => !IsBot(item)).Select(item => item.ConversationId).Distinct().Count(),
            Answers = decisions.Count(decision => decision == "answer"),
            Declines = decisions.Count(decision => decision == "decline"),
            Requests = handovers.Count,
            Taken = waits.Count,
            MedianWait = waits.Count == 0 ? null : waits[waits.Count / 2],
            Rating = stars.Count == 0 ? null : stars.Average(),
        };
    }

    private static List<(string Id, int Count)> TopAnswers(List<InsightEntry> said) =>
    [
        .. said.Where(IsBot)
            .Select(item => MessageData.Read(item.Entry.Activity).AnswerIds is [var lead, ..] ? lead : null).OfType<string>()
            .CountBy(id => id).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Take(ShownAnswers).Select(pair => (pair.Key, pair.Value)),
    ];

    // What the customer said just before the bot said that it does not know.
    private static IEnumerable<Question> Unanswered(List<InsightEntry> said)
    {
        foreach (var conversation in said.GroupBy(item => item.ConversationId))
        {
            string? question = null;
            foreach (var item in conversation.OrderBy(item => item.Entry.Sequence))
            {
                if (!IsBot(item))
                    question = item.Entry.Activity.Text;
                else if (question is not null && MessageData.Read(item.Entry.Activity).Decision == "decline")
                {
                    yield return new Question(question, null);
                    question = null;
                }
            }
        }
    }

    // What the customer said before an answer with a thumb down; the last thumb counts. Teams names messages by ids of its own: there it is the
    // answer given last.
    private static IEnumerable<Question> RatedBadly(IReadOnlyList<InsightEntry> entries)
    {
        foreach (var conversation in entries.GroupBy(item => item.ConversationId))
        {
            string? question = null;
            var answered = new List<(string ActivityId, string Question, string AnswerId)>();
            var rated = new Dictionary<string, bool>(StringComparer.Ordinal);
            foreach (var activity in conversation.OrderBy(item => item.Entry.Sequence).Select(item => item.Entry.Activity))
            {
                if (activity.Is(ActivityTypes.MessageReaction))
                    Rate(activity, answered, rated);
                else if (!activity.Is(ActivityTypes.Message))
                    continue;
                else if (activity.From?.Role != Roles.Bot)
                    question = activity.Text;
                else if (question is { Length: > 0 } && MessageData.Read(activity) is { Decision: "answer", AnswerIds: [var lead, ..] })
                    answered.Add((activity.Id ?? "", question, lead));
            }

            foreach (var answer in answered.Where(answer => rated.GetValueOrDefault(answer.ActivityId)))
                yield return new Question(answer.Question, answer.AnswerId);
        }
    }

    private static void Rate(Activity reaction, List<(string ActivityId, string Question, string AnswerId)> answered, Dictionary<string, bool> rated)
    {
        var id = answered.Any(answer => answer.ActivityId == reaction.ReplyToId) ? reaction.ReplyToId
            : reaction.ChannelId?.Split(':')[0] == ChannelIds.MsTeams && answered.Count > 0 ? answered[^1].ActivityId : null;
        if (id is null)
            return;
        if (reaction.ReactionsAdded is { Count: > 0 } added)
            rated[id] = added.Any(item => item.Type is "dislike" or "sad" or "angry");
        else
            rated.Remove(id);
    }

    private static bool IsBot(InsightEntry item) => item.Entry.Activity.From?.Role == Roles.Bot;

    private static DateOnly Day(DateTimeOffset? moment) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment ?? default, Zone).DateTime);
}
