using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace MagBot.Conformance.Tests.Support;

/// <summary>A wire between a browser and the host that can be cut without a goodbye.</summary>
internal sealed class CuttableWire : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Uri _target;
    private readonly ConcurrentDictionary<TcpClient, bool> _open = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _accepting;
    private volatile bool _broken;

    private CuttableWire(Uri target)
    {
        _target = target;
        _listener.Start();
        Origin = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _accepting = AcceptAsync();
    }

    /// <summary>A wire to <paramref name="target"/>.</summary>
    public static CuttableWire To(Uri target) => new(target);

    /// <summary>Where the host is reached over this wire.</summary>
    public string Origin { get; }

    /// <summary>Ends all connections; new ones fail too until <see cref="Mend"/>.</summary>
    public void Cut()
    {
        _broken = true;
        foreach (var client in _open.Keys)
            client.Close();
    }

    public void Mend() => _broken = false;

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Stop();
        Cut();
        await _accepting;
        _ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = CarryAsync(await _listener.AcceptTcpClientAsync(_ending.Token));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            // Disposed.
        }
    }

    private async Task CarryAsync(TcpClient near)
    {
        using var far = new TcpClient();
        using (near)
        {
            try
            {
                if (_broken)
                    return;
                _open[near] = _open[far] = true;
                await far.ConnectAsync(_target.Host, _target.Port);
                await Task.WhenAny(near.GetStream().CopyToAsync(far.GetStream()), far.GetStream().CopyToAsync(near.GetStream()));
            }
            catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
            {
                // Cut.
            }
            finally
            {
                _open.TryRemove(near, out _);
                _open.TryRemove(far, out _);
            }
        }
    }
}
