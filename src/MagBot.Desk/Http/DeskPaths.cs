using System.Globalization;
using MagBot.Desk.Conversations;
using Microsoft.AspNetCore.Http;

namespace MagBot.Desk.Http;

/// <summary>Addresses of the desk. Pages have <c>…/desk/</c> as their base, so what stands in them is relative to it.</summary>
internal static class DeskPaths
{
    public const string Root = "/desk";

    /// <summary>Dutch numbers and dates.</summary>
    public static CultureInfo Dutch { get; } = CultureInfo.GetCultureInfo("nl-NL");

    public static string Base(HttpContext http) => http.Request.PathBase + Root + "/";

    public static string Page(HttpContext http, string? conversationId = null, DeskNotice? notice = null)
    {
        var query = new QueryString();
        if (conversationId is not null)
            query = query.Add("c", conversationId);
        if (notice is { } told)
            query = query.Add("notice", told.ToString());
        return Base(http) + query;
    }

    /// <summary>Address of a fragment or page about a conversation, relative to the base.</summary>
    public static string Of(string page, string? conversationId) =>
        conversationId is null ? page : page + QueryString.Create("c", conversationId);

    /// <summary>Address of a fragment or page with its lists, relative to the base.</summary>
    public static string Of(string page, string? conversationId, DeskTab tab)
    {
        var query = new QueryString();
        if (tab is not DeskTab.Queue)
            query = query.Add("tab", tab.ToString().ToLowerInvariant());
        if (conversationId is not null)
            query = query.Add("c", conversationId);
        return page + query;
    }

    public static DeskTab ParseTab(string? tab) =>
        Enum.TryParse<DeskTab>(tab, ignoreCase: true, out var known) && Enum.IsDefined(known) ? known : DeskTab.Queue;

    /// <summary>Whether an address is a page of the desk, so that a link cannot send an advisor elsewhere after signing in.</summary>
    public static bool IsOurs(HttpContext http, string address) =>
        address == Base(http).TrimEnd('/')
        || address.StartsWith(Base(http), StringComparison.Ordinal)
        || address.StartsWith(Base(http).TrimEnd('/') + "?", StringComparison.Ordinal);

    public static string Setup(string host, string code) => $"{host.TrimEnd('/')}{Root}/setup?code={code}";

    public static string Format(string format, params object?[] values) => string.Format(Dutch, format, values);
}
