using System.Globalization;
using System.Text;
using MagBot.Knowledge.Content;
using MagBot.Search.Querying;
using MagBot.Search.Scoring;

namespace MagBot.Assistant.Retrieval;

/// <summary>Writes down for an editor why a message finds what it finds: every figure with its parts, which add up to it. Not thread safe.</summary>
internal sealed class FindingExplanation
{
    private const int Detailed = 3;
    private const int Named = 6;
    private readonly StringBuilder _text = new();

    /// <summary>The words of the message as the index reads them.</summary>
    public void Concepts(QueryAnalysis analysis)
    {
        foreach (var concept in analysis.Concepts)
        {
            var readings = string.Join(", ", concept.Readings.Select(item => string.Create(CultureInfo.InvariantCulture, $"{item.Kind} {item.Text} {item.Weight:0.##}")));
            Line($"  {concept.Text}: share {concept.Share:0.00}{(concept.IsKnown ? "" : ", unknown")} [{readings}]");
        }
    }

    /// <summary>A message that leans on the answer before it.</summary>
    public void FollowUp(IReadOnlyList<string> about, Finding finding, IReadOnlyList<FollowUpReason> reasons)
    {
        var found = finding.WantsMore ? "the longer explanation" : finding.Answers[0].Id;
        Line($"read as a follow-up of {about[0]}: {found}, confidence {finding.Confidence:0.00}");
        var total = reasons.Sum(reason => reason.Value);
        foreach (var answer in reasons.GroupBy(reason => reason.Key).OrderByDescending(group => group.Sum(reason => reason.Value)).Take(Detailed))
        {
            Line($"{answer.Key}: {answer.Sum(reason => reason.Value):0.000} of {total:0.000}");
            foreach (var reason in answer)
                Line($"  {reason.Reading}: probability {reason.Probability:0.000} x nearness {reason.Nearness:0.##} x kind of question {reason.Kind:0.##} = {reason.Value:0.000}");
        }
    }

    /// <summary>A message that names a subject and nothing more.</summary>
    public void General(Answer answer, IReadOnlyList<ConceptAnalysis> telling)
    {
        var named = telling.Count == 0 ? "nothing but the shop's subject" : "only " + string.Join(", ", telling.Select(concept => $"\"{concept.Text}\""));
        Line($"names {named}: {answer.Id}, which lists {string.Join(", ", answer.About.Select(about => $"\"{about}\""))} under about; confidence {GeneralQuestions.Confidence:0.00}, set by hand");
    }

    /// <summary>The choice among the candidates: the utility of each is the sum of its lines, and the probability its share of all e^utility.</summary>
    public void Choice(IReadOnlyList<Ranked> ranked, double none, double[] noneFeatures, double[] weights, double[] noneWeights)
    {
        Candidate("none of the candidates", none, CandidateFeatures.NoneNames, noneFeatures, noneWeights);
        foreach (var (candidate, probability) in ranked.Take(Detailed))
            Candidate(candidate.Key, probability, CandidateFeatures.Names, candidate.Features, weights);
        foreach (var (candidate, probability) in ranked.Skip(Detailed).Take(Named - Detailed))
            Line($"{candidate.Key}: {probability:0.000}");
    }

    /// <summary>One of several questions in the message.</summary>
    public void Piece(string piece, IReadOnlyList<Ranked> ranked) =>
        Line($"\"{piece}\" alone: {string.Join(", ", ranked.Take(Detailed).Select(item => string.Create(CultureInfo.InvariantCulture, $"{item.Candidate.Key} {item.Probability:0.000}")))}");

    /// <summary>The score of the best candidate in the index.</summary>
    public void Score(Explanation? explanation) => _text.Append(explanation);

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private void Candidate(string name, double probability, IReadOnlyList<string> names, double[] features, double[] weights)
    {
        Line($"{name}: {probability:0.000}, utility {names.Select((_, i) => features[i] * weights[i]).Sum():0.00}");
        for (var i = 0; i < features.Length; i++)
            if (features[i] != 0 && weights[i] != 0)
                Line($"  {names[i]} {features[i]:0.000} x {weights[i]:0.00} = {features[i] * weights[i]:0.00}");
    }

    private void Line(FormattableString line) => _text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
