using MagBot.State.Tests.Contracts;
using MagBot.TestSupport.Storage;

namespace MagBot.State.Tests.Sqlite;

public sealed class SqliteConversationStoreTests : ConversationStoreContract
{
    private readonly TemporaryDirectory _directory = new();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _directory.Dispose();
    }

    protected override async Task<StateBackend> OpenAsync() => await SqlBackend.StartAsync(null, _directory.Path);
}

public sealed class SqliteOutboxStoreTests : OutboxStoreContract
{
    private readonly TemporaryDirectory _directory = new();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _directory.Dispose();
    }

    protected override async Task<StateBackend> OpenAsync() => await SqlBackend.StartAsync(null, _directory.Path);
}

public sealed class SqliteHandoverListTests : HandoverListContract
{
    private readonly TemporaryDirectory _directory = new();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _directory.Dispose();
    }

    protected override async Task<StateBackend> OpenAsync() => await SqlBackend.StartAsync(null, _directory.Path);
}

public sealed class SqliteDeskStoresTests : DeskStoresContract
{
    private readonly TemporaryDirectory _directory = new();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _directory.Dispose();
    }

    protected override async Task<StateBackend> OpenAsync() => await SqlBackend.StartAsync(null, _directory.Path);
}
