using MagBot.Knowledge.Linting;
using MagBot.Knowledge.Loading;
using Xunit;

namespace MagBot.Knowledge.Tests;

public sealed class LinterTests
{
    private static readonly DateOnly Today = new(2026, 11, 22);

    [Fact]
    public void Check_OwnFolder_HasNoErrors()
    {
        IEnumerable<Fault> errors = KnowledgeLinter.Check(KnowledgeFolder.Path, Today).Where(fault => fault.Severity == FaultSeverity.Error);

        Assert.True(!errors.Any(), string.Join('\n', errors));
    }

    [Theory]
    [InlineData("Een proef is een test.", "Magnesium geneest slapeloosheid.", "D08", 10)]
    [InlineData("Meer uitleg.", "Meer uitleg.\n\nMagnesium geneest alles.", "D08", 14)]
    [InlineData("reviewed: 2026-11-22", "reviewed: 2025-01-01", "review-old", null)]
    [InlineData("reviewed: 2026-11-22\n", "", "review-missing", null)]
    [InlineData("variants: [proef]", "variants: [Wat is een proef]", "variant-double", 4)]
    [InlineData("variants: [proef]", "variants: [proef]\nabout: [test, Test]", "about-double", null)]
    [InlineData("Wat is een proef?", "Wat is een proef en waarom zou iemand dat ooit willen weten?", "button-missing", 3)]
    public void Check_PoorAnswer_SaysWhereAndWhy(string good, string poor, string rule, int? line)
    {
        using var folder = new TemporaryFolder();
        folder.Write("answers/basics/proef.md", TemporaryFolder.GoodAnswer.Replace(good, poor, StringComparison.Ordinal));

        IReadOnlyList<Fault> faults = KnowledgeLinter.Check(folder.Path, Today);

        Fault fault = Assert.Single(faults, fault => fault.Rule == rule);
        Assert.Equal(line, fault.Line);
        Assert.StartsWith("answers/basics/proef.md", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_SafetyRuleThatMissesItsExample_IsAnError()
    {
        using var folder = new TemporaryFolder();
        folder.Write("safety/shop.yaml", "rules:\n  - kind: S36\n    name: proef\n    level: U6\n    lines: [MEDEWERKER]\n    patterns: ['\\bmens\\b']\n    examples:\n      - bel me\n");

        Fault fault = Assert.Single(KnowledgeLinter.Check(folder.Path, Today));

        Assert.Equal(("safety/shop.yaml", 8, "safety-example"), (fault.File, fault.Line, fault.Rule));
    }
}
