using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace MagBot.Host.Tests.Support;

/// <summary>Keeps every line of every category and level, with its exception and scopes' values.</summary>
internal sealed class CollectingLog : ILoggerProvider, ILogger
{
    public ConcurrentQueue<string> Lines { get; } = new();

    private readonly ConcurrentDictionary<int, TaskCompletionSource> _awaited = new();

    /// <summary>Ends when an event with this id was logged.</summary>
    public Task HasSaidAsync(int eventId) => _awaited.GetOrAdd(eventId, _ => new TaskCompletionSource()).Task.WaitAsync(TimeSpan.FromMinutes(1));

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        Lines.Enqueue(state.ToString() ?? "");
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Lines.Enqueue(formatter(state, exception));
        _awaited.GetOrAdd(eventId.Id, _ => new TaskCompletionSource()).TrySetResult();
        if (state is IEnumerable<KeyValuePair<string, object?>> fields)
            foreach (var (name, value) in fields)
                Lines.Enqueue($"{name}={value}");
        if (exception is not null)
            Lines.Enqueue(exception.ToString());
    }

    public void Dispose()
    {
    }
}
