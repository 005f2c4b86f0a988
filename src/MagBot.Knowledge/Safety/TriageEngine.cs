using MagBot.Knowledge.Learning;
using MagBot.Knowledge.Text;

namespace MagBot.Knowledge.Safety;

/// <summary>
/// Reads a customer's message for danger, before anything else does. Works on every text, also in forms and while an advisor has the
/// conversation. Thread-safe.
/// </summary>
/// <param name="rules">The rules to apply.</param>
public sealed class TriageEngine(SafetyRules rules)
{
    /// <summary>Longer texts are read in overlapping windows, so that the time grows with the length and no faster.</summary>
    private const int WindowSize = 2000;

    /// <summary>Longer than any pattern reaches.</summary>
    private const int WindowOverlap = 300;

    /// <summary>More than a person types; what comes after is not read.</summary>
    public const int LongestText = 100_000;

    /// <summary>The examples that the models learned from are messages in a chat; of a pasted page they know nothing.</summary>
    private const int LongestLearned = 600;

    /// <summary>Of answers in a dialog ("moe en hoofdpijn", "2 per dag") the models know nothing; the rules read those.</summary>
    private const int FewestWordsLearned = 4;

    private const int MostLines = 3;

    /// <summary>Reads the text.</summary>
    /// <returns>Never null; <see cref="TriageResult.Nothing"/> when no rule applies.</returns>
    public TriageResult Read(string text)
    {
        string normal = rules.Normalise(text.Length > LongestText ? text[..LongestText] : text);
        if (normal.Length == 0) return TriageResult.Nothing;
        string literal = rules.Lexicon.Figures.Aggregate(normal, (current, figure) => figure.Blank(current));
        bool figurative = !ReferenceEquals(literal, normal);
        normal = literal;
        var found = new Dictionary<SafetyRule, TriageHit>();
        foreach (string window in PlainText.Windows(normal, WindowSize, WindowOverlap)) FindHits(window, found);
        if (normal.Length <= LongestLearned && rules.Models.Models.Count > 0 && CountWords(normal) >= FewestWordsLearned && !found.Values.Any(hit => hit.Level >= TriageLevel.U3)
            && Compare(normal, complaints: found.Count == 0 && !figurative) is { } alike) found[alike.Rule] = alike;

        if (found.Count == 0) return TriageResult.Nothing;
        bool own = IsOwnCase(normal);
        TriageHit[] hits = [.. rules.Rules.Where(found.ContainsKey).Select(rule => found[rule])
            .Where(hit => own || hit.IsAcute || hit.Rule.Scope == RuleScope.Always)
            .OrderByDescending(hit => hit.Level)]; // stable: of equal levels the first in the files
        return hits.Length == 0 ? TriageResult.Nothing : Compose(hits, own);
    }

    private void FindHits(string window, Dictionary<SafetyRule, TriageHit> found)
    {
        var written = new Reading(window, BlankPast(window));
        string? repairedText = rules.Lexicon.Fuzzy.Repair(window);
        Reading? repaired = repairedText is null ? null : new Reading(repairedText, BlankPast(repairedText));
        foreach (SafetyRule rule in rules.Rules)
        {
            TriageHit? hit = Find(rule, written);
            TriageHit? second = repaired is { } other ? Find(rule, other) : null;
            if (hit is null || second?.Level > hit.Level) hit = second;
            if (hit is not null && (!found.TryGetValue(rule, out TriageHit? earlier) || earlier.Level < hit.Level)) found[rule] = hit;
        }
    }

    /// <summary>
    /// A message in which no rule saw an alarm, held against the messages that the models learned from: first the alarms, then, when no rule
    /// saw anything, the complaints and medicines. It gets the level and the message of the kind that it is most like.
    /// </summary>
    private TriageHit? Compare(string text, bool complaints)
    {
        FeatureVector read = rules.Models.Weigh(rules.Models.Features.Of(text));
        return Compare(text, read, SafetyModels.Alarm) ?? (complaints ? Compare(text, read, SafetyModels.Complaint) : null);
    }

    private TriageHit? Compare(string text, FeatureVector read, string family)
    {
        if (!rules.Models.Models.TryGetValue(family, out LinearModel? model) || !model.IsAbove(SafetyModels.Limit, model.Score(read))) return null;
        string? label = rules.Models.Models.Where(kind => SafetyModels.IsKindOf(family, kind.Key))
            .OrderByDescending(kind => kind.Value.Score(read)).Select(kind => kind.Key).FirstOrDefault();
        if (label is null || SafetyModels.Hit(rules, label) is not { } hit) return null;
        // What a rule takes for a figure of speech or a denial, the model must not take for the thing itself.
        string rest = hit.Rule.Unless.Aggregate(text, (current, unless) => unless.Blank(current));
        return ReferenceEquals(rest, text) || model.IsAbove(SafetyModels.Limit, model.Score(rules.Models.Weigh(rules.Models.Features.Of(rest)))) ? hit : null;
    }

    private static int CountWords(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Count(word => word.Any(char.IsLetter));

    private string BlankPast(string text) => rules.Lexicon.Past.Aggregate(text, (current, past) => past.Blank(current));

    private static TriageHit? Find(SafetyRule rule, Reading reading)
    {
        string text = rule.Level >= TriageLevel.U3 ? reading.Text : reading.WithoutPast;
        if (!rule.Signs.IsMatch(text)) return null;
        string rest = rule.Unless.Aggregate(text, (current, unless) => unless.Blank(current));
        if (!ReferenceEquals(rest, text) && !rule.Signs.IsMatch(rest)) return null;
        Escalation? escalation = rule.Escalations.FirstOrDefault(candidate => candidate.Signs.IsMatch(rest));
        return new TriageHit(rule, escalation?.Level ?? rule.Level, escalation?.Lines ?? rule.Lines);
    }

    private static bool Matches(IReadOnlyList<Pattern> patterns, string text)
    {
        foreach (Pattern pattern in patterns)
        {
            if (pattern.IsMatch(text)) return true;
        }

        return false;
    }

    private bool IsOwnCase(string text)
    {
        string start = text.Length > WindowSize ? text[..WindowSize] : text;
        string rest = rules.Lexicon.NotOwn.Aggregate(start, (current, frame) => frame.Blank(current));
        return Matches(rules.Lexicon.Own, rest);
    }

    private static TriageResult Compose(TriageHit[] hits, bool own)
    {
        TriageHit top = hits[0];
        IEnumerable<FixedLine> lines = top.Lines;
        if (top.Level is TriageLevel.U4 or TriageLevel.U5)
            lines = lines.Concat(hits.Skip(1).Where(hit => hit.Level is TriageLevel.U4 or TriageLevel.U5).SelectMany(hit => hit.Lines));
        return new TriageResult
        {
            Level = top.Level,
            Kind = top.Kind,
            Own = own || top.IsAcute,
            Lines = [.. lines.Distinct().Take(Math.Max(MostLines, top.Lines.Count))],
            Hits = hits,
        };
    }

    /// <summary>A text as rules read it; without the past for rules at U4 and below.</summary>
    private readonly record struct Reading(string Text, string WithoutPast);
}
