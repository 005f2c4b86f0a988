using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using MagBot.Activities;
using Microsoft.Extensions.Options;

namespace MagBot.Channels.Connector;

/// <summary>What came of one delivery.</summary>
/// <param name="Failure">Null when it arrived; otherwise a word on what happened, without content.</param>
/// <param name="MayRetry">Whether another attempt can help.</param>
/// <param name="RetryAfter">How long the channel wants us to wait; null when it does not say.</param>
internal sealed record DeliveryOutcome(string? Failure, bool MayRetry = false, TimeSpan? RetryAfter = null)
{
    public static DeliveryOutcome Delivered { get; } = new((string?)null);
}

/// <summary>Posts replies to a channel's connector (<c>Conversations_ReplyToActivity</c>, <c>Conversations_SendToConversation</c>).</summary>
internal sealed class ConnectorClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly IConnectorCredentials _credentials;
    private readonly ServiceUrlPolicy _policy;
    private readonly TimeProvider _time;

    public ConnectorClient(IConnectorCredentials credentials, ServiceUrlPolicy policy, IOptions<ConnectorOptions> options, TimeProvider time)
    {
        (_credentials, _policy, _time) = (credentials, policy, time);
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false, // a redirect would carry the token elsewhere
            UseCookies = false,
            UseProxy = false, // the check of addresses is ours to make
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectTimeout = TimeSpan.FromSeconds(5),
            ConnectCallback = policy.ConnectAsync,
        })
        {
            Timeout = options.Value.SendTimeout,
            MaxResponseContentBufferSize = 64 * 1024,
        };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("MagBot", "1.0"));
    }

    /// <summary>Delivers one reply.</summary>
    public async Task<DeliveryOutcome> SendAsync(ConnectorDelivery delivery, CancellationToken cancellationToken)
    {
        if (!_policy.MayReach(delivery.ServiceUrl))
            return new("address not allowed");
        try
        {
            var first = await PostAsync(delivery, refreshToken: false, cancellationToken).ConfigureAwait(false);
            return first.Failure == nameof(HttpStatusCode.Unauthorized)
                ? await PostAsync(delivery, refreshToken: true, cancellationToken).ConfigureAwait(false)
                : first;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return new(exception.GetType().Name, MayRetry: true);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<DeliveryOutcome> PostAsync(ConnectorDelivery delivery, bool refreshToken, CancellationToken cancellationToken)
    {
        var path = $"/v3/conversations/{Uri.EscapeDataString(delivery.ConversationId)}/activities";
        if (delivery.Activity.ReplyToId is { Length: > 0 } replyToId)
            path += "/" + Uri.EscapeDataString(replyToId);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(delivery.ServiceUrl.TrimEnd('/') + path));
        request.Content = new StringContent(ActivityJson.Write(delivery.Activity), Encoding.UTF8, "application/json");
        if (_policy.MayHoldToken(request.RequestUri!) // set two lines above
            && await _credentials.FindTokenAsync(refreshToken, cancellationToken).ConfigureAwait(false) is { } token)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);

        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
            return DeliveryOutcome.Delivered;
        return new(Name(response.StatusCode), CanPass(response.StatusCode), RetryAfter(response));
    }

    private static string Name(HttpStatusCode status) =>
        Enum.IsDefined(status) ? status.ToString() : ((int)status).ToString(CultureInfo.InvariantCulture);

    private static bool CanPass(HttpStatusCode status) => status is
        HttpStatusCode.PreconditionFailed or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout
        or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - _time.GetUtcNow(),
        _ => null,
    };
}
