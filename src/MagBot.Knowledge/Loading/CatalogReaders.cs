using MagBot.Knowledge.Content;

namespace MagBot.Knowledge.Loading;

/// <summary>Reads <c>sources.yaml</c>.</summary>
internal static class SourceReader
{
    public static IReadOnlyList<Source> Read(string file, YamlNode? root, FaultList faults)
    {
        if (YamlRoot.List(file, root, faults) is not { } list) return [];
        var sources = new Dictionary<string, Source>(StringComparer.Ordinal);
        foreach (FieldReader fields in FieldReader.MappingsIn(file, list, "a source", faults))
        {
            Source source = ReadSource(fields);
            fields.Finish();
            if (source.Id.Length == 0) continue;
            if (!sources.TryAdd(source.Id, source))
                fields.Wrong("id", $"the source \"{source.Id}\" stands in this file twice. Remove one, or give it another id.", "duplicate-id");
        }

        return [.. sources.Values];
    }

    private static Source ReadSource(FieldReader fields)
    {
        string? url = fields.OptionalText("url");
        if (url is not null && !(Uri.TryCreate(url, UriKind.Absolute, out Uri? parsed) && parsed.Scheme is "https" or "http"))
            fields.Wrong("url", $"\"url\" must be a web address, found \"{url}\". Write: url: https://example.org/page.");
        return new Source
        {
            Id = fields.Text("id", "abbasi-2012"),
            Label = fields.Text("label", "Abbasi e.a. 2012 (46 ouderen)"),
            Title = fields.Text("title", "the title of the publication"),
            Authors = fields.OptionalText("authors"),
            Year = fields.Number("year"),
            Url = Uri.TryCreate(url, UriKind.Absolute, out Uri? address) ? address : null,
            Kind = fields.Choice("kind", Kinds, "reference"),
            Grade = fields.Choice("grade", EvidenceGrades.ByName, EvidenceGrade.Shop),
        };
    }

    private static readonly Dictionary<string, string> Kinds =
        new[] { "article", "study", "review", "guideline", "authority", "law", "reference" }.ToDictionary(kind => kind, StringComparer.Ordinal);
}

/// <summary>Reads <c>intents.yaml</c>.</summary>
internal static class IntentReader
{
    private static readonly Dictionary<string, string> Decisions =
        new[] { "smalltalk", "privacy", "handoff", "decline", "dialog", "clarify", "answer" }.ToDictionary(name => name, StringComparer.Ordinal);

    public static IReadOnlyList<Intent> Read(string file, YamlNode? root, FaultList faults)
    {
        if (YamlRoot.List(file, root, faults) is not { } list) return [];
        var intents = new Dictionary<string, Intent>(StringComparer.Ordinal);
        foreach (FieldReader fields in FieldReader.MappingsIn(file, list, "an intent", faults))
        {
            Intent intent = ReadIntent(fields);
            fields.Finish();
            CheckPatterns(fields, faults);
            if (intent.Id.Length > 0 && !intents.TryAdd(intent.Id, intent))
                fields.Wrong("id", $"the intent \"{intent.Id}\" stands in this file twice. Remove one, or give it another id.", "duplicate-id");
        }

        return [.. intents.Values];
    }

    private static Intent ReadIntent(FieldReader fields) => new()
    {
        Id = fields.Text("id", "greeting"),
        Decision = fields.Choice("decision", Decisions, "smalltalk"),
        Action = fields.OptionalText("action"),
        Answers = fields.Node("answer") switch
        {
            YamlSequence => fields.Texts("answer"),
            YamlScalar scalar => [scalar.Value.Trim()],
            _ => [],
        },
        Buttons = fields.Texts("buttons"),
        Examples = fields.Texts("examples"),
        Patterns = fields.Texts("patterns"),
        CounterExamples = fields.Texts("counterExamples"),
        Line = fields.Line,
    };

    private static void CheckPatterns(FieldReader fields, FaultList faults)
    {
        foreach (YamlScalar pattern in fields.Scalars("patterns")) Text.Pattern.Read(fields.File, pattern, pattern.Value, faults);
    }
}

/// <summary>Reads <c>texts.yaml</c>: nested fields become dotted keys.</summary>
internal static class TextReader
{
    public static TextCatalog Read(string file, YamlNode? root, FaultList faults)
    {
        var entries = new Dictionary<string, TextEntry>(StringComparer.Ordinal);
        if (root is YamlMapping mapping) ReadMapping(file, mapping, "", entries, faults);
        else if (root is not null) faults.Error(file, root, "not-a-mapping", $"the file must hold \"key: text\" lines, found {root.Kind}.");
        return new TextCatalog(entries.Values);
    }

    private static void ReadMapping(string file, YamlMapping mapping, string prefix, Dictionary<string, TextEntry> entries, FaultList faults)
    {
        foreach ((YamlScalar name, YamlNode value) in mapping.Entries)
        {
            string key = prefix + name.Value;
            if (value is YamlMapping inner)
            {
                ReadMapping(file, inner, key + ".", entries, faults);
                continue;
            }

            if (Entry(file, key, name, value, faults) is { } entry && !entries.TryAdd(key, entry))
                faults.Error(file, name, "duplicate-field", $"the text \"{key}\" stands in this file twice. Keep one.");
        }
    }

    private static TextEntry? Entry(string file, string key, YamlScalar name, YamlNode value, FaultList faults)
    {
        IEnumerable<YamlNode> nodes = value is YamlSequence sequence ? sequence.Items : [value];
        YamlScalar[] wordings = [.. nodes.OfType<YamlScalar>().Where(scalar => scalar.Value.Trim().Length > 0)];
        if (wordings.Length == 0 || wordings.Length != nodes.Count())
        {
            faults.Error(file, name, "text-empty", $"the text \"{key}\" must be a text or a list of texts, found {value.Kind}. Write: {key}: \"...\".");
            return null;
        }

        return new TextEntry(key, [.. wordings.Select(wording => wording.Value.Trim())], [.. wordings.Select(wording => wording.TextLine)]);
    }
}

/// <summary>What the root of a YAML file must be.</summary>
internal static class YamlRoot
{
    public static YamlSequence? List(string file, YamlNode? root, FaultList faults)
    {
        if (root is YamlSequence list) return list;
        if (root is not null) faults.Error(file, root, "not-a-list", $"the file must be a list, found {root.Kind}. Start each entry with \"- id: ...\".");
        return null;
    }
}
