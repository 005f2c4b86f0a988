using System.Globalization;
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

    public static string Setup(string host, string code) => $"{host.TrimEnd('/')}{Root}/setup?code={code}";

    public static string Format(string format, params object?[] values) => string.Format(Dutch, format, values);
}
