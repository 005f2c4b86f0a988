using System.Text.RegularExpressions;

namespace MagBot.Desk.Insights;

/// <summary>A question that had no good answer.</summary>
/// <param name="Text">What the customer said.</param>
/// <param name="RatedAnswerId">The answer that it got and that was rated badly; null when it got none.</param>
internal sealed record Question(string Text, string? RatedAnswerId);

/// <summary>Puts questions together that share most of their words, without what could name a person.</summary>
internal sealed partial class Likeness(Func<string, IReadOnlySet<string>?> terms)
{
    private const double Alike = 0.5;
    private const int Most = 50;
    private const int LongestShown = 160;
    private const int ShortestWord = 4;

    /// <summary>Groups that are like none of <paramref name="decided"/>, the largest first.</summary>
    public IReadOnlyList<Lesson> Group(IEnumerable<Question> questions, IEnumerable<string> decided)
    {
        var done = decided.Select(Terms).Where(words => words.Count > 0).ToList();
        var groups = new List<(IReadOnlySet<string> Words, List<Question> Members)>();
        foreach (var question in questions.Select(item => item with { Text = Anonymous(item.Text) }).Where(item => item.Text.Length > 0))
        {
            var words = Terms(question.Text);
            if (words.Count == 0 || done.Any(known => Share(known, words) >= Alike))
                continue;
            var group = groups.FirstOrDefault(group => Share(group.Words, words) >= Alike);
            if (group.Members is null)
                groups.Add((words, [question]));
            else
                group.Members.Add(question);
        }

        return [.. groups.OrderByDescending(group => group.Members.Count).Take(Most).Select(group => Lesson(group.Members))];
    }

    /// <summary>The text without e-mail addresses and long numbers.</summary>
    public static string Anonymous(string text)
    {
        var clean = NumberPattern().Replace(MailPattern().Replace(text.ReplaceLineEndings(" "), "…"), "…").Trim();
        return clean.Length <= LongestShown ? clean : clean[..LongestShown] + "…";
    }

    private static Lesson Lesson(List<Question> members) => new(members[0].Text, members.Count)
    {
        Rated = members.Count(question => question.RatedAnswerId is not null),
        RatedAnswerId = members.Select(question => question.RatedAnswerId).FirstOrDefault(id => id is not null),
        Others = [.. members.Select(question => question.Text).Distinct(StringComparer.OrdinalIgnoreCase).Skip(1).Take(3)],
    };

    // The search engine's own terms where the host gives them: stems and parts of compounds, so that "zoutbad" is like "bad met zout".
    private IReadOnlySet<string> Terms(string text) => terms(text) ?? WordPattern().Matches(text.ToLowerInvariant())
        .Select(match => match.Value).Where(word => word.Length >= ShortestWord).ToHashSet(StringComparer.Ordinal);

    private static double Share(IReadOnlySet<string> one, IReadOnlySet<string> other)
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
