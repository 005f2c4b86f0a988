using System.Text;
using MagBot.Activities;
using MagBot.Desk.Conversations;
using MagBot.Desk.Pages;
using MagBot.Dialogs.Conversations;
using MagBot.Dialogs.Handover;
using MagBot.Dialogs.Storage;

namespace MagBot.Desk.Deliveries;

/// <summary>Writes a conversation as plain text, for the customer: without notes of advisors. Thread safe.</summary>
internal sealed class TranscriptText(IConversationStore store, TimeProvider time)
{
    private const int Page = 500;

    public async Task<string> ReadAsync(string conversationId, MailTranscript part, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        for (long from = 0; from < part.Before;)
        {
            var log = await store.ReadLogAsync(conversationId, from, Page, cancellationToken).ConfigureAwait(false);
            if (log.Count == 0)
                break;
            foreach (var entry in log.Where(entry => entry.Sequence < part.Before && entry.Audience is Audience.Everyone && entry.Activity.Is(ActivityTypes.Message)))
                Append(text, entry.Activity, part);
            from = log[^1].Sequence + 1;
        }

        return text.ToString();
    }

    private void Append(StringBuilder text, Activity activity, MailTranscript part)
    {
        if (string.IsNullOrWhiteSpace(activity.Text))
            return;
        var data = MessageData.Read(activity);
        var name = activity.From?.Role != Roles.Bot ? part.Customer : data.Author == "advisor" ? activity.From.Name ?? part.Bot : part.Bot;
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"[{Words.Moment(activity.Timestamp ?? default, time.GetUtcNow())}] {name}:\n{activity.Text}\n\n");
    }
}
