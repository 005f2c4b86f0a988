namespace MagBot.Assistant.Tuning;

/// <summary>A case: features, and whether the answer was right.</summary>
internal readonly record struct LabelledCase(double[] Features, bool Right, double Weight = 1);

/// <summary>Logistic regression with an L2 penalty, by Newton's method (iteratively reweighted least squares).</summary>
internal static class LogisticFit
{
    private const int Rounds = 30;

    /// <summary>The weights, the constant last.</summary>
    /// <param name="cases">The cases; all with the same number of features.</param>
    /// <param name="penalty">Strength of the penalty on the weights; the constant is not penalised.</param>
    public static double[] Fit(IReadOnlyList<LabelledCase> cases, double penalty)
    {
        var size = cases[0].Features.Length + 1;
        var weights = new double[size];
        for (var round = 0; round < Rounds; round++)
        {
            var gradient = new double[size];
            var hessian = new double[size, size];
            foreach (var item in cases)
                Accumulate(item, weights, gradient, hessian);
            for (var i = 0; i < size; i++)
            {
                var strength = i == size - 1 ? 1e-9 : penalty;
                gradient[i] += strength * weights[i];
                hessian[i, i] += strength;
            }

            var step = Solve(hessian, gradient);
            var largest = 0.0;
            for (var i = 0; i < size; i++)
            {
                weights[i] -= step[i];
                largest = Math.Max(largest, Math.Abs(step[i]));
            }

            if (largest < 1e-6)
                break;
        }

        return weights;
    }

    /// <summary>The probability of a case.</summary>
    public static double Probability(double[] weights, double[] features)
    {
        var sum = weights[^1];
        for (var i = 0; i < features.Length; i++)
            sum += weights[i] * features[i];
        return 1 / (1 + Math.Exp(-sum));
    }

    private static void Accumulate(LabelledCase item, double[] weights, double[] gradient, double[,] hessian)
    {
        var p = Probability(weights, item.Features);
        var error = (p - (item.Right ? 1 : 0)) * item.Weight;
        var curvature = Math.Max(p * (1 - p), 1e-6) * item.Weight;
        for (var i = 0; i < weights.Length; i++)
        {
            var xi = i == item.Features.Length ? 1 : item.Features[i];
            gradient[i] += error * xi;
            for (var j = 0; j < weights.Length; j++)
                hessian[i, j] += curvature * xi * (j == item.Features.Length ? 1 : item.Features[j]);
        }
    }

    // Gaussian elimination with partial pivoting; the matrices are small and positive definite.
    private static double[] Solve(double[,] a, double[] b)
    {
        var n = b.Length;
        var x = (double[])b.Clone();
        for (var column = 0; column < n; column++)
        {
            var pivot = column;
            for (var row = column + 1; row < n; row++)
                if (Math.Abs(a[row, column]) > Math.Abs(a[pivot, column]))
                    pivot = row;
            for (var k = 0; k < n; k++)
                (a[column, k], a[pivot, k]) = (a[pivot, k], a[column, k]);
            (x[column], x[pivot]) = (x[pivot], x[column]);
            for (var row = column + 1; row < n; row++)
            {
                var factor = a[row, column] / a[column, column];
                for (var k = column; k < n; k++)
                    a[row, k] -= factor * a[column, k];
                x[row] -= factor * x[column];
            }
        }

        for (var row = n - 1; row >= 0; row--)
        {
            for (var k = row + 1; k < n; k++)
                x[row] -= a[row, k] * x[k];
            x[row] /= a[row, row];
        }

        return x;
    }
}
