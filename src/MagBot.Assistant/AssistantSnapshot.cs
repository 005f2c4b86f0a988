using MagBot.Assistant.Retrieval;
using MagBot.Assistant.Routing;
using MagBot.Assistant.Talk;
using MagBot.Knowledge;
using MagBot.Knowledge.Claims;
using MagBot.Knowledge.Safety;

namespace MagBot.Assistant;

/// <summary>
/// The knowledge with all that is built from it: index, triage, intents. A turn uses one snapshot from start to end; a reload makes
/// a new one. Immutable, thread safe.
/// </summary>
internal sealed class AssistantSnapshot
{
    private readonly bool _strict;

    public AssistantSnapshot(KnowledgeBase knowledge, bool strict = false)
    {
        _strict = strict;
        Outgoing = new OutgoingGuard(knowledge, strict);
        Knowledge = knowledge;
        Triage = new TriageEngine(knowledge.Safety);
        Intents = new IntentMatcher(knowledge.Intents);
        Buttons = new ButtonMap(knowledge);
        Finder = new AnswerFinder(knowledge);
        LookUps = new RecentLookUps(Finder, Triage, Intents);
    }

    /// <summary>With the shop's choices: under <c>Claims:Strict</c> the answers on effects are kept back.</summary>
    public static AssistantSnapshot Of(KnowledgeBase knowledge, AssistantOptions options) =>
        options.StrictClaims ? new AssistantSnapshot(StrictClaims.Narrow(knowledge), strict: true) : new AssistantSnapshot(knowledge);

    public KnowledgeBase Knowledge { get; }

    public TriageEngine Triage { get; }

    public IntentMatcher Intents { get; }

    public ButtonMap Buttons { get; }

    public AnswerFinder Finder { get; }

    /// <summary>The finder, with what it found lately: for turns.</summary>
    public RecentLookUps LookUps { get; }

    public OutgoingGuard Outgoing { get; private init; }

    /// <summary>The same knowledge, judged by the guard of another snapshot.</summary>
    internal AssistantSnapshot WithGuardOf(AssistantSnapshot other) => new(Knowledge, _strict) { Outgoing = other.Outgoing };
}
