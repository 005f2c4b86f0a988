using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MagBot.Activities;
using MagBot.Assistant.Talk;
using MagBot.Knowledge;
using MagBot.Knowledge.Content;
using MagBot.Knowledge.Safety;

namespace MagBot.Assistant.Products;

/// <summary>
/// Shows products for a neutral question about them, and only then: never in or next to a complaint or a safety line, never after an
/// alarm in this talk, nowhere when the shop turns them off.
/// </summary>
internal static class ProductCards
{
    private const int MostCards = 3;

    /// <summary>Shows the products that the customer asks for.</summary>
    /// <returns>False when this is not the moment for them; nothing was said then.</returns>
    public static bool TryShow(Speaker speaker, string text, TriageResult triage, TalkState state)
    {
        IReadOnlyList<Product> products = Find(speaker.Knowledge, text, triage, state);
        if (products.Count == 0)
            return false;
        string button = speaker.Text("product-button");
        var parts = new List<string> { speaker.Text("products") };
        if (products.Any(product => product.ElementalMg is not null))
            parts.AddRange(speaker.Knowledge.Products.Lines);
        speaker.Show(string.Join("\n\n", parts), [.. products.Select(product => Card(product, button))]);
        return true;
    }

    /// <summary>The products to show; none when this is not the moment for them.</summary>
    public static IReadOnlyList<Product> Find(KnowledgeBase knowledge, string text, TriageResult triage, TalkState state)
    {
        bool quiet = triage.Level == TriageLevel.None && !state.Alarmed && !state.OwnCase && !state.SensitiveBefore
            && state.About.All(id => knowledge.FindAnswer(id) is { } answer && knowledge.Products.NeutralTopics.Contains(answer.Topic));
        return quiet && knowledge.Products.IsAskedFor(text) ? [.. knowledge.Products.Matching(text).Take(MostCards)] : [];
    }

    /// <summary>A hero card with what stands on the label.</summary>
    private static Attachment Card(Product product, string button)
    {
        var text = new StringBuilder();
        foreach ((string name, string value) in product.Label)
            text.Append(text.Length > 0 ? "\n\n" : "").Append(name).Append(": ").Append(value);
        var content = new JsonObject
        {
            ["title"] = product.Name,
            ["text"] = text.ToString(),
            ["buttons"] = new JsonArray(new JsonObject { ["type"] = ActionTypes.OpenUrl, ["title"] = button, ["value"] = product.Url.ToString() }),
        };
        using var document = JsonDocument.Parse(content.ToJsonString());
        return new Attachment { ContentType = ContentTypes.HeroCard, Content = document.RootElement.Clone(), Name = product.Id };
    }
}
