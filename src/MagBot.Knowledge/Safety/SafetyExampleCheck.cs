namespace MagBot.Knowledge.Safety;

/// <summary>Holds the examples of a rule against what triage says about them.</summary>
internal static class SafetyExampleCheck
{
    /// <summary>Why the example fails, in words for an editor; null when it holds.</summary>
    public static string? Explain(SafetyRule rule, SafetyExample example, TriageResult result)
    {
        string found = $"found {result.Kind ?? "nothing"} at level {result.Level.Code()}, own {(result.Own ? "true" : "false")}";
        if (!result.Has(rule.Kind)) return $"the example \"{example.Text}\" does not fire {rule.Kind}: {found}. Add a pattern, or move the example.";
        if (example.Level is { } level && result.Level != level) return $"the example \"{example.Text}\" must give level {level.Code()}: {found}.";
        if (example.Own is { } own && result.Own != own) return $"the example \"{example.Text}\" must give own: {(own ? "true" : "false")}: {found}.";
        if (example.LineId is { } line && !result.Lines.Any(candidate => candidate.Id == line))
            return $"the example \"{example.Text}\" must say {line}, but says {string.Join(", ", result.Lines.Select(candidate => candidate.Id))}.";
        return null;
    }
}
