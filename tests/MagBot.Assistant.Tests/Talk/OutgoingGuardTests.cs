using MagBot.Assistant.Talk;
using MagBot.TestSupport;
using Microsoft.Extensions.Logging;
using Xunit;
using static MagBot.Assistant.Tests.Talk.Conversations;

namespace MagBot.Assistant.Tests.Talk;

/// <summary>What only comes to be in a turn is judged before it goes out.</summary>
public sealed partial class OutgoingGuardTests
{
    private const string Promise = "Magnesium helpt je om beter te slapen.";

    [Fact]
    public void Find_SentenceThatNobodyReviewed_NamesTheRule() =>
        Assert.Contains("D01", new OutgoingGuard(ProjectKnowledge.Current, strict: false).Find($"Goed dat je het vraagt.\n\n{Promise}"), StringComparison.Ordinal);

    [Fact]
    public void Find_CustomersOwnWordsSaidBack_MayGoOut() =>
        Assert.Null(new OutgoingGuard(ProjectKnowledge.Current, strict: false).Find($"Je vraag: “{Promise}” Klopt dit?"));

    [Fact]
    public void Find_EveryReviewedAnswerWithItsLines_MayGoOut()
    {
        var guard = new OutgoingGuard(ProjectKnowledge.Current, strict: false);
        string line = ProjectKnowledge.Current.Safety.Lines["NIER"].Markdown;

        Assert.All(ProjectKnowledge.Current.Answers, answer => Assert.Null(guard.Find($"{line}\n\n{answer.ShortText}\n\n{answer.Body}")));
    }

    [Fact]
    public async Task Message_ThatBreaksARule_IsReplacedAndLoggedWithoutItsText()
    {
        var log = new ListLogger();
        string question = ProjectKnowledge.Current.FindAnswer("bad-temperatuur")!.Question; // part of the project's knowledge
        string folder = Directory.CreateTempSubdirectory("magbot-guard").FullName;
        ProjectKnowledge.CopyTo(folder);
        string file = Path.Combine(folder, "answers", "bath-howto", "bad-temperatuur.md");
        File.WriteAllText(file, ShortAnswer().Replace(File.ReadAllText(file), $"short: >-\n  {Promise}\n---", 1));
        var snapshot = new AssistantSnapshot(MagBot.Knowledge.Loading.KnowledgeLoader.Load(folder).KnowledgeBase!); // a copy of the project's, with one sentence changed
        Directory.Delete(folder, recursive: true);
        // The guard knows the reviewed texts of the knowledge before the change: a text that slipped in later is not one of them.
        var talk = new TestConversation(new AssistantBot(() => snapshot.WithGuardOf(ProjectKnowledge.Snapshot), new NobodyThere(), logger: log));

        await talk.SendAsync(question);

        Assert.DoesNotContain(Promise, string.Join('\n', talk.Replies.Select(reply => reply.Text + reply.ChannelData)), StringComparison.Ordinal);
        Assert.Contains(Text("outgoing-withheld"), talk.AllText(), StringComparison.Ordinal);
        Assert.Contains(Text("advisor-button"), Buttons(talk));
        string entry = Assert.Single(log.Entries);
        Assert.Contains("D01", entry, StringComparison.Ordinal);
        Assert.DoesNotContain("slapen", entry, StringComparison.Ordinal);
    }

    [System.Text.RegularExpressions.GeneratedRegex(@"short: >-\n[\s\S]*?\n---")]
    private static partial System.Text.RegularExpressions.Regex ShortAnswer();

    private sealed class NobodyThere : MagBot.Dialogs.Handover.IAdvisorPresence
    {
        public bool AnyoneThere => false;
    }

    private sealed class ListLogger : ILogger
    {
        public List<string> Entries { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Entries.Add(formatter(state, exception));
    }
}
