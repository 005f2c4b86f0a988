using MagBot.Knowledge.Content;

namespace MagBot.Knowledge.Claims;

/// <summary>The option <c>MagBot:Claims:Strict</c>: what is said on effects is narrowed to authorised claims, and an advisor.</summary>
public static class StrictClaims
{
    /// <summary>
    /// The knowledge in which every answer on effects says the strict proposal instead: answers on the topics under <c>strictTopics</c>, and
    /// any other that holds a wording for which no exemption is left. They are still found, so the customer gets a reply and an advisor.
    /// </summary>
    public static KnowledgeBase Narrow(KnowledgeBase knowledge)
    {
        var guard = new ClaimsGuard(knowledge.Claims, strict: true);
        return knowledge.With([.. knowledge.Answers.Select(answer => MayGoOut(guard, answer) ? answer : Withhold(answer, knowledge.Claims.StrictProposal))]);
    }

    private static bool MayGoOut(ClaimsGuard guard, Answer answer) =>
        guard.Check(answer.ShortText, ClaimsContext.Answer, answer.Topic, answer.Body).Verdict != ClaimsVerdict.Block
        && (answer.Body.Length == 0 || guard.Check(answer.Body, ClaimsContext.Answer, surroundings: answer.ShortText).Verdict != ClaimsVerdict.Block);

    private static Answer Withhold(Answer answer, string proposal) => answer with
    {
        ShortText = proposal,
        Body = "",
        BodyText = "",
        SourceIds = [],
        Dose = false,
        IsWithheld = true,
    };
}
