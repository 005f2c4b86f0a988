using System.Text;
using System.Text.RegularExpressions;
using MagBot.Knowledge.Learning;
using MagBot.Knowledge.Safety;
using MagBot.Knowledge.Text;

namespace MagBot.Knowledge.Loading;

/// <summary>
/// Reads <c>safety/*.yaml</c>: <c>lines.yaml</c> (fixed lines, numbers), <c>lexicon.yaml</c> (fragments of patterns, signs of an own case,
/// fuzzy words), and every other file as a group of rules.
/// </summary>
internal sealed partial class SafetyReader(FaultList faults)
{
    private const string LinesFile = "safety/lines.yaml";
    private const string LexiconFile = "safety/lexicon.yaml";

    private static readonly Dictionary<string, TriageLevel> Levels =
        Enum.GetValues<TriageLevel>().Where(level => level != TriageLevel.None).ToDictionary(level => level.ToString(), StringComparer.Ordinal);

    private static readonly Dictionary<string, RuleScope> Scopes = new(StringComparer.Ordinal) { ["always"] = RuleScope.Always, ["own"] = RuleScope.Own };

    private readonly Dictionary<string, FixedLine> _lines = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _fragments = new(StringComparer.Ordinal);
    private readonly List<HelpNumber> _numbers = [];
    private readonly List<string> _fuzzy = [];
    private readonly List<WordClass> _classes = [];

    public SafetyRules? Read(IReadOnlyList<KnowledgeFile> files, KnowledgeFile? model = null)
    {
        Dictionary<string, YamlNode> roots = [];
        foreach (KnowledgeFile file in files)
        {
            if (YamlTreeReader.Read(file.Name, file.Text, 0, faults) is { } root) roots[file.Name] = root;
        }

        ReadLines(roots.GetValueOrDefault(LinesFile));
        SafetyLexicon lexicon = ReadLexicon(roots.GetValueOrDefault(LexiconFile), out IReadOnlyList<string> stopWords);
        var rules = new List<SafetyRule>();
        foreach ((string file, YamlNode root) in roots.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (file is not (LinesFile or LexiconFile)) ReadRules(file, root, rules);
        }

        if (rules.Count == 0 || _lines.Count == 0) return null;
        return new SafetyRules
        {
            Lines = _lines,
            Numbers = _numbers,
            Rules = rules,
            Lexicon = lexicon with { Fuzzy = new FuzzyWords(_fuzzy, stopWords) },
            Models = GuardModels.Read(model, new TextFeatures(_classes), faults),
        };
    }

    private void ReadLines(YamlNode? root)
    {
        if (root is null)
        {
            faults.Error(LinesFile, null, null, "file-missing", "the file with the fixed safety lines is missing, empty or broken. The bot cannot serve customers without it.");
            return;
        }

        if (FieldReader.On(LinesFile, root, "the file", faults) is not { } fields) return;
        foreach (FieldReader number in fields.Mappings("numbers")) ReadNumber(number);
        foreach (FieldReader line in fields.Mappings("lines")) ReadLine(line);
        fields.Finish();
    }

    private void ReadNumber(FieldReader fields)
    {
        string link = fields.Text("link", "tel:112");
        if (link.Length > 0 && !link.StartsWith("tel:", StringComparison.Ordinal) && !link.StartsWith("https://", StringComparison.Ordinal))
            fields.Wrong("link", $"\"link\" must start with tel: or https://, found \"{link}\".");
        DateOnly? lastChecked = fields.Date("lastChecked");
        if (lastChecked is null) fields.Wrong("lastChecked", "\"lastChecked\" is missing. Check the number and write the date: lastChecked: 2026-11-22.", "missing-field");
        _numbers.Add(new HelpNumber
        {
            Number = fields.Text("number", "\"112\""),
            Link = link,
            Label = fields.Text("label", "Alarmnummer"),
            Countries = fields.Texts("countries"),
            LastChecked = lastChecked ?? DateOnly.MinValue,
        });
        fields.Finish();
    }

    private void ReadLine(FieldReader fields)
    {
        string id = fields.Text("id", "SPOED");
        string text = fields.Text("text", "what the bot says");
        var line = new FixedLine
        {
            Id = id,
            Level = Level(fields),
            Text = text,
            Markdown = WithLinks(text, out IReadOnlyList<HelpNumber> numbers),
            Numbers = numbers,
            TextLine = fields.LineOf("text"),
        };
        fields.Finish();
        if (id.Length > 0 && !_lines.TryAdd(id, line)) fields.Wrong("id", $"the line \"{id}\" stands in this file twice. Remove one.", "duplicate-id");
    }

    private string WithLinks(string text, out IReadOnlyList<HelpNumber> numbers)
    {
        var found = new List<HelpNumber>();
        numbers = found;
        if (_numbers.Count == 0) return text;
        // Longest first: "113.nl" before "113".
        string any = string.Join('|', _numbers.Select(number => Regex.Escape(number.Number)).OrderByDescending(number => number.Length));
        return Regex.Replace(text, $@"(?<![\w.])(?:{any})(?!\w)", match =>
        {
            HelpNumber number = _numbers.First(candidate => candidate.Number == match.Value);
            if (!found.Contains(number)) found.Add(number);
            return $"[{match.Value}]({number.Link})";
        });
    }

    private SafetyLexicon ReadLexicon(YamlNode? root, out IReadOnlyList<string> stopWords)
    {
        stopWords = [];
        if (root is null || FieldReader.On(LexiconFile, root, "the file", faults) is not { } fields) return SafetyLexicon.Empty;
        if (fields.Node("fragments") is { } node && FieldReader.On(LexiconFile, node, "\"fragments\"", faults) is { } fragments)
        {
            foreach (string name in fragments.Names) _fragments[name] = Expand(fragments.OptionalText(name) ?? "", node);
        }

        stopWords = [.. fields.Texts("ordinary").SelectMany(words => words.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
        _fuzzy.AddRange(fields.Texts("fuzzy").SelectMany(words => words.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        var lexicon = new SafetyLexicon
        {
            Own = Patterns(fields, "own"),
            NotOwn = Patterns(fields, "notOwn"),
            Figures = Patterns(fields, "figures"),
            Past = Patterns(fields, "past"),
            Spelling = ReadSpelling(fields),
            Fuzzy = SafetyLexicon.Empty.Fuzzy,
        };
        HashSet<string> absence = fields.Texts("absence").ToHashSet(StringComparer.Ordinal);
        if (fields.Node("classes") is { } list && FieldReader.On(LexiconFile, list, "\"classes\"", faults) is { } classes)
        {
            foreach (string name in classes.Names) _classes.AddRange(Patterns(classes, name).Select(pattern => new WordClass(name, pattern, absence.Contains(name))));
        }

        fields.Finish();
        return lexicon;
    }

    /// <summary><c>niet: nie ni nit</c>: the normal form, then customers' forms of it.</summary>
    private CustomerSpelling ReadSpelling(FieldReader lexicon)
    {
        if (lexicon.Node("spelling") is not { } node || FieldReader.On(LexiconFile, node, "\"spelling\"", faults) is not { } table) return SafetyLexicon.Empty.Spelling;
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string word in table.Names)
        {
            foreach (string written in (table.OptionalText(word) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (!words.TryAdd(written, word)) table.Wrong(word, $"the spelling \"{written}\" stands under \"{words[written]}\" already. Remove one.", "duplicate-spelling");
            }
        }

        return new CustomerSpelling(words);
    }

    private void ReadRules(string file, YamlNode root, List<SafetyRule> rules)
    {
        if (FieldReader.On(file, root, "the file", faults) is not { } group) return;
        foreach (FieldReader fields in group.Mappings("rules"))
        {
            rules.Add(ReadRule(fields));
            fields.Finish();
        }

        group.Finish();
    }

    private SafetyRule ReadRule(FieldReader fields)
    {
        _fuzzy.AddRange(fields.Texts("fuzzy").SelectMany(words => words.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Signs signs = SignsOf(fields);
        if (signs.IsEmpty) fields.Wrong("patterns", "the rule has no usable pattern, so it can never fire. Write: patterns: ['\\bword\\b'].", "missing-field");
        return new SafetyRule
        {
            Kind = fields.Text("kind", "S04"),
            Name = fields.Text("name", "what it is about"),
            Level = Level(fields),
            Lines = LinesOf(fields),
            Scope = fields.Choice("applies", Scopes, RuleScope.Always),
            AlwaysOwn = fields.Flag("acute", fallback: false),
            Signs = signs,
            Unless = Patterns(fields, "unless"),
            Escalations = [.. fields.Mappings("escalations").Select(ReadEscalation)],
            Examples = Examples(fields, "examples"),
            CounterExamples = Examples(fields, "counterExamples"),
            File = fields.File,
            Line = fields.Line,
        };
    }

    private Escalation ReadEscalation(FieldReader fields)
    {
        var escalation = new Escalation(Level(fields), LinesOf(fields), SignsOf(fields));
        fields.Finish();
        return escalation;
    }

    private List<FixedLine> LinesOf(FieldReader fields)
    {
        var lines = new List<FixedLine>();
        foreach (YamlScalar id in fields.Scalars("lines"))
        {
            if (_lines.TryGetValue(id.Value, out FixedLine? line)) lines.Add(line);
            else faults.Error(fields.File, id, "unknown-line", $"the fixed line \"{id.Value}\" does not stand in {LinesFile}.{FieldReader.Suggest(id.Value, _lines.Keys)}");
        }

        if (lines.Count == 0) fields.Wrong("lines", "the rule says nothing: name at least one fixed line. Write: lines: [SPOED].", "missing-field");
        return lines;
    }

    private static TriageLevel Level(FieldReader fields)
    {
        if (fields.OptionalText("level") is null) fields.Wrong("level", $"\"level\" is missing. Write one of {string.Join(", ", Levels.Keys.Order(StringComparer.Ordinal))}.", "missing-field");
        return fields.Choice("level", Levels, TriageLevel.U4);
    }

    private List<SafetyExample> Examples(FieldReader fields, string field)
    {
        if (fields.Node(field) is not YamlSequence list) return [.. fields.Scalars(field).Select(Plain)];
        var examples = new List<SafetyExample>();
        foreach (YamlNode item in list.Items)
        {
            if (item is YamlScalar { IsNull: false } scalar) examples.Add(Plain(scalar));
            else if (FieldReader.On(fields.File, item, $"an item of \"{field}\"", faults) is { } example) examples.Add(ReadExample(example));
        }

        return examples;
    }

    private static SafetyExample Plain(YamlScalar scalar) => new(scalar.Value, null, null, null, scalar.Line);

    private static SafetyExample ReadExample(FieldReader fields)
    {
        var example = new SafetyExample(
            fields.Text("text", "a customer's sentence"),
            fields.OptionalText("level") is null ? null : fields.Choice("level", Levels, TriageLevel.U4),
            fields.OptionalText("line"),
            fields.OptionalText("own") is null ? null : fields.Flag("own", fallback: false),
            fields.Line);
        fields.Finish();
        return example;
    }

    private List<Pattern> Patterns(FieldReader fields, string field)
    {
        var patterns = new List<Pattern>();
        foreach (YamlScalar text in fields.Scalars(field))
        {
            string expression = Expand(text.Value, text, fields.File);
            if (Pattern.Read(fields.File, text, expression, faults) is { } pattern) patterns.Add(pattern);
        }

        return patterns;
    }

    private Signs SignsOf(FieldReader fields) => new(Patterns(fields, "patterns"), [.. Combinations(fields, "together", wholeText: false), .. Combinations(fields, "anywhere", wholeText: true)]);

    private IEnumerable<Combination> Combinations(FieldReader fields, string field, bool wholeText)
    {
        YamlNode? node = fields.Node(field);
        if (node is null) yield break;
        foreach (YamlNode item in node is YamlSequence list ? list.Items : [node])
        {
            var parts = new List<Pattern>();
            foreach (YamlScalar text in item is YamlSequence inner ? inner.Items.OfType<YamlScalar>() : [])
            {
                if (Pattern.Read(fields.File, text, Expand(text.Value, text, fields.File), faults) is { } pattern) parts.Add(pattern);
            }

            if (parts.Count >= 2) yield return new Combination(parts, wholeText);
            else faults.Error(fields.File, item, "not-a-combination", $"an item of \"{field}\" must be a list of at least two patterns. Write: {field}: [['\\bword\\b', '\\bother\\b']].");
        }
    }

    private string Expand(string expression, YamlNode place, string file = LexiconFile) => FragmentName().Replace(expression, match =>
    {
        string name = match.Groups[1].Value;
        if (_fragments.TryGetValue(name, out string? fragment)) return new StringBuilder("(?:").Append(fragment).Append(')').ToString();
        faults.Error(file, place, "unknown-fragment", $"the fragment {{{name}}} does not stand under \"fragments\" in {LexiconFile}.{FieldReader.Suggest(name, _fragments.Keys)}");
        return match.Value;
    });

    [GeneratedRegex(@"\{([a-zA-Z]+)\}")]
    private static partial Regex FragmentName();
}
