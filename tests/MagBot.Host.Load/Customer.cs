using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace MagBot.Host.Load;

/// <summary>One conversation. Says a question, waits until the reply to it is on the socket, says the next.</summary>
internal sealed class Customer : IDisposable
{
    private static readonly string[] Questions =
    [
        "Hoe laat moet ik magnesium innemen voor het slapen?", "helpt zo'n voetenbadje echt", "kan het samen met melatonine",
        "waaraan merk ik een tekort", "waar blijft mijn pakket", "hoeveel kost een fiets", "welke vorm is het beste voor mijn slaap",
        "hoeveel epsomzout moet er in bad", "is bisglycinaat beter dan oxide", "wat zeggen de onderzoeken over rusteloze benen",
    ];

    private readonly HttpClient _http;
    private readonly string _path;
    private readonly AuthenticationHeaderValue _authorization;
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[256 * 1024];
    private readonly int _number;
    private readonly bool _saysNothing;
    private int _said;

    private Customer(HttpClient http, int number, bool saysNothing, string conversationId, string token)
    {
        _http = http;
        _saysNothing = saysNothing;
        _number = number;
        _path = $"/v3/directline/conversations/{conversationId}/activities";
        _authorization = new AuthenticationHeaderValue("Bearer", token);
        _socket.Options.KeepAliveInterval = TimeSpan.Zero;
    }

    public List<double> AnswerMilliseconds { get; } = [];

    public List<double> PostMilliseconds { get; } = [];

    public static async Task<Customer> ArriveAsync(HttpClient http, int number, bool saysNothing)
    {
        var grant = await CallAsync(http, "/widget/token", null);
        var token = Text(grant, "token");
        var start = await CallAsync(http, "/v3/directline/conversations", token);
        var customer = new Customer(http, number, saysNothing, Text(start, "conversationId"), token);
        await customer._socket.ConnectAsync(new Uri(Text(start, "streamUrl")), CancellationToken.None);
        await customer.ReadSetAsync(); // the greeting
        return customer;
    }

    /// <param name="duration">How long to go on.</param>
    /// <param name="interval">From the begin of one message to the next; zero says the next at once. Who is late does not wait.</param>
    public async Task TalkAsync(TimeSpan duration, TimeSpan interval)
    {
        var clock = Stopwatch.StartNew();
        var next = interval * Random.Shared.NextDouble();
        while (clock.Elapsed < duration)
        {
            if (next > clock.Elapsed)
                await Task.Delay(next - clock.Elapsed);
            next += interval;
            var begun = Stopwatch.GetTimestamp();
            var said = _said++;
            var answer = WaitForReplyAsync($"k{said}");
            using var request = new HttpRequestMessage(HttpMethod.Post, _path);
            request.Headers.Authorization = _authorization;
            request.Content = new StringContent(
                $$$"""{"type":"message","text":"{{{(_saysNothing ? "" : Questions[(_number + said) % Questions.Length])}}}","locale":"nl-NL","textFormat":"plain","channelData":{"clientActivityID":"k{{{said}}}"}}""",
                Encoding.UTF8,
                "application/json");
            using var response = await _http.SendAsync(request);
            response.EnsureSuccessStatusCode();
            PostMilliseconds.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            await answer;
            AnswerMilliseconds.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }
    }

    public void Forget()
    {
        AnswerMilliseconds.Clear();
        PostMilliseconds.Clear();
    }

    public void Dispose() => _socket.Dispose();

    private async Task WaitForReplyAsync(string clientActivityId)
    {
        var wanted = Encoding.UTF8.GetBytes($"\"clientActivityID\":\"{clientActivityId}\"");
        while (true)
        {
            var length = await ReadSetAsync();
            // Echo and replies of a turn come in one frame.
            if (_buffer.AsSpan(0, length).IndexOf(wanted) >= 0 && _buffer.AsSpan(0, length).IndexOf("\"replyToId\""u8) >= 0)
                return;
        }
    }

    private async Task<int> ReadSetAsync()
    {
        var length = 0;
        while (true)
        {
            var part = await _socket.ReceiveAsync(_buffer.AsMemory(length), CancellationToken.None);
            if (part.MessageType is WebSocketMessageType.Close)
                throw new InvalidOperationException($"The server closed the socket: {_socket.CloseStatusDescription}");
            length += part.Count;
            if (part.EndOfMessage)
                return length;
        }
    }

    private static async Task<JsonElement> CallAsync(HttpClient http, string path, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
    }

    private static string Text(JsonElement json, string name) =>
        json.GetProperty(name).GetString() ?? throw new InvalidOperationException($"The answer has no {name}.");
}
