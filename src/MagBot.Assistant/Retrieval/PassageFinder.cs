using System.Text.RegularExpressions;
using MagBot.Knowledge;
using MagBot.Knowledge.Content;
using MagBot.Search.Analysis;
using MagBot.Search.Index;
using MagBot.Search.Scoring;

namespace MagBot.Assistant.Retrieval;

/// <summary>A paragraph of a background article that says something about a question.</summary>
/// <param name="Article">The article.</param>
/// <param name="Text">The paragraph as it stands there.</param>
/// <param name="NamesAmount">Whether it names an amount to take.</param>
internal sealed record Quote(Article Article, string Text, bool NamesAmount);

/// <summary>
/// Finds a paragraph to quote where no answer fits. It must hold all that the question names, close together: a paragraph is not
/// written for the question, so half of it is not enough. Immutable, thread safe.
/// </summary>
internal sealed partial class PassageFinder
{
    private const double Covered = 0.9;
    private const double Close = 0.2;
    private const double MostUnknown = 0.02;
    private const int FewestWords = 2;
    private const int ShortestText = 80; // characters; less is a heading or a loose line

    /// <summary>How sure a quote is; the evaluation set holds too few to measure it finer.</summary>
    public const double Confidence = 0.5;

    private readonly Dictionary<string, Quote> _quotes = new(StringComparer.Ordinal);
    private readonly SearchIndex _index;
    private readonly GeneralQuestions _general;

    public PassageFinder(KnowledgeBase knowledge, GeneralQuestions general)
    {
        _general = general;
        var builder = new SearchIndexBuilder(new SearchIndexOptions { Synonyms = SynonymMap.Parse(knowledge.Synonyms.Split('\n'), "synonyms.txt") });
        foreach (var article in knowledge.Articles)
            foreach (var passage in article.Passages)
                foreach (var (text, i) in passage.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select((text, i) => (text, i)))
                {
                    if (text.Length < ShortestText)
                        continue;
                    var key = $"{passage.Id}.{i}";
                    _quotes[key] = new Quote(article, text, Amount().IsMatch(text));
                    builder.Add(new SearchDocument { Key = key, Fields = [new("title", passage.Heading), new("text", text)] });
                }

        _index = builder.Build();
    }

    /// <summary>The paragraph that is about all that the message names, or null.</summary>
    public Quote? Find(string message)
    {
        var (analysis, hits) = _index.Search(message, new SearchOptions { Top = 1 });
        return hits.Count > 0 && analysis.UnknownShare <= MostUnknown && _general.Telling(analysis).Count >= FewestWords && Fits(hits[0].Features)
            ? _quotes[hits[0].Key.Value]
            : null;
    }

    private static bool Fits(SearchFeatures features) => features.Coverage >= Covered && features.Proximity >= Close;

    [GeneratedRegex(@"\d\s*(?:mg|milligram|gram|microgram|IE|tablet|capsule)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Amount();
}
