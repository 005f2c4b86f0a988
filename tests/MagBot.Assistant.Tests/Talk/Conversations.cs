using System.Text.Json;
using MagBot.Activities;
using MagBot.Dialogs.Handover;
using MagBot.TestSupport;
using Xunit;

namespace MagBot.Assistant.Tests.Talk;

/// <summary>Words for playing conversations with the whole bot on the project's knowledge.</summary>
internal static class Conversations
{
    public static TestConversation NewTalk(bool isAnyoneThere = false, TimeProvider? time = null) =>
        new(new AssistantBot(() => ProjectKnowledge.Snapshot, new Presence(isAnyoneThere)), time);

    /// <summary>Nobody is there and the shop is closed.</summary>
    public static ManualTimeProvider Closed() => new(ManualTimeProvider.ClosedMoment);

    public static string Text(string key, params ReadOnlySpan<(string Name, object? Value)> arguments) =>
        Knowledge.Content.TextCatalog.Fill(ProjectKnowledge.Current.Texts.GetInTurn(key, 0, ProjectKnowledge.Current.Shop.Placeholders()), arguments);

    public static IReadOnlyList<string> List(string key) => ProjectKnowledge.Current.Texts.GetList(key);

    public static List<string?> Buttons(TestConversation talk) =>
        [.. talk.Replies.SelectMany(reply => reply.SuggestedActions?.Actions ?? []).Select(action => action.Title)];

    /// <summary>The customer says something; the replies must hold this.</summary>
    public static async Task<TestConversation> AssertReply(this Task<TestConversation> sent, string expected)
    {
        var talk = await sent;
        Assert.Contains(expected, talk.AllText(), StringComparison.Ordinal);
        return talk;
    }

    public static async Task<TestConversation> Send(this Task<TestConversation> before, string text) => await (await before).SendAsync(text);

    public static string? Decision(Activity activity) => activity.ChannelData is { ValueKind: JsonValueKind.Object } data
        && data.TryGetProperty("magbot", out var magbot) && magbot.TryGetProperty("decision", out var decision) ? decision.GetString() : null;

    private sealed class Presence(bool isAnyoneThere) : IAdvisorPresence
    {
        public bool AnyoneThere => isAnyoneThere;
    }
}
