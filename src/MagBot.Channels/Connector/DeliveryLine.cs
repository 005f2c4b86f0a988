using System.Diagnostics.CodeAnalysis;
using MagBot.Dialogs.Storage;

namespace MagBot.Channels.Connector;

/// <summary>The deliveries of one conversation, in order. One task at a time works on it. Thread safe.</summary>
internal sealed class DeliveryLine
{
    private readonly Lock _lock = new();
    private readonly LinkedList<OutboxRow> _rows = new();
    private bool _isWorkedOn;
    private bool _isRetired;

    /// <summary>Puts a row at the end.</summary>
    /// <param name="row">The row.</param>
    /// <param name="begin">Whether the caller must begin to work on the line: nobody does.</param>
    /// <returns>False when the line has ended; take a new one.</returns>
    public bool TryAdd(OutboxRow row, out bool begin)
    {
        lock (_lock)
        {
            begin = !_isWorkedOn && !_isRetired;
            if (_isRetired)
                return false;
            _rows.AddLast(row);
            _isWorkedOn = true;
            return true;
        }
    }

    /// <summary>The first row; false when there is none, and then the line has ended.</summary>
    public bool TryPeek([NotNullWhen(true)] out OutboxRow? row)
    {
        lock (_lock)
        {
            row = _rows.First?.Value;
            _isRetired = row is null;
            return row is not null;
        }
    }

    /// <summary>The first row is done with.</summary>
    public void RemoveFirst()
    {
        lock (_lock)
            _rows.RemoveFirst();
    }

    /// <summary>The first row was tried once more.</summary>
    public void CountAttempt()
    {
        lock (_lock)
            if (_rows.First is { } first)
                first.Value = first.Value with { Attempts = first.Value.Attempts + 1 };
    }

    /// <summary>Numbers of all rows.</summary>
    public IReadOnlyList<long> Numbers()
    {
        lock (_lock)
            return [.. _rows.Select(row => row.Number)];
    }

    /// <summary>Leaves rows out; gives how many there were.</summary>
    public int Remove(IReadOnlySet<long> numbers)
    {
        lock (_lock)
        {
            var removed = 0;
            for (var node = _rows.First; node is not null;)
            {
                var next = node.Next;
                if (numbers.Contains(node.Value.Number))
                {
                    _rows.Remove(node);
                    removed++;
                }

                node = next;
            }

            return removed;
        }
    }
}
