namespace MagBot.Search.Analysis;

/// <summary>The embedded list of function words: the role of a word, and the kinds of question that words announce.</summary>
internal sealed class FunctionWords
{
    private readonly Dictionary<string, WordRole> _roles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, QuestionKinds> _kinds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WordRole>.AlternateLookup<ReadOnlySpan<char>> _roleLookup;

    private FunctionWords(string resource)
    {
        string section = "";
        foreach (var line in DataFile.ReadLines(resource))
        {
            if (line[0] == '[')
                section = line.Trim('[', ']');
            else if (section == "kinds")
                AddKind(line);
            else
                AddRole(line, Enum.Parse<WordRole>(section, ignoreCase: true));
        }

        _roleLookup = _roles.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public static FunctionWords Dutch { get; } = new("function-words.txt");

    public WordRole RoleOf(ReadOnlySpan<char> word) => _roleLookup.TryGetValue(word, out var role) ? role : WordRole.Content;

    /// <summary>The kinds that a row of words announces; of "hoe lang" only the longer match counts.</summary>
    public QuestionKinds KindsOf(IReadOnlyList<string> words)
    {
        var kinds = QuestionKinds.None;
        for (var i = 0; i < words.Count; i++)
        {
            if (i + 1 < words.Count && _kinds.TryGetValue($"{words[i]} {words[i + 1]}", out var pair))
                (kinds, i) = (kinds | pair, i + 1);
            else if (_kinds.TryGetValue(words[i], out var kind))
                kinds |= kind;
        }

        return kinds;
    }

    // A word in two sections keeps the later role: the sections go from general to telling.
    private void AddRole(string line, WordRole role)
    {
        foreach (var word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            _roles[word] = role;
    }

    private void AddKind(string line)
    {
        var parts = line.Split('=', StringSplitOptions.TrimEntries);
        _kinds[parts[0]] = Enum.Parse<QuestionKinds>(parts[1]);
    }
}

/// <summary>Reads the data files inside the assembly: one entry a line, <c>#</c> begins a comment line.</summary>
internal static class DataFile
{
    public static IEnumerable<string> ReadLines(string name)
    {
        using var stream = typeof(DataFile).Assembly.GetManifestResourceStream($"MagBot.Search.Data.{name}")
            ?? throw new InvalidOperationException($"MagBot.Search holds no data file \"{name}\". Add it to the folder Data.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            line = line.Trim();
            if (line.Length > 0 && line[0] != '#')
                yield return line;
        }
    }
}
