using MagBot.Dialogs.Storage;
using MagBot.TestSupport.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MagBot.State.Tests.Contracts;

/// <summary>One kind of storage under the contract tests: a fresh, empty one for each test.</summary>
public abstract class StateBackend : IAsyncDisposable
{
    public abstract IConversationStore Conversations { get; }

    public abstract IOutboxStore Outbox { get; }

    public abstract IHandoverList Handovers { get; }

    public abstract IAdvisorStore Advisors { get; }

    public abstract IKeyStore Keys { get; }

    public abstract IInsightStore Insights { get; }

    public abstract IPresenceStore Presence { get; }

    public abstract IAdvisorThreadStore Threads { get; }

    public abstract ILessonStore Lessons { get; }

    public abstract ValueTask DisposeAsync();
}

public sealed class InMemoryBackend : StateBackend
{
    private readonly InMemoryConversationStore _store = new();

    public override IConversationStore Conversations => _store;

    public override IOutboxStore Outbox => _store;

    public override IHandoverList Handovers => _store;

    public override IAdvisorStore Advisors { get; } = new InMemoryAdvisorStore();

    public override IKeyStore Keys { get; } = new InMemoryKeyStore();

    public override IInsightStore Insights => _store;

    public override IPresenceStore Presence { get; } = new InMemoryPresenceStore();

    public override IAdvisorThreadStore Threads => field ??= new InMemoryAdvisorThreadStore(_store);

    public override ILessonStore Lessons { get; } = new InMemoryLessonStore();

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>The stores as the host gets them, from the service container.</summary>
public sealed class SqlBackend : StateBackend
{
    private readonly ServiceProvider _services;
    private TemporaryDirectory? _directory;

    private SqlBackend(ServiceProvider services) => _services = services;

    public IServiceProvider Services => _services;

    public override IConversationStore Conversations => _services.GetRequiredService<IConversationStore>();

    public override IOutboxStore Outbox => _services.GetRequiredService<IOutboxStore>();

    public override IHandoverList Handovers => _services.GetRequiredService<IHandoverList>();

    public override IAdvisorStore Advisors => _services.GetRequiredService<IAdvisorStore>();

    public override IKeyStore Keys => _services.GetRequiredService<IKeyStore>();

    public override IInsightStore Insights => _services.GetRequiredService<IInsightStore>();

    public override IPresenceStore Presence => _services.GetRequiredService<IPresenceStore>();

    public override IAdvisorThreadStore Threads => _services.GetRequiredService<IAdvisorThreadStore>();

    public override ILessonStore Lessons => _services.GetRequiredService<ILessonStore>();

    public IInboxStore Inbox => _services.GetRequiredService<IInboxStore>();

    public OutboxFeed Deliveries => _services.GetRequiredService<OutboxFeed>();

    public StateHealth Health => _services.GetRequiredService<StateHealth>();

    /// <summary>On a SQLite file of its own.</summary>
    public static async Task<StateBackend> StartSqliteAsync()
    {
        var directory = new TemporaryDirectory();
        var backend = await StartAsync(null, directory.Path);
        backend._directory = directory;
        return backend;
    }

    /// <summary>On a PostgreSQL database of its own.</summary>
    public static async Task<StateBackend> StartPostgresAsync() =>
        await StartAsync(await PostgresServer.Instance.CreateDatabaseAsync(), "unused");

    public static async Task<SqlBackend> StartAsync(string? connectionString, string dataDirectory, Action<StateOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddMagBotState(connectionString, dataDirectory, configure);
        var backend = new SqlBackend(services.BuildServiceProvider());
        try
        {
            foreach (var hosted in backend._services.GetServices<IHostedService>())
                await hosted.StartAsync(CancellationToken.None);
            return backend;
        }
        catch
        {
            await backend._services.DisposeAsync();
            throw;
        }
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var hosted in _services.GetServices<IHostedService>())
            await hosted.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
        _directory?.Dispose();
    }
}

/// <summary>Gives each test its own storage.</summary>
public abstract class ContractTests : IAsyncLifetime
{
    private StateBackend? _backend;

    protected StateBackend Backend => _backend ?? throw new InvalidOperationException("Not initialised.");

    protected static CancellationToken None => CancellationToken.None;

    protected abstract Task<StateBackend> OpenAsync();

    public async Task InitializeAsync() => _backend = await OpenAsync();

    public virtual async Task DisposeAsync()
    {
        if (_backend is not null)
            await _backend.DisposeAsync();
    }
}
