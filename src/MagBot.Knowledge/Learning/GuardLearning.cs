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
    /// <summary>Share of lawful sentences that may be shown to a person, and that may be stopped.</summary>
    private const double ReviewedLawful = 0.05, BlockedLawful = 0.01;

    /// <summary>Share of harmless messages in the sets, which were written to mislead, that may raise an alarm.</summary>
    private const double FalseAlarms = 0.02;

    /// <summary>One in so many reviewed sentences is learned from: they say more about magnesium than an advisor does, and are never judged by the model.</summary>
    private const int EveryReviewed = 8;

    private const int Folds = 8;

    /// <summary>Rows that stand together are alike, so they are judged together.</summary>
    private const int Together = 10;
    private static readonly string[] Questions = ["faq", "oos", "second", "third", "fourth", "talk", "talk2"];
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
        TextFeatures features = knowledge.Claims.Models.Features;
        List<JsonElement> set = [.. Rows("eval/guards/wording.jsonl")];
        List<TrainingRow> rows = [.. set.Select((row, at) =>
            new TrainingRow(Features(row.GetProperty("text").GetString()!), row.GetProperty("forbidden").GetBoolean(), at / Together % Folds))];
        rows.AddRange(knowledge.Answers.SelectMany(answer => new[] { answer.ShortText, answer.Body }).Concat(knowledge.Passages.Select(passage => passage.Text))
            .Concat(knowledge.Texts.Entries.SelectMany(entry => entry.Wordings)).Concat(knowledge.Intents.SelectMany(intent => intent.Answers))
            .SelectMany(text => SentenceSplitter.Split(text).Where(sentence => sentence.Normal.Length > 15).Select(sentence => ClaimsFeatures.Of(sentence.Normal, PlainText.Normalise(text), knowledge.Claims)))
            .Where((_, at) => at % EveryReviewed == 0).Select(sentence => new TrainingRow(sentence, false, null)));
        return new GuardModels(features, new Dictionary<string, LinearModel>
        {
            ["claim"] = WithLimits("claim", rows, ("review", ReviewedLawful), ("block", BlockedLawful)),
        });
    }

    private IReadOnlyCollection<string> Features(string text)
    {
        string normal = PlainText.Normalise(text);
        return ClaimsFeatures.Of(normal, normal, knowledge.Claims);
    }

    private GuardModels LearnSafety()
    {
        TextFeatures features = knowledge.Safety.Models.Features;
        var rules = new TriageEngine(knowledge.Safety with { Models = GuardModels.None });
        var rows = new List<TrainingRow>();
        var kinds = new List<(IReadOnlyCollection<string> Features, string Kind)>();
        List<JsonElement> set = [.. Rows("eval/guards/safety.jsonl")];
        foreach (JsonElement row in set)
        {
            string text = row.GetProperty("text").GetString()!;
            IReadOnlyCollection<string> found = features.Of(knowledge.Safety.Normalise(text));
            bool urgent = row.GetProperty("levels")[0].GetString() is "U1" or "U2" or "U3";
            rows.Add(new TrainingRow(found, urgent, rows.Count / Together % Folds));
            string? kind = row.TryGetProperty("kind", out JsonElement named) ? named.GetString() : rules.Read(text).Kind;
            if (urgent && kind is not null) kinds.Add((found, kind));
        }

        rows.AddRange(Questions.SelectMany(set => Rows($"eval/{set}.jsonl")).Select(row => new TrainingRow(features.Of(knowledge.Safety.Normalise(row.GetProperty("question").GetString()!)), false, null)));
        var models = new Dictionary<string, LinearModel> { ["urgent"] = WithLimits("urgent", rows, ("alarm", FalseAlarms)) };
        foreach (string kind in kinds.GroupBy(row => row.Kind).Where(group => group.Count() >= 8).Select(group => group.Key).Order(StringComparer.Ordinal))
            models[kind] = LinearTrainer.Train([.. kinds.Select(row => new TrainingRow(row.Features, row.Kind == kind, null))]);
        return new GuardModels(features, models);
    }

    private LinearModel WithLimits(string name, List<TrainingRow> rows, params ReadOnlySpan<(string Name, double Share)> limits)
    {
        IReadOnlyList<(TrainingRow Row, double Score)> unseen = LinearTrainer.ScoreUnseen(rows);
        double[] harmless = [.. unseen.Where(row => !row.Row.Positive).Select(row => row.Score).OrderDescending()];
        double[] wanted = [.. unseen.Where(row => row.Row.Positive).Select(row => row.Score)];
        LinearModel model = LinearTrainer.Train(rows);
        var chosen = new Dictionary<string, double>();
        foreach ((string limit, double share) in limits)
        {
            chosen[limit] = harmless[(int)(share * harmless.Length)] + 0.01;
            double caught = wanted.Count(score => score >= chosen[limit]) / (double)wanted.Length;
            _report.AppendLine(CultureInfo.InvariantCulture, $"{name}, limit {limit} at {chosen[limit]:0.00}: {caught:P1} of {wanted.Length} found with {share:P1} of {harmless.Length} harmless ones, each judged unseen");
        }

        return new LinearModel(model.Bias, model.Weights, chosen);
    }

    private IEnumerable<JsonElement> Rows(string file)
    {
        string path = Path.Combine(directory, file);
        if (!File.Exists(path)) yield break;
        foreach (string line in File.ReadLines(path).Where(line => line.Length > 0)) yield return JsonElement.Parse(line);
    }
}
