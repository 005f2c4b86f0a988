namespace MagBot.State;

/// <summary>
/// The database cannot be used: its directory cannot be written, it is locked, damaged or newer than this program, the disk is full …
/// The message names the place, the cause and what to do.
/// </summary>
public sealed class StateException : Exception
{
    /// <param name="message">Place, cause, and what to do.</param>
    public StateException(string message)
        : base(message)
    {
    }

    /// <param name="message">Place, cause, and what to do.</param>
    /// <param name="innerException">What the database said.</param>
    public StateException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Without a cause; only for serializers.</summary>
    public StateException()
    {
    }
}
