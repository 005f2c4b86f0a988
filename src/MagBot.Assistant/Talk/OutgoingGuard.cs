using MagBot.Activities;
using MagBot.Knowledge;
using MagBot.Knowledge.Claims;
using MagBot.Knowledge.Linting;
using Microsoft.Extensions.Logging;

namespace MagBot.Assistant.Talk;

/// <summary>
/// Judges what the bot is about to say. Reviewed texts were judged when the knowledge was checked; this judges the sentences that only
/// came to be in this turn, and texts that were put together from several. A message that may not go out is replaced by a reviewed one.
/// Thread safe.
/// </summary>
internal sealed partial class OutgoingGuard
{
    private readonly ClaimsGuard _guard;
    private readonly HashSet<string> _reviewed;

    public OutgoingGuard(KnowledgeBase knowledge, bool strict)
    {
        _guard = new ClaimsGuard(knowledge.Claims, strict);
        _reviewed = OutgoingText.Of(knowledge).Select(text => text.Text).Concat(knowledge.Safety.Lines.Values.SelectMany(line => new[] { line.Text, line.Markdown }))
            .SelectMany(ClaimsGuard.SentenceKeys).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Replaces the messages of the turn that may not go out.</summary>
    public void Judge(Speaker speaker, ILogger logger)
    {
        speaker.Turn.AmendMessages(activity =>
        {
            // An alarm is fixed text, and a note is for the advisor.
            if (!activity.Is(ActivityTypes.Message) || activity.Text is not { Length: > 0 } text || AssistantTalk.Data(activity) is { Urgent: true } or { Author: "note" })
                return activity;
            string spoken = AssistantTalk.Data(activity)?.Body ?? text;
            if (Find(spoken) is not { } rules)
                return activity;
            LogHeldBack(logger, speaker.Turn.Conversation.Id, rules);
            string instead = speaker.Text("outgoing-withheld");
            return activity with
            {
                Text = instead,
                Attachments = null,
                ChannelData = ActivityJson.ToElement(new ChannelData(new MessageData { Author = "bot", Decision = Decisions.Decline }), TalkJsonContext.Default.ChannelData),
            };
        });
    }

    /// <summary>The rules that the unreviewed sentences of a text break, as one text; null when it may go out.</summary>
    internal string? Find(string text)
    {
        // What stands between these quotes are the customer's own words, said back to them.
        string own = CustomersWords().Replace(text, "“”");
        if (ClaimsGuard.SentenceKeys(own).All(_reviewed.Contains))
            return null;
        ClaimsFinding[] findings = [.. _guard.Check(own, ClaimsContext.Answer).Findings
            // The templates were reviewed, so what merely reads like the forbidden examples is no reason to hold an answer back.
            .Where(finding => finding.Verdict == ClaimsVerdict.Block && finding.Rule != ClaimsGuard.Learned && !ClaimsGuard.SentenceKeys(finding.Sentence).All(_reviewed.Contains))];
        return findings.Length == 0 ? null : string.Join(", ", findings.Select(finding => finding.Rule).Distinct());
    }

    [System.Text.RegularExpressions.GeneratedRegex("“[^”]*”")]
    private static partial System.Text.RegularExpressions.Regex CustomersWords();

    [LoggerMessage(2101, LogLevel.Warning, "A message in conversation {ConversationId} was held back by the wording rules {Rules}; the customer got the reviewed text instead")]
    private static partial void LogHeldBack(ILogger logger, string conversationId, string rules);
}
