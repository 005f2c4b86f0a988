using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace MagBot.Channels.DirectLine;

/// <summary>How often one client may call. Limiters of clients that went away are dropped by the framework.</summary>
internal sealed class RequestLimits : IDisposable
{
    private static readonly TimeSpan DefaultRetryAfter = TimeSpan.FromSeconds(1);

    private readonly PartitionedRateLimiter<string> _posts;
    private readonly PartitionedRateLimiter<string> _reads;
    private readonly PartitionedRateLimiter<string> _starts;

    public RequestLimits(IOptions<DirectLineOptions> options)
    {
        var limits = options.Value;
        _posts = PerSecond(limits.PostsPerSecond);
        _reads = PerSecond(limits.ReadsPerSecond);
        _starts = Buckets(limits.StartsPerMinutePerAddress, limits.StartsPerMinutePerAddress, TimeSpan.FromMinutes(1));
    }

    /// <summary>A post in a conversation: null when it may pass, otherwise the refusal.</summary>
    public IResult? Post(string conversationId) => Take(_posts, conversationId);

    /// <summary>A read of the log of a conversation.</summary>
    public IResult? Read(string conversationId) => Take(_reads, conversationId);

    /// <summary>A new token or conversation for the caller's address.</summary>
    public IResult? Start(HttpContext context) => Take(_starts, AddressOf(context));

    /// <summary>The caller's address; for IPv6 the network, since one subscriber has all of it.</summary>
    public static string AddressOf(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } address)
            return "unknown";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily is not AddressFamily.InterNetworkV6)
            return address.ToString();
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes).ToString();
    }

    public void Dispose()
    {
        _posts.Dispose();
        _reads.Dispose();
        _starts.Dispose();
    }

    private static IResult? Take(PartitionedRateLimiter<string> limiter, string key)
    {
        using var lease = limiter.AttemptAcquire(key);
        if (lease.IsAcquired)
            return null;
        return Refusal.Throttled(lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : DefaultRetryAfter);
    }

    private static PartitionedRateLimiter<string> PerSecond(int count) => Buckets(2 * count, count, TimeSpan.FromSeconds(1));

    private static PartitionedRateLimiter<string> Buckets(int burst, int tokens, TimeSpan period) =>
        PartitionedRateLimiter.Create<string, string>(
            key => RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = burst,
                TokensPerPeriod = tokens,
                ReplenishmentPeriod = period,
                QueueLimit = 0,
                AutoReplenishment = true,
            }),
            StringComparer.Ordinal);
}
