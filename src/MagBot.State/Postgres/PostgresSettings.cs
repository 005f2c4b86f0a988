using System.Data.Common;
using System.Net.Sockets;
using Npgsql;

namespace MagBot.State.Postgres;

/// <summary>The connection string with our own defaults in it, and what PostgreSQL's errors mean to whoever runs the shop's server.</summary>
internal sealed class PostgresSettings
{
    private readonly NpgsqlConnectionStringBuilder _builder;

    /// <exception cref="StateException">The connection string cannot be read; the message does not hold it, for it may hold a password.</exception>
    public PostgresSettings(StateOptions options)
    {
        try
        {
            _builder = new NpgsqlConnectionStringBuilder(options.ConnectionString) { ApplicationName = "MagBot" };
            if (!Names(options.ConnectionString, "MaximumPoolSize", "MaxPoolSize"))
                _builder.MaxPoolSize = Math.Max(options.MaximumConnections, _builder.MinPoolSize);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException or KeyNotFoundException)
        {
            throw new StateException(
                "ConnectionStrings:MagBot is not a PostgreSQL connection string. Write: Host=db.example;Username=magbot;Password=…;Database=magbot", exception);
        }
    }

    /// <summary>For queries: what is sent often is prepared by itself.</summary>
    public string ForQueries => new NpgsqlConnectionStringBuilder(_builder.ConnectionString) { MaxAutoPrepare = 50, AutoPrepareMinUsages = 2 }.ConnectionString;

    /// <summary>
    /// For locks: a pool of its own, so that turns that hold a lock never wait for a connection behind turns that wait for one.
    /// Locks are given back one by one, so the connection needs no reset.
    /// </summary>
    public string ForLocks => new NpgsqlConnectionStringBuilder(_builder.ConnectionString)
    {
        MaxAutoPrepare = 5,
        AutoPrepareMinUsages = 1,
        NoResetOnClose = true,
        ApplicationName = "MagBot locks",
    }.ConnectionString;

    /// <summary>For the one connection that listens.</summary>
    public string ForListening => new NpgsqlConnectionStringBuilder(_builder.ConnectionString)
    {
        Pooling = false,
        KeepAlive = 10,
        ApplicationName = "MagBot listener",
    }.ConnectionString;

    /// <summary>Where the database is, without user and password.</summary>
    public string Place => $"The PostgreSQL database {_builder.Database ?? _builder.Username} at {_builder.Host}:{_builder.Port}";

    /// <summary>The same error in words that say what to do.</summary>
    public StateException Explain(NpgsqlException exception)
    {
        // https://www.postgresql.org/docs/current/errcodes-appendix.html
        var (cause, remedy) = (exception as PostgresException)?.SqlState switch
        {
            "28P01" or "28000" => ("it refuses this user or password", "Check Username and Password in ConnectionStrings:MagBot."),
            "3D000" => ("there is no such database", "Make it (CREATE DATABASE), or correct Database in ConnectionStrings:MagBot."),
            "42501" => ("this user may not do that", "Make the user owner of the database, or grant CREATE on its schema."),
            "53300" => ("it has no connection left", "Lower Maximum Pool Size in ConnectionStrings:MagBot or raise max_connections on the server."),
            "53100" => ("its disk is full", "Make room on the disk of the database server."),
            "25006" => ("it is read-only", "Point ConnectionStrings:MagBot at the primary server."),
            not null => ("it reports an error", "Look the code up in PostgreSQL's list of error codes."),
            null when exception.InnerException is SocketException or IOException => ("it cannot be reached", "Check Host and Port in ConnectionStrings:MagBot and that the server runs."),
            null when exception.InnerException is TimeoutException => ("it does not answer in time", "Look at the load of the server, its locks and the network."),
            null => ("the connection failed", "Check ConnectionStrings:MagBot and that the server runs."),
        };
        return new StateException($"{Place} cannot be used: {cause} ({exception.SqlState ?? "no code"}: {exception.Message}). {remedy}", exception);
    }

    private static bool Names(string? connectionString, params string[] keys)
    {
        var given = new DbConnectionStringBuilder { ConnectionString = connectionString };
        return given.Keys.Cast<string>().Any(name => keys.Contains(name.Replace(" ", string.Empty, StringComparison.Ordinal), StringComparer.OrdinalIgnoreCase));
    }
}
