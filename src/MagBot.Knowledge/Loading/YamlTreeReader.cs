using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace MagBot.Knowledge.Loading;

/// <summary>
/// Reads YAML into <see cref="YamlNode"/>s. The subset is what a person writes by hand: one document, no anchors, aliases or tags (an alias
/// bomb grows without bound), at most <see cref="MaximumDepth"/> levels deep (the reader recurses).
/// </summary>
internal sealed class YamlTreeReader
{
    public const int MaximumDepth = 16;

    private readonly string _file;
    private readonly int _lineOffset;
    private readonly FaultList _faults;
    private readonly Parser _parser;

    private YamlTreeReader(string file, string text, int lineOffset, FaultList faults)
    {
        _file = file;
        _lineOffset = lineOffset;
        _faults = faults;
        _parser = new Parser(new StringReader(text));
    }

    /// <summary>The root node; null when the text is empty (no fault) or broken (with a fault).</summary>
    /// <remarks><c>lineOffset</c> is the number of lines of the file that come before <c>text</c>.</remarks>
    public static YamlNode? Read(string file, string text, int lineOffset, FaultList faults)
    {
        var reader = new YamlTreeReader(file, text, lineOffset, faults);
        try
        {
            return reader.ReadDocument();
        }
        catch (UnusableYamlException exception)
        {
            faults.Error(file, exception.Line, exception.Column, "yaml-not-allowed", exception.Message);
        }
        catch (YamlException exception)
        {
            faults.Error(file, (int)exception.Start.Line + lineOffset, (int)exception.Start.Column, "yaml-broken", Explain(exception));
        }

        return null;
    }

    private static string Explain(YamlException exception)
    {
        string detail = exception.InnerException?.Message ?? exception.Message;
        int colon = detail.IndexOf("): ", StringComparison.Ordinal);
        string reason = colon < 0 ? detail : detail[(colon + 3)..];
        return $"the YAML cannot be read: {reason.TrimEnd('.')}. Check the indentation, and put a text that holds ': ' or starts with a special sign between quotes.";
    }

    private YamlNode? ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _)) return null;
        _parser.Consume<DocumentStart>();
        YamlNode root = ReadNode(0);
        _parser.Consume<DocumentEnd>();
        if (_parser.Accept<DocumentStart>(out DocumentStart? second))
            throw Unusable(second.Start, "a second YAML document starts here. Keep one document in a file.");
        return root;
    }

    private YamlNode ReadNode(int depth)
    {
        if (_parser.Current is null) _parser.MoveNext();
        if (_parser.Current is AnchorAlias alias)
            throw Unusable(alias.Start, $"the alias \"*{alias.Value}\" is not allowed. Write the value out.");
        if (_parser.Current is NodeEvent { Anchor.IsEmpty: false } anchored)
            throw Unusable(anchored.Start, $"the anchor \"&{anchored.Anchor}\" is not allowed. Remove it and write values out where they are needed.");
        if (depth > MaximumDepth)
            throw Unusable(_parser.Current!.Start, $"the fields are nested more than {MaximumDepth} levels deep. Flatten them.");
        return _parser.Current switch
        {
            Scalar => ReadScalar(),
            SequenceStart => ReadSequence(depth),
            MappingStart => ReadMapping(depth),
            ParsingEvent other => throw Unusable(other.Start, "a value was expected here."),
            null => throw new UnusableYamlException(_lineOffset + 1, 1, "the file ends where a value was expected."),
        };
    }

    private YamlScalar ReadScalar()
    {
        Scalar scalar = _parser.Consume<Scalar>();
        bool isBlock = scalar.Style is ScalarStyle.Folded or ScalarStyle.Literal;
        int line = Line(scalar.Start);
        return new YamlScalar(line, (int)scalar.Start.Column, scalar.Value, scalar.Style == ScalarStyle.Plain, isBlock ? line + 1 : line);
    }

    private YamlSequence ReadSequence(int depth)
    {
        SequenceStart start = _parser.Consume<SequenceStart>();
        var items = new List<YamlNode>();
        while (!_parser.Accept<SequenceEnd>(out _)) items.Add(ReadNode(depth + 1));
        _parser.Consume<SequenceEnd>();
        return new YamlSequence(Line(start.Start), (int)start.Start.Column, items);
    }

    private YamlMapping ReadMapping(int depth)
    {
        MappingStart start = _parser.Consume<MappingStart>();
        var entries = new List<KeyValuePair<YamlScalar, YamlNode>>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (!_parser.Accept<MappingEnd>(out _))
        {
            if (ReadNode(depth + 1) is not YamlScalar key)
                throw Unusable(start.Start, "a field name must be a single word.");
            YamlNode value = ReadNode(depth + 1);
            if (seen.Add(key.Value)) entries.Add(new(key, value));
            else _faults.Error(_file, key, "duplicate-field", $"the field \"{key.Value}\" stands here a second time. Keep one of the two.");
        }

        _parser.Consume<MappingEnd>();
        return new YamlMapping(Line(start.Start), (int)start.Start.Column, entries);
    }

    private int Line(Mark mark) => (int)mark.Line + _lineOffset;

    private UnusableYamlException Unusable(Mark mark, string message) => new(Line(mark), (int)mark.Column, message);

    private sealed class UnusableYamlException(int line, int column, string message) : Exception(message)
    {
        public int Line { get; } = line;

        public int Column { get; } = column;
    }
}
