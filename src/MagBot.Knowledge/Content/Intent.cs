namespace MagBot.Knowledge.Content;

/// <summary>Something other than a question about the subject: a greeting, thanks, "ik wil een mens" (<c>knowledge/intents.yaml</c>).</summary>
public sealed record Intent
{
    /// <summary>Unique id.</summary>
    public required string Id { get; init; }

    /// <summary>The decision that the bot reports: <c>smalltalk</c>, <c>handoff</c>, <c>privacy</c>, <c>decline</c> …</summary>
    public required string Decision { get; init; }

    /// <summary>Wordings of the answer, used in turn; empty when a dialog answers.</summary>
    public required IReadOnlyList<string> Answers { get; init; }

    /// <summary>What the bot does besides answering, such as <c>handoff</c> or <c>delete</c>; null for nothing.</summary>
    public string? Action { get; init; }

    /// <summary>Texts of the buttons under the answer.</summary>
    public required IReadOnlyList<string> Buttons { get; init; }

    /// <summary>Phrases of customers; indexed and used as tests of the intent.</summary>
    public required IReadOnlyList<string> Examples { get; init; }

    /// <summary>Regular expressions on the normalised text (lower case, accents folded); a match decides.</summary>
    public required IReadOnlyList<string> Patterns { get; init; }

    /// <summary>Phrases that must not lead here.</summary>
    public required IReadOnlyList<string> CounterExamples { get; init; }

    /// <summary>Line in the file.</summary>
    public required int Line { get; init; }
}
