using System.Text.Json;
using Xunit;

[assembly: CollectionBehavior(DisableTestParallelization = true)] // the commands write to the process's console

namespace MagBot.Cli.Tests;

/// <summary>The commands and file formats that others rely on, on the project's own knowledge.</summary>
public sealed class CommandTests : IDisposable
{
    private static readonly string Knowledge = FindKnowledge();
    private readonly string _folder = Directory.CreateTempSubdirectory("magbot-cli-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Check_OwnKnowledge_IsClean()
    {
        var (code, output) = await RunAsync("check", "--knowledge", Knowledge);

        Assert.True(code == 0, output);
        Assert.Contains("0 errors", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_FolderThatIsMissing_SaysSoWithCode1()
    {
        var (code, output) = await RunAsync("check", "--knowledge", Path.Combine(_folder, "nergens"));

        Assert.Equal(1, code);
        Assert.Contains("nergens", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_Batch_AnswersEachQuestionInAFreshConversationWithTheContractsFields()
    {
        var input = Write("in.jsonl", """{"id":"a","question":"waaraan merk ik een tekort"}""", "", """{"id":"b","question":"hoeveel kost een fiets"}""");

        var (code, output) = await RunAsync("ask", "--batch", input, "--out", At("out.jsonl"), "--knowledge", Knowledge);

        Assert.True(code == 0, output);
        var rows = Read("out.jsonl");
        Assert.Equal(["a", "b"], rows.Select(row => row.GetProperty("id").GetString()));
        Assert.Equal("answer", rows[0].GetProperty("decision").GetString());
        Assert.NotEmpty(rows[0].GetProperty("sources").EnumerateArray());
        Assert.InRange(rows[0].GetProperty("confidence").GetDouble(), 0, 1);
        Assert.True(rows[0].GetProperty("microseconds").GetInt64() > 0);
        Assert.NotEqual("answer", rows[1].GetProperty("decision").GetString());
    }

    [Fact]
    public async Task Ask_Turns_PlaysAConversation()
    {
        var input = Write("in.jsonl", """{"id":"t","turns":["waaraan merk ik een tekort","vertel meer"]}""");

        await RunAsync("ask", "--batch", input, "--out", At("out.jsonl"), "--knowledge", Knowledge);

        var answers = Read("out.jsonl").Single().GetProperty("answers").EnumerateArray().Select(answer => answer.GetString()).ToList();
        Assert.Equal(2, answers.Count);
        Assert.NotEqual(answers[0], answers[1]);
    }

    [Theory]
    [InlineData("{\"id\":\"a\"", "line 1")]
    [InlineData("{\"question\":\"zonder id\"}", "line 1")]
    [InlineData("{\"id\":\"a\"}", "needs")]
    public async Task Ask_BrokenLine_NamesTheLineWithCode2(string line, string expected)
    {
        var (code, output) = await RunAsync("ask", "--batch", Write("in.jsonl", line), "--out", At("out.jsonl"), "--knowledge", Knowledge);

        Assert.Equal(2, code);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_Explain_ShowsTheScoreAndTheConfidence()
    {
        var (code, output) = await RunAsync("ask", "--explain", "hoe warm moet een magnesiumbad zijn", "--knowledge", Knowledge);

        Assert.Equal(0, code);
        Assert.Contains("confidence", output, StringComparison.Ordinal);
        Assert.Contains("score of", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_SmallCorpus_FindsAcrossStemsAndCompounds()
    {
        var docs = Write("docs.jsonl",
            """{"docId":"1","title":"Retourneren","text":"Stuur je pakket binnen veertien dagen terug."}""",
            """{"docId":"2","title":"","text":"Het zwembad is op zondag gesloten."}""");
        var queries = Write("queries.jsonl", """{"id":"q1","query":"pakketten terugsturen"}""", """{"id":"q2","query":"openingstijden van zwembaden"}""");

        var (code, output) = await RunAsync("search", "--docs", docs, "--queries", queries, "--top", "1", "--out", At("run.jsonl"));

        Assert.Equal(0, code);
        Assert.Contains("p99", output, StringComparison.Ordinal);
        Assert.Equal(["1", "2"], Read("run.jsonl").Select(row => row.GetProperty("hits")[0].GetProperty("docId").GetString()));
    }

    [Fact]
    public async Task Search_SameDocumentTwice_IsRefusedByName()
    {
        var docs = Write("docs.jsonl", """{"docId":"1","title":"a","text":"b"}""", """{"docId":"1","title":"c","text":"d"}""");

        var (code, output) = await RunAsync("search", "--docs", docs, "--queries", Write("q.jsonl"), "--out", At("run.jsonl"));

        Assert.Equal(2, code);
        Assert.Contains("already in the index", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stem_BothAlgorithms_WriteOneStemALine()
    {
        var words = Write("words.txt", "krampen", "slaapproblemen", "lichamelijk");

        await RunAsync("stem", "--algorithm", "dutch", "--in", words, "--out", At("dutch.txt"));
        await RunAsync("stem", "--algorithm", "dutch_porter", "--in", words, "--out", At("porter.txt"));

        Assert.Equal(["kramp", "slaapproblem", "lichamelijk"], await File.ReadAllLinesAsync(At("dutch.txt")));
        Assert.Equal(["kramp", "slaapproblem", "licham"], await File.ReadAllLinesAsync(At("porter.txt")));
    }

    [Fact]
    public async Task Triage_Texts_GivesLevelKindAndOwn()
    {
        var input = Write("in.jsonl", """{"id":"1","text":"ik wil niet meer leven"}""", """{"id":"2","text":"waar blijft mijn pakket"}""");

        await RunAsync("triage", "--in", input, "--out", At("out.jsonl"), "--knowledge", Knowledge);

        var rows = Read("out.jsonl");
        Assert.Equal(("U2", "S01"), (rows[0].GetProperty("level").GetString(), rows[0].GetProperty("kind").GetString()));
        Assert.Equal(("none", JsonValueKind.Null), (rows[1].GetProperty("level").GetString(), rows[1].GetProperty("kind").ValueKind));
        Assert.True(rows[0].GetProperty("own").GetBoolean());
    }

    [Fact]
    public async Task Guard_Texts_GivesVerdictRulesAndProposal()
    {
        var input = Write("in.jsonl",
            """{"id":"1","text":"Magnesium helpt je om beter te slapen.","context":"product"}""",
            """{"id":"2","text":"Je terugbelverzoek is genoteerd.","context":"advisor"}""");

        await RunAsync("guard", "--in", input, "--out", At("out.jsonl"), "--knowledge", Knowledge);

        var rows = Read("out.jsonl");
        Assert.Equal("block", rows[0].GetProperty("verdict").GetString());
        Assert.NotEmpty(rows[0].GetProperty("rules").EnumerateArray());
        Assert.Equal("pass", rows[1].GetProperty("verdict").GetString());
    }

    [Fact]
    public async Task Guard_UnknownContext_NamesTheKnownOnes()
    {
        var (code, output) = await RunAsync(
            "guard", "--in", Write("in.jsonl", """{"id":"1","text":"a","context":"folder"}"""), "--out", At("out.jsonl"), "--knowledge", Knowledge);

        Assert.Equal(2, code);
        Assert.Contains("advisor", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_OwnKnowledge_HoldsEveryAnswerAndPassage()
    {
        await RunAsync("export", "--out", At("docs.jsonl"), "--knowledge", Knowledge);

        var answers = Directory.EnumerateFiles(Path.Combine(Knowledge, "answers"), "*.md", SearchOption.AllDirectories).Count();
        Assert.True(Read("docs.jsonl").Count > answers);
    }

    [Fact]
    public async Task Import_RawText_MakesADraftThatIsNotOverwritten()
    {
        var raw = Write("ruw.txt", "Kalk in de waterkoker", "", "Hoe komt het?", "", "Hard water laat kalk achter. Dat is niet schadelijk voor wie het drinkt.");

        var (first, _) = await RunAsync("import", raw, "--out", At("drafts"));
        var (second, output) = await RunAsync("import", raw, "--out", At("drafts"));

        Assert.Equal(0, first);
        Assert.Contains("status: draft", await File.ReadAllTextAsync(Directory.EnumerateFiles(At("drafts")).Single()), StringComparison.Ordinal);
        Assert.Equal(2, second);
        Assert.Contains("exists already", output, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        var (output, error) = (Console.Out, Console.Error);
        using var captured = new StringWriter();
        Console.SetOut(captured);
        Console.SetError(captured);
        try
        {
            var code = await MagBotCommand.Create().Parse(arguments).InvokeAsync();
            return (code, captured.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }

    private string At(string name) => Path.Combine(_folder, name);

    private string Write(string name, params string[] lines)
    {
        File.WriteAllLines(At(name), lines);
        return At(name);
    }

    private List<JsonElement> Read(string name) => [.. File.ReadLines(At(name)).Select(line => JsonDocument.Parse(line).RootElement)];

    private static string FindKnowledge()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "MagBot.sln")))
                return Path.Combine(folder.FullName, "knowledge");
        throw new InvalidOperationException("MagBot.sln was not found above the tests.");
    }
}
