using MagBot.Knowledge.Content;

namespace MagBot.Assistant.Retrieval;

/// <summary>What was found for a question.</summary>
internal sealed record Finding
{
    /// <summary>The answers that may be given at once, best first; two when the message held two questions. Empty when none is sure enough.</summary>
    public IReadOnlyList<Answer> Answers { get; init; } = [];

    /// <summary>What the message is besides a question: a greeting, a wish for a person. Null when it is a question.</summary>
    public Intent? Intent { get; init; }

    /// <summary>Answers that are close, to choose from; only when <see cref="Answers"/> is empty.</summary>
    public IReadOnlyList<Answer> Choices { get; init; } = [];

    /// <summary>A paragraph of an article, where no answer fits; null mostly.</summary>
    public Quote? Quote { get; init; }

    /// <summary>Whether the customer asks for the reasons of what was just said; only when <see cref="Answers"/> is empty.</summary>
    public bool WantsMore { get; init; }

    /// <summary>Probability that the best of it is right, 0 to 1.</summary>
    public double Confidence { get; init; }
}
