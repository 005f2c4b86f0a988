using System.Text.RegularExpressions;
using MagBot.Knowledge.Content;

namespace MagBot.Knowledge.Loading;

/// <summary>Reads <c>guides.yaml</c>.</summary>
internal static partial class GuideReader
{
    private static readonly Dictionary<string, string> Stomachs = Names("mild", "middling", "laxative");
    private static readonly Dictionary<string, string> Prices = Names("low", "middling", "high");

    public static GuideTables Read(string file, YamlNode? root, FaultList faults)
    {
        if (FieldReader.On(file, root, "the file", faults) is not { } fields)
            return GuideTables.None;
        var offers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (FieldReader offer in fields.Mappings("offers"))
        {
            string guide = offer.Text("guide", "etiket");
            foreach (string topic in offer.Texts("topics"))
                offers.TryAdd(topic, guide);
            offer.Finish();
        }

        var tables = new GuideTables
        {
            Compounds = [.. fields.Mappings("compounds").Select(ReadCompound)],
            Foods = [.. fields.Mappings("foods").Select(ReadFood)],
            Signs = [.. fields.Mappings("signs").Select(ReadSign)],
            OffersByTopic = offers,
        };
        fields.Finish();
        return tables;
    }

    private static Compound ReadCompound(FieldReader fields)
    {
        string formula = fields.Text("formula", "MgO");
        if (formula.Length > 0 && !(FormulaPattern().IsMatch(formula) && formula.Contains("Mg", StringComparison.Ordinal)))
            fields.Wrong("formula", $"\"formula\" must list atoms without brackets and hold Mg, found \"{formula}\". Write: formula: C4H8MgN2O4.");
        var compound = new Compound
        {
            Id = fields.Text("id", "oxide"),
            Name = fields.Text("name", "magnesiumoxide"),
            Words = fields.Texts("words"),
            Formula = formula,
            Glycine = fields.Number("glycine") ?? 0,
            Stomach = fields.Choice("stomach", Stomachs, "middling"),
            Kinds = fields.Texts("kinds"),
            Price = fields.Choice("price", Prices, "middling"),
            About = fields.Text("about", "one or two sentences"),
            Line = fields.LineOf("about"),
        };
        fields.Finish();
        return compound;
    }

    private static Food ReadFood(FieldReader fields)
    {
        var food = new Food
        {
            Name = fields.Text("name", "banaan"),
            Portion = fields.Text("portion", "1 stuk"),
            Milligrams = fields.Number("mg") ?? 0,
            Source = fields.Text("source", "NIH"),
            Words = fields.Texts("words"),
            Line = fields.Line,
        };
        if (food.Milligrams is < 1 or > 400)
            fields.Wrong("mg", "\"mg\" must be the magnesium in one portion, from 1 to 400. Write: mg: 32.");
        fields.Finish();
        return food;
    }

    private static Sign ReadSign(FieldReader fields)
    {
        var sign = new Sign
        {
            Name = fields.Text("name", "moe"),
            Words = fields.Texts("words"),
            About = fields.Text("about", "what else can cause it"),
            Line = fields.LineOf("about"),
        };
        fields.Finish();
        return sign;
    }

    private static Dictionary<string, string> Names(params string[] names) => names.ToDictionary(name => name, StringComparer.Ordinal);

    [GeneratedRegex("^([A-Z][a-z]?[0-9]{0,2})+$", RegexOptions.CultureInvariant, 100)]
    private static partial Regex FormulaPattern();
}
