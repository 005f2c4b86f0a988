namespace MagBot.Search.Analysis;

/// <summary>How often words occur; what the splitter and the corrector know of a vocabulary.</summary>
internal interface IWordFrequencies
{
    /// <summary>Occurrences of the word or of other forms of it; 0 when unknown.</summary>
    int FrequencyOf(ReadOnlySpan<char> word);
}

/// <summary>
/// Splits compounds where the parts are words of their own: the split with the highest geometric mean of the parts' frequencies
/// wins (Koehn &amp; Knight 2003, "Empirical Methods for Compound Splitting"), with -s-, -e-, -en- between the parts.
/// </summary>
/// <remarks>Thread-safe when the frequencies are.</remarks>
internal sealed class CompoundSplitter(IWordFrequencies frequencies, CompoundWords words)
{
    private const int MinCompoundLength = 7;
    private const int MaxCompoundLength = 40;
    private const int MinPartLength = 3;
    private const int MaxParts = 4;

    // A whole word that is this much more frequent than its parts is no compound of them ("maandag" is not about the moon).
    private const double WholeWordAdvantage = 8;

    /// <summary>The parts without linking letters, or null when the word is better left whole.</summary>
    /// <param name="word">A folded, lowered word.</param>
    /// <param name="wholeFrequency">How often the whole word occurs; 0 when unknown.</param>
    public List<string>? FindParts(string word, int wholeFrequency)
    {
        if (word.Length is < MinCompoundLength or > MaxCompoundLength || words.IsWhole(word))
            return null;
        var best = Search(word);
        if (best is null || best.Value.Mean * WholeWordAdvantage < wholeFrequency)
            return null;
        return best.Value.Parts;
    }

    private (List<string> Parts, double Mean)? Search(string word)
    {
        // logs[k, i]: the best sum of log frequencies of k parts that together cover the first i letters.
        var length = word.Length;
        var logs = new double[MaxParts + 1, length + 1];
        var from = new (int Start, int End)[MaxParts + 1, length + 1];
        for (var k = 0; k <= MaxParts; k++)
        {
            for (var i = 0; i <= length; i++)
                logs[k, i] = double.NegativeInfinity;
        }

        logs[0, 0] = 0;
        for (var start = 0; start <= length - MinPartLength; start++)
            Extend(word, start, logs, from);
        return Best(word, logs, from);
    }

    private void Extend(string word, int start, double[,] logs, (int Start, int End)[,] from)
    {
        var reachable = false;
        for (var k = 0; k < MaxParts; k++)
            reachable |= !double.IsNegativeInfinity(logs[k, start]);
        if (!reachable)
            return;

        for (var end = start + MinPartLength; end <= word.Length; end++)
        {
            if (start == 0 && end == word.Length)
                continue;
            var frequency = PartFrequency(word.AsSpan(start, end - start), start == 0, end == word.Length);
            if (frequency <= 0)
                continue;
            var log = Math.Log(frequency);
            Relax(start, end, end, log, logs, from);
            if (end < word.Length)
            {
                foreach (var link in LinkLengths(word, end))
                    Relax(start, end, end + link, log - 0.1, logs, from); // a split without a linking letter wins a tie
            }
        }
    }

    private static ReadOnlySpan<int> LinkLengths(string word, int end)
    {
        if (word[end] == 's')
            return [1];
        if (word[end] != 'e')
            return [];
        return end + 1 < word.Length && word[end + 1] == 'n' ? [2, 1] : [1];
    }

    private static void Relax(int start, int end, int next, double log, double[,] logs, (int Start, int End)[,] from)
    {
        if (next > logs.GetLength(1) - 1 || (next != end && logs.GetLength(1) - 1 - next < MinPartLength))
            return;
        for (var k = 0; k < MaxParts; k++)
        {
            if (logs[k, start] + log <= logs[k + 1, next])
                continue;
            logs[k + 1, next] = logs[k, start] + log;
            from[k + 1, next] = (start, end);
        }
    }

    private static (List<string> Parts, double Mean)? Best(string word, double[,] logs, (int Start, int End)[,] from)
    {
        var bestCount = 0;
        var bestMean = double.NegativeInfinity;
        for (var k = 2; k <= MaxParts; k++)
        {
            var mean = logs[k, word.Length] / k;
            if (mean > bestMean)
                (bestCount, bestMean) = (k, mean);
        }

        if (bestCount == 0)
            return null;
        var parts = new List<string>();
        var at = word.Length;
        for (var k = bestCount; k > 0; k--)
        {
            var (start, end) = from[k, at];
            parts.Insert(0, word[start..end]);
            at = start;
        }

        return (parts, Math.Exp(bestMean));
    }

    private double PartFrequency(ReadOnlySpan<char> part, bool isFirst, bool isLast)
    {
        if (words.IsNoPart(part, isFirst, isLast))
            return 0;
        var listed = words.IsListed(part);
        if (part.Length < 4 && !listed)
            return 0;
        var frequency = frequencies.FrequencyOf(part);
        if (frequency == 1 && part.Length < 5 && !listed)
            return 0; // a short word seen once is as likely a name or a slip
        return Math.Max(frequency, listed ? 1.5 : 0);
    }
}
