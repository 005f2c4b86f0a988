using System.Text.RegularExpressions;
using MagBot.Knowledge.Text;

namespace MagBot.Knowledge.Learning;

/// <summary>A class of words, such as complaints or verbs of improvement.</summary>
/// <param name="Name">Short name.</param>
/// <param name="Pattern">Finds the words.</param>
/// <param name="Absence">Whether it also says something when there are none.</param>
internal sealed record WordClass(string Name, Pattern Pattern, bool Absence);

/// <summary>
/// What a model reads in a text: words, neighbours, pieces of words of three to five letters (so that compounds, endings and typing errors
/// count), and the word classes in it, alone and in pairs. The classes are what lets it judge words that its examples did not hold.
/// Immutable, thread safe.
/// </summary>
internal sealed partial class TextFeatures(IReadOnlyList<WordClass> classes)
{
    /// <summary>Family of the word classes in a <see cref="FeatureSet"/>.</summary>
    public const char Class = 'K';

    private const char Word = 'w', Pair = 'b', Piece = 'c', ClassPair = 'P';
    private const int ShortText = 5, ShortestPiece = 3, LongestPiece = 5;

    public bool IsEmpty => classes.Count == 0;

    public IReadOnlyList<WordClass> Classes => classes;

    /// <summary>The features of a normalised text.</summary>
    public FeatureSet Of(string normal)
    {
        var features = new FeatureSet();
        string[] words = Words(normal);
        AddWords(features, words);
        AddClasses(features, normal, words);
        return features;
    }

    /// <summary>The words of a text and its pairs of neighbours with the number of their feature, to explain a score with.</summary>
    public static IEnumerable<(string Text, int Id)> Readable(string normal)
    {
        string[] words = Words(normal);
        for (int at = 0; at < words.Length; at++)
        {
            if (!char.IsLetter(words[at][0])) continue;
            yield return (words[at], FeatureSet.Number(Word, words[at]));
            if (at > 0) yield return ($"{words[at - 1]} {words[at]}", FeatureSet.Number(Pair, $"{words[at - 1]} {words[at]}"));
        }
    }

    private static string[] Words(string normal) => [.. WordPattern().Matches(normal).Select(match => char.IsAsciiDigit(match.ValueSpan[0]) ? "#" : match.Value)];

    private static void AddWords(FeatureSet features, string[] words)
    {
        for (int at = 0; at < words.Length; at++)
        {
            string word = words[at];
            features.Add(Word, word);
            features.Add(Pair, at == 0 ? "^" : words[at - 1], word);
            string framed = $" {word} ";
            for (int length = ShortestPiece; length <= LongestPiece; length++)
            {
                for (int start = 0; start + length <= framed.Length; start++) features.Add(Piece, framed.AsSpan(start, length));
            }
        }

        if (words.Length > 0) features.Add(Pair, words[^1], "$");
    }

    private void AddClasses(FeatureSet features, string normal, string[] words)
    {
        var present = new List<string>();
        foreach (WordClass candidate in classes)
        {
            if (candidate.Pattern.IsMatch(normal)) present.Add(candidate.Name);
            else if (candidate.Absence) present.Add("no-" + candidate.Name);
        }

        if (words.Length <= ShortText) present.Add("short");
        for (int first = 0; first < present.Count; first++)
        {
            features.Add(Class, present[first]);
            for (int second = first + 1; second < present.Count; second++) features.Add(ClassPair, present[first], present[second]);
        }
    }

    [GeneratedRegex("[a-z]+|[0-9]+|[?!€%]")]
    private static partial Regex WordPattern();
}
