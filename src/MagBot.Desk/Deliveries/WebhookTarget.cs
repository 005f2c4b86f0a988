using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using MagBot.Dialogs.Handover;
using MagBot.Dialogs.Storage;

namespace MagBot.Desk.Deliveries;

/// <summary>
/// Calls another system: POST with the payload as JSON, signed with HMAC-SHA256 over timestamp, a dot and the body, so that neither
/// can be changed nor an old call be played again. Without an address the rows are dropped.
/// </summary>
internal sealed class WebhookTarget(HttpClient http, DeliveryOptions options, TimeProvider time) : IDeliveryTarget
{
    public const string TimestampHeader = "X-MagBot-Timestamp";
    public const string SignatureHeader = "X-MagBot-Signature";
    public const string DeliveryHeader = "X-MagBot-Delivery";

    public string Kind => DeliveryKinds.Webhook;

    public async Task<DeliveryResult> SendAsync(OutboxRow row, CancellationToken cancellationToken)
    {
        if (options.Webhook is not { Url: { } url, Secret: { } secret })
            return default;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.Webhook.Timeout);
        try
        {
            using var request = Compose(row, url, secret, time.GetUtcNow());
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
            // A refusal may be a fault in the settings over there, so that too is tried again.
            return answer.IsSuccessStatusCode ? default : new DeliveryResult($"http {(int)answer.StatusCode}");
        }
        catch (HttpRequestException exception)
        {
            return new DeliveryResult(exception.HttpRequestError.ToString());
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new DeliveryResult("timeout");
        }
    }

    /// <summary>Signature of a body at a moment, as the receiver computes it too.</summary>
    public static string Sign(string secret, string timestamp, string body) =>
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{timestamp}.{body}")));

    private static HttpRequestMessage Compose(OutboxRow row, Uri url, string secret, DateTimeOffset now)
    {
        var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new StringContent(row.Item.Payload, Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
        };
        request.Headers.Add(TimestampHeader, timestamp);
        request.Headers.Add(SignatureHeader, Sign(secret, timestamp, row.Item.Payload));
        request.Headers.Add(DeliveryHeader, row.Item.Id);
        return request;
    }
}
