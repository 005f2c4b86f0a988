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

    /// <summary>A page that only tells something.</summary>
    public static IResult Message(HttpContext http, int status, string title, string text) => Show<MessagePage>(
        status,
        (nameof(MessagePage.BaseHref), DeskPaths.Base(http)),
        (nameof(MessagePage.Title), title),
        (nameof(MessagePage.Text), text));
}
