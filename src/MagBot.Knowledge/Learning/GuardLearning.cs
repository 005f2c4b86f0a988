using System.Globalization;
using System.Text;
using System.Text.Json;
using MagBot.Knowledge.Claims;
using MagBot.Knowledge.Safety;
using MagBot.Knowledge.Text;

namespace MagBot.Knowledge.Learning;

/// <summary>
/// Learns the models behind triage and wording rules from the sets in <c>eval/guards/</c>, the reviewed texts (lawful by definition) and the
/// customers' questions in <c>eval/</c> (no alarms), and sets their limits on sentences that each model has not seen.
/// </summary>
/// <param name="directory">The knowledge folder.</param>
/// <param name="knowledge">What it holds.</param>
public sealed class GuardLearning(string directory, KnowledgeBase knowledge)
{
    /// <summary>Share of lawful sentences in the sets, which were written to mislead, that may be shown to a person, and that may be stopped.</summary>
    private const double ReviewedLawful = 0.03, BlockedLawful = 0;

    /// <summary>Share of customers' ordinary questions that may get an emergency message, or a line about a complaint, without need.</summary>
    private const double FalseAlarms = 0.004, FalseComplaints = 0.01;

    /// <summary>One in so many reviewed sentences is learned from: they say more about magnesium than an advisor does, and are never judged by the model.</summary>
    private const int EveryReviewed = 8;

    private const int Folds = 8;

    /// <summary>Rows that stand together are alike, so they are judged together.</summary>
    private const int Together = 10;

    /// <summary>Fewer examples of a kind teach nothing.</summary>
    private const int FewestOfKind = 6;

    /// <summary>Which kind of alarm it is takes fewer weights than whether it is one.</summary>
    private const int KindSize = 1 << 14;

    private static readonly string[] Questions = ["faq", "oos", "second", "third", "fourth", "fifth", "facts", "talk", "talk2"];
    private readonly StringBuilder _report = new();

    /// <summary>Learns and writes the files.</summary>
    /// <returns>What the models can do on sentences they have not seen, for a person.</returns>
    public string Run()
    {
        Directory.CreateDirectory(Path.Combine(directory, "models"));
        File.WriteAllText(Path.Combine(directory, GuardModels.WordingFile), LearnWording().Write());
        File.WriteAllText(Path.Combine(directory, GuardModels.SafetyFile), LearnSafety().Write());
        return _report.ToString();
    }

    private GuardModels LearnWording()
    {
        List<Example> examples = [.. Rows("eval/guards/wording.jsonl").Select((row, at) =>
            new Example(Features(row.GetProperty("text").GetString()!), row.GetProperty("forbidden").GetBoolean() ? "claim" : null, Fold(at)))];
        examples.AddRange(knowledge.Answers.SelectMany(answer => new[] { answer.ShortText, answer.Body }).Concat(knowledge.Passages.Select(passage => passage.Text))
            .Concat(knowledge.Texts.Entries.SelectMany(entry => entry.Wordings)).Concat(knowledge.Intents.SelectMany(intent => intent.Answers))
            .SelectMany(text => SentenceSplitter.Split(text).Where(sentence => sentence.Normal.Length > 15).Select(sentence => (sentence.Normal, Frame: text)))
            .Where((_, at) => at % EveryReviewed == 0)
            .Select(sentence => new Example(ClaimsFeatures.Of(sentence.Normal, PlainText.Normalise(sentence.Frame), knowledge.Claims), null, null)));
        GuardModels models = Weighing(knowledge.Claims.Models.Features, examples);
        List<TrainingRow> rows = [.. examples.Select(example => new TrainingRow(models.Weigh(example.Features), example.Label is not null, example.Fold))];
        return models with
        {
            Models = new Dictionary<string, LinearModel> { ["claim"] = WithLimits("claim", rows, _ => true, ("review", ReviewedLawful), ("block", BlockedLawful)) },
        };
    }

    private FeatureSet Features(string text)
    {
        string normal = PlainText.Normalise(text);
        return ClaimsFeatures.Of(normal, normal, knowledge.Claims);
    }

    private GuardModels LearnSafety()
    {
        List<Example> examples = [.. SafetyExamples()];
        GuardModels models = Weighing(knowledge.Safety.Models.Features, examples);
        List<(Example Example, FeatureVector Text)> read = [.. examples.Select(example => (example, models.Weigh(example.Features)))];
        var learned = new SortedDictionary<string, LinearModel>(StringComparer.Ordinal);
        LearnFamily(SafetyModels.Alarm, FalseAlarms, read, learned);
        LearnFamily(SafetyModels.Complaint, FalseComplaints, [.. read.Where(row => !IsOf(SafetyModels.Alarm, row.Example))], learned);
        return models with { Models = learned };
    }

    /// <summary>The model that finds messages of a family, and those that tell its kinds apart.</summary>
    private void LearnFamily(string family, double mayBeWrong, List<(Example Example, FeatureVector Text)> read, SortedDictionary<string, LinearModel> learned)
    {
        List<TrainingRow> rows = [.. read.Select(row => new TrainingRow(row.Text, IsOf(family, row.Example), row.Example.Fold))];
        HashSet<TrainingRow> questions = [.. rows.Where((_, at) => read[at].Example.IsQuestion)];
        learned[family] = WithLimits(family, rows, questions.Contains, (SafetyModels.Limit, mayBeWrong));
        var own = read.Where(row => IsOf(family, row.Example) && !row.Example.Label!.EndsWith(':')).ToList(); // of a family, so labelled
        foreach (string label in own.GroupBy(row => row.Example.Label!).Where(group => group.Count() >= FewestOfKind).Select(group => group.Key))
            learned[label] = LinearTrainer.Train([.. own.Select(row => new TrainingRow(row.Text, row.Example.Label == label, null))], KindSize);
    }

    private static bool IsOf(string family, Example example) => example.Label is { } label && SafetyModels.IsKindOf(family, label);

    private IEnumerable<Example> SafetyExamples()
    {
        var rules = new TriageEngine(knowledge.Safety with { Models = GuardModels.None });
        int at = 0;
        foreach (JsonElement row in Rows("eval/guards/safety.jsonl"))
        {
            string text = row.GetProperty("text").GetString()!;
            yield return new Example(SafetyFeatures(text), Label(row, rules.Read(text)), Fold(at++));
        }

        // What the rules themselves give as examples; a counter-example only says what it is not, so it counts when no rule sees anything in it.
        foreach (SafetyRule rule in knowledge.Safety.Rules)
        {
            foreach (string text in rule.Examples.Select(example => example.Text))
                if (rules.Read(text) is { Level: >= TriageLevel.U5 } found && found.Kind == rule.Kind)
                    yield return new Example(SafetyFeatures(text), SafetyModels.Name(Family(found.Level), rule.Kind, found.Level), null);
            foreach (string text in rule.CounterExamples.Select(example => example.Text).Where(text => rules.Read(text).Level < TriageLevel.U5))
                yield return new Example(SafetyFeatures(text), null, null);
        }

        foreach (JsonElement row in Questions.SelectMany(set => Rows($"eval/{set}.jsonl")).Where(row => row.GetProperty("kind").GetString() != "safety"))
        {
            string text = row.GetProperty("question").GetString()!;
            TriageLevel level = rules.Read(text).Level; // a question that names an illness is no example of a harmless one
            if (level is TriageLevel.None or TriageLevel.U6) yield return new Example(SafetyFeatures(text), null, Fold(at++)) { IsQuestion = true };
        }
    }

    /// <summary>Family, kind and level of a message; without a kind when neither the row nor a rule names it; null for a harmless one.</summary>
    private static string? Label(JsonElement row, TriageResult found)
    {
        List<string> levels = [.. row.GetProperty("levels").EnumerateArray().Select(level => level.GetString()!)];
        if (levels.Contains("none") || !Enum.TryParse(levels[0], out TriageLevel level) || level < TriageLevel.U5) return null;
        string family = Family(level);
        string? kind = row.TryGetProperty("kind", out JsonElement named) ? named.GetString() : levels.Contains(found.Level.Code()) ? found.Kind : null;
        return kind is null ? family + ":" : SafetyModels.Name(family, kind, levels.Contains(found.Level.Code()) ? found.Level : level);
    }

    private static string Family(TriageLevel level) => level >= TriageLevel.U3 ? SafetyModels.Alarm : SafetyModels.Complaint;

    private FeatureSet SafetyFeatures(string text) => knowledge.Safety.Models.Features.Of(knowledge.Safety.Normalise(text));

    private static int Fold(int at) => at / Together % Folds;

    private static GuardModels Weighing(TextFeatures features, List<Example> examples) =>
        new(features, GuardModels.CountRarity([.. examples.Select(example => example.Features)]), new Dictionary<string, LinearModel>());

    private LinearModel WithLimits(string name, List<TrainingRow> rows, Func<TrainingRow, bool> counts, params ReadOnlySpan<(string Name, double Share)> limits)
    {
        IReadOnlyList<(TrainingRow Row, double Score)> unseen = LinearTrainer.ScoreUnseen(rows);
        double[] harmless = [.. unseen.Where(row => !row.Row.Positive && counts(row.Row)).Select(row => row.Score).OrderDescending()];
        double[] hard = [.. unseen.Where(row => !row.Row.Positive && !counts(row.Row)).Select(row => row.Score)];
        double[] wanted = [.. unseen.Where(row => row.Row.Positive).Select(row => row.Score)];
        var chosen = new Dictionary<string, double>();
        foreach ((string limit, double share) in limits)
        {
            chosen[limit] = harmless[(int)(share * harmless.Length)] + 0.001;
            double caught = wanted.Count(score => score >= chosen[limit]) / (double)wanted.Length;
            _report.Append(CultureInfo.InvariantCulture, $"{name}, {limit} from {chosen[limit]:0.000}: {caught:P1} of {wanted.Length} found with {share:P1} of {harmless.Length} harmless ones");
            if (hard.Length > 0) _report.Append(CultureInfo.InvariantCulture, $" and {hard.Count(score => score >= chosen[limit]) / (double)hard.Length:P1} of {hard.Length} misleading ones");
            _report.AppendLine(", each judged unseen");
        }

        return LinearTrainer.Train(rows).With(chosen);
    }

    private IEnumerable<JsonElement> Rows(string file)
    {
        string path = Path.Combine(directory, file);
        if (!File.Exists(path)) yield break;
        foreach (string line in File.ReadLines(path).Where(line => line.Length > 0)) yield return JsonElement.Parse(line);
    }

    /// <summary>A text to learn from.</summary>
    /// <param name="Features">What it holds.</param>
    /// <param name="Label">What it is; null for nothing that matters.</param>
    /// <param name="Fold">See <see cref="TrainingRow"/>.</param>
    private sealed record Example(FeatureSet Features, string? Label, int? Fold)
    {
        /// <summary>A customer's ordinary question, on which false alarms are counted.</summary>
        public bool IsQuestion { get; init; }
    }
}
