namespace MagBot.Dialogs.Storage;

/// <summary>A file that a customer sent.</summary>
/// <param name="ConversationId">The conversation that it belongs to; it is erased with it.</param>
/// <param name="Id">Cannot be guessed; whoever knows it may fetch the file.</param>
/// <param name="Name">Name to show, tidied.</param>
/// <param name="MediaType">What the content was seen to be.</param>
/// <param name="StoredAt">Moment of storing, UTC.</param>
/// <param name="Content">The bytes.</param>
public sealed record StoredFile(string ConversationId, string Id, string Name, string MediaType, DateTimeOffset StoredAt, byte[] Content);

/// <summary>Keeps files of conversations, in the same store as everything else. All members are thread safe.</summary>
public interface IFileStore
{
    /// <summary>Keeps a file. False when there is no such conversation, or when its files would take more than <paramref name="limitBytes"/> together.</summary>
    Task<bool> AddAsync(StoredFile file, long limitBytes, CancellationToken cancellationToken);

    /// <summary>The file, or null.</summary>
    Task<StoredFile?> FindAsync(string conversationId, string id, CancellationToken cancellationToken);

    /// <summary>Removes a file; false when it was not there.</summary>
    Task<bool> RemoveAsync(string conversationId, string id, CancellationToken cancellationToken);
}
