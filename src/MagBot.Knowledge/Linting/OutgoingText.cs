using MagBot.Knowledge.Claims;
using MagBot.Knowledge.Content;

namespace MagBot.Knowledge.Linting;

/// <summary>A text that a customer can get to see, with where it stands.</summary>
internal sealed record OutgoingText(string File, int Line, string Text, ClaimsContext Context, string? Topic = null, string? Surroundings = null)
{
    /// <summary>Every such text in the knowledge.</summary>
    public static IEnumerable<OutgoingText> Of(KnowledgeBase knowledge) =>
        knowledge.Answers.SelectMany(Of).Concat(knowledge.Articles.SelectMany(Of)).Concat(knowledge.Intents.SelectMany(Of))
            .Concat(knowledge.Texts.Entries.SelectMany(Of)).Concat(Of(knowledge.Products)).Concat(Of(knowledge.Guides));

    private static IEnumerable<OutgoingText> Of(ProductCatalog catalog) =>
        catalog.Products.SelectMany(product => product.Label.Select(fact => $"{fact.Key}: {fact.Value}")
                .Select(text => new OutgoingText("products.yaml", product.Line, text, ClaimsContext.Product))
                .Prepend(new OutgoingText("products.yaml", product.Line, product.Name, ClaimsContext.Title)))
            .Concat(catalog.Lines.Select(line => new OutgoingText("products.yaml", 1, line, ClaimsContext.Product)));

    private static IEnumerable<OutgoingText> Of(GuideTables guides) =>
        guides.Compounds.Select(compound => new OutgoingText("guides.yaml", compound.Line, compound.About, ClaimsContext.Answer))
            .Concat(guides.Signs.Select(sign => new OutgoingText("guides.yaml", sign.Line, sign.About, ClaimsContext.Answer)))
            .Concat(guides.Signs.Select(sign => new OutgoingText("guides.yaml", sign.Line, sign.Name, ClaimsContext.Button)))
            .Concat(guides.Foods.Select(food => new OutgoingText("guides.yaml", food.Line, food.Name, ClaimsContext.Answer)));

    private static IEnumerable<OutgoingText> Of(Answer answer)
    {
        AnswerOrigin origin = answer.Origin;
        string whole = answer.ShortText + "\n\n" + answer.Body;
        yield return new OutgoingText(origin.File, origin.ShortLine, answer.ShortText, ClaimsContext.Answer, answer.Topic, whole);
        yield return new OutgoingText(origin.File, origin.QuestionLine, answer.Question, ClaimsContext.Answer, Surroundings: whole);
        if (answer.Body.Length > 0) yield return new OutgoingText(origin.File, origin.BodyLine, answer.Body, ClaimsContext.Answer, answer.Topic, whole);
        if (answer.Button is { } button) yield return new OutgoingText(origin.File, origin.ButtonLine, button, ClaimsContext.Button);
    }

    private static IEnumerable<OutgoingText> Of(Article article)
    {
        string whole = string.Join('\n', article.Passages.Select(passage => passage.Text));
        return article.Passages.Select(passage => new OutgoingText(article.File, passage.Line, passage.Text, ClaimsContext.Answer, Surroundings: whole));
    }

    private static IEnumerable<OutgoingText> Of(Intent intent) =>
        intent.Answers.Select(answer => new OutgoingText("intents.yaml", intent.Line, answer, ClaimsContext.Answer))
            .Concat(intent.Buttons.Select(button => new OutgoingText("intents.yaml", intent.Line, button, ClaimsContext.Button)));

    private static IEnumerable<OutgoingText> Of(TextEntry entry) =>
        entry.Wordings.Zip(entry.Lines).Select(pair => new OutgoingText("texts.yaml", pair.Second, pair.First, ClaimsContext.Answer));
}
