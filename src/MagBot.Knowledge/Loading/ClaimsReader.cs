using System.Text.RegularExpressions;
using MagBot.Knowledge.Claims;
using MagBot.Knowledge.Learning;
using MagBot.Knowledge.Safety;
using MagBot.Knowledge.Text;

namespace MagBot.Knowledge.Loading;

/// <summary>Reads <c>claims.yaml</c>.</summary>
internal sealed partial class ClaimsReader(string file, FaultList faults)
{
    private static readonly Dictionary<string, ClaimsVerdict> Severities = new(StringComparer.Ordinal)
    {
        ["pass"] = ClaimsVerdict.Pass,
        ["review"] = ClaimsVerdict.Review,
        ["block"] = ClaimsVerdict.Block,
    };

    private static readonly Dictionary<string, bool> Scopes = new(StringComparer.Ordinal) { ["always"] = false, ["product"] = true };

    private readonly Dictionary<string, string> _fragments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _sentences = new(StringComparer.Ordinal);

    /// <summary>Reads the rules. The safety lines are allowed as they stand.</summary>
    public ClaimsRules? Read(YamlNode? root, IEnumerable<FixedLine> fixedLines, KnowledgeFile? model = null)
    {
        if (root is null || FieldReader.On(file, root, "the file", faults) is not { } fields) return null;
        ReadFragments(fields);
        foreach (FieldReader sentence in fields.Mappings("allowed"))
        {
            string id = sentence.Text("id", "N01");
            if (!_sentences.TryAdd(id, sentence.Text("text", "the sentence")))
                sentence.Wrong("id", $"the allowed sentence \"{id}\" stands in this file twice. Remove one.", "duplicate-id");
            sentence.Finish();
        }

        foreach (FixedLine line in fixedLines) _sentences.TryAdd(line.Id, line.Text);
        Dictionary<string, ClaimsExemption> exemptions = ReadExemptions(fields);
        var rules = new ClaimsRules
        {
            Allowed = _sentences.Values.SelectMany(SentenceSplitter.Split).Select(sentence => SentenceSplitter.Key(sentence.Normal)).ToHashSet(StringComparer.Ordinal),
            Products = Patterns(fields, "products"),
            Exemptions = exemptions,
            Rules = [.. fields.Mappings("rules").Select(rule => ReadRule(rule, exemptions))],
            StrictTopics = fields.Texts("strictTopics").ToHashSet(StringComparer.Ordinal),
            StrictProposal = Say(fields, "strictProposal"),
            Models = GuardModels.Read(model, new TextFeatures(ReadClasses(fields)), faults),
            LearnedProposal = fields.OptionalText("learnedProposal") is null ? "" : Say(fields, "learnedProposal"),
            LearnedExempt = [.. fields.Texts("learnedExempt").Where(exemptions.ContainsKey)],
        };
        fields.Finish();
        CheckIds(rules);
        return rules;
    }

    private void ReadFragments(FieldReader fields)
    {
        if (fields.Node("fragments") is not { } node || FieldReader.On(file, node, "\"fragments\"", faults) is not { } fragments) return;
        foreach (string name in fragments.Names) _fragments[name] = Expand(fragments.OptionalText(name) ?? "", node);
    }

    private Dictionary<string, ClaimsExemption> ReadExemptions(FieldReader fields)
    {
        var exemptions = new Dictionary<string, ClaimsExemption>(StringComparer.Ordinal);
        foreach (FieldReader exemption in fields.Mappings("exemptions"))
        {
            string id = exemption.Text("id", "denial");
            exemptions[id] = new ClaimsExemption(
                Patterns(exemption, "inSentence"), Patterns(exemption, "inText"), Patterns(exemption, "never"), exemption.Flag("inButtons", fallback: false));
            exemption.Finish();
        }

        return exemptions;
    }

    private ClaimsRule ReadRule(FieldReader fields, Dictionary<string, ClaimsExemption> exemptions)
    {
        ClaimsVerdict severity = fields.Choice("severity", Severities, ClaimsVerdict.Block);
        IReadOnlyList<YamlScalar> exempt = fields.Scalars("exempt");
        foreach (YamlScalar name in exempt.Where(name => !exemptions.ContainsKey(name.Value)))
            faults.Error(file, name, "unknown-exemption", $"the exemption \"{name.Value}\" does not stand under \"exemptions\".{FieldReader.Suggest(name.Value, exemptions.Keys)}");
        var rule = new ClaimsRule
        {
            Id = fields.Text("id", "D01"),
            ProductOnly = fields.Choice("scope", Scopes, false),
            WholeText = fields.Flag("wholeText", fallback: false),
            Severity = severity,
            ConversationSeverity = fields.Choice("inConversation", Severities, severity),
            Patterns = Patterns(fields, "patterns"),
            With = Patterns(fields, "with"),
            Unless = Patterns(fields, "unless"),
            Exempt = [.. exempt.Select(name => name.Value).Where(exemptions.ContainsKey)],
            Why = fields.Text("why", "the reason"),
            Say = Say(fields, "say"),
            Examples = fields.Texts("examples"),
            File = file,
            Line = fields.Line,
        };
        if (rule.Patterns.Count == 0) fields.Wrong("patterns", "the rule has no usable pattern, so it can never fire.", "missing-field");
        fields.Finish();
        return rule;
    }

    /// <summary>The word classes of the learned model; <c>absence</c> lists those whose absence says something too.</summary>
    private List<WordClass> ReadClasses(FieldReader fields)
    {
        var classes = new List<WordClass>();
        HashSet<string> absence = fields.Texts("absence").ToHashSet(StringComparer.Ordinal);
        if (fields.Node("classes") is not { } node || FieldReader.On(file, node, "\"classes\"", faults) is not { } words) return classes;
        foreach (string name in words.Names)
        {
            foreach (Pattern pattern in Patterns(words, name)) classes.Add(new WordClass(name, pattern, absence.Contains(name)));
        }

        return classes;
    }

    private void CheckIds(ClaimsRules rules)
    {
        foreach (IGrouping<string, ClaimsRule> same in rules.Rules.GroupBy(rule => rule.Id).Where(group => group.Count() > 1))
            faults.Error(file, same.Last().Line, null, "duplicate-id", $"the rule \"{same.Key}\" stands in this file twice. Give it another id.");
    }

    /// <summary>The proposal, with <c>{N09}</c> replaced by the allowed sentence of that id.</summary>
    private string Say(FieldReader fields, string field) => SentenceId().Replace(fields.Text(field, "what may be said"), match =>
    {
        if (_sentences.TryGetValue(match.Groups[1].Value, out string? sentence)) return sentence;
        fields.Wrong(field, $"{match.Value} is not an allowed sentence or safety line.{FieldReader.Suggest(match.Groups[1].Value, _sentences.Keys)}", "unknown-line");
        return match.Value;
    });

    private List<Pattern> Patterns(FieldReader fields, string field)
    {
        var patterns = new List<Pattern>();
        foreach (YamlScalar text in fields.Scalars(field))
        {
            string expression = Expand(text.Value, text);
            if (Pattern.Read(file, text, expression, faults) is { } pattern) patterns.Add(pattern);
        }

        return patterns;
    }

    private string Expand(string expression, YamlNode place) => FragmentName().Replace(expression, match =>
    {
        if (_fragments.TryGetValue(match.Groups[1].Value, out string? fragment)) return $"(?:{fragment})";
        faults.Error(file, place, "unknown-fragment", $"the fragment {match.Value} does not stand under \"fragments\".{FieldReader.Suggest(match.Groups[1].Value, _fragments.Keys)}");
        return match.Value;
    });

    [GeneratedRegex(@"\{([a-zA-Z]+)\}")]
    private static partial Regex FragmentName();

    [GeneratedRegex(@"\{([A-Z_0-9]+)\}")]
    private static partial Regex SentenceId();
}
