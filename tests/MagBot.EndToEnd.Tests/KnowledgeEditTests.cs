using Xunit;

namespace MagBot.EndToEnd.Tests;

/// <summary>An editor changes the knowledge while the host runs, and makes mistakes.</summary>
public sealed class KnowledgeEditTests
{
    private static readonly TimeSpan ReloadLimit = TimeSpan.FromSeconds(30);
    private readonly string _knowledge = Directory.CreateTempSubdirectory("magbot-e2e-knowledge-").FullName;

    private string Answer => Path.Combine(_knowledge, "answers", "food", "eten-amandelen.md");

    public KnowledgeEditTests() => Repository.CopyKnowledge(_knowledge);

    [Fact]
    public async Task BrokenFrontMatter_WhileRunning_KeepsTheOldKnowledgeAndSaysWhatIsWrong()
    {
        await using var host = new HostProcess(_knowledge);
        await host.StartAsync();
        var talk = await DirectLineTalk.StartAsync(host.Url);
        var good = await File.ReadAllTextAsync(Answer);

        await File.WriteAllTextAsync(Answer, good.Replace("topic:", "topik:", StringComparison.Ordinal));
        await UntilPrintedAsync(host, "eten-amandelen.md");

        Assert.Contains("topik", host.Output, StringComparison.Ordinal);
        Assert.Contains("80 mg", await talk.AskAsync("hoeveel magnesium zit er in amandelen"), StringComparison.Ordinal);

        await File.WriteAllTextAsync(Answer, good.Replace("80 mg", "80 mg (nagekeken)", StringComparison.Ordinal));
        await UntilAnsweredAsync(talk, "hoeveel magnesium zit er in amandelen", "nagekeken");
    }

    [Fact]
    public async Task BrokenAnswer_AtStart_LeavesTheRestInService()
    {
        await File.WriteAllTextAsync(Answer, "---\nid: [\n---\n");

        await using var host = new HostProcess(_knowledge);
        await host.StartAsync();

        Assert.Contains("eten-amandelen.md", host.Output, StringComparison.Ordinal);
        var talk = await DirectLineTalk.StartAsync(host.Url);
        Assert.NotEmpty(await talk.AskAsync("waaraan merk ik een tekort"));
    }

    [Fact]
    public async Task BrokenTexts_AtStart_StopsWithFileAndLine()
    {
        await File.WriteAllTextAsync(Path.Combine(_knowledge, "texts.yaml"), "greeting: hallo\n  fout: ja\n");

        await using var host = new HostProcess(_knowledge);
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync());

        Assert.Contains("texts.yaml", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at MagBot", fault.Message, StringComparison.Ordinal);
    }

    private static async Task UntilPrintedAsync(HostProcess host, string text)
    {
        using var limit = new CancellationTokenSource(ReloadLimit);
        while (!host.Output.Contains(text, StringComparison.Ordinal))
            await Task.Delay(50, limit.Token);
    }

    private static async Task UntilAnsweredAsync(DirectLineTalk talk, string question, string expected)
    {
        using var limit = new CancellationTokenSource(ReloadLimit);
        while (!(await talk.AskAsync(question)).Contains(expected, StringComparison.Ordinal))
            await Task.Delay(200, limit.Token);
    }
}
