using System.Security.Cryptography;
using System.Text;
using MagBot.Activities;
using MagBot.Dialogs.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace MagBot.Channels.DirectLine.Files;

/// <summary>Conversations_Upload, and the addresses under which the files are fetched again.</summary>
internal sealed class FileEndpoints(
    IFileStore files, IConversationStore store, ActivityEndpoints activities, Origins origins, RequestLimits limits, IOptions<DirectLineOptions> options, TimeProvider time)
{
    private const int MaxFiles = 10;
    private const int LongestName = 100;
    private const string FallbackName = "file";

    /// <summary>Keeps the files, and says them as one message. Nothing is kept of an upload that is refused.</summary>
    public async Task<IResult> UploadAsync(HttpContext context, string conversationId, string? userId)
    {
        if (limits.Post(conversationId) is { } tooMany)
            return tooMany;
        if (await store.FindAsync(conversationId, context.RequestAborted).ConfigureAwait(false) is null)
            return Refusal.UnknownConversation();
        AllowBody(context);

        List<StoredFile> kept = [];
        var (refusal, body) = await KeepAsync(context, conversationId, kept).ConfigureAwait(false);
        var answer = refusal ?? await SayAsync(context, conversationId, userId, body, kept).ConfigureAwait(false);
        if (answer is not IStatusCodeHttpResult { StatusCode: null or StatusCodes.Status200OK })
            foreach (var file in kept)
                await files.RemoveAsync(conversationId, file.Id, CancellationToken.None).ConfigureAwait(false);
        return answer;
    }

    /// <summary>A file, for whoever knows its address. It is never shown as a page of ours.</summary>
    public async Task<IResult> GetAsync(HttpContext context, string conversationId, string fileId)
    {
        if (limits.Read(conversationId) is { } tooMany)
            return tooMany;
        if (await files.FindAsync(conversationId, fileId, context.RequestAborted).ConfigureAwait(false) is not { } file
            || time.GetUtcNow() > file.StoredAt + options.Value.FileLifetime)
            return Refusal.NotFound("There is no such file.");
        var headers = context.Response.Headers;
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(file.Name);
        headers.ContentDisposition = disposition.ToString();
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        return TypedResults.Bytes(file.Content, file.MediaType == "text/plain" ? "text/plain; charset=utf-8" : file.MediaType);
    }

    // What is too much is read and thrown away up to here, so that the client hears why; beyond it the connection is cut.
    private void AllowBody(HttpContext context)
    {
        var limit = context.Features.Get<IHttpMaxRequestBodySizeFeature>();
        if (limit is { IsReadOnly: false })
            limit.MaxRequestBodySize = 2L * options.Value.MaxUploadBytes;
    }

    private async Task<(IResult? Refusal, UploadBody Body)> KeepAsync(HttpContext context, string conversationId, List<StoredFile> kept)
    {
        var body = UploadBody.Of(context.Request, options.Value.MaxFileBytes, options.Value.MaxBodyBytes);
        if (context.Request.ContentLength > options.Value.MaxUploadBytes)
            return (Refusal.TooBig(options.Value.MaxUploadBytes), body);
        while (await body.NextAsync(context.RequestAborted).ConfigureAwait(false) is { } posted)
        {
            if (posted.Content is not { } content)
                return (Refusal.TooBig(options.Value.MaxFileBytes), body);
            if (FileKind.Find(content) is not { } mediaType)
                return (Refusal.UnsupportedFile(), body);
            if (kept.Count == MaxFiles)
                return (Refusal.BadArgument($"At most {MaxFiles} files may be sent at once."), body);
            var file = new StoredFile(conversationId, NewId(), Tidy(posted.Name), mediaType, time.GetUtcNow(), content);
            if (!await files.AddAsync(file, options.Value.MaxConversationFileBytes, context.RequestAborted).ConfigureAwait(false))
                return (Refusal.TooBig(options.Value.MaxConversationFileBytes), body);
            kept.Add(file);
        }

        return (body.Fault ?? (kept.Count == 0 ? Refusal.BadArgument("The upload holds no file.") : null), body);
    }

    // Clients list their files in the activity too, without an address: what we kept takes their place.
    private Task<IResult> SayAsync(HttpContext context, string conversationId, string? userId, UploadBody body, List<StoredFile> kept)
    {
        var posted = body.Activity ?? new Activity { Type = ActivityTypes.Message };
        var listed = posted.Attachments ?? [];
        return activities.AcceptAsync(context, conversationId, posted with
        {
            Type = posted.Type ?? ActivityTypes.Message,
            From = posted.From ?? (string.IsNullOrEmpty(userId) ? null : new ChannelAccount { Id = userId }),
            Attachments = [.. listed.Where(attachment => attachment.ContentUrl is not null || attachment.Content is not null), .. kept.Select(Describe)],
        });

        Attachment Describe(StoredFile file) => new()
        {
            ContentType = file.MediaType,
            ContentUrl = $"{origins.Own(context.Request)}{DirectLineRoutes.BasePath}/conversations/{conversationId}/files/{file.Id}",
            Name = file.Name,
            ThumbnailUrl = listed.FirstOrDefault(attachment => Tidy(attachment.Name ?? "") == file.Name)?.ThumbnailUrl,
        };
    }

    private static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>The last part of a path, without what a file system or a header could stumble over.</summary>
    internal static string Tidy(string name)
    {
        var tidy = new StringBuilder();
        foreach (var c in name[(name.LastIndexOfAny(['/', '\\']) + 1)..])
            tidy.Append(char.IsControl(c) || char.IsSurrogate(c) || "<>:\"|?*".Contains(c, StringComparison.Ordinal) ? '_' : c);
        var result = tidy.ToString().Trim(' ', '.');
        return result.Length == 0 ? FallbackName : result.Length <= LongestName ? result : result[^LongestName..];
    }
}
