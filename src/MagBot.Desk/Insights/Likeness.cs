using System.Text.RegularExpressions;

namespace MagBot.Desk.Insights;

/// <summary>Puts questions together that share most of their words, without what could name a person.</summary>
internal static partial class Likeness
{
    private const double Alike = 0.5;
    private const int Most = 50;
    private const int LongestShown = 160;
    private const int ShortestWord = 4;

    public static IReadOnlyList<Lesson> Group(IEnumerable<string> questions)
    {
        var groups = new List<(HashSet<string> Words, string Example, int Count)>();
        foreach (var question in questions.Select(Anonymous).Where(text => text.Length > 0))
        {
            var words = WordPattern().Matches(question.ToLowerInvariant()).Select(match => match.Value).Where(word => word.Length >= ShortestWord).ToHashSet(StringComparer.Ordinal);
            if (words.Count == 0)
                continue;
            var at = groups.FindIndex(group => Share(group.Words, words) >= Alike);
            if (at < 0)
                groups.Add((words, question, 1));
            else
                groups[at] = groups[at] with { Count = groups[at].Count + 1 };
        }

        return [.. groups.OrderByDescending(group => group.Count).Take(Most).Select(group => new Lesson(group.Example, group.Count))];
    }

    /// <summary>The text without e-mail addresses and long numbers.</summary>
    public static string Anonymous(string text)
    {
        var clean = NumberPattern().Replace(MailPattern().Replace(text, "…"), "…").Trim();
        return clean.Length <= LongestShown ? clean : clean[..LongestShown] + "…";
    }

    private static double Share(HashSet<string> one, HashSet<string> other)
    {
        var both = one.Count(other.Contains);
        return (double)both / (one.Count + other.Count - both);
    }

    [GeneratedRegex(@"\p{L}+", RegexOptions.CultureInvariant, 100)]
    private static partial Regex WordPattern();

    [GeneratedRegex(@"\S+@\S+", RegexOptions.CultureInvariant, 100)]
    private static partial Regex MailPattern();

    [GeneratedRegex(@"\+?[0-9][0-9 ()-]{4,}[0-9]", RegexOptions.CultureInvariant, 100)]
    private static partial Regex NumberPattern();
}
