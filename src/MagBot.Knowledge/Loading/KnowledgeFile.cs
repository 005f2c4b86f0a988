using System.Text;

namespace MagBot.Knowledge.Loading;

/// <summary>One file of the knowledge folder as text: UTF-8 without byte order mark, line ends as <c>\n</c>.</summary>
internal sealed record KnowledgeFile(string Name, string Text)
{
    /// <summary>Two megabytes: ten times the longest article; more is a mistake and would hold up every reload.</summary>
    public const int MaximumBytes = 2 * 1024 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads the file, or reports why it cannot be used and returns null.</summary>
    public static KnowledgeFile? Read(string directory, string path, FaultList faults)
    {
        string name = Path.GetRelativePath(directory, path).Replace('\\', '/');
        try
        {
            long length = new FileInfo(path).Length;
            if (length > MaximumBytes)
            {
                faults.Error(name, null, null, "file-too-large", $"the file holds {length} bytes, at most {MaximumBytes} are read. Divide it into smaller files.");
                return null;
            }

            return Decode(name, File.ReadAllBytes(path), faults);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            faults.Error(name, null, null, "file-unreadable", $"the file cannot be read: {exception.Message} Check that it exists and that its permissions allow reading.");
            return null;
        }
    }

    private static KnowledgeFile? Decode(string name, byte[] bytes, FaultList faults)
    {
        int zero = Array.IndexOf(bytes, (byte)0);
        if (zero >= 0)
        {
            faults.Error(name, null, null, "file-binary", $"byte {zero} is zero, so this is not a text file. Save it as UTF-8 text.");
            return null;
        }

        try
        {
            string text = StrictUtf8.GetString(bytes);
            return new KnowledgeFile(name, text.TrimStart('\uFEFF').ReplaceLineEndings("\n"));
        }
        catch (DecoderFallbackException exception)
        {
            int line = bytes.AsSpan(0, Math.Max(0, exception.Index)).Count((byte)'\n') + 1;
            faults.Error(name, line, null, "file-encoding", "the bytes here are not UTF-8. Save the file as UTF-8.");
            return null;
        }
    }
}
