using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MagBot.Host.Tests.Support;

/// <summary>A mail server without encryption that puts the first messages off, and repeats the address in its answer, as many do.</summary>
internal sealed class SmtpStub : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private int _putOff;

    public SmtpStub(int putOff)
    {
        _putOff = putOff;
        _listener.Start();
        _ = TakeAllAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Receivers of what was taken.</summary>
    public ConcurrentQueue<string> Taken { get; } = new();

    public void Dispose() => _listener.Dispose();

    private async Task TakeAllAsync()
    {
        try
        {
            while (true)
                _ = TakeAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Closed at the end of the test.
        }
    }

    private async Task TakeAsync(TcpClient client)
    {
        using (client)
        {
            await using var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.ASCII);
            await using var writer = new StreamWriter(stream, Encoding.ASCII) { NewLine = "\r\n", AutoFlush = true };
            var receiver = "";
            await writer.WriteLineAsync("220 winkel.example");
            while (await reader.ReadLineAsync() is { } line)
            {
                if (line.StartsWith("RCPT TO:", StringComparison.OrdinalIgnoreCase))
                    receiver = line["RCPT TO:".Length..].Trim('<', '>');
                if (line == "QUIT")
                    break;
                await writer.WriteLineAsync(line == "DATA" ? await ReadBodyAsync(reader, writer, receiver) : "250 OK");
            }
        }
    }

    private async Task<string> ReadBodyAsync(StreamReader reader, StreamWriter writer, string receiver)
    {
        await writer.WriteLineAsync("354 Go on");
        while (await reader.ReadLineAsync() is not (null or "."))
        {
            // The body is not looked at.
        }

        if (Interlocked.Decrement(ref _putOff) >= 0)
            return $"451 4.3.0 <{receiver}> try again later";
        Taken.Enqueue(receiver);
        return "250 OK";
    }
}
