using MagBot.Knowledge.Safety;
using Xunit;

namespace MagBot.Knowledge.Tests.Safety;

public sealed class SafetyExampleTests
{
    private readonly TriageEngine _triage = new(KnowledgeFolder.Current.Safety);

    [Fact]
    public void Read_ExamplesOfEveryRule_GiveTheirKindLevelLineAndOwn()
    {
        var failures = new List<string>();

        foreach (SafetyRule rule in KnowledgeFolder.Current.Safety.Rules)
        {
            foreach (SafetyExample example in rule.Examples)
            {
                if (SafetyExampleCheck.Explain(rule, example, _triage.Read(example.Text)) is { } reason) failures.Add(reason);
            }
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    [Fact]
    public void Read_CounterExamplesOfEveryRule_DoNotFireThatRule()
    {
        IEnumerable<string> failures = KnowledgeFolder.Current.Safety.Rules
            .SelectMany(rule => rule.CounterExamples.Where(example => _triage.Read(example.Text).Has(rule.Kind)).Select(example => $"{rule.Kind}: {example.Text}"));

        Assert.Empty(failures);
    }
}
