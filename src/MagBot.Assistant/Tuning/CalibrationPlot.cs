using System.Globalization;
using System.Text;

namespace MagBot.Assistant.Tuning;

/// <summary>Draws how honest the confidence is: a reliability diagram, and what is answered wrongly against what is answered at all.</summary>
internal static class CalibrationPlot
{
    private const int Size = 300;
    private const int Gap = 70;
    private const int Bins = 10;

    /// <summary>An SVG picture; light enough for a page, with its figures as text.</summary>
    /// <param name="answers">Confidence of the best answer, and whether it was right, of every question, also those out of scope.</param>
    /// <param name="threshold">The threshold in service.</param>
    public static string Draw(IReadOnlyList<(double Probability, bool Right)> answers, double threshold)
    {
        var svg = new StringBuilder();
        Write(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {2 * Size + 3 * Gap} {Size + 2 * Gap}\" font-family=\"sans-serif\" font-size=\"12\">");
        Write(svg, $"<rect width=\"100%\" height=\"100%\" fill=\"white\"/>");
        Reliability(svg, answers);
        RiskCoverage(svg, answers, threshold);
        return svg.Append("</svg>\n").ToString();
    }

    private static void Reliability(StringBuilder svg, IReadOnlyList<(double Probability, bool Right)> answers)
    {
        Frame(svg, Gap, "Reliability: how often an answer of this confidence is right", "confidence", "share right", 1);
        Write(svg, $"<line x1=\"{Gap}\" y1=\"{Gap + Size}\" x2=\"{Gap + Size}\" y2=\"{Gap}\" stroke=\"#999\" stroke-dasharray=\"4\"/>");
        foreach (var bin in answers.GroupBy(item => Math.Min(Bins - 1, (int)(item.Probability * Bins))).OrderBy(bin => bin.Key))
        {
            var (x, y) = (Gap + Size * bin.Average(item => item.Probability), Gap + Size * (1 - bin.Average(item => item.Right ? 1.0 : 0.0)));
            Write(svg, $"<circle cx=\"{x:0.0}\" cy=\"{y:0.0}\" r=\"{2 + Math.Sqrt(bin.Count()) / 3:0.0}\" fill=\"#1f6feb\"/><text x=\"{x + 8:0.0}\" y=\"{y + 14:0.0}\" fill=\"#555\" font-size=\"10\">{bin.Count()}</text>");
        }
    }

    private static void RiskCoverage(StringBuilder svg, IReadOnlyList<(double Probability, bool Right)> answers, double threshold)
    {
        const double highest = 0.4;
        var left = 2 * Gap + Size;
        Frame(svg, left, "Risk and coverage: wrong among what is answered", "share of all messages answered", "share wrong", highest);
        var wrong = 0;
        var line = new StringBuilder();
        var mark = (X: 0.0, Y: 0.0, Risk: 0.0, Coverage: 0.0);
        foreach (var (item, i) in answers.OrderByDescending(item => item.Probability).Select((item, i) => (item, i)))
        {
            wrong += item.Right ? 0 : 1;
            var (coverage, risk) = ((i + 1.0) / answers.Count, wrong / (i + 1.0));
            var (x, y) = (left + Size * coverage, Gap + Size * (1 - Math.Min(risk, highest) / highest));
            if (item.Probability >= threshold)
                mark = (x, y, risk, coverage);
            if (i >= 20 && i % 10 == 0) // the first few jump
                Write(line, $"{x:0.0},{y:0.0} ");
        }

        Write(svg, $"<polyline fill=\"none\" stroke=\"#1f6feb\" stroke-width=\"2\" points=\"{line.ToString().Trim()}\"/>");
        Write(svg, $"<circle cx=\"{mark.X:0.0}\" cy=\"{mark.Y:0.0}\" r=\"5\" fill=\"#d1242f\"/>");
        Write(svg, $"<text x=\"{left + 10}\" y=\"{Gap + 20}\" fill=\"#d1242f\">threshold {threshold:0.00}: {100 * mark.Coverage:0} % answered, {100 * mark.Risk:0.0} % of those wrong</text>");
    }

    private static void Frame(StringBuilder svg, int left, string title, string across, string up, double highest)
    {
        Write(svg, $"<text x=\"{left}\" y=\"{Gap - 20}\" font-weight=\"bold\">{title}</text><rect x=\"{left}\" y=\"{Gap}\" width=\"{Size}\" height=\"{Size}\" fill=\"none\" stroke=\"#333\"/>");
        Write(svg, $"<text x=\"{left + Size / 2}\" y=\"{Gap + Size + 36}\" text-anchor=\"middle\">{across}</text>");
        Write(svg, $"<text transform=\"translate({left - 40},{Gap + Size / 2}) rotate(-90)\" text-anchor=\"middle\">{up}</text>");
        for (var i = 0; i <= 4; i++)
        {
            Write(svg, $"<text x=\"{left + Size * i / 4}\" y=\"{Gap + Size + 16}\" text-anchor=\"middle\" fill=\"#555\">{i / 4.0:0.00}</text>");
            Write(svg, $"<text x=\"{left - 6}\" y=\"{Gap + Size - Size * i / 4 + 4}\" text-anchor=\"end\" fill=\"#555\">{highest * i / 4:0.00}</text>");
        }
    }

    private static void Write(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
