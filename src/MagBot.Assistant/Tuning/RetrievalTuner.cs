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
            .Select((item, index) => new Case(item, index % Folds))];
    }

    /// <summary>Searches and fits.</summary>
    /// <param name="trials">How many weightings to try; 0 keeps the ranking as it is and only fits the confidence.</param>
    /// <param name="seed">Seed of the search.</param>
    /// <param name="maxWrong">Largest share of out-of-scope questions that may get an answer.</param>
    /// <returns>The settings as JSON, and a report for people.</returns>
    public (string Settings, string Report) Tune(int trials, int seed, double maxWrong)
    {
        var report = new StringBuilder();
        var ranking = trials > 0 ? SearchRanking(trials, seed, report) : RetrievalSettings.Default.Ranking;
        var finder = new AnswerFinder(_knowledge, RetrievalSettings.Default with { Ranking = ranking });
        var samples = _cases.Select(item => Sample(finder, item)).OfType<Labelled>().ToList();
        var held = HeldOut(samples);
        var threshold = Threshold(held, maxWrong);
        Describe(report, held, threshold);
        var weights = LogisticFit.Fit([.. samples.Select(sample => sample.Case)], Penalty);
        var settings = new RetrievalSettings
        {
            Ranking = ranking,
            Confidence = new ConfidenceSettings(
                Math.Round(weights[^1], 4),
                ConfidenceModel.Names.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => Math.Round(weights[pair.i], 4), StringComparer.Ordinal),
                Math.Round(threshold, 3),
                Math.Round(threshold * 0.6, 3)),
        };
        return (settings.ToJson(), report.ToString());
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
            var index = AnswerIndex.Build(_knowledge, settings);
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

    private Labelled? Sample(AnswerFinder finder, Case item)
    {
        var (id, features) = finder.Measure(item.Wanted.Question);
        if (id is null)
            return null;
        if (!_intents.TryGetValue(id, out var intent))
            return new Labelled(new LabelledCase(features, item.Wanted.Answers.Contains(id)), item, IsAnswer: true);

        // An intent that declines is as good as a don't-know, so it teaches nothing about confidence.
        return intent.Decision == Decisions.Decline
            ? null
            : new Labelled(new LabelledCase(features, intent.Decision == item.Wanted.Kind), item, IsAnswer: false);
    }

    private static List<(Labelled Sample, double Probability)> HeldOut(List<Labelled> samples) =>
    [
        .. Enumerable.Range(0, Folds).SelectMany(fold =>
        {
            var weights = LogisticFit.Fit([.. samples.Where(sample => sample.Item.Fold != fold).Select(sample => sample.Case)], Penalty);
            return samples.Where(sample => sample.Item.Fold == fold).Select(sample => (sample, LogisticFit.Probability(weights, sample.Case.Features)));
        }),
    ];

    // The lowest threshold at which few enough of the questions out of scope get an answer.
    private double Threshold(List<(Labelled Sample, double Probability)> held, double maxWrong)
    {
        var outOfScope = _cases.Count(item => item.Wanted.Kind == "oos");
        for (var threshold = 0.05; threshold < 0.95; threshold += 0.01)
            if (held.Count(item => item.Sample.Item.Wanted.Kind == "oos" && item.Sample.IsAnswer && item.Probability >= threshold) <= maxWrong * outOfScope)
                return threshold;
        return 0.95;
    }

    private void Describe(StringBuilder report, List<(Labelled Sample, double Probability)> held, double threshold)
    {
        var questions = _cases.Count(item => item.Wanted.Kind == "faq");
        var outOfScope = _cases.Count(item => item.Wanted.Kind == "oos");
        report.Append(CultureInfo.InvariantCulture, $"confidence, cross-validated on {held.Count} cases (chosen threshold {threshold:0.00}):\n threshold  faq right  faq wrong  oos answered\n");
        for (var at = 0.1; at < 0.9; at += 0.1)
        {
            var given = held.Where(item => item.Sample.IsAnswer && item.Probability >= at).ToList();
            var faq = given.Where(item => item.Sample.Item.Wanted.Kind == "faq").ToList();
            report.Append(CultureInfo.InvariantCulture, $"      {at:0.0}     {100.0 * faq.Count(item => item.Sample.Case.Right) / questions,6:0.0} %   {100.0 * faq.Count(item => !item.Sample.Case.Right) / questions,6:0.0} %      {100.0 * (given.Count - faq.Count) / Math.Max(1, outOfScope),6:0.0} %\n");
        }

        var error = 0.0;
        foreach (var bin in held.GroupBy(item => Math.Min(9, (int)(item.Probability * 10))))
            error += Math.Abs(bin.Average(item => item.Probability) - bin.Average(item => item.Sample.Case.Right ? 1.0 : 0.0)) * bin.Count() / held.Count;
        report.Append(CultureInfo.InvariantCulture, $"calibration error (10 bins): {error:0.000}\n");
    }

    private sealed record Case(TuningCase Wanted, int Fold);

    private sealed record Labelled(LabelledCase Case, Case Item, bool IsAnswer);
}
