using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace MagBot.Host.Tests.Support;

/// <summary>The stream of a conversation as a client reads it.</summary>
internal sealed class Socket : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ClientWebSocket _socket = new();

    public string? Watermark { get; private set; }

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    public string? CloseReason => _socket.CloseStatusDescription;

    public static async Task<Socket> OpenAsync(string streamUrl, string? origin = null)
    {
        var socket = new Socket();
        if (origin is not null)
            socket._socket.Options.SetRequestHeader("Origin", origin);
        socket._socket.Options.CollectHttpResponseDetails = true;
        using var limit = new CancellationTokenSource(Patience);
        await socket._socket.ConnectAsync(new Uri(streamUrl), limit.Token);
        return socket;
    }

    /// <summary>The status with which the upgrade is refused.</summary>
    public static async Task<int> RefusedAsync(string streamUrl, string? origin = null)
    {
        await using var socket = new Socket();
        if (origin is not null)
            socket._socket.Options.SetRequestHeader("Origin", origin);
        socket._socket.Options.CollectHttpResponseDetails = true;
        await Assert.ThrowsAsync<WebSocketException>(() => socket._socket.ConnectAsync(new Uri(streamUrl), CancellationToken.None));
        return (int)socket._socket.HttpStatusCode;
    }

    /// <summary>The next frame with activities; null when the server closed.</summary>
    public async Task<JsonElement?> FrameAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        var buffer = new byte[64 * 1024];
        while (true)
        {
            using var frame = new MemoryStream();
            ValueWebSocketReceiveResult part;
            do
            {
                part = await _socket.ReceiveAsync(buffer.AsMemory(), limit.Token);
                frame.Write(buffer, 0, part.Count);
            }
            while (!part.EndOfMessage);

            if (part.MessageType is WebSocketMessageType.Close)
                return null;
            if (frame.Length == 0)
                continue;
            var set = JsonDocument.Parse(frame.ToArray()).RootElement;
            if (set.TryGetProperty("watermark", out var watermark))
                Watermark = watermark.GetString();
            return set;
        }
    }

    /// <summary>Activities until so many have come.</summary>
    public async Task<List<JsonElement>> TakeAsync(int count)
    {
        List<JsonElement> taken = [];
        while (taken.Count < count)
        {
            var frame = await FrameAsync() ?? throw new InvalidOperationException($"Closed after {taken.Count} activities: {CloseReason}");
            taken.AddRange(frame.GetProperty("activities").EnumerateArray());
        }

        return taken;
    }

    public async Task<List<string?>> TextsAsync(int count) =>
        [.. (await TakeAsync(count)).Select(activity => activity.GetProperty("text").GetString())];

    public Task SendAsync(string text, WebSocketMessageType type = WebSocketMessageType.Text) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(text), type, endOfMessage: true, CancellationToken.None);

    /// <summary>Breaks the connection without a goodbye.</summary>
    public void Cut() => _socket.Abort();

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
