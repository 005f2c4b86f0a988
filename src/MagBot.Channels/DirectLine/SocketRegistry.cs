using System.Net.WebSockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace MagBot.Channels.DirectLine;

/// <summary>All open sockets: keeps their number within limits and says goodbye to them when the process stops. Thread safe.</summary>
internal sealed class SocketRegistry : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<StreamSocket>> _byConversation = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _byAddress = new(StringComparer.Ordinal);
    private readonly IOptions<DirectLineOptions> _options;
    private readonly CancellationTokenRegistration _stopping;
    private bool _stopped;

    public SocketRegistry(IOptions<DirectLineOptions> options, IHostApplicationLifetime lifetime)
    {
        _options = options;
        _stopping = lifetime.ApplicationStopping.Register(CloseAll);
    }

    /// <summary>Number of open sockets.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _byAddress.Values.Sum();
        }
    }

    /// <summary>Whether an address may open one more.</summary>
    public bool HasRoom(string address)
    {
        lock (_lock)
            return _byAddress.GetValueOrDefault(address) < _options.Value.SocketsPerAddress;
    }

    /// <summary>Takes a socket in; the oldest of its conversation has to go when there are too many (two tabs are fine).</summary>
    public void Add(StreamSocket socket)
    {
        StreamSocket? oldest = null;
        bool stopped;
        lock (_lock)
        {
            stopped = _stopped;
            if (!_byConversation.TryGetValue(socket.ConversationId, out var sockets))
                _byConversation[socket.ConversationId] = sockets = [];
            if (sockets.Count >= _options.Value.SocketsPerConversation)
            {
                oldest = sockets[0];
                sockets.RemoveAt(0);
            }

            sockets.Add(socket);
            _byAddress[socket.Address] = _byAddress.GetValueOrDefault(socket.Address) + 1;
        }

        oldest?.Close(WebSocketCloseStatus.PolicyViolation, "collision");
        if (stopped)
            SayGoodbye(socket);
    }

    /// <summary>Lets a socket go that has ended.</summary>
    public void Remove(StreamSocket socket)
    {
        lock (_lock)
        {
            if (_byConversation.TryGetValue(socket.ConversationId, out var sockets) && sockets.Remove(socket) && sockets.Count == 0)
                _byConversation.Remove(socket.ConversationId);
            var left = _byAddress.GetValueOrDefault(socket.Address) - 1;
            if (left > 0)
                _byAddress[socket.Address] = left;
            else
                _byAddress.Remove(socket.Address);
        }
    }

    public void Dispose() => _stopping.Dispose();

    private void CloseAll()
    {
        List<StreamSocket> all;
        lock (_lock)
        {
            _stopped = true;
            all = [.. _byConversation.Values.SelectMany(sockets => sockets)];
        }

        foreach (var socket in all)
            SayGoodbye(socket);
    }

    private static void SayGoodbye(StreamSocket socket) => socket.Close(WebSocketCloseStatus.EndpointUnavailable, "restart");
}
