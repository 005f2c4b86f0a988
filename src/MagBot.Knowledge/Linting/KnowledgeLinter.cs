using MagBot.Knowledge.Claims;
using MagBot.Knowledge.Content;
using MagBot.Knowledge.Loading;
using MagBot.Knowledge.Safety;
using MagBot.Knowledge.Text;

namespace MagBot.Knowledge.Linting;

/// <summary>
/// Everything that <c>magbot check</c> says: the faults of loading, forbidden wording in every text that can go out, safety rules that break
/// their own examples, and answers that want attention.
/// </summary>
/// <param name="today">The date that review dates are held against.</param>
/// <param name="strict">Whether the shop runs with <c>Claims:Strict</c>.</param>
public sealed class KnowledgeLinter(DateOnly today, bool strict = false)
{
    private const int LongestShortAnswer = 700;
    private const int MonthsUntilReview = 12;
    private readonly FaultList _faults = new();

    /// <summary>Loads the folder and checks all of it.</summary>
    /// <returns>All faults, in the order of files and lines; empty when all is well.</returns>
    public static IReadOnlyList<Fault> Check(string directory, DateOnly today, KnowledgeLoadOptions? options = null, bool strict = false)
    {
        KnowledgeLoadResult loaded = KnowledgeLoader.Load(directory, options);
        if (loaded.KnowledgeBase is not { } knowledge) return loaded.Faults;
        IEnumerable<Fault> faults = [.. loaded.Faults, .. new KnowledgeLinter(today, strict).Check(knowledge), .. EvaluationSets.Check(directory, knowledge)];
        return [.. faults.OrderBy(fault => fault.File, StringComparer.Ordinal).ThenBy(fault => fault.Line ?? 0).ThenBy(fault => fault.Column ?? 0)];
    }

    /// <summary>Checks knowledge that is loaded already.</summary>
    public IReadOnlyList<Fault> Check(KnowledgeBase knowledge)
    {
        CheckClaims(knowledge);
        CheckSafety(knowledge.Safety);
        foreach (Answer answer in knowledge.Answers) CheckAnswer(answer);
        CheckVariants(knowledge.Answers);
        CheckAbout(knowledge.Answers);
        return _faults.InFileOrder();
    }

    private void CheckClaims(KnowledgeBase knowledge)
    {
        var guard = new ClaimsGuard(knowledge.Claims, strict);
        foreach (OutgoingText text in OutgoingText.Of(knowledge))
        {
            ClaimsResult result = guard.Check(text.Text, text.Context, text.Topic, text.Surroundings);
            foreach (ClaimsFinding finding in result.Findings.Where(finding => finding.Verdict == ClaimsVerdict.Block && finding.Rule != ClaimsGuard.Learned))
            {
                int line = text.Line + text.Text.AsSpan(0, finding.Offset).Count('\n');
                _faults.Error(text.File, line, null, finding.Rule, $"\"{Shorten(finding.Sentence)}\" may not go out: {finding.Why}. Write instead: {finding.Say}");
            }
        }
    }

    private void CheckSafety(SafetyRules safety)
    {
        var triage = new TriageEngine(safety);
        foreach (SafetyRule rule in safety.Rules)
        {
            foreach (SafetyExample example in rule.Examples)
            {
                if (SafetyExampleCheck.Explain(rule, example, triage.Read(example.Text)) is { } reason)
                    _faults.Error(rule.File, example.Line, null, "safety-example", reason);
            }

            foreach (SafetyExample example in rule.CounterExamples.Where(example => triage.Read(example.Text).Has(rule.Kind)))
                _faults.Error(rule.File, example.Line, null, "safety-counter-example", $"the counter-example \"{example.Text}\" fires {rule.Kind}. Add it to \"unless\", or narrow the patterns.");
        }

        foreach (HelpNumber number in safety.Numbers.Where(number => number.LastChecked < today.AddMonths(-MonthsUntilReview)))
            _faults.Warning("safety/lines.yaml", null, null, "number-old", $"the number {number.Number} ({number.Label}) was last checked on {number.LastChecked:yyyy-MM-dd}. Check it and write the new date.");
    }

    private void CheckAnswer(Answer answer)
    {
        AnswerOrigin origin = answer.Origin;
        if (answer.Reviewed is not { } reviewed)
            _faults.Warning(origin.File, null, null, "review-missing", $"the answer has no review date. Write: reviewed: {today:yyyy-MM-dd}.");
        else if (reviewed < today.AddMonths(-MonthsUntilReview))
            _faults.Warning(origin.File, null, null, "review-old", $"the answer was last reviewed on {reviewed:yyyy-MM-dd}, more than a year ago. Review it and write the new date.");
        else if (reviewed > today.AddDays(1))
            _faults.Warning(origin.File, null, null, "review-future", $"the review date {reviewed:yyyy-MM-dd} lies in the future.");
        if (answer.ShortText.Length > LongestShortAnswer)
            _faults.Warning(origin.File, origin.ShortLine, null, "short-long", $"\"short\" has {answer.ShortText.Length} characters; past {LongestShortAnswer} nobody reads it in a chat. Move details to the body.");
        if (answer.ButtonText.Length > AnswerReader.LongestButton && answer.Button is null)
            _faults.Warning(origin.File, origin.QuestionLine, null, "button-missing", $"the question has {answer.Question.Length} characters and does not fit a button. Add: button: (at most {AnswerReader.LongestButton} characters).");
    }

    private void CheckVariants(IReadOnlyList<Answer> answers)
    {
        var seen = new Dictionary<string, Answer>(StringComparer.Ordinal);
        foreach (Answer answer in answers)
        {
            IEnumerable<(string Text, int Line)> phrases = answer.Variants.Zip(answer.Origin.VariantLines).Prepend((answer.Question, answer.Origin.QuestionLine));
            foreach ((string text, int line) in phrases)
            {
                string key = SentenceSplitter.Key(PlainText.Normalise(text));
                if (!seen.TryAdd(key, answer))
                {
                    string where = seen[key].Id == answer.Id ? "in this answer already" : $"also in {seen[key].Origin.File}";
                    _faults.Error(answer.Origin.File, line, null, "variant-double", $"the question \"{text}\" stands {where}. Keep it where it fits best.");
                }
            }
        }
    }

    private void CheckAbout(IReadOnlyList<Answer> answers)
    {
        foreach (var same in answers.SelectMany(answer => answer.About.Select(about => (Answer: answer, Key: SentenceSplitter.Key(PlainText.Normalise(about)), About: about)))
            .GroupBy(item => item.Key, StringComparer.Ordinal))
        {
            (Answer first, _, _) = same.First();
            foreach ((Answer answer, _, string about) in same.Skip(1))
                _faults.Error(answer.Origin.File, null, null, "about-double", $"\"about: {about}\" stands also in {first.Origin.File}. A message that names only this can get one answer: keep it where it fits best.");
        }
    }

    private static string Shorten(string text)
    {
        string line = text.ReplaceLineEndings(" ");
        return line.Length <= 120 ? line : line[..117] + "...";
    }
}
