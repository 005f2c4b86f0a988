using System.Text.Json;
using System.Text.Json.Nodes;
using MagBot.Activities;
using MagBot.Channels.Connector;

namespace MagBot.Host.Tests.Connector;

/// <summary>Names of all kinds in front of, in, and behind what is asked.</summary>
public sealed class MentionTests
{
    [Theory]
    [InlineData("<at>MagBot</at> hallo", "MagBot", "<at>MagBot</at>", "hallo")]
    [InlineData("hallo <at>MagBot</at>", "MagBot", "<at>MagBot</at>", "hallo")]
    [InlineData("mag <at>MagBot</at> dit weten?", "MagBot", "<at>MagBot</at>", "mag dit weten?")]
    [InlineData("<at>MagBot</at>, hallo", "MagBot", "<at>MagBot</at>", "hallo")]
    [InlineData("<at>MagBot</at>&nbsp;&nbsp;hallo", "MagBot", "<at>MagBot</at>", "hallo")]
    [InlineData("<at>MagBot</at>\u00a0hallo", "MagBot", "<at>MagBot</at>", "hallo")]
    [InlineData("<AT>magbot</AT> hallo", "MagBot", "<at>MagBot</at>", "hallo")]
    [InlineData("<at>MagBot</at> en nog eens <at>MagBot</at> hallo", "MagBot", "<at>MagBot</at>", "en nog eens hallo")]
    [InlineData("<at>Mag.*(Bot)+ [x]$</at> hallo", "Mag.*(Bot)+ [x]$", "<at>Mag.*(Bot)+ [x]$</at>", "hallo")]
    [InlineData("<at>Mag\\Bot|?</at> hallo", "Mag\\Bot|?", "<at>Mag\\Bot|?</at>", "hallo")]
    [InlineData("<at>Mag🤖Bot</at> hallo 😀", "Mag🤖Bot", "<at>Mag🤖Bot</at>", "hallo 😀")]
    [InlineData("<at>👩‍⚕️ Zorg</at> hallo", "👩‍⚕️ Zorg", "<at>👩‍⚕️ Zorg</at>", "hallo")]
    [InlineData("<at>Mag &amp; Bot</at> hallo", "Mag & Bot", "<at>Mag & Bot</at>", "hallo")]
    [InlineData("<at>Mag & Bot</at> hallo", "Mag & Bot", "<at>Mag &amp; Bot</at>", "hallo")]
    [InlineData("<at>Mag &lt;3 Bot</at> hallo", "Mag <3 Bot", "<at>Mag &lt;3 Bot</at>", "hallo")]
    [InlineData("<at>Caf&#233; Bot</at> hallo", "Café Bot", "<at>Café Bot</at>", "hallo")]
    [InlineData("<at>MagBot</at> hallo", "MagBot", null, "hallo")]
    [InlineData("<at>MagBot</at>\nregel een\nregel twee", "MagBot", "<at>MagBot</at>", "regel een\nregel twee")]
    public void Bot_IsTakenOutOfTheText(string text, string name, string? mention, string expected) =>
        Assert.Equal(expected, Mentions.WithoutRecipient(Activity(text, ("28:bot", name, mention))));

    [Theory]
    [InlineData("<at>MagBot</at> vraag het aan <at>Jan de Vries</at> graag", "Jan de Vries", "vraag het aan Jan de Vries graag")]
    [InlineData("<at>MagBot</at> en <at>Tom &amp; Co</at> hallo", "Tom & Co", "en Tom & Co hallo")]
    [InlineData("<at>Jan $1</at> zegt <at>MagBot</at> hallo", "Jan $1", "Jan $1 zegt hallo")]
    public void Others_KeepTheirNames(string text, string name, string expected) => Assert.Equal(
        expected, Mentions.WithoutRecipient(Activity(text, ("28:bot", "MagBot", "<at>MagBot</at>"), ("29:jan", name, $"<at>{name}</at>"))));

    [Theory]
    [InlineData("<at>MagBot</at>")]
    [InlineData("  <at>MagBot</at>  ")]
    public void Text_ThatIsOnlyTheName_IsEmpty(string text) => Assert.Equal("", Mentions.WithoutRecipient(Activity(text, ("28:bot", "MagBot", "<at>MagBot</at>"))));

    [Fact]
    public void Text_WithoutMention_IsUnchanged()
    {
        Assert.Equal(" a  b ", Mentions.WithoutRecipient(Activity(" a  b ")));
        Assert.Equal(" a  b ", Mentions.WithoutRecipient(Activity(" a  b ", ("28:bot", "MagBot", ""))));
        Assert.Null(Mentions.WithoutRecipient(new Activity { Entities = [] }));
    }

    [Theory]
    [InlineData("""{"type":"mention"}""")]
    [InlineData("""{"type":"mention","mentioned":"x"}""")]
    [InlineData("""{"type":"mention","mentioned":{"id":1,"name":2},"text":3}""")]
    [InlineData("""{"type":"mention","mentioned":{"id":"28:bot"}}""")]
    [InlineData("""{"type":"clientInfo"}""")]
    public void Entity_OfAnotherShape_IsLeftAlone(string entity) => Assert.Equal(
        "hallo", Mentions.WithoutRecipient(new Activity
        {
            Text = "hallo",
            Recipient = new ChannelAccount { Id = "28:bot" },
            Entities = [JsonSerializer.Deserialize(entity, ActivityJson.Context.Activity.Options.GetTypeInfo(typeof(Entity))) as Entity ?? new Entity()],
        }));

    private static Activity Activity(string text, params (string Id, string Name, string? Text)[] mentions) => new()
    {
        Text = text,
        Recipient = new ChannelAccount { Id = "28:bot" },
        Entities = [.. mentions.Select(mention => new Entity
        {
            Type = "mention",
            Properties = Properties(mention),
        })],
    };

    private static Dictionary<string, JsonElement> Properties((string Id, string Name, string? Text) mention)
    {
        var mentioned = new JsonObject { ["id"] = mention.Id, ["name"] = mention.Name };
        var properties = new Dictionary<string, JsonElement> { ["mentioned"] = JsonDocument.Parse(mentioned.ToJsonString()).RootElement };
        if (mention.Text is not null)
            properties["text"] = ActivityJson.ToElement(mention.Text);
        return properties;
    }
}
