using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace MagBot.Cli.Commands;

/// <summary>Reads and writes files with one JSON object a line.</summary>
internal static class JsonLines
{
    /// <summary>All lines; an empty line is passed over.</summary>
    /// <exception cref="CommandException">The file is missing, or a line is not such an object: says which and what is wrong.</exception>
    public static IReadOnlyList<T> Read<T>(FileInfo file, JsonTypeInfo<T> contract)
        where T : class
    {
        if (!file.Exists)
            throw new CommandException($"{file.FullName} does not exist.");
        var rows = new List<T>();
        var number = 0;
        foreach (var line in File.ReadLines(file.FullName))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
                continue;
            try
            {
                rows.Add(JsonSerializer.Deserialize(line, contract) ?? throw new JsonException("found null"));
            }
            catch (JsonException exception)
            {
                throw new CommandException($"{file.Name} line {number}: not a valid line. {exception.Message}");
            }
        }

        return rows;
    }

    /// <summary>Writes the rows, replacing the file.</summary>
    /// <exception cref="CommandException">The file cannot be written.</exception>
    public static void Write<T>(FileInfo file, IEnumerable<T> rows, JsonTypeInfo<T> contract) => Write(file, rows.Select(row => Line(row, contract)));

    /// <summary>Writes finished lines, replacing the file.</summary>
    /// <exception cref="CommandException">The file cannot be written.</exception>
    public static void Write(FileInfo file, IEnumerable<string> lines)
    {
        try
        {
            File.WriteAllLines(file.FullName, lines);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{file.FullName} cannot be written: {exception.Message}");
        }
    }

    /// <summary>One object as one line.</summary>
    public static string Line<T>(T row, JsonTypeInfo<T> contract) => JsonSerializer.Serialize(row, contract);

    /// <summary>Options of the command line's own contracts: camelCase, nulls left out, Dutch letters readable.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // for files, never for a page
        RespectRequiredConstructorParameters = true,
    };
}

/// <summary>Something that the user of the command must repair; printed without a stack trace, exit code 2.</summary>
internal sealed class CommandException(string message) : Exception(message);
