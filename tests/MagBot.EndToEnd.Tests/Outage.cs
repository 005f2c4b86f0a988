using System.Net.Sockets;

namespace MagBot.EndToEnd.Tests;

/// <summary>What a client meets while the server is down.</summary>
internal static class Outage
{
    /// <summary>Whether to send the same again. .NET lets a bare socket error through when the server dies in the handshake.</summary>
    public static bool Caused(Exception exception) => exception is HttpRequestException or TaskCanceledException or IOException or SocketException;
}
