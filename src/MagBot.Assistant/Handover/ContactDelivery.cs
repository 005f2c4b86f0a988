using System.Text.Json;
using MagBot.Assistant.Talk;
using MagBot.Dialogs.Handover;
using MagBot.Dialogs.Storage;

namespace MagBot.Assistant.Handover;

/// <summary>What goes out of the house with a contact request: to customer care by e-mail and webhook, to the customer a transcript.</summary>
internal static class ContactDelivery
{
    public static void Send(Speaker speaker)
    {
        var turn = speaker.Turn;
        if (turn.Handover is not { Contact: { } contact, Reference: { } reference })
            return;
        (string, object?)[] values =
        [
            ("reference", reference), ("name", contact.Name), ("address", contact.Email ?? contact.Phone), ("time", contact.BestTime ?? "-"), ("question", contact.Question),
        ];
        var mail = new MailDelivery
        {
            ReplyTo = contact.Email,
            Subject = speaker.Text("mail-contact-subject", values),
            Text = speaker.Text("mail-contact-text", values),
        };
        Add(speaker, DeliveryKinds.Mail, "contact", JsonSerializer.Serialize(mail, DeliveryJson.Default.MailDelivery));
        var call = new WebhookDelivery { Event = "contact.requested", At = turn.Now, Reference = reference, Channel = turn.Conversation.ChannelId, Contact = contact };
        Add(speaker, DeliveryKinds.Webhook, "contact", JsonSerializer.Serialize(call, DeliveryJson.Default.WebhookDelivery));
    }

    public static void SendTranscript(Speaker speaker, string email)
    {
        var mail = new MailDelivery
        {
            To = email,
            Subject = speaker.Text("mail-transcript-subject"),
            Text = speaker.Text("mail-transcript-text"),
            Transcript = new MailTranscript(speaker.Turn.FirstSequence, speaker.Text("mail-transcript-customer"), speaker.Text("mail-transcript-bot")),
        };
        Add(speaker, DeliveryKinds.Mail, "transcript", JsonSerializer.Serialize(mail, DeliveryJson.Default.MailDelivery));
    }

    private static void Add(Speaker speaker, string kind, string purpose, string payload) =>
        speaker.Turn.Deliver(new OutboxItem($"{speaker.Turn.Conversation.Id}|{speaker.Turn.FirstSequence}|{kind}|{purpose}", kind, payload));
}
