using MagBot.Knowledge.Claims;
using MagBot.Knowledge.Content;
using MagBot.Knowledge.Safety;

namespace MagBot.Knowledge;

/// <summary>Everything in the knowledge folder at one moment. Immutable, so that a turn sees one state from start to end.</summary>
public sealed class KnowledgeBase
{
    private readonly Dictionary<string, Answer> _answersById;

    internal KnowledgeBase(IReadOnlyList<Answer> answers)
    {
        Answers = answers;
        _answersById = answers.ToDictionary(answer => answer.Id, StringComparer.Ordinal);
    }

    /// <summary>The answers, by id.</summary>
    public IReadOnlyList<Answer> Answers { get; }

    /// <summary>The background articles that are in service.</summary>
    public required IReadOnlyList<Article> Articles { get; init; }

    /// <summary>The passages of all articles.</summary>
    public IEnumerable<Passage> Passages => Articles.SelectMany(article => article.Passages);

    /// <summary>The bibliography by id.</summary>
    public required IReadOnlyDictionary<string, Source> Sources { get; init; }

    /// <summary>The text of <c>synonyms.txt</c>, in Solr format.</summary>
    public required string Synonyms { get; init; }

    /// <summary>Greetings, thanks, privacy, a wish for a person.</summary>
    public required IReadOnlyList<Intent> Intents { get; init; }

    /// <summary>Every other sentence that the bot says.</summary>
    public required TextCatalog Texts { get; init; }

    /// <summary>Tables of the guided dialogs.</summary>
    public GuideTables Guides { get; init; } = GuideTables.None;

    /// <summary>The shop that the bot speaks for.</summary>
    public required Shop Shop { get; init; }

    /// <summary>The shop's products; without any when the file is absent.</summary>
    public ProductCatalog Products { get; init; } = ProductCatalog.Empty;

    /// <summary>Triage rules, fixed lines and numbers.</summary>
    public required SafetyRules Safety { get; init; }

    /// <summary>Wording rules.</summary>
    public required ClaimsRules Claims { get; init; }

    /// <summary>Hash of all files: changes when anything changes.</summary>
    public required string Version { get; init; }

    /// <summary>The same with other answers.</summary>
    internal KnowledgeBase With(IReadOnlyList<Answer> answers) => new(answers)
    {
        Articles = Articles,
        Sources = Sources,
        Synonyms = Synonyms,
        Intents = Intents,
        Texts = Texts,
        Shop = Shop,
        Guides = Guides,
        Products = Products,
        Safety = Safety,
        Claims = Claims,
        Version = Version,
    };

    /// <summary>The answer with the id, or null.</summary>
    public Answer? FindAnswer(string id) => _answersById.GetValueOrDefault(id);

    /// <summary>The sources of an answer, strongest first; ids that do not exist are left out (the loader reports them).</summary>
    public IReadOnlyList<Source> GetSources(Answer answer) =>
        [.. answer.SourceIds.Select(id => Sources.GetValueOrDefault(id)).OfType<Source>()];

    /// <summary>The answers offered after an answer.</summary>
    public IReadOnlyList<Answer> GetRelated(Answer answer) => [.. answer.RelatedIds.Select(FindAnswer).OfType<Answer>()];
}
