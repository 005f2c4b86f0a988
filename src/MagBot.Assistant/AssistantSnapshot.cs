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
internal sealed class AssistantSnapshot(KnowledgeBase knowledge, bool strict = false)
{
    /// <summary>With the shop's choices: under <c>Claims:Strict</c> the answers on effects are kept back.</summary>
    public static AssistantSnapshot Of(KnowledgeBase knowledge, AssistantOptions options) =>
        options.StrictClaims ? new AssistantSnapshot(StrictClaims.Narrow(knowledge), strict: true) : new AssistantSnapshot(knowledge);

    public KnowledgeBase Knowledge { get; } = knowledge;

    public TriageEngine Triage { get; } = new(knowledge.Safety);

    public IntentMatcher Intents { get; } = new(knowledge.Intents);

    public ButtonMap Buttons { get; } = new(knowledge);

    public AnswerFinder Finder { get; } = new(knowledge);

    public OutgoingGuard Outgoing { get; private init; } = new(knowledge, strict);

    /// <summary>The same knowledge, judged by the guard of another snapshot.</summary>
    internal AssistantSnapshot WithGuardOf(AssistantSnapshot other) => new(Knowledge, strict) { Outgoing = other.Outgoing };
}
