using System.Globalization;

namespace MagBot.Knowledge.Loading;

/// <summary>How bad a <see cref="Fault"/> is.</summary>
public enum FaultSeverity
{
    /// <summary>Worth a look; the knowledge can go into service.</summary>
    Warning,

    /// <summary>Must be repaired; a reload with such a fault keeps the old knowledge in service.</summary>
    Error,
}

/// <summary>Something wrong in the knowledge folder, said so that an editor can repair it.</summary>
public sealed record Fault
{
    /// <summary>The file, relative to the knowledge folder, with forward slashes.</summary>
    public required string File { get; init; }

    /// <summary>The line, counted from 1; null when the fault concerns the whole file.</summary>
    public int? Line { get; init; }

    /// <summary>The column, counted from 1; null when unknown.</summary>
    public int? Column { get; init; }

    /// <summary>Short stable name of the rule that was broken, such as <c>unknown-field</c> or <c>D01</c>.</summary>
    public required string Rule { get; init; }

    /// <summary>Whether it must be repaired.</summary>
    /// <value>Default <see cref="FaultSeverity.Error"/>.</value>
    public FaultSeverity Severity { get; init; } = FaultSeverity.Error;

    /// <summary>What is wrong, with which value, and what to write instead.</summary>
    public required string Message { get; init; }

    /// <summary>The fault on one line, in the form that editors and build tools make clickable: <c>file:line:column: severity rule: message</c>.</summary>
    public override string ToString()
    {
        string place = Line is null ? File
            : Column is null ? string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}")
            : string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}:{Column}");
        string severity = Severity == FaultSeverity.Error ? "error" : "warning";
        return $"{place}: {severity} {Rule}: {Message}";
    }
}

/// <summary>Gathers the faults of one load, so that all of them are reported at once.</summary>
internal sealed class FaultList
{
    private readonly List<Fault> _faults = [];

    public IReadOnlyList<Fault> Items => _faults;

    public bool HasErrors => _faults.Exists(fault => fault.Severity == FaultSeverity.Error);

    public void Add(Fault fault) => _faults.Add(fault);

    public void Error(string file, int? line, int? column, string rule, string message) =>
        _faults.Add(new Fault { File = file, Line = line, Column = column, Rule = rule, Message = message });

    public void Warning(string file, int? line, int? column, string rule, string message) =>
        _faults.Add(new Fault { File = file, Line = line, Column = column, Rule = rule, Message = message, Severity = FaultSeverity.Warning });

    public void Error(string file, YamlNode node, string rule, string message) => Error(file, node.Line, node.Column, rule, message);

    public IReadOnlyList<Fault> InFileOrder() =>
        [.. _faults.OrderBy(fault => fault.File, StringComparer.Ordinal).ThenBy(fault => fault.Line ?? 0).ThenBy(fault => fault.Column ?? 0)];
}
