using System.Text;
using System.Text.Json;
using Xunit;

namespace MagBot.Activities.Tests;

public sealed class ActivityJsonTests
{
    // Composed by hand from the documented shape of a Teams message.
    private const string TeamsMessage =
        """
        {"type":"message","id":"1485983408511","timestamp":"2026-03-02T10:15:30.1234567Z","localTimestamp":"2026-03-02T11:15:30.120+01:00",
         "serviceUrl":"https://smba.example/emea/","channelId":"msteams","from":{"id":"29:1XJ","name":"Piet Jansen","aadObjectId":"0000-1","userRole":"user"},
         "conversation":{"conversationType":"personal","tenantId":"t-1","id":"a:17I0","extra":{"deep":[1,2,{"x":null}]}},
         "recipient":{"id":"28:c9e","name":"MagBot"},"textFormat":"plain","text":"hallo <at>MagBot</at>",
         "entities":[{"type":"mention","mentioned":{"id":"28:c9e","name":"MagBot"},"text":"<at>MagBot</at>"},{"type":"clientInfo","locale":"nl-NL"}],
         "channelData":{"tenant":{"id":"t-1"},"nested":{"a":[true,false]}},"rawTimestamp":"2026-03-02T10:15:30Z","legacy":{"v":3},
         "attachments":[{"contentType":"text/html","content":"<p>hallo</p>","unknownToo":5}]}
        """;

    [Fact]
    public void Write_AfterParse_KeepsUnknownMembersAtEveryLevel_A2005()
    {
        var written = ActivityJson.Write(ActivityJson.Parse(TeamsMessage));

        using var document = JsonDocument.Parse(written);
        var root = document.RootElement;
        Assert.Equal(3, root.GetProperty("legacy").GetProperty("v").GetInt32());
        Assert.Equal("user", root.GetProperty("from").GetProperty("userRole").GetString());
        Assert.Equal(2, root.GetProperty("conversation").GetProperty("extra").GetProperty("deep")[1].GetInt32());
        Assert.Equal(5, root.GetProperty("attachments")[0].GetProperty("unknownToo").GetInt32());
        Assert.Equal("28:c9e", root.GetProperty("entities")[0].GetProperty("mentioned").GetProperty("id").GetString());
        Assert.True(root.GetProperty("channelData").GetProperty("nested").GetProperty("a")[0].GetBoolean());
    }

    [Fact]
    public void Write_AfterTwoRoundTrips_IsStable()
    {
        var once = ActivityJson.Write(ActivityJson.Parse(TeamsMessage));

        var twice = ActivityJson.Write(ActivityJson.Parse(once));

        Assert.Equal(once, twice);
    }

    [Theory]
    [InlineData("2026-03-02T10:15:30Z", "2026-03-02T10:15:30.000Z")]
    [InlineData("2026-03-02T10:15:30.1234567Z", "2026-03-02T10:15:30.123Z")]
    [InlineData("2026-03-02T10:15:30.1+00:00", "2026-03-02T10:15:30.100Z")]
    [InlineData("2026-03-02T10:15:30.120+01:00", "2026-03-02T10:15:30.120+01:00")]
    public void Timestamp_AnyFraction_IsReadAndWrittenInMilliseconds(string sent, string expected)
    {
        var activity = ActivityJson.Parse($$"""{"type":"message","timestamp":"{{sent}}"}""");

        using var written = JsonDocument.Parse(ActivityJson.Write(activity));
        Assert.Equal(expected, written.RootElement.GetProperty("timestamp").GetString());
    }

    [Theory]
    [InlineData("Message")]
    [InlineData("MESSAGE")]
    public void Is_OtherCasing_Matches_A2006(string type)
    {
        Assert.True(ActivityJson.Parse($$"""{"Type":"{{type}}"}""").Is(ActivityTypes.Message));
    }

    [Fact]
    public void Parse_UnknownType_IsAccepted_A2006()
    {
        Assert.Equal("somethingNew", ActivityJson.Parse("""{"type":"somethingNew","payload":1}""").Type);
    }

    [Fact]
    public void Write_AbsentMembers_AreLeftOut()
    {
        Assert.Equal("""{"type":"message","text":"één < twee"}""".Replace("<", "\\u003C", StringComparison.Ordinal),
            ActivityJson.Write(new Activity { Type = "message", Text = "één < twee" }));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"type\":5}")]
    [InlineData("{\"timestamp\":\"gisteren\"}")]
    [InlineData("{\"from\":\"jan\"}")]
    [InlineData("{")]
    [InlineData("")]
    public void Parse_WrongShape_ThrowsJsonException(string json)
    {
        Assert.ThrowsAny<JsonException>(() => ActivityJson.Parse(json));
    }

    [Fact]
    public void Parse_NestedTooDeep_ThrowsJsonException()
    {
        var bomb = new StringBuilder("{\"channelData\":").Insert(15, "[", 10_000).Append(']', 10_000).Append('}').ToString();

        Assert.ThrowsAny<JsonException>(() => ActivityJson.Parse(Encoding.UTF8.GetBytes(bomb)));
    }

    [Fact]
    public void Parse_RandomTrees_RoundTripUnchanged()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var json = new RandomJson(new Random(seed)).Activity();

            var written = ActivityJson.Write(ActivityJson.Parse(json));

            Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(json).RootElement, JsonDocument.Parse(written).RootElement), $"seed {seed}: {json} became {written}");
        }
    }

    /// <summary>Activities with unknown members sprinkled in; no nulls, since those are left out on purpose.</summary>
    private sealed class RandomJson(Random random)
    {
        public string Activity() =>
            $$"""{"type":"message","id":{{Text()}},"from":{"id":{{Text()}},{{Unknown()}}},"conversation":{"id":{{Text()}},{{Unknown()}}},"text":{{Text()}},"channelData":{{Value(3)}},"value":{{Value(2)}},"entities":[{"type":{{Text()}},{{Unknown()}}}],{{Unknown()}}}""";

        private string Unknown() => $"\"x{random.Next(1000)}\":{Value(3)}";

        private string Text() => JsonSerializer.Serialize(
            new string([.. Enumerable.Range(0, random.Next(12)).Select(_ => (char)random.Next(32, 0x2FF))]), ActivityJson.Context.String);

        private string Value(int depth) => random.Next(depth > 0 ? 5 : 3) switch
        {
            0 => Text(),
            1 => random.Next(-1000, 1000).ToString(System.Globalization.CultureInfo.InvariantCulture),
            2 => "true",
            3 => $"[{Value(depth - 1)},{Value(depth - 1)}]",
            _ => $"{{\"k\":{Value(depth - 1)}}}",
        };
    }
}
