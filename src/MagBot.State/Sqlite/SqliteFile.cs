using System.Globalization;
using Microsoft.Data.Sqlite;

namespace MagBot.State.Sqlite;

/// <summary>Where the SQLite file is, how it is opened, and what its errors mean to whoever runs the shop's server.</summary>
internal sealed class SqliteFile(string directory, TimeSpan busyTimeout)
{
    // 16 MB of log between check-points: larger makes them rarer, smaller makes reads and restarts quicker.
    private const int CheckpointPages = 4000;

    public string Path { get; } = System.IO.Path.GetFullPath(System.IO.Path.Combine(directory, StateOptions.SqliteFileName));

    /// <summary>Makes the directory.</summary>
    /// <exception cref="StateException">That is not possible.</exception>
    public void MakeDirectory()
    {
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!); // a full path of a file always has one
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new StateException(
                $"The data directory {System.IO.Path.GetDirectoryName(Path)} cannot be made: {exception.Message} "
                + "Set MagBot:DataDirectory to a directory in which this user may write.",
                exception);
        }
    }

    /// <summary>
    /// Opens the one connection that writes. <c>synchronous=FULL</c> syncs the log at each commit, so that an acknowledged turn
    /// survives a power cut as well as a killed process; turns that wait are stored together and share that sync.
    /// <c>secure_delete</c> overwrites what is erased.
    /// </summary>
    public SqliteConnection OpenWriter()
    {
        var connection = Open(SqliteOpenMode.ReadWriteCreate);
        try
        {
            var mode = Execute(connection, "PRAGMA journal_mode = WAL") as string;
            if (mode != "wal")
            {
                throw new StateException(
                    $"{Path} cannot be used with a write-ahead log (SQLite chose '{mode}'). Put MagBot:DataDirectory on a local disk, not on a network share.");
            }

            Execute(connection, string.Create(
                CultureInfo.InvariantCulture,
                $"PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA wal_autocheckpoint = {CheckpointPages}; PRAGMA journal_size_limit = 67108864"));
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens a connection that only reads.</summary>
    public SqliteConnection OpenReader() => Open(SqliteOpenMode.ReadOnly);

    /// <summary>Moves the whole log into the file and cuts it off, unless somebody still reads from it.</summary>
    public void Checkpoint()
    {
        using var connection = Open(SqliteOpenMode.ReadWrite);
        Execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
    }

    /// <summary>The same error in words that say what to do.</summary>
    public StateException Explain(SqliteException exception)
    {
        // https://www.sqlite.org/rescode.html
        var (cause, remedy) = exception.SqliteErrorCode switch
        {
            5 or 6 => ("another process holds it", "End the other process that uses this file, or give each its own MagBot:DataDirectory."),
            8 => ("it cannot be written", "Let this user write the file and its directory."),
            10 => ("reading or writing the disk failed", "Look at the disk and the file system."),
            11 => ("it is damaged", "Stop MagBot, keep a copy of the file, and restore the last backup or use sqlite3's .recover."),
            13 => ("the disk is full", "Make room on the disk."),
            14 => ("it cannot be opened", "Set MagBot:DataDirectory to a directory in which this user may write."),
            26 => ("it is not a SQLite database, or it is damaged", "Move the file away or restore the last backup."),
            _ => ("SQLite reports an error", "Look the code up on sqlite.org/rescode.html."),
        };
        return new StateException(
            $"The database {Path} cannot be used: {cause} (SQLite {exception.SqliteErrorCode}/{exception.SqliteExtendedErrorCode}: {exception.Message}). {remedy}",
            exception);
    }

    private SqliteConnection Open(SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path,
            Mode = mode,
            ForeignKeys = true,
            // We keep our own connections, so that their settings and prepared statements live as long as they do.
            Pooling = false,
            DefaultTimeout = Math.Max(1, (int)busyTimeout.TotalSeconds),
        }.ConnectionString);
        try
        {
            connection.Open();
            Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout = {(long)busyTimeout.TotalMilliseconds}"));
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static object? Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // constants of this file and numbers only
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }
}
