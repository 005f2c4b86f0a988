using System.Globalization;
using Xunit;

namespace MagBot.Assistant.Tests.Retrieval;

public sealed class AnswerFinderTests
{
    [Theory]
    [InlineData("hoeveel uur voor bedtijd kan ik het beste een magnesiumpil nemen", "timing-voor-bed")]
    [InlineData("wat is het verschil tussen magnesiumcitraat en glycinaat?", "citraat-of-glycinaat")]
    [InlineData("ik heb diaree gekregen van magnesuim", "bijwerkingen-diarree")]
    [InlineData("hoe warm moet het badwater zijn", "bad-temperatuur")]
    public void Find_QuestionTheTextsAnswer_GivesIt(string question, string id)
    {
        var finding = ProjectKnowledge.Snapshot.Finder.Find(question);

        Assert.Contains(id, finding.Answers.Select(answer => answer.Id));
        Assert.InRange(finding.Confidence, 0.3, 1);
    }

    [Theory]
    [InlineData("ben zwanger mag dat", "zwanger-extra-nodig")]
    [InlineData("magnesium en zwanger", "zwanger-extra-nodig")]
    [InlineData("heb nierproblemen mag dat", "nieren-waarom")]
    [InlineData("antibiotica en magnesium", "antibiotica-tussentijd")]
    [InlineData("is magnesium veilig voor mijn kind", "kinderen-magnesium")]
    public void Find_NothingButASubject_GivesItsGeneralAnswer(string question, string id) =>
        Assert.Equal([id], ProjectKnowledge.Snapshot.Finder.Find(question).Answers.Select(answer => answer.Id));

    [Theory]
    [InlineData("ben zwanger mag ik in bad", "zwanger-bad")]
    [InlineData("ik ben zwanger hoeveel mag ik dan", "zwanger-hoeveelheid")]
    [InlineData("zwanger en kramp in mijn been", "zwanger-kramp")]
    public void Find_SomethingMoreSpecific_GivesTheSpecificAnswer(string question, string id) =>
        Assert.Contains(id, ProjectKnowledge.Snapshot.Finder.Find(question, sensitive: true).Answers.Select(answer => answer.Id));

    [Theory]
    [InlineData("hoeveel kost een fiets")]
    [InlineData("welke lak gebruik ik voor magnesium velgen")]
    [InlineData("wie wint het songfestival")]
    [InlineData("mijn rozen hebben bladluis, helpt bitterzout")]
    public void Find_NothingOfOurs_GivesNoAnswer(string question) =>
        Assert.Empty(ProjectKnowledge.Snapshot.Finder.Find(question).Answers);

    [Fact]
    public void Find_TwoQuestions_GivesTwoAnswers()
    {
        var finding = ProjectKnowledge.Snapshot.Finder.Find("Hoe warm moet het badwater zijn? En welke bijwerkingen heeft magnesium?");

        Assert.Equal(2, finding.Answers.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?")]
    [InlineData("🙂🙂")]
    [InlineData("de het een")]
    public void Find_NothingToSearch_GivesNothing(string message)
    {
        var finding = ProjectKnowledge.Snapshot.Finder.Find(message);

        Assert.Empty(finding.Answers);
        Assert.Null(finding.Intent);
    }

    [Fact]
    public void Explain_Question_NamesFeaturesAndTerms()
    {
        var text = ProjectKnowledge.Snapshot.Finder.Explain("hoe warm moet het badwater zijn", []);

        Assert.Contains("bad-temperatuur", text, StringComparison.Ordinal);
        Assert.Contains("questionSimilarity", text, StringComparison.Ordinal);
        Assert.Contains("none of the candidates", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_Candidate_FiguresAddUpToItsUtility()
    {
        var lines = ProjectKnowledge.Snapshot.Finder.Explain("hoe warm moet het badwater zijn", []).Split('\n');

        var head = Array.FindIndex(lines, line => line.StartsWith("bad-temperatuur:", StringComparison.Ordinal));
        var utility = double.Parse(lines[head].Split("utility ")[1], CultureInfo.InvariantCulture);
        var parts = lines.Skip(head + 1).TakeWhile(line => line.StartsWith("  ", StringComparison.Ordinal))
            .Sum(line => double.Parse(line.Split("= ")[1], CultureInfo.InvariantCulture));
        Assert.InRange(parts, utility - 0.2, utility + 0.2); // each of some thirty lines is rounded
    }

    [Fact]
    public void Explain_OnlyASubject_NamesTheAnswerThatListsIt()
    {
        var text = ProjectKnowledge.Snapshot.Finder.Explain("ben zwanger mag dat", []);

        Assert.Contains("under about", text, StringComparison.Ordinal);
        Assert.Contains("zwanger", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_FollowUp_ProductsAddUpToTheScore()
    {
        var lines = ProjectKnowledge.Snapshot.Finder.Explain("en hoe lang?", ["bad-temperatuur"]).Split('\n');

        var head = Array.FindIndex(lines, line => line.StartsWith("read as a follow-up of bad-temperatuur", StringComparison.Ordinal)) + 1;
        Assert.True(head > 0);
        var score = double.Parse(lines[head].Split(": ")[1].Split(" of ")[0], CultureInfo.InvariantCulture);
        var parts = lines.Skip(head + 1).TakeWhile(line => line.StartsWith("  ", StringComparison.Ordinal))
            .Sum(line => double.Parse(line.Split("= ")[1], CultureInfo.InvariantCulture));
        Assert.Equal(score, parts, 0.003);
    }
}
