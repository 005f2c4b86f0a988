using MagBot.Knowledge;
using MagBot.Knowledge.Content;
using MagBot.Search.Analysis;
using MagBot.Search.Index;

namespace MagBot.Assistant.Retrieval;

/// <summary>Puts the knowledge into one index: an answer is a document, and so is an intent with its examples.</summary>
internal static class AnswerIndex
{
    // Before an id, so that an intent never takes the key of an answer.
    public const string IntentPrefix = "intent:";
    private const string Question = "question";
    private const string Variant = "variant";
    private const string Short = "short";

    /// <summary>Everything that can be found.</summary>
    public static List<SearchDocument> Documents(KnowledgeBase knowledge) =>
    [
        .. knowledge.Answers.Select(answer => new SearchDocument { Key = answer.Id, Fields = Fields(answer) }),
        .. knowledge.Intents.Where(intent => intent.Examples.Count > 0).Select(intent => new SearchDocument
        {
            Key = IntentPrefix + intent.Id,
            Fields = [.. intent.Examples.Select(example => new FieldText(Variant, example))],
        }),
    ];

    public static bool IsIntent(DocumentKey key) => key.Value.StartsWith(IntentPrefix, StringComparison.Ordinal);

    /// <summary>The ways to ask for a document; an answer's own question is the first.</summary>
    public static IEnumerable<string> QuestionsOf(SearchDocument document) =>
        document.Fields.Where(field => field.Field is Question or Variant).Select(field => field.Text);

    /// <summary>The sentences of a document's answer.</summary>
    public static IEnumerable<string> SentencesOf(SearchDocument document) =>
        document.Fields.Where(field => field.Field is Short).SelectMany(field => field.Text.Split(". "));

    public static SearchIndex Build(IEnumerable<SearchDocument> documents, RankingSettings settings, string synonyms)
    {
        var builder = new SearchIndexBuilder(new SearchIndexOptions
        {
            Fields =
            [
                new(Question, settings.QuestionWeight, settings.QuestionLength, IsQuestion: true),
                new(Variant, settings.VariantWeight, settings.VariantLength, IsQuestion: true),
                new(Short, settings.ShortWeight, settings.TextLength),
                new("body", settings.BodyWeight, settings.TextLength),
                new("topic", settings.TopicWeight, settings.TextLength),
            ],
            TermSaturation = settings.TermSaturation,
            FunctionWordWeight = settings.FunctionWordWeight,
            QuestionBonus = settings.QuestionBonus,
            ProximityBonus = settings.ProximityBonus,
            ExactFormBonus = settings.ExactFormBonus,
            SynonymWeight = settings.SynonymWeight,
            QueryPartWeight = settings.QueryPartWeight,
            CompoundPartWeight = settings.CompoundPartWeight,
            Synonyms = SynonymMap.Parse(synonyms.Split('\n'), "synonyms.txt"),
        });
        foreach (var document in documents)
            builder.Add(document);
        return builder.Build();
    }

    private static List<FieldText> Fields(Answer answer)
    {
        List<FieldText> fields = [new(Question, answer.Question)];
        if (answer.Button is { } button)
            fields.Add(new FieldText(Variant, button));
        fields.AddRange(answer.Variants.Select(variant => new FieldText(Variant, variant)));
        fields.Add(new FieldText(Short, answer.ShortText));
        fields.Add(new FieldText("body", answer.BodyText));
        fields.Add(new FieldText("topic", answer.Topic.Replace('-', ' ')));
        return fields;
    }
}
