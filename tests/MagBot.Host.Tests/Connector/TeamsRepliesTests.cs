using System.Text;
using System.Text.Json;
using MagBot.Activities;
using MagBot.Channels.Connector.Teams;

namespace MagBot.Host.Tests.Connector;

/// <summary>What a message looks like on Teams.</summary>
public sealed class TeamsRepliesTests
{
    [Theory]
    [InlineData("woord ", 30_000)]
    [InlineData("alinea een.\n\nalinea twee. ", 4_000)]
    [InlineData("zonderspaties", 10_000)]
    [InlineData("😀", 40_000)]
    [InlineData("x😀", 30_000)]
    public void Text_OverTheLimit_IsCutIntoPartsThatTeamsTakesAndNothingIsLost(string piece, int count)
    {
        var text = string.Concat(Enumerable.Repeat(piece, count)).Trim();

        var parts = TeamsReplies.Compose(new Activity { Type = "message", Text = text });

        Assert.True(parts.Count > 1);
        // Teams counts UTF-16 and takes 100 KB; our own bar is 80, with all that stands around the text.
        Assert.All(parts, part => Assert.InRange(
            Encoding.Unicode.GetByteCount(ActivityJson.Write(part with { Text = null })) + Encoding.Unicode.GetByteCount(part.Text ?? ""), 1, 80 * 1024));
        Assert.All(parts, part => Assert.DoesNotContain('\uFFFD', Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(part.Text ?? ""))));
        Assert.Equal(Squeeze(text), Squeeze(string.Concat(parts.Select(part => part.Text))));
    }

    [Fact]
    public void Text_OfSeveralParagraphs_IsCutBetweenThem()
    {
        var paragraph = new string('a', 9_000);

        var parts = TeamsReplies.Compose(new Activity { Type = "message", Text = $"{paragraph}\n\n{paragraph}\n\n{paragraph}" });

        Assert.Equal([$"{paragraph}\n\n{paragraph}", paragraph], parts.Select(part => part.Text));
    }

    [Fact]
    public void Parts_OnlyTheLastCarriesTheLabelAndTheThumbs()
    {
        var parts = TeamsReplies.Compose(Answer(new string('a', 50_000)));

        Assert.All(parts.SkipLast(1), part => Assert.Null(part.Entities));
        Assert.Contains(parts[^1].Entities ?? [], entity => entity.Type == "https://schema.org/Message");
        Assert.False(HasThumbs(parts[0]));
        Assert.True(HasThumbs(parts[^1]));
    }

    [Fact]
    public void Thumbs_AreOfferedUnderAnswersOnly()
    {
        Assert.True(HasThumbs(TeamsReplies.Compose(Answer("x"))[0]));
        Assert.False(HasThumbs(TeamsReplies.Compose(new Activity { Type = "message", Text = "x" })[0]));
    }

    [Theory]
    [InlineData("Alex Wilber", "<at>Alex Wilber</at>")]
    [InlineData("Tom & <Co>", "<at>Tom &amp; &lt;Co&gt;</at>")]
    [InlineData("Zoë 😀", "<at>Zoë 😀</at>")]
    public void Asker_IsNamedInTextAndEntityAlike(string name, string mention)
    {
        var reply = TeamsReplies.Compose(Answer("Dat mag."), new ChannelAccount { Id = "29:klant", Name = name })[0];

        Assert.Equal($"{mention} Dat mag.", reply.Text);
        var entity = Assert.Single(reply.Entities ?? [], entity => entity.Type == "mention");
        Assert.Equal(mention, entity.Properties?["text"].GetString());
        Assert.Equal("29:klant", entity.Properties?["mentioned"].GetProperty("id").GetString());
    }

    private static bool HasThumbs(Activity activity) =>
        activity.ChannelData is { ValueKind: JsonValueKind.Object } data && data.TryGetProperty("feedbackLoop", out var loop) && loop.GetProperty("type").GetString() == "default";

    private static Activity Answer(string text) => new()
    {
        Type = "message",
        Text = text,
        ChannelData = JsonDocument.Parse("""{"magbot":{"author":"bot","decision":"answer"}}""").RootElement,
    };

    private static string Squeeze(string text) => string.Concat(text.Where(letter => !char.IsWhiteSpace(letter)));
}
