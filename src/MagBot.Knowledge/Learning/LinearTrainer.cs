namespace MagBot.Knowledge.Learning;

/// <summary>An example to learn from.</summary>
/// <param name="Text">What it holds.</param>
/// <param name="Positive">Whether it is one of those to find.</param>
/// <param name="Group">Examples of one group stay together when the model is judged on what it has not seen; null is never judged.</param>
internal sealed record TrainingRow(FeatureVector Text, bool Positive, int? Group);

/// <summary>
/// A linear support vector machine with squared hinge loss by dual coordinate descent (Hsieh et al. 2008, algorithm 1). Both sides weigh the
/// same, however many examples they have. The same rows always give the same model.
/// </summary>
internal static class LinearTrainer
{
    private const int Rounds = 25;

    /// <summary>The paper's C: what an example on the wrong side costs.</summary>
    private const double Cost = 1;

    /// <summary>Learns from all rows.</summary>
    /// <param name="rows">The examples.</param>
    /// <param name="size">Number of weights, a power of two.</param>
    public static LinearModel Train(IReadOnlyList<TrainingRow> rows, int size = FeatureSet.Size)
    {
        var weights = new float[size];
        double bias = 0;
        int positive = rows.Count(row => row.Positive);
        // Diagonal of the dual, 1 / 2C, for each side.
        double ofPositive = 2.0 * positive / (2 * Cost * rows.Count), ofNegative = 2.0 * (rows.Count - positive) / (2 * Cost * rows.Count);
        var alphas = new double[rows.Count];
        int[] order = [.. Enumerable.Range(0, rows.Count)];
        var random = new Random(1);
        for (int round = 0; round < Rounds; round++)
        {
            random.Shuffle(order);
            foreach (int at in order)
            {
                TrainingRow row = rows[at];
                double diagonal = row.Positive ? ofPositive : ofNegative;
                int sign = row.Positive ? 1 : -1;
                double gradient = sign * (bias + Dot(weights, row.Text)) - 1 + diagonal * alphas[at];
                if (alphas[at] == 0 && gradient >= 0) continue;
                double before = alphas[at];
                alphas[at] = Math.Max(0, before - gradient / (2 + diagonal)); // texts are of length 1, and the bias is one feature more
                double step = sign * (alphas[at] - before);
                bias += step;
                AddTo(weights, row.Text, step);
            }
        }

        return LinearModel.Of(bias, weights);
    }

    /// <summary>Scores of the judged rows, each by a model that learned from the other groups.</summary>
    public static IReadOnlyList<(TrainingRow Row, double Score)> ScoreUnseen(IReadOnlyList<TrainingRow> rows) =>
        [.. rows.Where(row => row.Group is not null).Select(row => row.Group).Distinct().AsParallel().AsOrdered().SelectMany(group =>
        {
            LinearModel model = Train([.. rows.Where(row => row.Group != group)]);
            return rows.Where(row => row.Group == group).Select(row => (row, model.Score(row.Text)));
        })];

    private static double Dot(float[] weights, FeatureVector text)
    {
        double sum = 0;
        for (int at = 0; at < text.Ids.Length; at++) sum += weights[text.Ids[at] & (weights.Length - 1)] * text.Values[at];
        return sum;
    }

    private static void AddTo(float[] weights, FeatureVector text, double step)
    {
        for (int at = 0; at < text.Ids.Length; at++) weights[text.Ids[at] & (weights.Length - 1)] += (float)step * text.Values[at];
    }
}
