using System.Text.Json;
using MagBot.Activities;

namespace MagBot.Desk.Conversations;

/// <summary>A source below an answer.</summary>
/// <param name="Label">Short label such as a number.</param>
/// <param name="Title">Title.</param>
/// <param name="Url">Address, http or https; null when there is none.</param>
public sealed record SourceLine(string Label, string Title, string? Url);

/// <summary>
/// <c>channelData.magbot</c> of a message. Read tolerantly: what is missing or of another shape is left out, never a fault.
/// </summary>
public sealed record MessageData
{
    /// <summary>Nothing told.</summary>
    public static MessageData None { get; } = new();

    /// <summary><c>bot</c>, <c>advisor</c> or <c>system</c>; null when not told.</summary>
    public string? Author { get; init; }

    /// <summary>Where an advisor wrote it; null for the desk.</summary>
    public string? Via { get; init; }

    /// <summary>What the bot decided; null when not told.</summary>
    public string? Decision { get; init; }

    /// <summary>Ids of the answers given; empty when none.</summary>
    public IReadOnlyList<string> AnswerIds { get; init; } = [];

    /// <summary>Probability that the answer is right, 0 to 1; null when nothing was looked up.</summary>
    public double? Confidence { get; init; }

    /// <summary>The text without sources and evidence, Markdown; null when it is the same as the text.</summary>
    public string? Body { get; init; }

    /// <summary>Strength of the evidence in words; null when not told.</summary>
    public string? Evidence { get; init; }

    /// <summary>Whether it is a safety message.</summary>
    public bool IsUrgent { get; init; }

    /// <summary>What the answer rests on.</summary>
    public IReadOnlyList<SourceLine> Sources { get; init; } = [];

    internal static MessageData Read(Activity activity)
    {
        if (activity.ChannelData is not { ValueKind: JsonValueKind.Object } data
            || !data.TryGetProperty("magbot", out var mark) || mark.ValueKind is not JsonValueKind.Object)
            return None;
        return new MessageData
        {
            Author = Text(mark, "author"),
            Via = Text(mark, "via"),
            Decision = Text(mark, "decision"),
            AnswerIds = mark.TryGetProperty("answerIds", out var ids) && ids.ValueKind is JsonValueKind.Array
                ? [.. ids.EnumerateArray().Where(id => id.ValueKind is JsonValueKind.String).Select(id => id.GetString()!)] // a string by its kind
                : [],
            Confidence = mark.TryGetProperty("confidence", out var number) && number.ValueKind is JsonValueKind.Number
                && number.GetDouble() is >= 0 and <= 1 and var confidence ? confidence : null,
            Body = Text(mark, "body"),
            Evidence = Text(mark, "evidence"),
            IsUrgent = mark.TryGetProperty("urgent", out var urgent) && urgent.ValueKind is JsonValueKind.True,
            Sources = ReadSources(mark),
        };
    }

    private static List<SourceLine> ReadSources(JsonElement mark)
    {
        var lines = new List<SourceLine>();
        if (!mark.TryGetProperty("sources", out var sources) || sources.ValueKind is not JsonValueKind.Array)
            return lines;
        foreach (var source in sources.EnumerateArray())
        {
            if (source.ValueKind is JsonValueKind.Object && Text(source, "title") is { } title)
                lines.Add(new SourceLine(Text(source, "label") ?? "", title, Markup.SafeUrl(Text(source, "url"))));
        }

        return lines;
    }

    private static string? Text(JsonElement of, string name) =>
        of.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
}
