using System.Text.Json;
using MagBot.Activities;
using MagBot.Assistant.Talk;
using MagBot.Dialogs.Conversations;
using MagBot.Dialogs.Handover;
using MagBot.Dialogs.Storage;
using MagBot.Dialogs.Turns;
using MagBot.Knowledge;
using Microsoft.Extensions.Logging.Abstractions;

namespace MagBot.Assistant;

/// <summary>What the bot said in one turn.</summary>
/// <param name="Text">All text of the turn, without lists of sources, joined with line ends.</param>
/// <param name="Decision">One of <see cref="Decisions"/>.</param>
/// <param name="Sources">What it rests on, as a customer reads it.</param>
/// <param name="Confidence">Probability that it is right; null where nothing was looked up.</param>
/// <param name="AnswerIds">Ids of the answers given, the main one first; empty when none was.</param>
/// <param name="Buttons">Texts of the buttons offered.</param>
public sealed record AssistantReply(
    string Text, string Decision, IReadOnlyList<string> Sources, double? Confidence, IReadOnlyList<string> AnswerIds, IReadOnlyList<string> Buttons);

/// <summary>
/// The whole bot without channels and database, for the command line, evaluation and tests: the same gates, dialogs and turn runner
/// as in the host, on conversations in memory. Thread safe.
/// </summary>
public sealed class AssistantEngine
{
    private readonly AssistantSnapshot _snapshot;
    private readonly TurnRunner _runner;

    /// <summary>Builds the index over the knowledge.</summary>
    /// <param name="knowledge">What the bot knows.</param>
    /// <param name="time">The clock; null takes the system's. It decides whether advisors are there.</param>
    /// <param name="options">The shop's choices; null for the defaults.</param>
    public AssistantEngine(KnowledgeBase knowledge, TimeProvider? time = null, AssistantOptions? options = null)
    {
        _snapshot = AssistantSnapshot.Of(knowledge, options ?? new AssistantOptions());
        var bot = new AssistantBot(() => _snapshot, new NobodyThere());
        _runner = new TurnRunner(
            new MemoryConversationStore(), new ProcessConversationLocks(), bot, new ConversationFeed(), new NoOutbox(), new TurnOptions(),
            time ?? TimeProvider.System, NullLogger<TurnRunner>.Instance);
    }

    /// <summary>Begins a conversation.</summary>
    public AssistantTalk NewTalk() => new(_runner, "t-" + Guid.NewGuid().ToString("N"));

    /// <summary>Why a question gets the answer it gets, for an editor.</summary>
    /// <param name="question">What the customer says.</param>
    /// <param name="about">Ids of the answers given before it, the main one first; empty in a fresh talk.</param>
    public string Explain(string question, IReadOnlyList<string> about) =>
        _snapshot.Finder.Explain(question, about, _snapshot.Triage.Read(question).AccompaniesAnswer);

    /// <summary>Plays a few turns so that later ones are timed without the compiler's work.</summary>
    public async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        foreach (var answer in _snapshot.Knowledge.Answers.Take(30))
            await NewTalk().SayAsync(answer.Question + " graag", cancellationToken).ConfigureAwait(false);
    }

    private sealed class NobodyThere : IAdvisorPresence
    {
        public bool AnyoneThere => false;
    }

    private sealed class NoOutbox : IOutboxComposer
    {
        public IReadOnlyList<OutboxItem> Compose(Conversation conversation, IReadOnlyList<LogEntry> entries) => [];
    }
}

/// <summary>One conversation with an <see cref="AssistantEngine"/>. Not thread safe.</summary>
public sealed class AssistantTalk
{
    private readonly TurnRunner _runner;
    private readonly Conversation _new;

    internal AssistantTalk(TurnRunner runner, string id)
    {
        _runner = runner;
        _new = new Conversation
        {
            Id = id,
            ChannelId = "cli",
            User = new ChannelAccount { Id = "customer", Role = Roles.User },
            Bot = new ChannelAccount { Id = "magbot", Role = Roles.Bot },
        };
    }

    /// <summary>The customer says something.</summary>
    public async Task<AssistantReply> SayAsync(string text, CancellationToken cancellationToken)
    {
        var incoming = new IncomingActivity
        {
            Activity = new Activity { Type = ActivityTypes.Message, Text = text, From = _new.User },
            NewConversation = _new,
        };
        var result = await _runner.ReceiveAsync(incoming, _new.Id, cancellationToken).ConfigureAwait(false);
        var said = result.Entries.Skip(1).Select(entry => entry.Activity).Where(activity => activity.Is(ActivityTypes.Message)).ToList();
        var data = said.Select(Data).OfType<MessageData>().ToList();
        return new AssistantReply(
            string.Join('\n', said.Select(activity => Data(activity)?.Body ?? activity.Text ?? "")),
            data.Select(item => item.Decision).FirstOrDefault(decision => decision is not null) ?? Decisions.Dialog,
            [.. data.SelectMany(item => item.Sources ?? []).Select(source => source.Label).Distinct(StringComparer.Ordinal)],
            data.Select(item => item.Confidence).FirstOrDefault(confidence => confidence is not null),
            [.. data.SelectMany(item => item.AnswerIds ?? [])],
            [.. said.SelectMany(activity => activity.SuggestedActions?.Actions ?? []).Select(action => action.Title ?? "")]);
    }

    internal static MessageData? Data(Activity activity) => activity.ChannelData is { } data
        ? data.Deserialize(TalkJsonContext.Default.ChannelData)?.Magbot
        : null;
}
