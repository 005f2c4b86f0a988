using MagBot.Assistant;
using MagBot.Assistant.Talk;
using MagBot.Desk.Knowledge;
using MagBot.Dialogs.Storage;
using MagBot.Knowledge.Claims;
using MagBot.Knowledge.Content;
using MagBot.Knowledge.Loading;
using MagBot.Search.Analysis;

namespace MagBot.Host.Start;

/// <summary>Gives the desk the shop's knowledge: search, reviewed answers, wording rules, ready-made replies.</summary>
internal sealed class DeskKnowledge(KnowledgeProvider provider, AssistantBot bot, MagBotOptions options, TimeProvider time) : IDeskKnowledge
{
    private readonly DutchAnalyzer _analyzer = new();

    private const string ReplyPrefix = "desk-reply-";

    public IReadOnlyList<DeskAnswer> Search(string text, int limit) => [.. bot.Search(text, limit).Select(Find).OfType<DeskAnswer>()];

    public DeskAnswer? Find(string id)
    {
        var knowledge = provider.Current;
        if (knowledge.FindAnswer(id) is not { } answer)
            return null;
        var sources = knowledge.GetSources(answer).Select(source => new DeskSource(source.Label, source.Title, source.Url?.ToString())).ToList();
        var evidence = knowledge.Texts.Get($"evidence-{answer.Evidence.Name()}");
        var text = SourcedText.Compose(
            answer.ShortText, knowledge.Texts.Get("evidence-heading", ("evidence", evidence)), knowledge.Texts.Get("sources-heading"), sources.ConvertAll(source => (source.Label, source.Url)));
        return new DeskAnswer(answer.Id, answer.Question, answer.ShortText, text, evidence, sources);
    }

    public DeskVerdict Check(string text)
    {
        var result = new ClaimsGuard(provider.Current.Claims).Check(text, ClaimsContext.Advisor);
        return new DeskVerdict(
            result.Verdict is ClaimsVerdict.Pass,
            result.Verdict is not ClaimsVerdict.Block,
            [.. result.Findings.Where(finding => finding.Verdict is not ClaimsVerdict.Pass).Select(finding => new DeskRemark(finding.Sentence.Trim(), finding.Say.Trim())).Distinct()]);
    }

    public IReadOnlyList<CannedReply> Replies(string advisor, string? customer, string? reference)
    {
        var knowledge = provider.Current;
        (string, object?)[] values = [.. knowledge.Shop.Placeholders(), ("advisor", advisor), ("customer", customer ?? ""), ("reference", reference)];
        return
        [
            .. knowledge.Texts.Keys.Where(key => key.StartsWith(ReplyPrefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(key =>
                new CannedReply(Named(key[ReplyPrefix.Length..]), Tidy(TextCatalog.Fill(knowledge.Texts.Get(key), values)))),
        ];
    }

    public IReadOnlySet<string> Terms(string text) => _analyzer.Analyze(text).Select(token => token.Term).ToHashSet(StringComparer.Ordinal);

    public string Patch(IReadOnlyList<LessonDecision> decisions) =>
        new KnowledgePatch(options.KnowledgeDirectory, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)).Create(decisions, provider.Current);

    public bool Holds(LessonDecision decision) => KnowledgePatch.Holds(decision, provider.Current);

    private static string Named(string key) => char.ToUpperInvariant(key[0]) + key[1..].Replace('-', ' ');

    // A customer without a name leaves a gap before the comma.
    private static string Tidy(string text) => text.Replace("  ", " ", StringComparison.Ordinal).Replace(" ,", ",", StringComparison.Ordinal);
}
