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

    public static SearchIndex Build(KnowledgeBase knowledge, RankingSettings settings)
    {
        var builder = new SearchIndexBuilder(new SearchIndexOptions
        {
            Fields =
            [
                new("question", settings.QuestionWeight, settings.QuestionLength, IsQuestion: true),
                new("variant", settings.VariantWeight, settings.VariantLength, IsQuestion: true),
                new("short", settings.ShortWeight, settings.TextLength),
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
            Synonyms = SynonymMap.Parse(knowledge.Synonyms.Split('\n'), "synonyms.txt"),
        });
        foreach (var answer in knowledge.Answers)
            builder.Add(new SearchDocument { Key = answer.Id, Fields = Fields(answer) });
        foreach (var intent in knowledge.Intents.Where(intent => intent.Examples.Count > 0))
            builder.Add(new SearchDocument { Key = IntentPrefix + intent.Id, Fields = [.. intent.Examples.Select(example => new FieldText("variant", example))] });
        return builder.Build();
    }

    private static List<FieldText> Fields(Answer answer)
    {
        List<FieldText> fields = [new("question", answer.Question)];
        if (answer.Button is { } button)
            fields.Add(new FieldText("variant", button));
        fields.AddRange(answer.Variants.Select(variant => new FieldText("variant", variant)));
        fields.Add(new FieldText("short", answer.ShortText));
        fields.Add(new FieldText("body", answer.BodyText));
        fields.Add(new FieldText("topic", answer.Topic.Replace('-', ' ')));
        return fields;
    }
}
