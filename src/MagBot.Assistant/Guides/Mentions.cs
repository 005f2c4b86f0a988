using MagBot.Dialogs.Recognition;

namespace MagBot.Assistant.Guides;

/// <summary>Finds the words of a table's rows in what somebody typed.</summary>
internal static class Mentions
{
    /// <summary>Every mention, in the order of the text; of overlapping ones the longest.</summary>
    public static IReadOnlyList<(T Row, int At, int Words)> Find<T>(string text, IEnumerable<T> rows, Func<T, IEnumerable<string>> words)
    {
        var said = DutchWords.Split(text);
        var hits = new List<(T Row, int At, int Words)>();
        foreach (var row in rows)
        {
            foreach (var phrase in words(row))
            {
                var wanted = DutchWords.Split(phrase);
                for (var at = 0; wanted.Length > 0 && at + wanted.Length <= said.Length; at++)
                    if (wanted.Select((word, i) => Same(said[at + i], word)).All(same => same))
                        hits.Add((row, at, wanted.Length));
            }
        }

        var kept = new List<(T Row, int At, int Words)>();
        foreach (var hit in hits.OrderByDescending(hit => hit.Words))
            if (!kept.Any(other => hit.At < other.At + other.Words && other.At < hit.At + hit.Words))
                kept.Add(hit);
        return [.. kept.OrderBy(hit => hit.At)];
    }

    // "magnesiumbisglycinaat" is the word "bisglycinaat" too.
    private static bool Same(string said, string word) =>
        said == word || (word.Length >= 5 && said.StartsWith("magnesium", StringComparison.Ordinal) && said.EndsWith(word, StringComparison.Ordinal));
}
