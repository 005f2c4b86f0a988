namespace MagBot.Knowledge.Content;

/// <summary>One entry of the bibliography.</summary>
public sealed record Source
{
    /// <summary>Unique id that answers name.</summary>
    public required string Id { get; init; }

    /// <summary>Short name that a customer reads.</summary>
    public required string Label { get; init; }

    /// <summary>Full title.</summary>
    public required string Title { get; init; }

    /// <summary>Authors, when known.</summary>
    public string? Authors { get; init; }

    /// <summary>Year of publication, when known.</summary>
    public int? Year { get; init; }

    /// <summary>Where to read it; null for the shop's own background articles.</summary>
    public Uri? Url { get; init; }

    /// <summary>article, study, review, guideline, authority, law or reference.</summary>
    public required string Kind { get; init; }

    /// <summary>The strongest evidence that the source itself can carry.</summary>
    public required EvidenceGrade Grade { get; init; }
}
