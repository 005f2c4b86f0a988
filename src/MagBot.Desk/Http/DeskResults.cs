using MagBot.Desk.Pages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MagBot.Desk.Http;

/// <summary>Answers with pages and fragments.</summary>
internal static class DeskResults
{
    public static bool IsFragmentRequest(HttpContext http) => http.Request.Headers.ContainsKey("HX-Request");

    public static RazorComponentResult<TComponent> Show<TComponent>(int status, params (string Name, object? Value)[] parameters)
        where TComponent : IComponent => new(parameters.ToDictionary(pair => pair.Name, pair => pair.Value))
        {
            StatusCode = status,
            PreventStreamingRendering = true,
        };

    /// <summary>Back to a page, which tells what was done.</summary>
    public static RedirectHttpResult Told(HttpContext http, string page, string told) => TypedResults.Redirect($"{DeskPaths.Base(http)}{page}?told={told}");

    /// <summary>A page that only tells something.</summary>
    /// <param name="http">The request.</param>
    /// <param name="status">Status code.</param>
    /// <param name="title">Heading.</param>
    /// <param name="text">What is told.</param>
    /// <param name="way">Words and address of the way on; null for the desk itself.</param>
    public static IResult Message(HttpContext http, int status, string title, string text, (string Words, string Address)? way = null) => Show<MessagePage>(
        status,
        (nameof(MessagePage.BaseHref), DeskPaths.Base(http)),
        (nameof(MessagePage.WayWords), way?.Words),
        (nameof(MessagePage.WayAddress), way?.Address),
        (nameof(MessagePage.Title), title),
        (nameof(MessagePage.Text), text));
}
