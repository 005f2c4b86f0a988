using System.Globalization;
using System.Text.Json.Nodes;
using Xunit;

namespace MagBot.Activities.Tests;

/// <summary>Reading and writing again changes nothing: for activities made up at random, and for those that channels send.</summary>
public sealed class RoundTripTests
{
    private const int Rounds = 3000;

    [Fact]
    public void Activity_MadeUpAtRandom_ComesBackEqual()
    {
        var seed = Random.Shared.Next();
        for (var round = 0; round < Rounds; round++)
        {
            var made = new RandomActivities(new Random(seed + round)).Next();

            var written = JsonNode.Parse(ActivityJson.Write(ActivityJson.Parse(made.ToJsonString())));

            Assert.True(JsonNode.DeepEquals(made, written), $"seed {seed + round}:\n{made.ToJsonString()}\n{written?.ToJsonString()}");
        }
    }

    [Theory]
    [MemberData(nameof(Corpus))]
    public void Activity_AsAChannelSendsIt_ComesBackEqual(string name)
    {
        var sent = Read(name);

        var written = JsonNode.Parse(ActivityJson.Write(ActivityJson.Parse(sent.ToJsonString())));

        Assert.True(JsonNode.DeepEquals(sent, written), $"{sent.ToJsonString()}\n{written?.ToJsonString()}");
    }

    [Theory]
    [MemberData(nameof(Corpus))]
    public void Activity_InAnotherCasing_IsReadAndWrittenInTheRightOne(string name)
    {
        var sent = Read(name);
        var shouted = new JsonObject();
        foreach (var (member, value) in sent)
            shouted[char.ToUpperInvariant(member[0]) + member[1..]] = value?.DeepClone();

        var known = ActivityJson.Parse(shouted.ToJsonString());

        Assert.Equal(sent["type"]?.GetValue<string>(), known.Type);
        Assert.Equal(sent["from"]?["id"]?.GetValue<string>(), known.From?.Id);
    }

    [Theory]
    [InlineData("message")]
    [InlineData("conversationUpdate")]
    [InlineData("typing")]
    [InlineData("event")]
    [InlineData("invoke")]
    [InlineData("endOfConversation")]
    [InlineData("messageReaction")]
    [InlineData("messageUpdate")]
    [InlineData("messageDelete")]
    [InlineData("installationUpdate")]
    [InlineData("contactRelationUpdate")]
    [InlineData("deleteUserData")]
    [InlineData("trace")]
    [InlineData("handoff")]
    [InlineData("command")]
    [InlineData("commandResult")]
    [InlineData("suggestion")]
    [InlineData("ping")]
    [InlineData("zelfbedacht")]
    public void Type_WithNothingElse_ComesBackWithNothingElse(string type) =>
        Assert.Equal($$"""{"type":"{{type}}"}""", ActivityJson.Write(ActivityJson.Parse($$"""{"type":"{{type}}"}""")));

    public static TheoryData<string> Corpus => new(All().Select(member => member.Key));

    private static JsonObject All() =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "corpus.json")))!.AsObject(); // a file of ours

    private static JsonObject Read(string name) => All()[name]!.AsObject(); // one of its members

    /// <summary>Activities with any of the known members, unknown ones at each level, and free-form values of any shape.</summary>
    private sealed class RandomActivities(Random random)
    {
        private static readonly string[] Texts = ["", "hallo", "é ß 漢 😀", "<at>Bot</at>", "regel\nregel", "\"'&<>\\", "\u0001", "null", "12"];

        public JsonObject Next()
        {
            var activity = new JsonObject { ["type"] = Pick("message", "event", "conversationUpdate", "zelfbedacht") };
            Put(activity, Text, "id", "channelId", "serviceUrl", "localTimezone", "replyToId", "locale", "text", "textFormat", "speak", "summary", "inputHint",
                "attachmentLayout", "name", "valueType", "label", "code", "action", "topicName", "deliveryMode", "importance", "callerId");
            Put(activity, Moment, "timestamp", "localTimestamp", "expiration");
            Put(activity, () => Free(3), "channelData", "value");
            Put(activity, Account, "from", "recipient");
            Put(activity, Conversation, "conversation");
            Put(activity, () => random.Next(2) == 0, "historyDisclosed");
            Put(activity, () => List(Text), "listenFor");
            Put(activity, () => List(Account), "membersAdded", "membersRemoved");
            Put(activity, () => List(() => With(new JsonObject(), Text, "type")), "reactionsAdded", "reactionsRemoved");
            Put(activity, () => List(() => With(Unknown(new JsonObject { ["occurrence"] = random.Next() }), Text, "text")), "textHighlights");
            Put(activity, () => List(Attachment), "attachments");
            Put(activity, () => List(Entity), "entities");
            Put(activity, () => Unknown(new JsonObject { ["to"] = List(Text), ["actions"] = List(Action) }), "suggestedActions");
            Put(activity, Reference, "relatesTo");
            Put(activity, () => Unknown(With(new JsonObject { ["entities"] = new JsonObject { ["plaats"] = Entity() } }, Text, "id", "state")), "semanticAction");
            return Unknown(activity);
        }

        private JsonObject Account() => Unknown(With(new JsonObject(), Text, "id", "name", "aadObjectId", "role"));

        private JsonObject Conversation()
        {
            var conversation = With(new JsonObject(), Text, "id", "name", "conversationType", "tenantId", "aadObjectId", "role");
            Put(conversation, () => random.Next(2) == 0, "isGroup");
            return Unknown(conversation);
        }

        private JsonObject Reference()
        {
            var reference = With(new JsonObject(), Text, "activityId", "channelId", "serviceUrl", "locale");
            Put(reference, Account, "user", "bot");
            Put(reference, Conversation, "conversation");
            return Unknown(reference);
        }

        private JsonObject Attachment()
        {
            var attachment = With(new JsonObject(), Text, "contentType", "contentUrl", "name", "thumbnailUrl");
            Put(attachment, () => Free(4), "content");
            return Unknown(attachment);
        }

        private JsonObject Action()
        {
            var action = With(new JsonObject(), Text, "type", "title", "image", "imageAltText", "text", "displayText");
            Put(action, () => Free(2), "value", "channelData");
            return Unknown(action);
        }

        private JsonObject Entity() => Unknown(With(new JsonObject(), Text, "type"));

        // An unknown member may hold anything, nothing included.
        private JsonObject Unknown(JsonObject members)
        {
            for (var i = random.Next(3); i > 0; i--)
                members["onbekend" + i] = random.Next(8) == 0 ? null : Free(3);
            return members;
        }

        private JsonNode Free(int depth) => random.Next(depth > 0 ? 7 : 4) switch
        {
            0 => Text(),
            1 => random.Next(2) == 0,
            2 => random.NextInt64(),
            3 => random.NextDouble(),
            4 => new JsonArray(Free(depth - 1), null, Free(depth - 1)),
            5 => new JsonArray(),
            _ => new JsonObject { [Pick("a", "é", "text", "Type")] = Free(depth - 1), ["niets"] = null },
        };

        private JsonArray List<T>(Func<T> make)
            where T : JsonNode => new([.. Enumerable.Range(0, random.Next(4)).Select(_ => (JsonNode)make())]);

        private JsonObject With(JsonObject members, Func<JsonNode> make, params string[] names)
        {
            Put(members, make, names);
            return members;
        }

        private void Put<T>(JsonObject members, Func<T> make, params string[] names)
        {
            foreach (var name in names)
                if (random.Next(3) == 0)
                    members[name] = make() switch { JsonNode node => node, bool value => value, _ => null };
        }

        private JsonNode Text() => Pick(Texts);

        // Milliseconds, which is what we write; see the tests of timestamps for finer ones.
        private JsonNode Moment() => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMilliseconds(random.NextInt64(40_000_000_000L)) is var moment && random.Next(2) == 0
            ? moment.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
            : moment.ToOffset(TimeSpan.FromHours(random.Next(1, 12))).ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);

        private string Pick(params string[] choices) => choices[random.Next(choices.Length)];
    }
}
