using System.Text.Json;
using MagBot.Knowledge.Claims;
using MagBot.Knowledge.Loading;
using MagBot.Knowledge.Safety;

namespace MagBot.Knowledge.Linting;

/// <summary>
/// Holds triage and guard against the sets in <c>eval/guards/</c>: customers' messages with the levels that are right for them, and
/// sentences that may or may not go out. An editor who changes a rule sees at once what it broke.
/// </summary>
internal static class EvaluationSets
{
    private const string SafetyFile = "eval/guards/safety.jsonl";
    private const string WordingFile = "eval/guards/wording.jsonl";

    /// <summary>Every row that comes out otherwise than it should. A folder without sets has none.</summary>
    public static IReadOnlyList<Fault> Check(string directory, KnowledgeBase knowledge)
    {
        var faults = new FaultList();
        var triage = new TriageEngine(knowledge.Safety);
        ForEachRow(directory, SafetyFile, faults, row => ExplainSafety(triage, row));
        var guard = new ClaimsGuard(knowledge.Claims);
        ForEachRow(directory, WordingFile, faults, row => ExplainWording(guard, row));
        return faults.InFileOrder();
    }

    private static string? ExplainSafety(TriageEngine triage, JsonElement row)
    {
        string text = row.GetProperty("text").GetString() ?? "";
        TriageResult result = triage.Read(text);
        string[] levels = [.. row.GetProperty("levels").EnumerateArray().Select(level => level.GetString() ?? "")];
        if (!levels.Contains(result.Level.Code()))
            return $"\"{text}\" must give {string.Join(" or ", levels)}: found {result.Level.Code()} ({result.Kind ?? "no rule"}).";
        if (row.TryGetProperty("own", out JsonElement own) && result.Level != TriageLevel.None && own.GetBoolean() != result.Own)
            return $"\"{text}\" must give own: {own}: found {(result.Own ? "true" : "false")} ({result.Kind}).";
        return null;
    }

    private static string? ExplainWording(ClaimsGuard guard, JsonElement row)
    {
        string text = row.GetProperty("text").GetString() ?? "";
        string name = row.TryGetProperty("context", out JsonElement context) ? context.GetString() ?? "" : "answer";
        if (!ClaimsNames.TryParseContext(name, out ClaimsContext place)) return $"\"{name}\" is not a context.";
        ClaimsResult result = guard.Check(text, place);
        bool forbidden = row.GetProperty("forbidden").GetBoolean();
        if (forbidden == (result.Verdict != ClaimsVerdict.Pass)) return null;
        return forbidden
            ? $"\"{text}\" must be caught, and passes. Add a pattern to the rule that it breaks."
            : $"\"{text}\" may go out, and is caught by {string.Join(", ", result.Rules)}. Narrow that rule, or add an exemption.";
    }

    private static void ForEachRow(string directory, string file, FaultList faults, Func<JsonElement, string?> explain)
    {
        string path = Path.Combine(directory, file);
        if (!File.Exists(path)) return;
        // Rows are independent of each other, so all cores read them.
        foreach (Fault fault in File.ReadLines(path).Select((text, at) => (text, line: at + 1)).Where(row => row.text.Length > 0).ToList()
            .AsParallel().AsOrdered().SelectMany(row => Check(file, row.line, row.text, explain))) faults.Add(fault);
    }

    private static IReadOnlyList<Fault> Check(string file, int line, string text, Func<JsonElement, string?> explain)
    {
        var faults = new FaultList();
        try
        {
            using var row = JsonDocument.Parse(text);
            // What is known to come out wrong stays in the set, marked, until somebody finds the kind behind it.
            bool missed = row.RootElement.TryGetProperty("missed", out JsonElement mark) && mark.ValueKind is JsonValueKind.True;
            if (!missed && explain(row.RootElement) is { } reason) faults.Error(file, line, null, "eval-set", reason);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            faults.Error(file, line, null, "eval-row", $"the row cannot be read: {exception.Message}");
        }

        return faults.Items;
    }
}
