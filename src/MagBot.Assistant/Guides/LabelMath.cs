using System.Globalization;
using MagBot.Knowledge.Content;

namespace MagBot.Assistant.Guides;

/// <summary>
/// From the weight of a compound to the magnesium and glycine in it, by molar masses. Atomic weights: IUPAC abridged standard atomic
/// weights 2021 (<see href="https://doi.org/10.1515/pac-2019-0603"/>), in g/mol. It holds for the pure substance; water and mixtures on
/// the market differ.
/// </summary>
internal static class LabelMath
{
    /// <summary>EFSA's upper level for magnesium from supplements, mg a day (facts F2.5).</summary>
    public const decimal UpperLevel = 250;

    private static readonly Dictionary<string, decimal> AtomicWeights = new(StringComparer.Ordinal)
    {
        ["H"] = 1.008m,
        ["C"] = 12.011m,
        ["N"] = 14.007m,
        ["O"] = 15.999m,
        ["Mg"] = 24.305m,
        ["P"] = 30.974m,
        ["S"] = 32.06m,
        ["Cl"] = 35.45m,
    };

    /// <summary>Glycine, C2H5NO2, in g/mol: 75.067.</summary>
    private static readonly decimal GlycineMass = MolarMass("C2H5NO2");

    /// <summary>Part of the compound's weight that is magnesium, from 0 to 1: 0.141 for bisglycinate.</summary>
    public static decimal MagnesiumShare(Compound compound) => Count(compound.Formula, "Mg") * AtomicWeights["Mg"] / MolarMass(compound.Formula);

    /// <summary>Glycine that a weight of magnesium comes with, in the same unit: 1235 with 200 of magnesium as bisglycinate.</summary>
    public static decimal GlycineFor(Compound compound, decimal magnesium) =>
        magnesium / AtomicWeights["Mg"] / Count(compound.Formula, "Mg") * compound.Glycine * GlycineMass;

    /// <summary>Weight of one mole, in grams.</summary>
    /// <exception cref="ArgumentException">The formula holds an atom that the table lacks.</exception>
    public static decimal MolarMass(string formula) => Atoms(formula).Sum(atom => AtomicWeights.TryGetValue(atom.Name, out var weight)
        ? weight * atom.Count
        : throw new ArgumentException($"The formula \"{formula}\" holds \"{atom.Name}\", whose atomic weight is not in the table.", nameof(formula)));

    private static decimal Count(string formula, string name) => Atoms(formula).Where(atom => atom.Name == name).Sum(atom => atom.Count);

    private static IEnumerable<(string Name, decimal Count)> Atoms(string formula)
    {
        for (var at = 0; at < formula.Length;)
        {
            var end = at + 1;
            while (end < formula.Length && char.IsAsciiLetterLower(formula[end]))
                end++;
            var digits = end;
            while (digits < formula.Length && char.IsAsciiDigit(formula[digits]))
                digits++;
            var count = digits == end ? 1 : decimal.Parse(formula.AsSpan(end, digits - end), NumberStyles.None, CultureInfo.InvariantCulture);
            yield return (formula[at..end], count);
            at = digits;
        }
    }
}
