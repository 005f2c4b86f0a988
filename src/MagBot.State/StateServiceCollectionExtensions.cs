using MagBot.Dialogs.Storage;
using MagBot.Dialogs.Turns;
using MagBot.State.Postgres;
using MagBot.State.Sqlite;
using MagBot.State.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace MagBot.State;

/// <summary>Registers the storage of conversations.</summary>
public static class StateServiceCollectionExtensions
{
    /// <summary>
    /// Keeps conversations, hand-over, outbox, advisors and keys in PostgreSQL, or in a SQLite file when there is no connection string.
    /// The database is opened and brought to the newest schema at the start of the host, or earlier by whoever uses a store first.
    /// </summary>
    /// <param name="services">Services to add to.</param>
    /// <param name="connectionString">PostgreSQL connection string; null or empty for SQLite.</param>
    /// <param name="dataDirectory">Directory of the SQLite file <c>magbot.db</c>; made when absent.</param>
    /// <param name="configure">Further settings; null for the defaults.</param>
    public static IServiceCollection AddMagBotState(
        this IServiceCollection services, string? connectionString, string dataDirectory, Action<StateOptions>? configure = null)
    {
        var options = new StateOptions { ConnectionString = connectionString, DataDirectory = dataDirectory };
        configure?.Invoke(options);
        options.Validate();

        services.AddSingleton(options);
        if (options.UsesPostgres)
            services.AddPostgres();
        else
            services.AddSqlite();

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<OutboxFeed>();
        services.AddSingleton<IConversationStore, SqlConversationStore>();
        services.AddSingleton<IOutboxStore, SqlOutboxStore>();
        services.AddSingleton<IInboxStore, SqlInboxStore>();
        services.AddSingleton<IHandoverList, SqlHandoverList>();
        services.AddSingleton<IAdvisorStore, SqlAdvisorStore>();
        services.AddSingleton<IKeyStore, SqlKeyStore>();
        services.AddSingleton<IAuditStore, SqlAuditStore>();
        services.AddSingleton<IInsightStore, SqlInsightStore>();
        services.AddSingleton<IFileStore, SqlFileStore>();
        services.AddSingleton<ILessonStore, SqlLessonStore>();
        services.AddSingleton<IPresenceStore, SqlPresenceStore>();
        services.AddSingleton<IAdvisorThreadStore, SqlAdvisorThreadStore>();
        services.AddSingleton(provider => new StateHealth(provider.GetRequiredService<ISqlDatabase>()));
        return services;
    }

    private static void AddSqlite(this IServiceCollection services)
    {
        services.AddSingleton<ISqlDatabase, SqliteDatabase>();
        services.AddSingleton<IConversationLocks, ProcessConversationLocks>();
        services.AddHostedService<StateStarter>();
    }

    private static void AddPostgres(this IServiceCollection services)
    {
        services.AddSingleton<PostgresDatabase>();
        services.AddSingleton<ISqlDatabase>(provider => provider.GetRequiredService<PostgresDatabase>());
        services.AddSingleton<IConversationLocks, PostgresConversationLocks>();
        services.AddHostedService<StateStarter>();
        services.TryAddSingleton<ConversationFeed>();
        services.AddHostedService<PostgresListener>();
    }
}

/// <summary>Opens the database at the start of the host, so that a fault stops the start and not the first customer.</summary>
internal sealed class StateStarter(ISqlDatabase database) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => database.EnsureReadyAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
