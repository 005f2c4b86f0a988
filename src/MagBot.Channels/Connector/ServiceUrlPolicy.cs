using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace MagBot.Channels.Connector;

/// <summary>
/// Where replies, and our token, may go. The address comes with each activity; whoever could choose it freely would read our token
/// or reach into our network.
/// </summary>
internal sealed class ServiceUrlPolicy(IOptions<ConnectorOptions> options, IHostEnvironment environment)
{
    // smba.trafficmanager.net exactly: the parent domain is open to everybody.
    private static readonly string[] ExactHosts = ["smba.trafficmanager.net"];
    private static readonly string[] Domains =
    [
        "botframework.com", "botframework.us", "botframework.azure.us", "botframework.azure.cn",
        "teams.microsoft.com", "teams.microsoft.us",
    ];

    private readonly bool _isDevelopment = environment.IsDevelopment();

    /// <summary>Whether replies may be posted to this address. Addresses behind a name are judged when it is resolved.</summary>
    public bool MayReach(string? serviceUrl)
    {
        if (!Uri.TryCreate(serviceUrl, UriKind.Absolute, out var uri) || uri.UserInfo.Length > 0)
            return false;
        if (_isDevelopment)
            return uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp;
        return uri.Scheme == Uri.UriSchemeHttps && !uri.IsLoopback && (!IPAddress.TryParse(uri.IdnHost, out var address) || IsPublic(address));
    }

    /// <summary>Whether our token may go there too.</summary>
    /// <param name="address">Where it would go.</param>
    /// <param name="forCaller">Whether it is a token for the calling bot that named the address, and for nobody else.</param>
    public bool MayHoldToken(Uri address, bool forCaller = false)
    {
        var host = address.IdnHost.ToLowerInvariant();
        return address.Scheme == Uri.UriSchemeHttps
            && (forCaller || ExactHosts.Contains(host, StringComparer.Ordinal) || Domains.Concat(options.Value.TrustedHosts).Any(domain => IsWithin(host, domain)));
    }

    /// <summary>Resolves and connects, refusing addresses of our own network: a public name may point inside.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken).ConfigureAwait(false);
        var allowed = _isDevelopment ? addresses : Array.FindAll(addresses, IsPublic);
        if (allowed.Length == 0)
            throw new HttpRequestException($"{context.DnsEndPoint.Host} has no address that replies may go to.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Whether an address lies outside all private, link-local and otherwise reserved ranges.</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        if (address.AddressFamily is AddressFamily.InterNetworkV6)
            return !IPAddress.IsLoopback(address) && !address.Equals(IPAddress.IPv6Any) && !address.IsIPv6LinkLocal && !address.IsIPv6SiteLocal
                && !address.IsIPv6Multicast && !address.IsIPv6UniqueLocal
                && !(bytes[0] == 0x00 && bytes[1] == 0x64); // 64:ff9b::/96 maps IPv4, private ones too
        return bytes[0] switch
        {
            0 or 10 or 127 or >= 224 => false,
            100 => bytes[1] is < 64 or > 127,
            169 => bytes[1] != 254,
            172 => bytes[1] is < 16 or > 31,
            192 => bytes[1] != 168 && !(bytes[1] == 0 && bytes[2] == 0),
            198 => bytes[1] is not (18 or 19),
            _ => true,
        };
    }

    private static bool IsWithin(string host, string domain) =>
        host.Equals(domain, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase);
}
