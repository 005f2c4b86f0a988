using System.Diagnostics;
using MagBot.Assistant;
using MagBot.Dialogs.Storage;
using MagBot.Host.Start;
using MagBot.Host.Tests.Support;
using MagBot.Knowledge.Linting;
using MagBot.Knowledge.Loading;
using MagBot.TestSupport.Storage;

namespace MagBot.Host.Tests.Start;

/// <summary>The patch of lessons, applied by git to a copy of the knowledge and read by the linter.</summary>
public sealed class KnowledgePatchTests : IDisposable
{
    private static readonly DateOnly Today = new(2026, 11, 22);
    private readonly TemporaryDirectory _directory = new();
    private readonly string _knowledge;

    public KnowledgePatchTests()
    {
        _knowledge = Path.Combine(_directory.Path, "knowledge");
        foreach (var file in Directory.EnumerateFiles(RunningHost.KnowledgeDirectory, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_knowledge, Path.GetRelativePath(RunningHost.KnowledgeDirectory, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!); // a file stands in a directory
            File.Copy(file, copy);
        }

        Git("init", "-q");
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Patch_VariantsAndDrafts_AppliesAndPassesTheCheck()
    {
        LessonDecision[] decisions =
        [
            Variant("bad-duur", "Blijf je er tot het water: lauw is?"),
            Variant("bad-duur", "mag ik er een 'vol uur' in"),
            Variant("bad-hoe-vaak", "zou je om de andere dag weken"),
            New("Verkopen jullie creatine?"),
            New("Verkopen jullie creatine!!"),
            New("Hebben jullie: \"rode\" poëder?"),
        ];

        Apply(new KnowledgePatch(_knowledge, Today).Create(decisions, Load()));

        var after = Load();
        Assert.Equal(["Blijf je er tot het water: lauw is?", "mag ik er een 'vol uur' in"], after.FindAnswer("bad-duur")?.Variants.TakeLast(2));
        Assert.Equal("zou je om de andere dag weken", after.FindAnswer("bad-hoe-vaak")?.Variants[^1]);
        Assert.Equal(["hebben-jullie-rode-poeder.md", "verkopen-jullie-creatine.md"], Directory.EnumerateFiles(Path.Combine(_knowledge, "drafts")).Select(Path.GetFileName).Order());
        AssertNoFaults();
    }

    [Fact]
    public void Patch_DraftFilledInAndMoved_IsAnAnswer()
    {
        Apply(new KnowledgePatch(_knowledge, Today).Create([New("Verkopen jullie creatine?")], Load()));
        var draft = Path.Combine(_knowledge, "drafts", "verkopen-jullie-creatine.md");
        var text = File.ReadAllText(draft)
            .Replace("variants:\n", "variants:\n  - is er ook creatine te koop\n", StringComparison.Ordinal)
            .Replace("topic: # the folder that it moves to", "topic: bath-howto", StringComparison.Ordinal)
            .Replace("sources: []", "sources: [artikel-wetenschap-japan]", StringComparison.Ordinal)
            .Replace("related: []", "related: [bad-duur, bad-hoe-vaak]", StringComparison.Ordinal)
            .Replace("  # The answer: the decisive fact in the first two sentences, one to five in all.", "  Nee, wij verkopen alleen magnesium.", StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(_knowledge, "answers", "bath-howto", "verkopen-jullie-creatine.md"), text);
        File.Delete(draft);

        Assert.Equal("Nee, wij verkopen alleen magnesium.", Load().FindAnswer("verkopen-jullie-creatine")?.ShortText);
        AssertNoFaults();
    }

    [Fact]
    public void Patch_WhatTheKnowledgeHoldsAlready_IsLeftOut()
    {
        var decision = Variant("bad-duur", "Badduur magnesium?");

        Assert.True(KnowledgePatch.Holds(decision, Load()));
        Assert.Equal("", new KnowledgePatch(_knowledge, Today).Create([decision, Variant("bestaat-niet", "iets heel anders hier")], Load()));
    }

    [Fact]
    public void Patch_AppliedTwice_GoesOnFromTheNewKnowledge()
    {
        LessonDecision[] decisions = [Variant("bad-duur", "blijf je er tot het water lauw is")];
        Apply(new KnowledgePatch(_knowledge, Today).Create(decisions, Load()));

        Assert.Equal("", new KnowledgePatch(_knowledge, Today).Create(decisions, Load()));
    }

    [Fact]
    public void Patch_FileWithWindowsLineEnds_StillApplies()
    {
        var file = Path.Combine(_knowledge, "answers", "bath-howto", "bad-duur.md");
        File.WriteAllText(file, File.ReadAllText(file).ReplaceLineEndings("\r\n"));

        Apply(new KnowledgePatch(_knowledge, Today).Create([Variant("bad-duur", "blijf je er tot het water lauw is")], Load()));

        Assert.Equal("blijf je er tot het water lauw is", Load().FindAnswer("bad-duur")?.Variants[^1]);
    }

    private static LessonDecision Variant(string answer, string question) =>
        new(Guid.NewGuid().ToString("N"), question, question, LessonKind.Variant, answer, "anna", DateTimeOffset.UnixEpoch);

    private static LessonDecision New(string question) =>
        new(Guid.NewGuid().ToString("N"), question, question, LessonKind.New, null, "anna", DateTimeOffset.UnixEpoch);

    private MagBot.Knowledge.KnowledgeBase Load() => KnowledgeLoader.Load(_knowledge, Options).KnowledgeBase!; // the repository's own loads

    private static KnowledgeLoadOptions Options => new() { RequiredTexts = AssistantTexts.Required };

    private void AssertNoFaults() => Assert.DoesNotContain(KnowledgeLinter.Check(_knowledge, Today, Options), fault => fault.Severity is FaultSeverity.Error);

    private void Apply(string patch)
    {
        Assert.NotEmpty(patch);
        File.WriteAllText(Path.Combine(_directory.Path, "lessons.patch"), patch);
        Git("apply", "--whitespace=nowarn", "lessons.patch");
    }

    private void Git(params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = _directory.Path, RedirectStandardError = true })!; // git is needed to work here at all
        var error = git.StandardError.ReadToEnd();
        git.WaitForExit();
        Assert.True(git.ExitCode == 0, error);
    }
}
