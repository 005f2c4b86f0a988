using System.Net;
using System.Net.Mail;
using System.Text;
using System.Text.Json;
using MagBot.Dialogs.Handover;
using MagBot.Dialogs.Storage;

namespace MagBot.Desk.Deliveries;

/// <summary>Sends e-mails over SMTP, encrypted and logged in where the settings say so. Without a server the rows are dropped.</summary>
internal sealed class MailTarget(DeliveryOptions options, TranscriptText transcripts) : IDeliveryTarget
{
    public string Kind => DeliveryKinds.Mail;

    public async Task<DeliveryResult> SendAsync(OutboxRow row, CancellationToken cancellationToken)
    {
        var smtp = options.Smtp;
        if (smtp.Host is not { Length: > 0 } host)
            return default;
        if (JsonSerializer.Deserialize(row.Item.Payload, DeliveryJson.Default.MailDelivery) is not { } mail)
            return new DeliveryResult("unreadable", MayRetry: false);

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(smtp.Timeout);
        try
        {
            using var message = await ComposeAsync(row, mail, limit.Token).ConfigureAwait(false);
            using var client = new SmtpClient(host, smtp.Port) { EnableSsl = smtp.StartTls };
            if (smtp.UserName is { Length: > 0 } user)
                client.Credentials = new NetworkCredential(user, smtp.Password);
            await client.SendMailAsync(message, limit.Token).ConfigureAwait(false);
            return default;
        }
        catch (SmtpFailedRecipientException exception) when ((int)exception.StatusCode >= 550)
        {
            // The address does not exist: it will not tomorrow either.
            return new DeliveryResult($"smtp {(int)exception.StatusCode}", MayRetry: false);
        }
        catch (SmtpException exception)
        {
            return new DeliveryResult($"smtp {exception.StatusCode}");
        }
        catch (Exception exception) when (exception is IOException or System.Security.Authentication.AuthenticationException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new DeliveryResult(exception.GetType().Name);
        }
        catch (FormatException)
        {
            return new DeliveryResult("address", MayRetry: false);
        }
    }

    private async Task<MailMessage> ComposeAsync(OutboxRow row, MailDelivery mail, CancellationToken cancellationToken)
    {
        var from = options.Smtp.From ?? "";
        var to = mail.To ?? (options.Smtp.CareAddress is { Length: > 0 } care ? care : from);
        var text = mail.Text;
        if (mail.Transcript is { } part)
            text += "\n\n" + await transcripts.ReadAsync(row.ConversationId, part, cancellationToken).ConfigureAwait(false);
        var message = new MailMessage(from, to)
        {
            Subject = string.Join(' ', mail.Subject.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)),
            Body = text.ReplaceLineEndings("\r\n"),
            SubjectEncoding = Encoding.UTF8,
            BodyEncoding = Encoding.UTF8,
        };
        // The same id at every attempt, so that a doubled delivery can be recognised.
        message.Headers.Add("Message-ID", $"<{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(row.Item.Id)))[..32]}@{message.From!.Host}>"); // set by the constructor
        message.Headers.Add("Auto-Submitted", "auto-generated");
        if (mail.ReplyTo is { } reply && MailAddress.TryCreate(reply, out var address))
            message.ReplyToList.Add(address);
        return message;
    }
}
