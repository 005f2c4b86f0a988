using MagBot.Assistant.Talk;
using MagBot.Dialogs.Conversations;
using MagBot.TestSupport;
using Xunit;
using static MagBot.Assistant.Tests.Talk.Conversations;

namespace MagBot.Assistant.Tests.Talk;

/// <summary>Thumbs belong to an answer, with its id and version.</summary>
public sealed class FeedbackTests
{
    private const string Question = "Hoe warm moet het badwater zijn?";

    [Fact]
    public async Task Thumb_ForAnAnswer_IsKeptWithItsIdAndVersion()
    {
        var talk = await NewTalk().SendAsync(Question);
        var answer = talk.Replies.First();

        await talk.ReactAsync(answer.Id!, "dislike", "Het klopt niet"); // an answer in the log has an id

        var thumb = Assert.Single((await FeedbackAsync(talk)).Thumbs);
        Assert.Equal("dislike", thumb.Reaction);
        Assert.Equal("Het klopt niet", thumb.Reason);
        Assert.Equal(["bad-temperatuur"], thumb.Answer.AnswerIds);
        Assert.Equal(ProjectKnowledge.Current.Version, thumb.Answer.Version);
        Assert.Empty(talk.Replies);
    }

    [Fact]
    public async Task Thumb_ChangedMind_TheLastOneCounts()
    {
        var talk = await NewTalk().SendAsync(Question);
        var answer = talk.Replies.First();
        await talk.ReactAsync(answer.Id!, "dislike"); // as above

        await talk.ReactAsync(answer.Id!, "like");

        Assert.Equal("like", Assert.Single((await FeedbackAsync(talk)).Thumbs).Reaction);
    }

    [Fact]
    public async Task Thumb_ForSomethingElse_IsDropped()
    {
        var talk = await NewTalk().SendAsync(Question);

        await talk.ReactAsync("x|0000099", "like");
        await talk.ReactAsync(talk.Id, "clown");

        Assert.Empty((await FeedbackAsync(talk)).Thumbs);
    }

    [Fact]
    public async Task Thumb_AfterErasing_IsGone()
    {
        var talk = await NewTalk().SendAsync(Question);
        await talk.ReactAsync(talk.Replies.First().Id!, "like"); // as above

        await talk.SendAsync("wis mijn gegevens");
        await talk.SendAsync(Text("privacy-delete-yes"));

        Assert.Empty((await FeedbackAsync(talk)).Thumbs);
    }

    private static async Task<FeedbackState> FeedbackAsync(TestConversation talk) =>
        FeedbackState.Load(new ConversationState((await talk.StoredAsync()).State));
}
