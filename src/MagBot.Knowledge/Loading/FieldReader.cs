using System.Globalization;
using MagBot.Knowledge.Text;

namespace MagBot.Knowledge.Loading;

/// <summary>
/// Takes the fields out of a mapping one by one and reports what is wrong with each. <see cref="Finish"/> reports the fields that nobody
/// asked for: mostly a spelling mistake, whose value would silently be lost.
/// </summary>
internal sealed class FieldReader(string file, YamlMapping mapping, FaultList faults)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public string File => file;

    public int Line => mapping.Line;

    public IEnumerable<string> Names => mapping.Entries.Select(entry => entry.Key.Value);

    /// <summary>A reader on a node that must be a mapping; null, with a fault, when it is something else.</summary>
    public static FieldReader? On(string file, YamlNode? node, string what, FaultList faults)
    {
        if (node is YamlMapping mapping) return new FieldReader(file, mapping, faults);
        faults.Error(file, node?.Line ?? 1, node?.Column, "not-a-mapping", $"{what} must be a group of fields, found {node?.Kind ?? "nothing"}. Write: field: value, one a line.");
        return null;
    }

    public YamlNode? Node(string field)
    {
        _known.Add(field);
        foreach ((YamlScalar key, YamlNode value) in mapping.Entries)
        {
            if (key.Value == field) return value is YamlScalar { IsNull: true } ? null : value;
        }

        return null;
    }

    public int LineOf(string field) => Node(field) switch
    {
        YamlScalar scalar => scalar.TextLine,
        YamlNode node => node.Line,
        null => mapping.Line,
    };

    public string Text(string field, string example)
    {
        if (OptionalText(field) is { Length: > 0 } text) return text;
        if (Node(field) is null or YamlScalar)
            faults.Error(file, mapping.Line, mapping.Column, "missing-field", $"\"{field}\" is missing or empty. Write: {field}: {example}.");
        return "";
    }

    public string? OptionalText(string field)
    {
        YamlNode? node = Node(field);
        if (node is null) return null;
        if (node is YamlScalar scalar) return scalar.Value.Trim();
        faults.Error(file, node, "not-a-text", $"\"{field}\" must be a text, found {node.Kind}. Write: {field}: \"...\".");
        return null;
    }

    public IReadOnlyList<string> Texts(string field) => [.. Scalars(field).Select(scalar => scalar.Value.Trim())];

    /// <summary>The items of a list of texts with their places. Empty items are reported and left out.</summary>
    public IReadOnlyList<YamlScalar> Scalars(string field)
    {
        YamlNode? node = Node(field);
        if (node is null) return [];
        if (node is not YamlSequence sequence)
        {
            string value = node is YamlScalar found ? found.Value.Trim() : "...";
            faults.Error(file, node, "not-a-list", $"\"{field}\" must be a list, found {node.Kind}. Write: {field}: [{value}].");
            return [];
        }

        var scalars = new List<YamlScalar>(sequence.Items.Count);
        foreach (YamlNode item in sequence.Items)
        {
            if (item is YamlScalar { IsNull: false } scalar && scalar.Value.Trim().Length > 0) scalars.Add(scalar);
            else faults.Error(file, item, "not-a-text", $"an item of \"{field}\" must be a text, found {item.Kind}. Put it between quotes, or remove the empty item.");
        }

        return scalars;
    }

    /// <summary>The items of a list of mappings.</summary>
    public IEnumerable<FieldReader> Mappings(string field)
    {
        YamlNode? node = Node(field);
        if (node is null) return [];
        if (node is YamlSequence sequence) return MappingsIn(file, sequence, $"an item of \"{field}\"", faults);
        faults.Error(file, node, "not-a-list", $"\"{field}\" must be a list, found {node.Kind}. Start each item with \"- \".");
        return [];
    }

    public static IEnumerable<FieldReader> MappingsIn(string file, YamlSequence sequence, string what, FaultList faults) =>
        sequence.Items.Select(item => On(file, item, what, faults)).OfType<FieldReader>();

    public bool Flag(string field, bool fallback)
    {
        string? text = OptionalText(field);
        if (text is null) return fallback;
        if (text is "true" or "false") return text == "true";
        Wrong(field, $"\"{field}\" must be true or false, found \"{text}\". Write: {field}: false.");
        return fallback;
    }

    public DateOnly? Date(string field)
    {
        string? text = OptionalText(field);
        if (text is null) return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date)) return date;
        Wrong(field, $"\"{field}\" must be a date as yyyy-MM-dd, found \"{text}\". Write for instance: {field}: 2026-11-22.");
        return null;
    }

    public int? Number(string field)
    {
        string? text = OptionalText(field);
        if (text is null) return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)) return number;
        Wrong(field, $"\"{field}\" must be a whole number, found \"{text}\".");
        return null;
    }

    public T Choice<T>(string field, IReadOnlyDictionary<string, T> choices, T fallback)
    {
        string? text = OptionalText(field);
        if (text is null) return fallback;
        if (choices.TryGetValue(text, out T? choice)) return choice;
        Wrong(field, $"\"{field}\" must be one of {string.Join(", ", choices.Keys)}; found \"{text}\".{Suggest(text, choices.Keys)}");
        return fallback;
    }

    public void Wrong(string field, string message, string rule = "wrong-value")
    {
        YamlNode place = Node(field) ?? mapping;
        faults.Error(file, place, rule, message);
    }

    public void Finish()
    {
        foreach ((YamlScalar key, _) in mapping.Entries)
        {
            if (_known.Contains(key.Value)) continue;
            faults.Error(file, key, "unknown-field", $"\"{key.Value}\" is not a field here.{Suggest(key.Value, _known)} Known are: {string.Join(", ", _known.Order(StringComparer.Ordinal))}.");
        }
    }

    public static string Suggest(string word, IEnumerable<string> candidates)
    {
        string? nearest = candidates.OrderBy(candidate => EditDistance.Between(word, candidate)).FirstOrDefault();
        return nearest is not null && EditDistance.Between(word, nearest) <= Math.Max(2, word.Length / 3) ? $" Did you mean \"{nearest}\"?" : "";
    }
}
