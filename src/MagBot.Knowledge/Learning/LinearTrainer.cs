namespace MagBot.Knowledge.Learning;

/// <summary>An example to learn from.</summary>
/// <param name="Features">What it holds.</param>
/// <param name="Positive">Whether it is one of those to find.</param>
/// <param name="Group">Examples of one group stay together when the model is judged on what it has not seen; null is never judged.</param>
internal sealed record TrainingRow(IReadOnlyCollection<string> Features, bool Positive, int? Group);

/// <summary>Logistic regression with AdaGrad steps. The same rows always give the same model.</summary>
internal static class LinearTrainer
{
    private const int Rounds = 10;
    private const int Rare = 3;
    private const double Rate = 0.3;
    private const double Decay = 1e-4;
    private const double LeastWeight = 0.05;

    /// <summary>Learns from all rows.</summary>
    public static LinearModel Train(IReadOnlyList<TrainingRow> rows)
    {
        Dictionary<string, int> ids = Number(rows);
        int[][] known = [.. rows.Select(row => row.Features.Where(ids.ContainsKey).Select(feature => ids[feature]).ToArray())];
        var (bias, weights) = Fit(rows, known, ids.Count);
        return new LinearModel(
            bias,
            ids.Where(pair => Math.Abs(weights[pair.Value]) >= LeastWeight).ToDictionary(pair => pair.Key, pair => (float)Math.Round(weights[pair.Value], 2), StringComparer.Ordinal),
            new Dictionary<string, double>());
    }

    /// <summary>Scores of the judged rows, each by a model that learned from the other groups.</summary>
    public static IReadOnlyList<(TrainingRow Row, double Score)> ScoreUnseen(IReadOnlyList<TrainingRow> rows) =>
        [.. rows.Where(row => row.Group is not null).Select(row => row.Group).Distinct().SelectMany(group =>
        {
            LinearModel model = Train([.. rows.Where(row => row.Group != group)]);
            return rows.Where(row => row.Group == group).Select(row => (row, model.Score(row.Features)));
        })];

    private static Dictionary<string, int> Number(IReadOnlyList<TrainingRow> rows)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (IGrouping<string, string> feature in rows.SelectMany(row => row.Features).GroupBy(feature => feature, StringComparer.Ordinal))
        {
            if (feature.Count() >= Rare) ids[feature.Key] = ids.Count;
        }

        return ids;
    }

    private static (double Bias, double[] Weights) Fit(IReadOnlyList<TrainingRow> rows, int[][] known, int count)
    {
        var weights = new double[count];
        var squares = new double[count];
        Array.Fill(squares, 0.01);
        double bias = 0;
        int[] order = [.. Enumerable.Range(0, rows.Count)];
        var random = new Random(1);
        for (int round = 0; round < Rounds; round++)
        {
            random.Shuffle(order);
            foreach (int at in order)
            {
                double scale = 1 / Math.Sqrt(rows[at].Features.Count + 1);
                double sum = 0;
                foreach (int id in known[at]) sum += weights[id];
                double error = 1 / (1 + Math.Exp(-Math.Clamp(bias + sum * scale, -30, 30))) - (rows[at].Positive ? 1 : 0);
                bias -= Rate * error * 0.1;
                foreach (int id in known[at])
                {
                    double step = error * scale + Decay * weights[id];
                    squares[id] += step * step;
                    weights[id] -= Rate * step / Math.Sqrt(squares[id]);
                }
            }
        }

        return (bias, weights);
    }
}
