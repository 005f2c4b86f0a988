using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using MagBot.Activities;
using Microsoft.AspNetCore.Http;

namespace MagBot.Channels.DirectLine;

/// <summary>A value that was read from a request, or why it was not.</summary>
internal readonly record struct Parsed<T>(T? Value, IResult? Refusal)
    where T : class
{
    /// <summary>Whether there is a value; otherwise there is a refusal.</summary>
    public bool Succeeded([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out IResult? refusal)
    {
        value = Value;
        refusal = Refusal;
        return value is not null;
    }
}

/// <summary>Reads JSON bodies with a limit, and says what is wrong with a bad one.</summary>
internal static class RequestBody
{
    /// <summary>Reads a body; an empty one gives a value with nothing set.</summary>
    public static async Task<Parsed<T>> ReadOptionalAsync<T>(HttpRequest request, JsonTypeInfo<T> contract, int maxBytes)
        where T : class, new()
    {
        var (bytes, refusal) = await ReadBytesAsync(request, maxBytes).ConfigureAwait(false);
        if (refusal is not null)
            return new(null, refusal);
        return bytes.Length == 0 ? new(new T(), null) : Parse(() => JsonSerializer.Deserialize(bytes, contract));
    }

    /// <summary>Reads one activity.</summary>
    public static async Task<Parsed<Activity>> ReadActivityAsync(HttpRequest request, int maxBytes)
    {
        var (bytes, refusal) = await ReadBytesAsync(request, maxBytes).ConfigureAwait(false);
        return refusal is not null ? new(null, refusal) : Read(bytes);
    }

    /// <summary>Reads one activity that has been received.</summary>
    public static Parsed<Activity> Read(byte[] bytes) => Parse(() => ParseActivity(bytes));

    private static Activity ParseActivity(byte[] bytes)
    {
        if (!Utf8.IsValid(bytes))
            throw new JsonException("The body is not UTF-8.");
        var activity = ActivityJson.Parse(bytes);
        // Half of a surrogate pair in a member that we only pass on is legal JSON, but cannot be written again.
        if (bytes.AsSpan().IndexOf("\\ud"u8) >= 0 || bytes.AsSpan().IndexOf("\\uD"u8) >= 0)
            ActivityJson.Write(activity);
        return activity;
    }

    private static Parsed<T> Parse<T>(Func<T?> read)
        where T : class
    {
        try
        {
            return read() is { } value ? new(value, null) : new(null, Refusal.BadArgument("The body must be a JSON object, found null."));
        }
        catch (JsonException exception)
        {
            return new(null, Refusal.BadArgument(Explain(exception)));
        }
        catch (InvalidOperationException)
        {
            return new(null, Refusal.BadArgument("The body holds text that is not valid Unicode."));
        }
    }

    private static string Explain(JsonException exception) => exception.LineNumber is { } line
        ? $"The body is not the JSON that is expected here, at {exception.Path ?? "$"}, line {line + 1}, byte {exception.BytePositionInLine + 1}."
        : exception.Message;

    private static async Task<(byte[] Bytes, IResult? Refusal)> ReadBytesAsync(HttpRequest request, int maxBytes)
    {
        if (request.ContentLength > maxBytes)
            return ([], Refusal.TooBig(maxBytes));
        var cancellationToken = request.HttpContext.RequestAborted;
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (read.Buffer.Length > maxBytes)
            {
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return ([], Refusal.TooBig(maxBytes));
            }

            if (read.IsCompleted)
            {
                var bytes = read.Buffer.ToArray();
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return (bytes, null);
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
