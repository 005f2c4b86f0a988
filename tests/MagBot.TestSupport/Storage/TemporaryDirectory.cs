namespace MagBot.TestSupport.Storage;

/// <summary>A directory that lives as long as a test.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    /// <summary>Full path.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("magbot-test-").FullName;

    /// <summary>Full path of something in it.</summary>
    public string Combine(string name) => System.IO.Path.Combine(Path, name);

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // Somebody still has a file open; the system clears its temporary directory itself.
        }
    }
}
