namespace MagBot.Knowledge.Content;

/// <summary>Kinds of evidence, strongest first.</summary>
public enum EvidenceGrade
{
    /// <summary>A guideline or a public authority.</summary>
    Guideline,

    /// <summary>A review of several studies.</summary>
    SystematicReview,

    /// <summary>One or a few trials with people.</summary>
    Trial,

    /// <summary>People followed or compared; cause and effect are open.</summary>
    Observational,

    /// <summary>An explanation of how it might work.</summary>
    Mechanism,

    /// <summary>Use or tradition, hardly studied.</summary>
    Traditional,

    /// <summary>Practical advice from shop articles.</summary>
    Shop,
}

/// <summary>The names of <see cref="EvidenceGrade"/> in the knowledge files.</summary>
public static class EvidenceGrades
{
    /// <summary>Name in the files by grade; <c>evidence-</c> before it gives the key of the customer's wording in texts.yaml.</summary>
    public static IReadOnlyDictionary<string, EvidenceGrade> ByName { get; } = new Dictionary<string, EvidenceGrade>(StringComparer.Ordinal)
    {
        ["guideline"] = EvidenceGrade.Guideline,
        ["systematic-review"] = EvidenceGrade.SystematicReview,
        ["trial"] = EvidenceGrade.Trial,
        ["observational"] = EvidenceGrade.Observational,
        ["mechanism"] = EvidenceGrade.Mechanism,
        ["traditional"] = EvidenceGrade.Traditional,
        ["shop"] = EvidenceGrade.Shop,
    };

    /// <summary>The name of the grade in the files, such as <c>systematic-review</c>.</summary>
    public static string Name(this EvidenceGrade grade) => ByName.First(pair => pair.Value == grade).Key;
}
