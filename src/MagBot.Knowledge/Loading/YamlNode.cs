namespace MagBot.Knowledge.Loading;

/// <summary>A node of a YAML file with the place where it stands (line and column from 1, in the whole file).</summary>
internal abstract record YamlNode(int Line, int Column)
{
    /// <summary>What an editor calls this kind of node.</summary>
    public abstract string Kind { get; }
}

/// <summary>A single value. <see cref="TextLine"/> is the line where its text begins: after a <c>&gt;-</c> or <c>|</c> the next one.</summary>
internal sealed record YamlScalar(int Line, int Column, string Value, bool IsPlain, int TextLine) : YamlNode(Line, Column)
{
    public override string Kind => IsNull ? "nothing" : $"\"{Shorten(Value)}\"";

    public bool IsNull => IsPlain && Value is "" or "~" or "null";

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..57] + "...";
}

/// <summary>A list.</summary>
internal sealed record YamlSequence(int Line, int Column, IReadOnlyList<YamlNode> Items) : YamlNode(Line, Column)
{
    public override string Kind => "a list";
}

/// <summary>Fields with values, in the order of the file.</summary>
internal sealed record YamlMapping(int Line, int Column, IReadOnlyList<KeyValuePair<YamlScalar, YamlNode>> Entries) : YamlNode(Line, Column)
{
    public override string Kind => "a group of fields";
}
