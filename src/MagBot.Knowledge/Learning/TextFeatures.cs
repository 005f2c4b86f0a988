using System.Text.RegularExpressions;
using MagBot.Knowledge.Text;

namespace MagBot.Knowledge.Learning;

/// <summary>A class of words, such as complaints or verbs of improvement.</summary>
/// <param name="Name">Short name.</param>
/// <param name="Pattern">Finds the words.</param>
/// <param name="Absence">Whether it also says something when there are none.</param>
internal sealed record WordClass(string Name, Pattern Pattern, bool Absence);

/// <summary>
/// What a model reads in a text: words, neighbours, pieces of long words (so that compounds and endings count), and the word classes in it,
/// alone and in pairs. The classes are what lets it judge words that its examples did not hold. Immutable, thread safe.
/// </summary>
internal sealed partial class TextFeatures(IReadOnlyList<WordClass> classes)
{
    private const int ShortText = 5;
    private const int Piece = 4;

    public bool IsEmpty => classes.Count == 0;

    public IReadOnlyList<WordClass> Classes => classes;

    /// <summary>The features of a normalised text, each once.</summary>
    public IReadOnlyCollection<string> Of(string normal)
    {
        var features = new HashSet<string>(StringComparer.Ordinal);
        string[] words = [.. Word().Matches(normal).Select(match => char.IsAsciiDigit(match.ValueSpan[0]) ? "#" : match.Value)];
        AddWords(features, words);
        AddClasses(features, normal, words);
        return features;
    }

    private static void AddWords(HashSet<string> features, string[] words)
    {
        for (int at = 0; at < words.Length; at++)
        {
            string word = words[at];
            features.Add("w:" + word);
            features.Add($"b:{(at == 0 ? "^" : words[at - 1])} {word}");
            if (at >= 2) features.Add($"s:{words[at - 2]} {word}");
            if (word.Length <= Piece) continue;
            string framed = $"<{word}>";
            for (int start = 0; start + Piece <= framed.Length; start++) features.Add(string.Concat("c:", framed.AsSpan(start, Piece)));
        }

        if (words.Length > 0) features.Add($"b:{words[^1]} $");
    }

    private void AddClasses(HashSet<string> features, string normal, string[] words)
    {
        var present = new List<string>();
        foreach (WordClass candidate in classes)
        {
            if (candidate.Pattern.IsMatch(normal)) present.Add(candidate.Name);
            else if (candidate.Absence) present.Add("no-" + candidate.Name);
        }

        if (words.Length <= ShortText) present.Add("short");
        if (normal.Contains('?', StringComparison.Ordinal)) present.Add("question");
        if (normal.Contains('!', StringComparison.Ordinal)) present.Add("call");
        for (int first = 0; first < present.Count; first++)
        {
            features.Add("K:" + present[first]);
            for (int second = first + 1; second < present.Count; second++) features.Add($"P:{present[first]}&{present[second]}");
        }
    }

    [GeneratedRegex("[a-z]+|[0-9]+|[?!€%]")]
    private static partial Regex Word();
}
