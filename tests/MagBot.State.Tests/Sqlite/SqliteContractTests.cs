using MagBot.State.Tests.Contracts;

namespace MagBot.State.Tests.Sqlite;

public sealed class SqliteConversationStoreTests : ConversationStoreContract
{
    protected override Task<StateBackend> OpenAsync() => SqlBackend.StartSqliteAsync();
}

public sealed class SqliteOutboxStoreTests : OutboxStoreContract
{
    protected override Task<StateBackend> OpenAsync() => SqlBackend.StartSqliteAsync();
}

public sealed class SqliteHandoverListTests : HandoverListContract
{
    protected override Task<StateBackend> OpenAsync() => SqlBackend.StartSqliteAsync();
}

public sealed class SqliteDeskStoresTests : DeskStoresContract
{
    protected override Task<StateBackend> OpenAsync() => SqlBackend.StartSqliteAsync();
}

public sealed class SqliteDeskWorkTests : DeskWorkContract
{
    protected override Task<StateBackend> OpenAsync() => SqlBackend.StartSqliteAsync();
}

public sealed class SqliteInsightStoreTests : InsightStoreContract
{
    protected override Task<StateBackend> OpenAsync() => SqlBackend.StartSqliteAsync();
}
