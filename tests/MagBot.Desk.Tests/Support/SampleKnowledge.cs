using MagBot.Desk.Knowledge;

namespace MagBot.Desk.Tests.Support;

/// <summary>One answer; "geneest" is forbidden and "helpt" doubtful.</summary>
internal sealed class SampleKnowledge : IDeskKnowledge
{
    private static readonly DeskAnswer Answer = new(
        "bad", "Hoe warm moet het bad zijn?", "Rond **37** graden.", "Rond **37** graden.\n\nBron: [1]", "gebruik", [new DeskSource("1", "Handboek", "https://example.nl/h")]);

    public IReadOnlyList<DeskAnswer> Search(string text, int limit) => text.Contains("bad", StringComparison.Ordinal) ? [Answer] : [];

    public DeskAnswer? Find(string id) => id == Answer.Id ? Answer : null;

    public DeskVerdict Check(string text) =>
        text.Contains("geneest", StringComparison.Ordinal) ? new DeskVerdict(false, false, [new DeskRemark("Dit geneest je.", "Vraag je huisarts.")])
        : text.Contains("helpt", StringComparison.Ordinal) ? new DeskVerdict(false, true, [new DeskRemark("Dit helpt.", "")])
        : DeskVerdict.Fine;

    public IReadOnlyList<CannedReply> Replies(string advisor, string? customer, string? reference) => [new("Groet", $"Hoi {customer}, ik ben {advisor}.")];
}
