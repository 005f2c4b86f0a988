namespace MagBot.Search.Analysis;

/// <summary>What the splitter knows besides frequencies: words that make compounds, and letter groups that only look like parts.</summary>
internal sealed class CompoundWords
{
    private readonly HashSet<string> _listed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _whole = new(StringComparer.Ordinal);
    private readonly HashSet<string> _noPart = new(StringComparer.Ordinal);
    private readonly HashSet<string> _noFirst = new(StringComparer.Ordinal);
    private readonly HashSet<string> _noLast = new(StringComparer.Ordinal);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _listedLookup;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _noPartLookup;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _noFirstLookup;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _noLastLookup;

    public CompoundWords(IEnumerable<string> knownWords)
    {
        var section = _listed;
        foreach (var line in DataFile.ReadLines("compound-words.txt"))
        {
            if (line[0] == '[')
                section = SectionOf(line);
            else
                section.UnionWith(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }

        _listed.UnionWith(knownWords);
        _listedLookup = _listed.GetAlternateLookup<ReadOnlySpan<char>>();
        _noPartLookup = _noPart.GetAlternateLookup<ReadOnlySpan<char>>();
        _noFirstLookup = _noFirst.GetAlternateLookup<ReadOnlySpan<char>>();
        _noLastLookup = _noLast.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>All words that may be parts though no document holds them.</summary>
    public IReadOnlyCollection<string> Listed => _listed;

    public bool IsListed(ReadOnlySpan<char> part) => _listedLookup.Contains(part);

    public bool IsWhole(string word) => _whole.Contains(word);

    public bool IsNoPart(ReadOnlySpan<char> part, bool isFirst, bool isLast) =>
        _noPartLookup.Contains(part)
        || (isFirst && _noFirstLookup.Contains(part))
        || (isLast && _noLastLookup.Contains(part))
        || FunctionWords.Dutch.RoleOf(part) is WordRole.Stop or WordRole.Question or WordRole.Negation;

    private HashSet<string> SectionOf(string header) => header switch
    {
        "[parts]" => _listed,
        "[whole]" => _whole,
        "[no part]" => _noPart,
        "[no first part]" => _noFirst,
        "[no last part]" => _noLast,
        _ => throw new FormatException($"compound-words.txt: \"{header}\" is no section. Write [parts], [whole], [no part], [no first part] or [no last part]."),
    };
}
