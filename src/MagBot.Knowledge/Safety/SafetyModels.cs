namespace MagBot.Knowledge.Safety;

/// <summary>
/// Names of the learned models of triage: one that tells alarms (U1 to U3) from everything else, one that tells complaints and medicines (U4,
/// U5) from harmless questions, and under each a model for every kind and level: <c>alarm:S06@U3</c>.
/// </summary>
internal static class SafetyModels
{
    public const string Alarm = "alarm", Complaint = "complaint";

    /// <summary>Name of the score from which a model counts.</summary>
    public const string Limit = "limit";

    public static string Name(string family, string kind, TriageLevel level) => $"{family}:{kind}@{level.Code()}";

    public static bool IsKindOf(string family, string model) => model.Length > family.Length && model[family.Length] == ':' && model.StartsWith(family, StringComparison.Ordinal);

    /// <summary>What a kind and level say in the rules as they stand; null when no rule has them any more.</summary>
    public static TriageHit? Hit(SafetyRules rules, string model)
    {
        string[] parts = model[(model.IndexOf(':') + 1)..].Split('@');
        if (!Enum.TryParse(parts[1], out TriageLevel level) || rules.Rules.FirstOrDefault(rule => rule.Kind == parts[0]) is not { } rule) return null;
        if (rule.Level == level) return new TriageHit(rule, level, rule.Lines);
        return rule.Escalations.FirstOrDefault(escalation => escalation.Level == level) is { } raised ? new TriageHit(rule, level, raised.Lines) : null;
    }
}
