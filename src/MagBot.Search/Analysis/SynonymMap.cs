namespace MagBot.Search.Analysis;

/// <summary>
/// Synonyms in Solr's format. <c>a, b c, d</c>: each stands for each other. <c>a, b =&gt; c</c>: who asks for a or b also means c,
/// not the other way round (in Solr c replaces a; here the customer's own word stays and weighs more).
/// </summary>
public sealed class SynonymMap
{
    private readonly List<SynonymRule> _rules = [];

    /// <summary>No synonyms.</summary>
    public static SynonymMap Empty { get; } = new();

    /// <summary>From phrase to the phrases that it also means.</summary>
    internal IReadOnlyList<SynonymRule> Rules => _rules;

    /// <summary>Reads synonyms.</summary>
    /// <param name="lines">The lines of the file; <c>#</c> begins a comment, empty lines are skipped.</param>
    /// <param name="source">What to call the file in messages.</param>
    /// <exception cref="FormatException">A line has an empty side or more than one arrow; the message lists all such lines.</exception>
    public static SynonymMap Parse(IEnumerable<string> lines, string source = "synonyms")
    {
        ArgumentNullException.ThrowIfNull(lines);
        var map = new SynonymMap();
        var faults = new List<string>();
        var number = 0;
        foreach (var raw in lines)
        {
            number++;
            var comment = raw.IndexOf('#', StringComparison.Ordinal);
            var line = (comment >= 0 ? raw[..comment] : raw).Trim();
            if (line.Length > 0 && !map.TryAdd(line))
                faults.Add($"{source} line {number}: \"{line}\" is no rule. Write: word, other word  or: word => meaning.");
        }

        return faults.Count == 0 ? map : throw new FormatException(string.Join(Environment.NewLine, faults));
    }

    private static string[] Phrases(string side) => side.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private bool TryAdd(string line)
    {
        var sides = line.Split("=>");
        var from = Phrases(sides[0]);
        var to = sides.Length == 2 ? Phrases(sides[1]) : from;
        if (sides.Length > 2 || from.Length == 0 || to.Length == 0 || (sides.Length == 1 && from.Length < 2))
            return false;
        foreach (var phrase in from)
        {
            var others = to.Where(other => other != phrase).ToArray();
            if (others.Length > 0)
                _rules.Add(new SynonymRule(phrase, others));
        }

        return true;
    }
}

internal sealed record SynonymRule(string Phrase, IReadOnlyList<string> Meanings);
