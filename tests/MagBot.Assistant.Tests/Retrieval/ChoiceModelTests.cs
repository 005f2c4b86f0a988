using MagBot.Assistant.Retrieval;
using MagBot.Assistant.Tuning;
using MagBot.Search.Querying;
using Xunit;

namespace MagBot.Assistant.Tests.Retrieval;

public sealed class ChoiceModelTests
{
    private static readonly int Features = CandidateFeatures.Names.Count;
    private static readonly int NoneFeatures = CandidateFeatures.NoneNames.Count;

    [Fact]
    public void Probabilities_AddUpToOne()
    {
        var sighting = See((1, 0.5), (0.2, 0.1));

        var p = ChoiceModel.Probabilities(Ones(Features), Ones(NoneFeatures), sighting);

        Assert.Equal(3, p.Length);
        Assert.Equal(1, p.Sum(), 9);
        Assert.True(p[0] > p[1]);
    }

    [Fact]
    public void Probabilities_NoCandidates_NoneIsCertain() =>
        Assert.Equal([1.0], ChoiceModel.Probabilities(Ones(Features), Ones(NoneFeatures), See()));

    [Fact]
    public void Probabilities_HugeUtilities_StayFinite() =>
        Assert.All(ChoiceModel.Probabilities(Ones(Features), Ones(NoneFeatures), See((5000, 5000))), p => Assert.True(double.IsFinite(p)));

    [Fact]
    public void Fit_StrongMatchesAreRightAndWeakOnesAreNot_LearnsTheDifference()
    {
        List<ChoiceCase> cases = [];
        for (var i = 0; i < 40; i++)
        {
            cases.Add(new ChoiceCase(See((1, 0.9), (0.3, 0.2)), [true, false, false]));
            cases.Add(new ChoiceCase(See((0.3, 0.2), (0.2, 0.2)), [false, false, true]));
        }

        var (weights, none) = ChoiceFit.Fit(cases, penalty: 0.1);

        Assert.True(ChoiceModel.Probabilities(weights, none, See((1, 0.9), (0.3, 0.2)))[0] > 0.9);
        Assert.True(ChoiceModel.Probabilities(weights, none, See((0.3, 0.2), (0.2, 0.2)))[^1] > 0.9);
    }

    private static double[] Ones(int count) => [.. Enumerable.Repeat(1.0, count)];

    private static Sighting See(params (double First, double Second)[] candidates)
    {
        var analysis = new QueryAnalysis
        {
            Tokens = [],
            Concepts = [],
            Kinds = Search.Analysis.QuestionKinds.None,
            HasNegation = false,
            Quantities = [],
            UnknownShare = 0,
            Corrections = 0,
        };
        var none = new double[NoneFeatures];
        none[0] = 1;
        return new Sighting(analysis, [.. candidates.Select((pair, i) =>
        {
            var features = new double[Features];
            (features[0], features[1]) = pair;
            return new Candidate($"c{i}", features);
        })], none);
    }
}
