using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace MagBot.Channels.DirectLine;

/// <summary>Whether a page of some origin may talk to us. Requests without an Origin header do not come from a page of another site.</summary>
internal sealed class Origins
{
    public const string Any = "*";

    private readonly HashSet<string> _trusted;
    private readonly bool _trustsAll;
    private readonly string? _publicOrigin;

    public Origins(IOptions<DirectLineOptions> options)
    {
        var trusted = options.Value.TrustedOrigins;
        _trustsAll = trusted.Contains(Any);
        _trusted = trusted.Select(Normalize).OfType<string>().ToHashSet(StringComparer.Ordinal);
        _publicOrigin = options.Value.PublicOrigin is { } origin ? Normalize(origin) : null;
    }

    /// <summary>Scheme, host and port in one spelling, or null when <paramref name="origin"/> is none.</summary>
    public static string? Normalize(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
        && uri.PathAndQuery == "/" && uri.UserInfo.Length == 0 && uri.Fragment.Length == 0
            ? uri.GetLeftPart(UriPartial.Authority)
            : null;

    /// <summary>The origin that the request came from; null without an Origin header.</summary>
    public static string? Of(HttpRequest request)
    {
        string? header = request.Headers.Origin;
        return string.IsNullOrEmpty(header) ? null : Normalize(header) ?? header;
    }

    /// <summary>Our own origin as the client of this request sees it.</summary>
    public string Own(HttpRequest request) =>
        _publicOrigin ?? Normalize($"{request.Scheme}://{request.Host}") ?? $"{request.Scheme}://{request.Host}";

    /// <summary>Whether the widget may be used from where the request comes.</summary>
    public bool AllowsWidget(HttpRequest request) =>
        Of(request) is not { } origin || _trustsAll || _trusted.Contains(origin) || origin == Own(request);

    /// <summary>Whether a token may be used from where the request comes.</summary>
    /// <param name="request">The request.</param>
    /// <param name="ofToken">Origins that the token is bound to; empty when it is bound to none.</param>
    public bool Allows(HttpRequest request, IReadOnlyList<string> ofToken)
    {
        if (Of(request) is not { } origin)
            return true;
        if (ofToken.Count > 0)
            return ofToken.Contains(origin, StringComparer.Ordinal);
        return _trusted.Count == 0 || AllowsWidget(request);
    }
}
