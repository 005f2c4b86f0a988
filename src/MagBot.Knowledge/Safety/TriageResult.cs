namespace MagBot.Knowledge.Safety;

/// <summary>What triage found in a message.</summary>
public sealed record TriageResult
{
    /// <summary>The result for a message in which no rule applies.</summary>
    public static TriageResult Nothing { get; } = new() { Level = TriageLevel.None, Kind = null, Own = false, Lines = [], Hits = [] };

    /// <summary>The highest level found.</summary>
    public required TriageLevel Level { get; init; }

    /// <summary>The kind that gave the level, such as <c>S09</c>; null when nothing was found.</summary>
    public required string? Kind { get; init; }

    /// <summary>True when it concerns a case (the customer, or somebody near who needs help); false for a question about the subject in general.</summary>
    public required bool Own { get; init; }

    /// <summary>The fixed lines to say first, in order.</summary>
    public required IReadOnlyList<FixedLine> Lines { get; init; }

    /// <summary>Everything found, most urgent first.</summary>
    public required IReadOnlyList<TriageHit> Hits { get; init; }

    /// <summary>U1 to U3: <see cref="Lines"/> come instead of any answer.</summary>
    public bool ReplacesAnswer => Level >= TriageLevel.U3;

    /// <summary>U4 and U5: <see cref="Lines"/> come with the answer.</summary>
    public bool AccompaniesAnswer => Level is TriageLevel.U4 or TriageLevel.U5;

    /// <summary>Whether a kind is among the hits.</summary>
    public bool Has(string kind) => Hits.Any(hit => hit.Kind == kind);
}

/// <summary>One rule that applies to a message.</summary>
public sealed record TriageHit
{
    internal TriageHit(SafetyRule rule, TriageLevel level, IReadOnlyList<FixedLine> lines)
    {
        Rule = rule;
        Level = level;
        Lines = lines;
    }

    /// <summary>The kind, such as <c>S13</c>.</summary>
    public string Kind => Rule.Kind;

    /// <summary>What the kind is about.</summary>
    public string Name => Rule.Name;

    /// <summary>The level, raised when the message holds graver signs.</summary>
    public TriageLevel Level { get; }

    /// <summary>The lines of this rule at this level.</summary>
    public IReadOnlyList<FixedLine> Lines { get; }

    internal SafetyRule Rule { get; }

    /// <summary>Somebody is in trouble, whoever it is; also when it was a sign beside a lesser complaint that made it so.</summary>
    internal bool IsAcute => Rule.AlwaysOwn || Level >= TriageLevel.U3;
}

/// <summary>Names of levels outside the program.</summary>
public static class TriageLevels
{
    /// <summary><c>U1</c> to <c>U6</c>, or <c>none</c>.</summary>
    public static string Code(this TriageLevel level) => level == TriageLevel.None ? "none" : level.ToString();
}
