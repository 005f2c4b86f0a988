using System.Data.Common;
using MagBot.Dialogs.Storage;

namespace MagBot.State.Stores;

/// <summary>
/// What the stores need of a database. All members are thread safe; the first call of any of them opens the database and brings
/// it to the newest schema.
/// </summary>
internal interface ISqlDatabase
{
    /// <summary>Name of this instance: in claims, and in what it tells the others.</summary>
    string Instance { get; }

    /// <summary>Whether others may work on this database too; without, whatever somebody else claimed is left over from an earlier run.</summary>
    bool IsShared { get; }

    /// <summary>Condition that <c>number</c> is among <c>@numbers</c>, an array.</summary>
    string IsAmongNumbers { get; }

    /// <summary>Statement that reads the outbox rows that are due; takes <c>@kind</c>, <c>@now</c>, <c>@limit</c>, <c>@instance</c> and <c>@until</c>.</summary>
    string ReadOutboxSql { get; }

    /// <summary>Whether <see cref="ReadOutboxSql"/> changes rows.</summary>
    bool ReadOutboxWrites { get; }

    /// <summary>Opens the database and brings it to the newest schema, unless that has been done.</summary>
    /// <exception cref="StateException">That is not possible; the message says why.</exception>
    Task EnsureReadyAsync(CancellationToken cancellationToken);

    /// <summary>Runs a query.</summary>
    Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read, CancellationToken cancellationToken);

    /// <summary>Runs one statement that changes something; it is stored when the task ends.</summary>
    Task<T> WriteAsync<T>(Func<DbConnection, Task<T>> write, CancellationToken cancellationToken);

    /// <summary>The same, while no other instance that does it by this member is at it.</summary>
    Task<T> WriteAloneAsync<T>(Func<DbConnection, DbTransaction?, Task<T>> write, CancellationToken cancellationToken);

    /// <summary>Stores a turn, or nothing of it.</summary>
    Task<CommitOutcome> CommitAsync(CommitRows rows, CancellationToken cancellationToken);

    /// <summary>Gets rid of what deleted rows have left behind, as far as this database can.</summary>
    Task ForgetDeletedAsync(CancellationToken cancellationToken);

    /// <summary>Throws when the database does not read and write now.</summary>
    /// <exception cref="StateException">It does not; the message says why.</exception>
    Task CheckAsync(CancellationToken cancellationToken);
}
