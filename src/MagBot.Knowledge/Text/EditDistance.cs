namespace MagBot.Knowledge.Text;

/// <summary>Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours count 1 each.</summary>
internal static class EditDistance
{
    /// <summary>The distance between two words.</summary>
    public static int Between(ReadOnlySpan<char> left, ReadOnlySpan<char> right) => Within(left, right, int.MaxValue - 1) ?? int.MaxValue;

    /// <summary>The distance, or null when it is larger than <paramref name="limit"/>.</summary>
    public static int? Within(ReadOnlySpan<char> left, ReadOnlySpan<char> right, int limit)
    {
        if (Math.Abs(left.Length - right.Length) > limit) return null;
        int width = right.Length + 1;
        Span<int> rows = width <= 64 ? stackalloc int[width * 3] : new int[width * 3];
        Span<int> before = rows[..width], previous = rows.Slice(width, width), current = rows[(2 * width)..];
        for (int column = 0; column < width; column++) previous[column] = column;
        for (int row = 1; row <= left.Length; row++)
        {
            current[0] = row;
            int best = row;
            for (int column = 1; column < width; column++)
            {
                int cost = left[row - 1] == right[column - 1] ? 0 : 1;
                int value = Math.Min(Math.Min(current[column - 1], previous[column]) + 1, previous[column - 1] + cost);
                if (row > 1 && column > 1 && left[row - 1] == right[column - 2] && left[row - 2] == right[column - 1])
                    value = Math.Min(value, before[column - 2] + 1);
                current[column] = value;
                best = Math.Min(best, value);
            }

            if (best > limit) return null;
            Span<int> oldest = before;
            before = previous;
            previous = current;
            current = oldest;
        }

        int distance = previous[width - 1];
        return distance <= limit ? distance : null;
    }
}
