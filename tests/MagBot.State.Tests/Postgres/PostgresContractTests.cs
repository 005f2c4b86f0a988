using MagBot.State.Tests.Contracts;

namespace MagBot.State.Tests.Postgres;

[NeedsPostgres]
public sealed class PostgresConversationStoreTests : ConversationStoreContract
{
    protected override Task<StateBackend> OpenAsync() => SqlBackend.StartPostgresAsync();
}

[NeedsPostgres]
public sealed class PostgresOutboxStoreTests : OutboxStoreContract
{
    protected override Task<StateBackend> OpenAsync() => SqlBackend.StartPostgresAsync();
}

[NeedsPostgres]
public sealed class PostgresHandoverListTests : HandoverListContract
{
    protected override Task<StateBackend> OpenAsync() => SqlBackend.StartPostgresAsync();
}

[NeedsPostgres]
public sealed class PostgresDeskStoresTests : DeskStoresContract
{
    protected override Task<StateBackend> OpenAsync() => SqlBackend.StartPostgresAsync();
}

[NeedsPostgres]
public sealed class PostgresDeskWorkTests : DeskWorkContract
{
    protected override Task<StateBackend> OpenAsync() => SqlBackend.StartPostgresAsync();
}

[NeedsPostgres]
public sealed class PostgresInsightStoreTests : InsightStoreContract
{
    protected override Task<StateBackend> OpenAsync() => SqlBackend.StartPostgresAsync();
}
