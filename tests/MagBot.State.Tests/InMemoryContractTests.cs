using MagBot.State.Tests.Contracts;

namespace MagBot.State.Tests;

public sealed class InMemoryConversationStoreTests : ConversationStoreContract
{
    protected override Task<StateBackend> OpenAsync() => Task.FromResult<StateBackend>(new InMemoryBackend());
}

public sealed class InMemoryOutboxStoreTests : OutboxStoreContract
{
    protected override Task<StateBackend> OpenAsync() => Task.FromResult<StateBackend>(new InMemoryBackend());
}

public sealed class InMemoryHandoverListTests : HandoverListContract
{
    protected override Task<StateBackend> OpenAsync() => Task.FromResult<StateBackend>(new InMemoryBackend());
}

public sealed class InMemoryDeskStoresTests : DeskStoresContract
{
    protected override Task<StateBackend> OpenAsync() => Task.FromResult<StateBackend>(new InMemoryBackend());
}

public sealed class InMemoryDeskWorkTests : DeskWorkContract
{
    protected override Task<StateBackend> OpenAsync() => Task.FromResult<StateBackend>(new InMemoryBackend());
}

public sealed class InMemoryInsightStoreTests : InsightStoreContract
{
    protected override Task<StateBackend> OpenAsync() => Task.FromResult<StateBackend>(new InMemoryBackend());
}
