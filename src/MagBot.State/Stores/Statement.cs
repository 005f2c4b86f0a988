using System.Data;

namespace MagBot.State.Stores;

/// <summary>A parameter of a statement; the two types are all that the tables need.</summary>
internal readonly record struct StatementParameter(string Name, DbType Type)
{
    public static StatementParameter Text(string name) => new(name, DbType.String);

    public static StatementParameter Number(string name) => new(name, DbType.Int64);
}

/// <summary>SQL that is prepared once a connection and run very often.</summary>
internal sealed record Statement(string Sql, params StatementParameter[] Parameters);

/// <summary>A statement with the values of its parameters, in their order.</summary>
internal readonly record struct BoundStatement(Statement Statement, params object?[] Values);
