using System.Text.Json.Serialization;

namespace MagBot.Cli.Commands;

/// <summary>A line of <c>ask --batch</c>: one question, or the turns of a conversation.</summary>
internal sealed record AskRow(string Id, string? Question = null, IReadOnlyList<string>? Turns = null);

/// <summary>A line of the output of <c>ask --batch</c> for a question.</summary>
internal sealed record AnswerRow(
    string Id,
    string Answer,
    string Decision,
    IReadOnlyList<string> Sources,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? Confidence,
    long Microseconds,
    IReadOnlyList<string> AnswerIds);

/// <summary>A line of the output of <c>ask --batch</c> for a conversation: one item in each list for each turn.</summary>
internal sealed record TalkRow(
    string Id,
    IReadOnlyList<string> Answers,
    IReadOnlyList<string> Decisions,
    IReadOnlyList<IReadOnlyList<string>> Sources,
    IReadOnlyList<double?> Confidences,
    IReadOnlyList<long> Microseconds);

internal sealed record DocumentRow(string DocId, string? Title, string Text);

internal sealed record QueryRow(string Id, string Query);

internal sealed record HitRow(string DocId, double Score);

internal sealed record RunRow(string Id, IReadOnlyList<HitRow> Hits);

internal sealed record TextRow(string Id, string Text, string? Context = null);

internal sealed record LevelRow(
    string Id, string Level, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Kind, bool Own);

internal sealed record VerdictRow(
    string Id, string Verdict, IReadOnlyList<string> Rules, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Proposal);

/// <summary>A line of an evaluation set: a question, or the turns of a talk of which the last is judged, with what a good answer is, by id or by facts.</summary>
internal sealed record EvalRow(
    string Id,
    string? Question = null,
    string? Kind = null,
    IReadOnlyList<string>? Answers = null,
    bool All = false,
    IReadOnlyList<IReadOnlyList<string>>? Must = null,
    IReadOnlyList<string>? MustNot = null,
    IReadOnlyList<string>? Turns = null);

[JsonSerializable(typeof(AskRow))]
[JsonSerializable(typeof(AnswerRow))]
[JsonSerializable(typeof(TalkRow))]
[JsonSerializable(typeof(DocumentRow))]
[JsonSerializable(typeof(QueryRow))]
[JsonSerializable(typeof(RunRow))]
[JsonSerializable(typeof(TextRow))]
[JsonSerializable(typeof(LevelRow))]
[JsonSerializable(typeof(VerdictRow))]
[JsonSerializable(typeof(EvalRow))]
internal sealed partial class RowContext : JsonSerializerContext
{
    public static RowContext Lines { get; } = new(JsonLines.Options);
}
