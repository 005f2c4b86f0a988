using System.Text.Unicode;

namespace MagBot.Channels.DirectLine.Files;

/// <summary>What a file is by its content. What the sender calls it counts for nothing.</summary>
internal static class FileKind
{
    /// <summary>The media type of content that may be sent; null for everything else.</summary>
    public static string? Find(ReadOnlySpan<byte> content)
    {
        if (content.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
            return "image/png";
        if (content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
            return "image/jpeg";
        if (content.StartsWith("GIF87a"u8) || content.StartsWith("GIF89a"u8))
            return "image/gif";
        if (content.Length > 12 && content.StartsWith("RIFF"u8) && content[8..].StartsWith("WEBP"u8))
            return "image/webp";
        if (content.StartsWith("%PDF-"u8))
            return "application/pdf";
        return IsText(content) ? "text/plain" : null;
    }

    // Markup is text too, but some programs run it: it is refused.
    private static bool IsText(ReadOnlySpan<byte> content)
    {
        if (content.IsEmpty || content.IndexOf((byte)0) >= 0 || !Utf8.IsValid(content))
            return false;
        var start = content.StartsWith("\uFEFF"u8) ? content[3..] : content;
        return !start.TrimStart(" \t\r\n"u8).StartsWith("<"u8);
    }
}
