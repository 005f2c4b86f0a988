using System.Net.WebSockets;

namespace MagBot.Channels.DirectLine;

/// <summary>
/// One open socket: what the client sends is read and thrown away, what we send goes out one frame at a time. Only the pump of
/// the socket may call <see cref="SendAsync"/> and <see cref="FinishAsync"/>; anybody may call <see cref="Close"/>.
/// </summary>
internal sealed class StreamSocket : IDisposable
{
    private const int MaxClientMessageBytes = 4 * 1024;
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    private readonly WebSocket _socket;
    private readonly TimeSpan _sendTimeout;
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _lock = new();
    private WebSocketCloseStatus _status = WebSocketCloseStatus.NormalClosure;
    private string? _reason;
    private Task _reading = Task.CompletedTask;

    public StreamSocket(WebSocket socket, string conversationId, string address, TimeSpan sendTimeout)
    {
        _socket = socket;
        _sendTimeout = sendTimeout;
        ConversationId = conversationId;
        Address = address;
        Ending = _ending.Token;
    }

    public string ConversationId { get; }

    /// <summary>Where it comes from, for the limit on an address.</summary>
    public string Address { get; }

    /// <summary>Signalled when the socket has to end, for whatever reason.</summary>
    public CancellationToken Ending { get; }

    /// <summary>Begins to read what the client sends.</summary>
    public void StartReading() => _reading = ReadAsync();

    /// <summary>Asks the socket to end; the first reason given is the one that the client hears.</summary>
    public void Close(WebSocketCloseStatus status, string reason)
    {
        lock (_lock)
        {
            if (_ending.IsCancellationRequested)
                return;
            (_status, _reason) = (status, reason);
        }

        End();
    }

    /// <summary>Sends one text frame. A reader that does not take it in time is cut off.</summary>
    /// <exception cref="WebSocketException">The connection is gone.</exception>
    /// <exception cref="OperationCanceledException">The client did not read in time.</exception>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> frame)
    {
        using var limit = new CancellationTokenSource(_sendTimeout);
        await _socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, limit.Token).ConfigureAwait(false);
    }

    /// <summary>Says goodbye, gives the client a moment to answer, and lets go.</summary>
    public async Task FinishAsync()
    {
        try
        {
            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                using var limit = new CancellationTokenSource(CloseTimeout);
                await _socket.CloseOutputAsync(_status, _reason, limit.Token).ConfigureAwait(false);
            }

            await _reading.WaitAsync(CloseTimeout).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or TimeoutException or ObjectDisposedException)
        {
            // The client is gone already.
        }

        _socket.Abort();
        await _reading.ConfigureAwait(false);
    }

    public void Dispose() => _ending.Dispose();

    private async Task ReadAsync()
    {
        // Clients send an empty frame now and then, and nothing else that matters. Cancelling a read would break the connection
        // without a goodbye, so it runs until the socket ends.
        var buffer = new byte[256];
        var messageBytes = 0;
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None).ConfigureAwait(false);
                if (received.MessageType is WebSocketMessageType.Close)
                    break;
                messageBytes += received.Count;
                if (received.MessageType is WebSocketMessageType.Binary)
                    Close(WebSocketCloseStatus.InvalidMessageType, "text only");
                else if (messageBytes > MaxClientMessageBytes)
                    Close(WebSocketCloseStatus.MessageTooBig, "too big");
                if (received.EndOfMessage)
                    messageBytes = 0;
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            // Broken connection; the client comes back with its watermark.
        }

        End();
    }

    private void End()
    {
        try
        {
            _ending.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended.
        }
    }
}
