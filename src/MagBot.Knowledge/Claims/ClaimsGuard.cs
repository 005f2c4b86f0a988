using MagBot.Knowledge.Learning;
using MagBot.Knowledge.Text;

namespace MagBot.Knowledge.Claims;

/// <summary>
/// Judges every text that can go out: answers, buttons, titles, product cards, what an advisor is about to send. Reporting what a study or
/// guideline says, with its limits, may; promising may not. Thread-safe.
/// </summary>
/// <param name="rules">The wording rules.</param>
/// <param name="strict">The option <c>Claims:Strict</c>: what is said on effects is narrowed to the allowed sentences.</param>
public sealed class ClaimsGuard(ClaimsRules rules, bool strict = false)
{
    /// <summary>Id of findings of the model that learned from example sentences; texts that a person reviewed are not held against it.</summary>
    public const string Learned = "learned";

    /// <summary>Longer than anything that goes out; a longer text is blocked, because its end would not be judged.</summary>
    public const int LongestText = 20_000;

    /// <summary>The model learned from single sentences and slogans; of a paragraph as a whole it knows nothing.</summary>
    private const int LongestSlogan = 200;

    /// <summary>The sentences of a text in the form in which they are compared.</summary>
    internal static IEnumerable<string> SentenceKeys(string text) => SentenceSplitter.Split(text).Select(sentence => SentenceSplitter.Key(sentence.Normal)).Where(key => key.Length > 0);

    /// <summary>Judges a text.</summary>
    /// <param name="text">Plain text or Markdown.</param>
    /// <param name="context">Where it will be read.</param>
    /// <param name="topic">Topic of the answer, which counts in strict mode; null for other texts.</param>
    /// <param name="surroundings">What the reader sees with it, such as the short answer above its explanation: limits named there count.</param>
    public ClaimsResult Check(string text, ClaimsContext context, string? topic = null, string? surroundings = null)
    {
        if (text.Length > LongestText) return TooLong(text);
        var judged = new JudgedText(text, surroundings, rules);
        var findings = new List<ClaimsFinding>();
        if (strict && topic is not null && rules.StrictTopics.Contains(topic))
            findings.Add(new ClaimsFinding { Rule = "strict", Verdict = ClaimsVerdict.Block, Sentence = text, Offset = 0, Why = $"topic \"{topic}\" is about effects, and Claims:Strict is on", Say = rules.StrictProposal });
        foreach (Sentence sentence in judged.Sentences)
        {
            int before = findings.Count;
            findings.AddRange(Judge(sentence, judged, context, rules.Rules.Where(rule => !rule.WholeText)));
            if (findings.Count == before && Compare(sentence, judged, context) is { } finding) findings.Add(finding);
        }

        var whole = new Sentence(text, judged.Normal, 0);
        findings.AddRange(Judge(whole, judged, context, rules.Rules.Where(rule => rule.WholeText)));
        // "Moe? Grijp naar deze pot." says together what neither sentence says.
        if (findings.Count == 0 && judged.Sentences.Count > 1 && text.Length <= LongestSlogan && !judged.Sentences.Any(sentence => IsExempt(rules.LearnedExempt, sentence, judged, context)) && Compare(whole, judged, context) is { } slogan) findings.Add(slogan);
        return ClaimsResult.Of(findings);
    }

    private IEnumerable<ClaimsFinding> Judge(Sentence sentence, JudgedText judged, ClaimsContext context, IEnumerable<ClaimsRule> candidates)
    {
        bool conversation = context is ClaimsContext.Answer or ClaimsContext.Advisor;
        foreach (ClaimsRule rule in candidates)
        {
            if (rule.ProductOnly && conversation && !judged.SpeaksOfProduct) continue;
            if (!rule.Hits(sentence.Normal) || IsExempt(rule, sentence, judged, context)) continue;
            yield return new ClaimsFinding
            {
                Rule = rule.Id,
                Verdict = conversation && !strict ? rule.ConversationSeverity : rule.Severity,
                Sentence = sentence.Original,
                Offset = sentence.Offset,
                Why = rule.Why,
                Say = rule.Say,
            };
        }
    }

    /// <summary>A sentence that breaks no rule, held against the sentences that the model learned from.</summary>
    private ClaimsFinding? Compare(Sentence sentence, JudgedText judged, ClaimsContext context)
    {
        if (context is ClaimsContext.Button or ClaimsContext.Title || !rules.Models.Models.TryGetValue("claim", out LinearModel? model)) return null;
        // A shop may be called "Vitaal"; its name claims nothing.
        string said = rules.ShopName.Length == 0 ? sentence.Normal : sentence.Normal.Replace(rules.ShopName, "de winkel", StringComparison.OrdinalIgnoreCase);
        double score = model.Score(rules.Models.Weigh(ClaimsFeatures.Of(said, judged.Frame, rules)));
        if (!model.IsAbove("review", score)) return null;
        return new ClaimsFinding
        {
            Rule = Learned,
            Verdict = context != ClaimsContext.Advisor && model.IsAbove("block", score) ? ClaimsVerdict.Block : ClaimsVerdict.Review, // a person may overrule a model
            Sentence = sentence.Original,
            Offset = sentence.Offset,
            Why = $"it reads like the forbidden examples, most by: {string.Join(", ", rules.Models.Reasons(model, said))}",
            Say = rules.LearnedProposal,
        };
    }

    private bool IsExempt(ClaimsRule rule, Sentence sentence, JudgedText judged, ClaimsContext context) => IsExempt(rule.Exempt, sentence, judged, context);

    private bool IsExempt(IReadOnlyList<string> exempt, Sentence sentence, JudgedText judged, ClaimsContext context)
    {
        if (strict || context is ClaimsContext.Product or ClaimsContext.Title) return false;
        foreach (string name in exempt)
        {
            ClaimsExemption exemption = rules.Exemptions[name];
            if (context == ClaimsContext.Button && !exemption.InButtons) continue;
            if (exemption.Holds(sentence.Normal, judged.Frame)) return true;
        }

        return false;
    }

    private static ClaimsResult TooLong(string text) => ClaimsResult.Of(
    [
        new ClaimsFinding
        {
            Rule = "too-long",
            Verdict = ClaimsVerdict.Block,
            Sentence = text[..80],
            Offset = 0,
            Why = $"the text has {text.Length} characters, at most {LongestText} are judged",
            Say = "",
        },
    ]);

    private sealed class JudgedText
    {
        public JudgedText(string text, string? surroundings, ClaimsRules rules)
        {
            Normal = PlainText.Normalise(text);
            Frame = surroundings is null ? Normal : Normal + '\n' + PlainText.Normalise(surroundings);
            Sentences = [.. SentenceSplitter.Split(text).Where(sentence => sentence.Normal.Length > 0 && !rules.Allowed.Contains(SentenceSplitter.Key(sentence.Normal)))];
            SpeaksOfProduct = Sentences.Any(sentence => rules.Products.Any(pattern => pattern.IsMatch(sentence.Normal)));
        }

        public string Normal { get; }

        /// <summary>The text with its surroundings.</summary>
        public string Frame { get; }

        public IReadOnlyList<Sentence> Sentences { get; }

        public bool SpeaksOfProduct { get; }
    }
}

/// <summary>What the guard found in a text.</summary>
public sealed record ClaimsResult
{
    /// <summary>The gravest of the findings; <see cref="ClaimsVerdict.Pass"/> without findings.</summary>
    public required ClaimsVerdict Verdict { get; init; }

    /// <summary>Everything found, gravest first.</summary>
    public required IReadOnlyList<ClaimsFinding> Findings { get; init; }

    /// <summary>The ids of the rules found, each once, gravest first.</summary>
    public IReadOnlyList<string> Rules => [.. Findings.Select(finding => finding.Rule).Distinct()];

    /// <summary>What to write instead (Dutch); null when the text passes.</summary>
    public string? Proposal => Findings.Count == 0 ? null : Findings[0].Say;

    internal static ClaimsResult Of(IReadOnlyList<ClaimsFinding> findings) => new()
    {
        Verdict = findings.Count == 0 ? ClaimsVerdict.Pass : findings.Max(finding => finding.Verdict),
        Findings = [.. findings.Where(finding => finding.Verdict != ClaimsVerdict.Pass).OrderByDescending(finding => finding.Verdict)],
    };
}

/// <summary>One forbidden wording in a text.</summary>
public sealed record ClaimsFinding
{
    /// <summary>Id of the rule, such as <c>D01</c>.</summary>
    public required string Rule { get; init; }

    /// <summary>How grave it is.</summary>
    public required ClaimsVerdict Verdict { get; init; }

    /// <summary>The sentence as it stands in the text.</summary>
    public required string Sentence { get; init; }

    /// <summary>Where the sentence begins in the text, in UTF-16 units.</summary>
    public required int Offset { get; init; }

    /// <summary>The reason, for editors and developers.</summary>
    public required string Why { get; init; }

    /// <summary>What to write instead.</summary>
    public required string Say { get; init; }
}

/// <summary>Names of verdicts and contexts outside the program.</summary>
public static class ClaimsNames
{
    /// <summary><c>pass</c>, <c>review</c> or <c>block</c>.</summary>
    public static string Code(this ClaimsVerdict verdict) => verdict.ToString().ToLowerInvariant();

    /// <summary>Reads <c>answer</c>, <c>advisor</c>, <c>button</c>, <c>product</c> or <c>title</c>.</summary>
    public static bool TryParseContext(string? name, out ClaimsContext context) =>
        Enum.TryParse(name, ignoreCase: true, out context) && Enum.IsDefined(context) && !int.TryParse(name, out _);
}
