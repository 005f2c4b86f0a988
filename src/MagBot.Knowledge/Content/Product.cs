using MagBot.Knowledge.Text;

namespace MagBot.Knowledge.Content;

/// <summary>What stands on a product's label (<c>knowledge/products.yaml</c>).</summary>
public sealed record Product
{
    /// <summary>Unique, lower case with hyphens.</summary>
    public required string Id { get; init; }

    /// <summary>Form and size, no promise: "Magnesiumbisglycinaat, 90 capsules".</summary>
    public required string Name { get; init; }

    /// <summary>What a customer may call it; lower case: "bisglycinaat", "capsules".</summary>
    public required IReadOnlyList<string> Words { get; init; }

    /// <summary>Elemental magnesium in the daily dose on the label, in mg; null for what is not eaten (bath salt).</summary>
    public int? ElementalMg { get; init; }

    /// <summary>The facts of the label in the order shown: name and value.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Label { get; init; }

    /// <summary>The page of the shop.</summary>
    public required Uri Url { get; init; }

    internal int Line { get; init; }
}

/// <summary>The shop's products, and which questions may be answered with them. Immutable.</summary>
public sealed record ProductCatalog
{
    /// <summary>A shop without products.</summary>
    public static ProductCatalog Empty { get; } = new();

    /// <summary>False when the shop wants no product cards anywhere.</summary>
    public bool Enabled { get; init; }

    /// <summary>The products, in the order shown.</summary>
    public IReadOnlyList<Product> Products { get; init; } = [];

    /// <summary>Lines that go with every product that is eaten.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];

    internal IReadOnlyList<Pattern> Asks { get; init; } = [];

    internal IReadOnlyList<Pattern> Never { get; init; } = [];

    /// <summary>Topics of answers next to which a card may stand; no card follows an answer on another topic.</summary>
    public IReadOnlySet<string> NeutralTopics { get; init; } = new HashSet<string>();

    /// <summary>Whether the text asks neutrally for products: what there is, in which form, at which size. Never when it speaks of a complaint.</summary>
    public bool IsAskedFor(string text)
    {
        if (!Enabled || Products.Count == 0) return false;
        string normal = PlainText.Normalise(text);
        return Asks.Any(pattern => pattern.IsMatch(normal)) && !Never.Any(pattern => pattern.IsMatch(normal));
    }

    /// <summary>The products that the text names; all of them when it names none.</summary>
    public IReadOnlyList<Product> Matching(string text)
    {
        string normal = PlainText.Normalise(text);
        var ranked = Products.Select(product => (Product: product, Hits: product.Words.Count(word => normal.Contains(word, StringComparison.Ordinal)))).ToList();
        int most = ranked.Max(pair => pair.Hits);
        return [.. ranked.Where(pair => pair.Hits == most).Select(pair => pair.Product)];
    }
}
