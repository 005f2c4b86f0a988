using System.Globalization;
using System.Text;

namespace MagBot.Search.Scoring;

/// <summary>Why a document has its score: a tree whose parts add up to it.</summary>
/// <param name="Value">What this part adds to the score; for a note, a figure that the parent used.</param>
/// <param name="Description">What it is.</param>
/// <param name="Parts">What it is the sum of; empty for a leaf.</param>
/// <param name="Notes">The figures behind a leaf.</param>
public sealed record Explanation(double Value, string Description, IReadOnlyList<Explanation> Parts, IReadOnlyList<Explanation> Notes)
{
    /// <summary>The tree as indented text.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        Write(text, 0);
        return text.ToString();
    }

    internal static Explanation Sum(string description, IReadOnlyList<Explanation> parts) =>
        new(parts.Sum(part => part.Value), description, parts, []);

    internal static Explanation Leaf(double value, string description, params Explanation[] notes) => new(value, description, [], notes);

    private void Write(StringBuilder text, int depth)
    {
        text.Append(' ', depth * 2).Append(CultureInfo.InvariantCulture, $"{Value:0.####}  {Description}").Append('\n');
        foreach (var part in Parts)
            part.Write(text, depth + 1);
        foreach (var note in Notes)
            note.Write(text, depth + 1);
    }
}
