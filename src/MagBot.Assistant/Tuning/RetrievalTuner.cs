using System.Globalization;
using System.Text;
using MagBot.Assistant.Retrieval;
using MagBot.Assistant.Routing;
using MagBot.Knowledge;
using MagBot.Knowledge.Content;
using MagBot.Knowledge.Safety;

namespace MagBot.Assistant.Tuning;

/// <summary>A customer's question with what belongs to it.</summary>
/// <param name="Question">What the customer says.</param>
/// <param name="Kind"><c>faq</c>, <c>oos</c>, or the decision that an intent should give.</param>
/// <param name="Answers">Ids of right answers; empty for other kinds than <c>faq</c>.</param>
public sealed record TuningCase(string Question, string Kind, IReadOnlyList<string> Answers);

/// <summary>
/// Finds the weights of ranking by random search and fits the confidence model, both judged by cross-validation: what is chosen on
/// four fifths of the questions is measured on the fifth that it did not see.
/// </summary>
public sealed class RetrievalTuner
{
    private const int Folds = 5;
    private const double Penalty = 1;
    private const double ClarifyShare = 0.45; // of the threshold: from here on the likeliest answer is shown with a word of doubt

    private readonly KnowledgeBase _knowledge;
    private readonly List<Case> _cases;
    private readonly Dictionary<string, Intent> _intents;

    /// <summary>Keeps the questions that get as far as retrieval: safety and the patterns of intents come before it.</summary>
    public RetrievalTuner(KnowledgeBase knowledge, IEnumerable<TuningCase> cases)
    {
        _knowledge = knowledge;
        _intents = knowledge.Intents.ToDictionary(intent => AnswerIndex.IntentPrefix + intent.Id, StringComparer.Ordinal);
        var triage = new TriageEngine(knowledge.Safety);
        var patterns = new IntentMatcher(knowledge.Intents);
        _cases = [.. cases
            .Where(item => patterns.Find(item.Question) is null && !triage.Read(item.Question).ReplacesAnswer)
            .Select((item, index) => new Case(item, triage.Read(item.Question).AccompaniesAnswer, index % Folds))];
    }

    /// <summary>Searches and fits.</summary>
    /// <param name="trials">How many weightings to try; 0 keeps the ranking as it is and only fits the confidence.</param>
    /// <param name="seed">Seed of the search.</param>
    /// <param name="maxWrong">Largest share of all questions that may get a wrong answer without a word of doubt.</param>
    /// <returns>The settings as JSON, a report for people, and a picture (SVG) of reliability and risk.</returns>
    public (string Settings, string Report, string Plot) Tune(int trials, int seed, double maxWrong)
    {
        var report = new StringBuilder();
        var ranking = trials > 0 ? SearchRanking(trials, seed, report) : RetrievalSettings.Default.Ranking;
        var features = new CandidateFeatures(_knowledge, ranking);
        var samples = _cases.ConvertAll(item => new Sample(item, ToChoice(features.See(item.Wanted.Question, item.Sensitive), item.Wanted)));
        var held = HeldOut(samples);
        var threshold = Threshold(held, maxWrong);
        Describe(report, held, threshold);
        var (weights, none) = ChoiceFit.Fit([.. samples.Select(sample => sample.Choice)], Penalty);
        var settings = new RetrievalSettings
        {
            Ranking = ranking,
            Confidence = new ConfidenceSettings(
                Named(CandidateFeatures.Names, weights), Named(CandidateFeatures.NoneNames, none), Math.Round(threshold, 3), Math.Round(threshold * ClarifyShare, 3)),
        };
        var plot = CalibrationPlot.Draw([.. held.Where(item => item.IsAnswer).Select(item => (item.Probability, item.Right))], threshold);
        return (settings.ToJson(), report.ToString(), plot);
    }

    private static Dictionary<string, double> Named(IReadOnlyList<string> names, double[] weights) =>
        names.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => Math.Round(weights[pair.i], 3), StringComparer.Ordinal);

    // What is right for a message: its answers, an intent of its kind, or nothing when none of these was found.
    private ChoiceCase ToChoice(Sighting sighting, TuningCase wanted)
    {
        var right = new bool[sighting.Candidates.Count + 1];
        for (var i = 0; i < sighting.Candidates.Count; i++)
        {
            var key = sighting.Candidates[i].Key;
            right[i] = _intents.TryGetValue(key, out var intent)
                ? intent.Decision == (wanted.Kind == "oos" ? Decisions.Decline : wanted.Kind)
                : wanted.Answers.Contains(key);
        }

        right[^1] = wanted.Kind == "oos" || !right.Contains(true);
        return new ChoiceCase(sighting, right);
    }

    private RankingSettings SearchRanking(int trials, int seed, StringBuilder report)
    {
        var random = new Random(seed);
        var questions = _cases.Where(item => item.Wanted.Answers.Count > 0).ToList();
        var tried = new List<(RankingSettings Settings, double[] Marks)> { Try(RetrievalSettings.Default.Ranking) };
        for (var trial = 1; trial < trials; trial++)
        {
            // Half of the trials explore, half vary the best so far.
            var best = tried.MaxBy(item => item.Marks.Average()).Settings;
            tried.Add(Try(trial % 2 == 0 ? Vary(best, random, 0.25) : Vary(RetrievalSettings.Default.Ranking, random, 0.9)));
        }

        var heldOut = Enumerable.Range(0, Folds).SelectMany(fold =>
        {
            var chosen = tried.MaxBy(item => Mean(item.Marks, f => f != fold)).Marks;
            return questions.Select((item, i) => (item, i)).Where(pair => pair.item.Fold == fold).Select(pair => chosen[pair.i]);
        }).Average();
        var winner = tried.MaxBy(item => item.Marks.Average());
        report.Append(CultureInfo.InvariantCulture, $"ranking: {questions.Count} questions, {trials} trials, seed {seed}; mean mark before {tried[0].Marks.Average():0.000}, best {winner.Marks.Average():0.000}, cross-validated {heldOut:0.000}\n");
        return winner.Settings;

        (RankingSettings, double[]) Try(RankingSettings settings)
        {
            var index = AnswerIndex.Build(AnswerIndex.Documents(_knowledge), settings, _knowledge.Synonyms);
            return (settings, [.. questions.Select(item => Mark(index, item))]);
        }

        double Mean(double[] marks, Func<int, bool> folds) => marks.Where((_, i) => folds(questions[i].Fold)).Average();
    }

    // 1 for the right answer on top, a part of it for a right answer close behind.
    private static double Mark(Search.Index.SearchIndex index, Case item)
    {
        var hits = index.Search(item.Wanted.Question, new Search.Index.SearchOptions { Top = 4 }).Hits;
        for (var rank = 0; rank < hits.Count; rank++)
            if (item.Wanted.Answers.Contains(hits[rank].Key.Value))
                return rank == 0 ? 1 : 0.3 / rank;
        return 0;
    }

    private static RankingSettings Vary(RankingSettings from, Random random, double spread)
    {
        double Times(double value) => Math.Round(value * Math.Exp((random.NextDouble() * 2 - 1) * spread), 3);
        double Share(double value) => Math.Round(Math.Clamp(value + (random.NextDouble() * 2 - 1) * spread * 0.5, 0, 1), 3);
        return new RankingSettings
        {
            QuestionWeight = Times(from.QuestionWeight),
            VariantWeight = Times(from.VariantWeight),
            ShortWeight = Times(from.ShortWeight),
            BodyWeight = Times(from.BodyWeight),
            TopicWeight = Times(from.TopicWeight),
            QuestionLength = Share(from.QuestionLength),
            VariantLength = Share(from.VariantLength),
            TextLength = Share(from.TextLength),
            TermSaturation = Times(from.TermSaturation),
            FunctionWordWeight = Share(from.FunctionWordWeight),
            QuestionBonus = Times(from.QuestionBonus),
            ProximityBonus = Times(from.ProximityBonus),
            ExactFormBonus = Times(from.ExactFormBonus),
            SynonymWeight = Share(from.SynonymWeight),
            QueryPartWeight = Share(from.QueryPartWeight),
            CompoundPartWeight = Share(from.CompoundPartWeight),
        };
    }

    private static List<Judged> HeldOut(List<Sample> samples) =>
    [
        .. Enumerable.Range(0, Folds).SelectMany(fold =>
        {
            var (weights, none) = ChoiceFit.Fit([.. samples.Where(sample => sample.Item.Fold != fold).Select(sample => sample.Choice)], Penalty);
            return samples.Where(sample => sample.Item.Fold == fold).Select(sample => Judge(sample, weights, none));
        }),
    ];

    private static Judged Judge(Sample sample, double[] weights, double[] none)
    {
        var (sighting, right) = (sample.Choice.Sighting, sample.Choice.Right);
        var probabilities = ChoiceModel.Probabilities(weights, none, sighting);
        var best = -1;
        for (var i = 0; i < sighting.Candidates.Count; i++)
            if (best < 0 || probabilities[i] > probabilities[best])
                best = i;
        return best < 0
            ? new Judged(sample.Item, false, 0, false, false)
            : new Judged(sample.Item, !AnswerIndex.IsIntent(sighting.Candidates[best].Key), probabilities[best], right[best], !right[^1]);
    }

    // The lowest threshold at which few enough of all questions get a wrong answer.
    private static double Threshold(List<Judged> held, double maxWrong)
    {
        for (var threshold = 0.05; threshold < 0.95; threshold += 0.005)
            if (held.Count(item => item.IsAnswer && !item.Right && item.Probability >= threshold) <= maxWrong * held.Count)
                return threshold;
        return 0.95;
    }

    private static void Describe(StringBuilder report, List<Judged> held, double threshold)
    {
        var faq = held.Where(item => item.Item.Wanted.Kind == "faq").ToList();
        var outOfScope = held.Where(item => item.Item.Wanted.Kind == "oos").ToList();
        var talk = held.Except(faq).Except(outOfScope).ToList();
        report.Append(CultureInfo.InvariantCulture, $"best candidate right: {100.0 * faq.Count(item => item.Right) / faq.Count:0.0} % of {faq.Count} questions\n");
        report.Append(CultureInfo.InvariantCulture, $"cross-validated on {held.Count} cases (chosen threshold {threshold:0.00}):\n threshold  faq right  faq wrong  oos answered  talk right\n");
        foreach (var at in Enumerable.Range(2, 15).Select(step => step * 0.05).Append(threshold))
            report.Append(CultureInfo.InvariantCulture,
                $"      {at:0.00}    {Share(faq, item => item.Right && item.Probability >= at),6:0.0} %   {Share(faq, item => !item.Right && item.Probability >= at),6:0.0} %      {Share(outOfScope, item => item.IsAnswer && item.Probability >= at),6:0.0} %     {Share(talk, item => item.Right && item.Probability >= at),6:0.0} %\n");

        report.Append(CultureInfo.InvariantCulture, $"a right candidate is there: {Share(faq, item => item.Found):0.0} %\n");
        foreach (var limit in new[] { 0.03, 0.05, 0.08 })
        {
            var at = Threshold(held, limit);
            report.Append(CultureInfo.InvariantCulture, $"at {100 * limit:0} % wrong of all (from {at:0.00}): {Share(faq, item => item.Right && item.Probability >= at):0.0} % of the questions answered rightly\n");
        }

        var answers = held.Where(item => item.IsAnswer).ToList();
        var error = 0.0;
        foreach (var bin in answers.GroupBy(item => Math.Min(9, (int)(item.Probability * 10))))
            error += Math.Abs(bin.Average(item => item.Probability) - bin.Average(item => item.Right ? 1.0 : 0.0)) * bin.Count() / answers.Count;
        var wrong = answers.Count(item => !item.Right && item.Probability >= threshold);
        report.Append(CultureInfo.InvariantCulture, $"at the chosen threshold {wrong} wrong answers, {100.0 * wrong / held.Count:0.0} % of all cases\n");
        report.Append(CultureInfo.InvariantCulture, $"calibration error (10 bins): {error:0.000}\n");
    }

    private static double Share(List<Judged> items, Func<Judged, bool> which) => items.Count == 0 ? 0 : 100.0 * items.Count(which) / items.Count;

    private sealed record Case(TuningCase Wanted, bool Sensitive, int Fold);

    private sealed record Sample(Case Item, ChoiceCase Choice);

    private sealed record Judged(Case Item, bool IsAnswer, double Probability, bool Right, bool Found);
}
