using MagBot.Assistant.Retrieval;
using Xunit;

namespace MagBot.Assistant.Tests.Retrieval;

public sealed class QuestionSplitterTests
{
    [Fact]
    public void Questions_OneQuestion_AreNone() => Assert.Empty(QuestionSplitter.Questions("wanneer neem ik magnesium in?"));

    [Fact]
    public void Questions_JoinedByEn_AreBoth() => Assert.Equal(
        ["hoe lang blijf ik in bad", "hoe warm moet het water zijn?"],
        QuestionSplitter.Questions("hoe lang blijf ik in bad en hoe warm moet het water zijn?"));

    [Fact]
    public void Questions_StoryBefore_IsLeftOut() => Assert.Equal(
        ["Helpt magnesium daar iets aan?"],
        QuestionSplitter.Questions("Ik slaap al weken slecht. Helpt magnesium daar iets aan?"));

    [Fact]
    public void Questions_TwoThingsInOneQuestion_AreNotCut() =>
        Assert.Empty(QuestionSplitter.Questions("mag ik magnesium en zink samen nemen"));

    [Fact]
    public void Questions_PrepositionBeforeQuestionWord_IsCut() => Assert.Equal(
        ["welke vorm neem ik", "op welk uur doe ik dat het best?"],
        QuestionSplitter.Questions("welke vorm neem ik en op welk uur doe ik dat het best?"));
}
