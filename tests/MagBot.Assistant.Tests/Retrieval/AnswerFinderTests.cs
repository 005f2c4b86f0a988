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
        var text = ProjectKnowledge.Snapshot.Finder.Explain("hoe warm moet het badwater zijn");

        Assert.Contains("bad-temperatuur", text, StringComparison.Ordinal);
        Assert.Contains("questionSimilarity", text, StringComparison.Ordinal);
        Assert.Contains("none of the candidates", text, StringComparison.Ordinal);
    }
}
