using MagBot.Knowledge.Content;
using MagBot.Knowledge.Text;

namespace MagBot.Knowledge.Loading;

/// <summary>Reads <c>products.yaml</c>.</summary>
internal static class ProductReader
{
    /// <summary>More than any label says, in mg a day: the weight of the compound was written.</summary>
    private const int MostElementalMg = 1000;

    public static ProductCatalog Read(string file, YamlNode? root, FaultList faults)
    {
        if (root is null || FieldReader.On(file, root, "the file", faults) is not { } fields) return ProductCatalog.Empty;
        var products = new Dictionary<string, Product>(StringComparer.Ordinal);
        foreach (FieldReader item in fields.Mappings("products"))
        {
            Product? product = ReadProduct(item, faults);
            item.Finish();
            if (product is not null && !products.TryAdd(product.Id, product))
                item.Wrong("id", $"the product \"{product.Id}\" stands in this file twice. Remove one.", "duplicate-id");
        }

        var catalog = new ProductCatalog
        {
            Enabled = fields.Flag("enabled", fallback: false),
            Products = [.. products.Values],
            Lines = fields.Texts("lines"),
            NeutralTopics = fields.Texts("neutralTopics").ToHashSet(StringComparer.Ordinal),
            Asks = Patterns(file, fields, "asks", faults),
            Never = Patterns(file, fields, "never", faults),
        };
        fields.Finish();
        return catalog;
    }

    private static Product? ReadProduct(FieldReader fields, FaultList faults)
    {
        string url = fields.Text("url", "https://shop.example/magnesiumcitraat");
        int? elemental = fields.Number("elementalMg");
        if (elemental is 0 or > MostElementalMg) fields.Wrong("elementalMg", $"\"elementalMg\" is the elemental magnesium in the daily dose on the label, found {elemental}. Write for instance: elementalMg: 150.");
        bool isAddress = Uri.TryCreate(url, UriKind.Absolute, out Uri? address) && address.Scheme == Uri.UriSchemeHttps;
        if (!isAddress) fields.Wrong("url", $"\"url\" must be an https address, found \"{url}\".");
        var label = new List<KeyValuePair<string, string>>();
        if (fields.Node("label") is { } node && FieldReader.On(fields.File, node, "\"label\"", faults) is { } facts)
            label.AddRange(facts.Names.Select(name => KeyValuePair.Create(name, facts.OptionalText(name) ?? "")));
        if (label.Count == 0) fields.Wrong("label", "\"label\" is missing: a card shows what stands on the label. Write: label: {Inhoud: 90 capsules}.", "missing-field");
        string id = fields.Text("id", "citraat-poeder");
        string name = fields.Text("name", "Magnesiumcitraat, 250 gram poeder");
        IReadOnlyList<string> words = fields.Texts("words");
        return id.Length == 0 || address is null || !isAddress ? null : new Product
        {
            Id = id,
            Name = name,
            Words = [.. words.Select(PlainText.Normalise)],
            ElementalMg = elemental,
            Label = label,
            Url = address,
            Line = fields.Line,
        };
    }

    private static List<Pattern> Patterns(string file, FieldReader fields, string field, FaultList faults) =>
        [.. fields.Scalars(field).Select(text => Pattern.Read(file, text, text.Value, faults)).OfType<Pattern>()];
}
