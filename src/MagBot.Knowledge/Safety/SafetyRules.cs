using MagBot.Knowledge.Learning;
using MagBot.Knowledge.Text;

namespace MagBot.Knowledge.Safety;

/// <summary>How urgent a customer's message is. Larger is more urgent.</summary>
public enum TriageLevel
{
    /// <summary>Nothing found.</summary>
    None,

    /// <summary>A person at the shop.</summary>
    U6,

    /// <summary>A question for the pharmacist.</summary>
    U5,

    /// <summary>An appointment with a doctor.</summary>
    U4,

    /// <summary>Call a doctor now or today.</summary>
    U3,

    /// <summary>Thoughts of suicide or self-harm.</summary>
    U2,

    /// <summary>Danger to life, now.</summary>
    U1,
}

/// <summary>When a rule that matched counts.</summary>
public enum RuleScope
{
    /// <summary>Always.</summary>
    Always,

    /// <summary>Only when the text concerns a case, not a question for general information.</summary>
    Own,
}

/// <summary>A telephone number or address for help, with the date on which a person last checked it.</summary>
public sealed record HelpNumber
{
    /// <summary>As it stands in the fixed lines: <c>112</c>, <c>070 245 245</c>, <c>113.nl</c>.</summary>
    public required string Number { get; init; }

    /// <summary><c>tel:</c> or <c>https:</c> address behind it.</summary>
    public required string Link { get; init; }

    /// <summary>Whom one reaches.</summary>
    public required string Label { get; init; }

    /// <summary>Country codes where it works.</summary>
    public required IReadOnlyList<string> Countries { get; init; }

    /// <summary>When a person last checked it.</summary>
    public required DateOnly LastChecked { get; init; }
}

/// <summary>A fixed message that safety rules send, literally.</summary>
public sealed record FixedLine
{
    /// <summary>Stable id, such as <c>SPOED</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The level that the message was written for.</summary>
    public required TriageLevel Level { get; init; }

    /// <summary>The message as plain text.</summary>
    public required string Text { get; init; }

    /// <summary>The message with its numbers as links that a telephone can dial.</summary>
    public required string Markdown { get; init; }

    /// <summary>The numbers in the message, in its order.</summary>
    public required IReadOnlyList<HelpNumber> Numbers { get; init; }

    internal int TextLine { get; init; }
}

/// <summary>All safety knowledge: rules, fixed lines and numbers (<c>knowledge/safety/</c>). Immutable.</summary>
public sealed record SafetyRules
{
    /// <summary>The fixed lines by id.</summary>
    public required IReadOnlyDictionary<string, FixedLine> Lines { get; init; }

    /// <summary>All help numbers.</summary>
    public required IReadOnlyList<HelpNumber> Numbers { get; init; }

    internal IReadOnlyList<SafetyRule> Rules { get; init; } = [];

    internal SafetyLexicon Lexicon { get; init; } = SafetyLexicon.Empty;

    /// <summary>What was learned from the example messages; without models the rules stand alone.</summary>
    internal GuardModels Models { get; init; } = GuardModels.None;

    /// <summary>A customer's text as patterns and models read it.</summary>
    internal string Normalise(string text) => Lexicon.Spelling.Apply(PlainText.Normalise(text));

    /// <summary>The numbers that work in a country, in the order of the file.</summary>
    public IReadOnlyList<HelpNumber> NumbersFor(string country) => [.. Numbers.Where(number => number.Countries.Contains(country))];
}

/// <summary>One rule: what customers write, how urgent it is, and what to say first.</summary>
internal sealed record SafetyRule
{
    public required string Kind { get; init; }

    public required string Name { get; init; }

    public required TriageLevel Level { get; init; }

    public required IReadOnlyList<FixedLine> Lines { get; init; }

    public required RuleScope Scope { get; init; }

    /// <summary>True for acute kinds: somebody is in trouble, whoever it is.</summary>
    public required bool AlwaysOwn { get; init; }

    public required Signs Signs { get; init; }

    /// <summary>Blanked out before the signs are looked for: idioms, denials, other meanings.</summary>
    public required IReadOnlyList<Pattern> Unless { get; init; }

    public required IReadOnlyList<Escalation> Escalations { get; init; }

    public required IReadOnlyList<SafetyExample> Examples { get; init; }

    public required IReadOnlyList<SafetyExample> CounterExamples { get; init; }

    public required string File { get; init; }

    public required int Line { get; init; }
}

/// <summary>Signs that raise the level of a rule that matched.</summary>
internal sealed record Escalation(TriageLevel Level, IReadOnlyList<FixedLine> Lines, Signs Signs);

/// <summary>A customer's sentence with what triage must say about it; null means that it does not matter.</summary>
internal sealed record SafetyExample(string Text, TriageLevel? Level, string? LineId, bool? Own, int Line);

/// <summary>What all rules share.</summary>
internal sealed record SafetyLexicon
{
    /// <summary>Signs that the text is about a case: the customer or somebody near.</summary>
    public required IReadOnlyList<Pattern> Own { get; init; }

    /// <summary>Blanked out before <see cref="Own"/> is tested: "ik vroeg me af", "mijn buurvrouw zegt".</summary>
    public required IReadOnlyList<Pattern> NotOwn { get; init; }

    /// <summary>Blanked out for everything: denials and figures of speech that no rule and no model must take for the thing itself.</summary>
    public required IReadOnlyList<Pattern> Figures { get; init; }

    /// <summary>Blanked out for the rules at U4 and below: what somebody else had long ago ("mijn opa had vroeger nierstenen").</summary>
    public required IReadOnlyList<Pattern> Past { get; init; }

    /// <summary>Customers' spellings of ordinary words.</summary>
    public required CustomerSpelling Spelling { get; init; }

    /// <summary>Trigger words that are also recognised with typing errors.</summary>
    public required FuzzyWords Fuzzy { get; init; }

    public static SafetyLexicon Empty { get; } = new() { Own = [], NotOwn = [], Figures = [], Past = [], Spelling = new CustomerSpelling([]), Fuzzy = new FuzzyWords([], []) };
}
