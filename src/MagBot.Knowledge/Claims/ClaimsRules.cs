using MagBot.Knowledge.Learning;
using MagBot.Knowledge.Text;

namespace MagBot.Knowledge.Claims;

/// <summary>Where a text is going to be read.</summary>
public enum ClaimsContext
{
    /// <summary>Something that the bot says in a conversation.</summary>
    Answer,

    /// <summary>Something that an advisor is about to send.</summary>
    Advisor,

    /// <summary>The text on a button.</summary>
    Button,

    /// <summary>A product card or anything next to one.</summary>
    Product,

    /// <summary>A title of a page, category or product.</summary>
    Title,
}

/// <summary>What the guard decides about a text. Larger is graver.</summary>
public enum ClaimsVerdict
{
    /// <summary>May go out.</summary>
    Pass,

    /// <summary>A person decides.</summary>
    Review,

    /// <summary>May not go out.</summary>
    Block,
}

/// <summary>All wording rules (<c>knowledge/claims.yaml</c>). Immutable.</summary>
public sealed record ClaimsRules
{
    internal IReadOnlyList<ClaimsRule> Rules { get; init; } = [];

    /// <summary>Sentences that may be said literally, normalised.</summary>
    internal IReadOnlySet<string> Allowed { get; init; } = new HashSet<string>();

    /// <summary>Words that make a message speak of a product or ingredient.</summary>
    internal IReadOnlyList<Pattern> Products { get; init; } = [];

    internal IReadOnlyDictionary<string, ClaimsExemption> Exemptions { get; init; } = new Dictionary<string, ClaimsExemption>();

    /// <summary>Topics of answers that are not given at all in strict mode.</summary>
    internal IReadOnlySet<string> StrictTopics { get; init; } = new HashSet<string>();

    internal string StrictProposal { get; init; } = "";

    /// <summary>What was learned from the example sentences; without models the rules stand alone.</summary>
    internal GuardModels Models { get; init; } = GuardModels.None;

    /// <summary>The shop's own name, which the model does not read; empty when unknown.</summary>
    internal string ShopName { get; init; } = "";

    /// <summary>What to say instead of a sentence that only looks like the forbidden examples.</summary>
    internal string LearnedProposal { get; init; } = "";

    /// <summary>Names of exemptions that keep the learned model from reading a text as a whole; in a single sentence it weighs them itself.</summary>
    internal IReadOnlyList<string> LearnedExempt { get; init; } = [];
}

/// <summary>One forbidden wording.</summary>
internal sealed record ClaimsRule
{
    public required string Id { get; init; }

    /// <summary>True when it counts only next to a product or ingredient.</summary>
    public required bool ProductOnly { get; init; }

    /// <summary>True when the patterns reach over sentences: "Slaap je slecht? Neem magnesium."</summary>
    public required bool WholeText { get; init; }

    public required ClaimsVerdict Severity { get; init; }

    /// <summary>Severity in what the bot or an advisor says in a conversation.</summary>
    public required ClaimsVerdict ConversationSeverity { get; init; }

    public required IReadOnlyList<Pattern> Patterns { get; init; }

    /// <summary>All of these must stand in the sentence besides one of <see cref="Patterns"/>, in any order.</summary>
    public required IReadOnlyList<Pattern> With { get; init; }

    /// <summary>Other meanings of the same words; blanked out in every context.</summary>
    public required IReadOnlyList<Pattern> Unless { get; init; }

    /// <summary>Names of exemptions that hold in a conversation.</summary>
    public required IReadOnlyList<string> Exempt { get; init; }

    public required string Why { get; init; }

    public required string Say { get; init; }

    /// <summary>Whether the forbidden wording stands in the sentence, whatever may excuse it.</summary>
    public bool Hits(string sentence)
    {
        if (!Patterns.Any(pattern => pattern.IsMatch(sentence)) || !With.All(pattern => pattern.IsMatch(sentence))) return false;
        string rest = Unless.Aggregate(sentence, (current, unless) => unless.Blank(current));
        return ReferenceEquals(rest, sentence) || (Patterns.Any(pattern => pattern.IsMatch(rest)) && With.All(pattern => pattern.IsMatch(rest)));
    }

    public required IReadOnlyList<string> Examples { get; init; }

    public required string File { get; init; }

    public required int Line { get; init; }
}

/// <summary>A way of speaking that makes a wording lawful in a conversation: a denial, a report of a study with its limits, a referral.</summary>
/// <param name="InSentence">One of these must stand in the sentence itself.</param>
/// <param name="InText">And, when there are any, one of these somewhere in the text.</param>
/// <param name="Never">None of these may stand in the sentence.</param>
/// <param name="InButtons">Whether it also holds for buttons.</param>
internal sealed record ClaimsExemption(
    IReadOnlyList<Pattern> InSentence, IReadOnlyList<Pattern> InText, IReadOnlyList<Pattern> Never, bool InButtons)
{
    /// <summary>Whether it asks for nothing in particular, and so only says what must not stand in the sentence.</summary>
    public bool IsBroad => InSentence.Count == 1 && InSentence[0].Expression == @"\w";

    /// <summary>Whether it holds for a sentence in a text.</summary>
    public bool Holds(string sentence, string frame) => InSentence.Any(pattern => pattern.IsMatch(sentence))
        && (InText.Count == 0 || InText.Any(pattern => pattern.IsMatch(frame)))
        && !Never.Any(pattern => pattern.IsMatch(sentence));
}
