using MagBot.Activities;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace MagBot.Channels.DirectLine.Files;

/// <summary>One file as it came.</summary>
/// <param name="Name">As the sender calls it.</param>
/// <param name="Content">The bytes; null when there were more than may be.</param>
internal sealed record PostedFile(string Name, byte[]? Content);

/// <summary>
/// Reads the body of an upload: one raw file, or a form with any number of files and at most one activity. One file is held at a
/// time; the reader's caller stores it before it asks for the next.
/// </summary>
internal sealed class UploadBody
{
    private const string ActivityType = "application/vnd.microsoft.activity";
    private const int LongestHeader = 4096;

    private readonly HttpRequest _request;
    private readonly MultipartReader? _form;
    private readonly int _maxFileBytes;
    private readonly int _maxActivityBytes;
    private bool _read;

    private UploadBody(HttpRequest request, MultipartReader? form, int maxFileBytes, int maxActivityBytes) =>
        (_request, _form, _maxFileBytes, _maxActivityBytes) = (request, form, maxFileBytes, maxActivityBytes);

    /// <summary>The activity that came with the files; null when none did. Complete once all files are read.</summary>
    public Activity? Activity { get; private set; }

    /// <summary>Why the body is not right; null while it is.</summary>
    public IResult? Fault { get; private set; }

    public static UploadBody Of(HttpRequest request, int maxFileBytes, int maxActivityBytes)
    {
        MultipartReader? form = null;
        if (MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            && HeaderUtilities.RemoveQuotes(type.Boundary) is { Length: > 0 and <= 200 } boundary)
            form = new MultipartReader(boundary.ToString(), request.Body) { HeadersLengthLimit = LongestHeader, HeadersCountLimit = 16 };
        return new UploadBody(request, form, maxFileBytes, maxActivityBytes);
    }

    /// <summary>The next file; null at the end, or when <see cref="Fault"/> is set.</summary>
    public async Task<PostedFile?> NextAsync(CancellationToken cancellationToken)
    {
        if (_form is null)
            return await ReadRawAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (Fault is null && await _form.ReadNextSectionAsync(cancellationToken).ConfigureAwait(false) is { } section)
            {
                var disposition = Disposition(section.ContentDisposition);
                if (section.ContentType?.StartsWith(ActivityType, StringComparison.OrdinalIgnoreCase) == true || disposition?.Name == "activity")
                    await ReadActivityAsync(section.Body, cancellationToken).ConfigureAwait(false);
                else
                    return new PostedFile(NameOf(disposition), await ReadAsync(section.Body, _maxFileBytes, cancellationToken).ConfigureAwait(false));
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException and not BadHttpRequestException)
        {
            Fault = Refusal.BadArgument("The form could not be read.");
        }

        return null;
    }

    private async Task<PostedFile?> ReadRawAsync(CancellationToken cancellationToken)
    {
        if (_read)
            return null;
        _read = true;
        var disposition = Disposition(_request.Headers.ContentDisposition);
        return new PostedFile(NameOf(disposition), await ReadAsync(_request.Body, _maxFileBytes, cancellationToken).ConfigureAwait(false));
    }

    private async Task ReadActivityAsync(Stream body, CancellationToken cancellationToken)
    {
        if (await ReadAsync(body, _maxActivityBytes, cancellationToken).ConfigureAwait(false) is not { } bytes)
            Fault = Refusal.TooBig(_maxActivityBytes);
        else if (Activity is not null)
            Fault = Refusal.BadArgument("The form holds more than one activity.");
        else if (RequestBody.Read(bytes).Succeeded(out var activity, out var refusal))
            Activity = activity;
        else
            Fault = refusal;
    }

    // Direct Line's own description of a raw upload leaves the kind of disposition out.
    private static ContentDispositionHeaderValue? Disposition(string? header) =>
        ContentDispositionHeaderValue.TryParse(header, out var disposition)
            || ContentDispositionHeaderValue.TryParse("attachment; " + header, out disposition)
            ? disposition
            : null;

    private static string NameOf(ContentDispositionHeaderValue? disposition)
    {
        var name = disposition?.FileNameStar.Value ?? disposition?.FileName.Value;
        return HeaderUtilities.RemoveQuotes(name).ToString();
    }

    private static async Task<byte[]?> ReadAsync(Stream body, int limit, CancellationToken cancellationToken)
    {
        using var kept = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int count;
        while ((count = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (kept.Length + count > limit)
                return null;
            kept.Write(buffer, 0, count);
        }

        return kept.ToArray();
    }
}
