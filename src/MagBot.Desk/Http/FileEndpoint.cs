using MagBot.Desk.Accounts;
using MagBot.Desk.Conversations;
using MagBot.Dialogs.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace MagBot.Desk.Http;

/// <summary>
/// Files that customers sent, for whoever may read the message that they came with. A picture may be shown; everything else is only
/// downloaded, and nothing of it is ever run as a page of ours.
/// </summary>
internal static class FileEndpoint
{
    private static readonly string[] Shown = ["image/png", "image/jpeg", "image/gif", "image/webp"];

    public static async Task<IResult> Get(
        HttpContext http, DeskReader reader, IFileStore files, DeskAudit audit, string c, string f, bool? show, CancellationToken cancellationToken)
    {
        var user = DeskUser.From(http.User);
        if (!await reader.MayReadFileAsync(c, f, user, cancellationToken).ConfigureAwait(false)
            || await files.FindAsync(c, f, cancellationToken).ConfigureAwait(false) is not { } file)
            return TypedResults.NotFound();
        if (show != true)
            await audit.WriteAsync(user.Id, "file", c).ConfigureAwait(false);
        var mayShow = Shown.Contains(file.MediaType);
        var headers = http.Response.Headers;
        var disposition = new ContentDispositionHeaderValue(mayShow && show == true ? "inline" : "attachment");
        disposition.SetHttpFileName(file.Name);
        headers.ContentDisposition = disposition.ToString();
        headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        return TypedResults.Bytes(file.Content, mayShow ? file.MediaType : "application/octet-stream");
    }
}
