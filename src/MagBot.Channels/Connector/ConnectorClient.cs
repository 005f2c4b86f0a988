using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MagBot.Activities;
using Microsoft.Extensions.Options;

namespace MagBot.Channels.Connector;

/// <summary>What came of one call.</summary>
/// <param name="Failure">Null when it arrived; otherwise a word on what happened, without content.</param>
/// <param name="MayRetry">Whether another attempt can help.</param>
/// <param name="RetryAfter">How long the channel wants us to wait; null when it does not say.</param>
internal record DeliveryOutcome(string? Failure, bool MayRetry = false, TimeSpan? RetryAfter = null);

/// <summary>What came of one call, with its answer.</summary>
/// <param name="Outcome">Whether it arrived.</param>
/// <param name="Value">The answer; null when there was none, or none that could be read.</param>
internal sealed record ConnectorAnswer<T>(DeliveryOutcome Outcome, T? Value)
    where T : class;

/// <summary>
/// A channel's connector: the <c>Conversations_…</c> operations. It tries once, and once more with a fresh token when ours was
/// refused; whoever calls decides on repetitions, since the protocol has no key that would recognise one. Thread safe.
/// </summary>
internal sealed class ConnectorClient : IDisposable
{
    private const int MaxPages = 100;

    private readonly HttpClient _http;
    private readonly IConnectorCredentials _credentials;
    private readonly ServiceUrlPolicy _policy;
    private readonly IOptions<ConnectorOptions> _options;
    private readonly TimeProvider _time;

    public ConnectorClient(IConnectorCredentials credentials, ServiceUrlPolicy policy, IOptions<ConnectorOptions> options, TimeProvider time)
    {
        (_credentials, _policy, _options, _time) = (credentials, policy, options, time);
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
            MaxResponseContentBufferSize = 1024 * 1024,
        };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("MagBot", "1.0"));
    }

    /// <summary>Delivers one reply (<c>ReplyToActivity</c>, <c>SendToConversation</c>). Typing goes the same way.</summary>
    public Task<ConnectorAnswer<SentActivity>> SendAsync(ConnectorDelivery delivery, CancellationToken cancellationToken) =>
        PostAsync(PreparedDelivery.From(delivery), cancellationToken);

    /// <summary>The same for one whose body is written already.</summary>
    public Task<ConnectorAnswer<SentActivity>> PostAsync(PreparedDelivery delivery, CancellationToken cancellationToken)
    {
        var path = Activities(delivery.ConversationId);
        if (delivery.ReplyToId is { Length: > 0 } replyToId)
            path += "/" + Uri.EscapeDataString(replyToId);
        return CallAsync(
            HttpMethod.Post, delivery.ServiceUrl, path, delivery.Body, ConnectorJson.Contract.SentActivity, delivery.Audience, cancellationToken);
    }

    /// <summary>Replaces a message of ours (<c>UpdateActivity</c>).</summary>
    public Task<ConnectorAnswer<SentActivity>> UpdateAsync(ConnectorDelivery delivery, string activityId, CancellationToken cancellationToken) => CallAsync(
        HttpMethod.Put,
        delivery.ServiceUrl,
        $"{Activities(delivery.ConversationId)}/{Uri.EscapeDataString(activityId)}",
        ActivityJson.Write(delivery.Activity with { Id = activityId }), // the two must be equal
        ConnectorJson.Contract.SentActivity,
        delivery.Audience,
        cancellationToken);

    /// <summary>Takes a message of ours back (<c>DeleteActivity</c>).</summary>
    public Task<ConnectorAnswer<SentActivity>> DeleteAsync(string serviceUrl, string conversationId, string activityId, CancellationToken cancellationToken) =>
        CallAsync(
            HttpMethod.Delete, serviceUrl, $"{Activities(conversationId)}/{Uri.EscapeDataString(activityId)}", null, ConnectorJson.Contract.SentActivity, null, cancellationToken);

    /// <summary>Begins a conversation (<c>CreateConversation</c>).</summary>
    public Task<ConnectorAnswer<CreatedConversation>> CreateAsync(string serviceUrl, NewConversation conversation, CancellationToken cancellationToken) => CallAsync(
        HttpMethod.Post,
        serviceUrl,
        "/v3/conversations",
        JsonSerializer.Serialize(conversation, ConnectorJson.Contract.NewConversation),
        ConnectorJson.Contract.CreatedConversation,
        null,
        cancellationToken);

    /// <summary>One member (<c>GetConversationMember</c>).</summary>
    public Task<ConnectorAnswer<ChannelAccount>> FindMemberAsync(string serviceUrl, string conversationId, string memberId, CancellationToken cancellationToken) =>
        CallAsync(
            HttpMethod.Get,
            serviceUrl,
            $"/v3/conversations/{Uri.EscapeDataString(conversationId)}/members/{Uri.EscapeDataString(memberId)}",
            null,
            ConnectorJson.Contract.ChannelAccount,
            null,
            cancellationToken);

    /// <summary>All members (<c>GetConversationPagedMembers</c>). The channel may ignore the size of a page, or give the same one again.</summary>
    public async Task<ConnectorAnswer<IReadOnlyList<ChannelAccount>>> ListMembersAsync(string serviceUrl, string conversationId, CancellationToken cancellationToken)
    {
        List<ChannelAccount> members = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        string? continuation = null;
        for (var page = 0; page < MaxPages; page++)
        {
            var path = $"/v3/conversations/{Uri.EscapeDataString(conversationId)}/pagedmembers?pageSize=200"
                + (continuation is null ? "" : "&continuationToken=" + Uri.EscapeDataString(continuation));
            var answer = await CallAsync(HttpMethod.Get, serviceUrl, path, null, ConnectorJson.Contract.MembersPage, null, cancellationToken).ConfigureAwait(false);
            if (answer.Outcome.Failure is not null)
                return new(answer.Outcome, null);
            members.AddRange(answer.Value?.Members ?? []);
            continuation = answer.Value?.ContinuationToken;
            if (string.IsNullOrEmpty(continuation) || !seen.Add(continuation))
                break;
        }

        return new(new DeliveryOutcome(null), members);
    }

    public void Dispose() => _http.Dispose();

    private static string Activities(string conversationId) => $"/v3/conversations/{Uri.EscapeDataString(conversationId)}/activities";

    private async Task<ConnectorAnswer<T>> CallAsync<T>(
        HttpMethod method, string serviceUrl, string path, string? body, JsonTypeInfo<T> contract, string? audience, CancellationToken cancellationToken)
        where T : class
    {
        if (!_policy.MayReach(serviceUrl))
            return new(new DeliveryOutcome("address not allowed"), null);
        try
        {
            var address = new Uri(serviceUrl.TrimEnd('/') + path);
            var first = await TryAsync(method, address, body, contract, audience, refreshToken: false, cancellationToken).ConfigureAwait(false);
            return first.Outcome.Failure == nameof(HttpStatusCode.Unauthorized)
                ? await TryAsync(method, address, body, contract, audience, refreshToken: true, cancellationToken).ConfigureAwait(false)
                : first;
        }
        catch (ConnectorCredentialException exception)
        {
            return new(new DeliveryOutcome(exception.Message, MayRetry: true), null);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return new(new DeliveryOutcome(exception.GetType().Name, MayRetry: true), null);
        }
    }

    private async Task<ConnectorAnswer<T>> TryAsync<T>(
        HttpMethod method, Uri address, string? body, JsonTypeInfo<T> contract, string? audience, bool refreshToken, CancellationToken cancellationToken)
        where T : class
    {
        using var request = new HttpRequestMessage(method, address);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        // A token for a calling bot is worth something to that bot only, and goes where it told us to.
        var scope = audience is null ? _options.Value.Scope : audience + "/.default";
        if (_policy.MayHoldToken(address, audience is not null)
            && await _credentials.FindTokenAsync(scope, refreshToken, cancellationToken).ConfigureAwait(false) is { } token)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);

        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
            return new(new DeliveryOutcome(Name(response.StatusCode), CanPass(response.StatusCode), RetryAfter(response)), null);
        return new(new DeliveryOutcome(null), await ReadAsync(response, contract, cancellationToken).ConfigureAwait(false));
    }

    // Some channels answer with nothing, or with a page; what was asked is done all the same.
    private static async Task<T?> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> contract, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            var text = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
            return text.Length == 0 ? null : JsonSerializer.Deserialize(text, contract);
        }
        catch (Exception exception) when (exception is JsonException or HttpRequestException or IOException or InvalidOperationException)
        {
            return null;
        }
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
