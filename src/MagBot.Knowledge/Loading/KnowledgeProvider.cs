namespace MagBot.Knowledge.Loading;

/// <summary>
/// Holds the knowledge in service and reloads it when files change. An edit with errors keeps the old knowledge in service. Thread-safe:
/// <see cref="Current"/> may be read at any time.
/// </summary>
public sealed class KnowledgeProvider : IDisposable
{
    private readonly string _directory;
    private readonly KnowledgeLoadOptions _options;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private volatile KnowledgeBase _current;
    private volatile IReadOnlyList<Fault> _lastFaults;
    private FileSystemWatcher? _watcher;
    private ITimer? _timer;

    private KnowledgeProvider(string directory, KnowledgeLoadOptions options, TimeProvider time, KnowledgeBase knowledge, IReadOnlyList<Fault> faults)
    {
        _directory = directory;
        _options = options;
        _time = time;
        _current = knowledge;
        _lastFaults = faults;
    }

    /// <summary>Raised after every reload, also one that failed. Handlers run on the thread that reloads.</summary>
    public event EventHandler<KnowledgeReloadedEventArgs>? Reloaded;

    /// <summary>How long the folder must be quiet before a change is read: editors write a file in several steps.</summary>
    /// <value>Default half a second.</value>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The knowledge in service.</summary>
    public KnowledgeBase Current => _current;

    /// <summary>The faults of the latest load or reload; empty when all was well.</summary>
    public IReadOnlyList<Fault> LastFaults => _lastFaults;

    /// <summary>Loads the folder for the first time. Broken answers are left out, with their faults in <see cref="LastFaults"/>.</summary>
    /// <exception cref="KnowledgeUnusableException">Texts, shop, safety or claims are missing or broken: there is nothing to serve with.</exception>
    public static KnowledgeProvider Start(string directory, KnowledgeLoadOptions? options = null, TimeProvider? time = null)
    {
        options ??= new KnowledgeLoadOptions();
        KnowledgeLoadResult result = KnowledgeLoader.Load(directory, options);
        return result.KnowledgeBase is { } knowledge && options.RequiredTexts.All(knowledge.Texts.Contains)
            ? new KnowledgeProvider(directory, options, time ?? TimeProvider.System, knowledge, result.Faults)
            : throw new KnowledgeUnusableException(directory, result.Faults);
    }

    /// <summary>Reads the folder again now. Without errors the new knowledge comes into service; with errors the old stays.</summary>
    /// <returns>What was read, with its faults.</returns>
    public KnowledgeLoadResult Reload()
    {
        KnowledgeLoadResult result;
        bool accepted;
        lock (_lock)
        {
            result = KnowledgeLoader.Load(_directory, _options);
            accepted = result is { KnowledgeBase: not null, HasErrors: false };
            if (accepted) _current = result.KnowledgeBase!; // accepted says that it is there
            _lastFaults = result.Faults;
        }

        Reloaded?.Invoke(this, new KnowledgeReloadedEventArgs(accepted, result.Faults, _current));
        return result;
    }

    /// <summary>Begins to watch the folder for changes.</summary>
    public void Watch()
    {
        if (_watcher is not null) return;
        _timer = _time.CreateTimer(_ => Reload(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _watcher = new FileSystemWatcher(_directory) { IncludeSubdirectories = true };
        _watcher.Changed += (_, _) => NotifyChanged();
        _watcher.Created += (_, _) => NotifyChanged();
        _watcher.Deleted += (_, _) => NotifyChanged();
        _watcher.Renamed += (_, _) => NotifyChanged();
        _watcher.Error += (_, _) => NotifyChanged(); // events were lost: read everything
        _watcher.EnableRaisingEvents = true;
    }

    /// <summary>Says that something in the folder changed; the reload follows when it has been quiet for <see cref="Quiet"/>.</summary>
    internal void NotifyChanged() => _timer?.Change(Quiet, Timeout.InfiniteTimeSpan);

    /// <summary>Stops watching.</summary>
    public void Dispose()
    {
        _watcher?.Dispose();
        _timer?.Dispose();
    }
}

/// <summary>What came of a reload.</summary>
/// <param name="accepted">Whether the new knowledge is in service.</param>
/// <param name="faults">The faults found.</param>
/// <param name="current">The knowledge in service now.</param>
public sealed class KnowledgeReloadedEventArgs(bool accepted, IReadOnlyList<Fault> faults, KnowledgeBase current) : EventArgs
{
    /// <summary>Whether the new knowledge is in service.</summary>
    public bool Accepted { get; } = accepted;

    /// <summary>The faults found; warnings only when <see cref="Accepted"/>.</summary>
    public IReadOnlyList<Fault> Faults { get; } = faults;

    /// <summary>The knowledge in service now.</summary>
    public KnowledgeBase Current { get; } = current;
}

/// <summary>The knowledge folder lacks what the bot cannot do without.</summary>
/// <param name="directory">The folder.</param>
/// <param name="faults">All faults found in it.</param>
public sealed class KnowledgeUnusableException(string directory, IReadOnlyList<Fault> faults)
    : Exception($"The knowledge folder {directory} cannot be used:{Environment.NewLine}{string.Join(Environment.NewLine, faults)}")
{
    /// <summary>All faults found.</summary>
    public IReadOnlyList<Fault> Faults { get; } = faults;
}
