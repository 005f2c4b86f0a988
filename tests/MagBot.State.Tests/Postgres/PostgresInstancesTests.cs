using Dapper;
using MagBot.Dialogs.Storage;
using MagBot.Dialogs.Turns;
using MagBot.State.Tests.Contracts;
using MagBot.TestSupport.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace MagBot.State.Tests.Postgres;

/// <summary>Two instances on one database.</summary>
[NeedsPostgres]
public sealed class PostgresInstancesTests : IAsyncLifetime
{
    // Long enough for a machine under load; a test that passes never waits for it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly CancellationToken None = CancellationToken.None;

    private string _connectionString = string.Empty;
    private SqlBackend? _first;
    private SqlBackend? _second;

    private SqlBackend First => _first ?? throw new InvalidOperationException("Not initialised.");

    private SqlBackend Second => _second ?? throw new InvalidOperationException("Not initialised.");

    public async Task InitializeAsync()
    {
        _connectionString = await PostgresServer.Instance.CreateDatabaseAsync();
        // Together, as behind a load balancer: one migrates, the other waits for it.
        var started = await Task.WhenAll(StartAsync(), StartAsync());
        (_first, _second) = (started[0], started[1]);
    }

    public async Task DisposeAsync()
    {
        if (_first is not null)
            await _first.DisposeAsync();
        if (_second is not null)
            await _second.DisposeAsync();
    }

    [ContractFact]
    public async Task Feed_OtherInstanceCommits_Wakes()
    {
        using var subscription = FeedOf(Second).Subscribe("c1");

        await First.Conversations.StoreAsync(SampleTurns.NewConversation("c1").Say("hallo"));

        var item = await NextAsync(subscription);
        Assert.Empty(item.Entries);
        Assert.Null(item.Typing);
    }

    [ContractFact]
    public async Task Feed_OwnCommit_IsNotHeardAgain()
    {
        var heard = new List<string>();
        using var own = FeedOf(First).Observe(heard.Add);
        using var marker = FeedOf(First).Subscribe("c2");

        await First.Conversations.StoreAsync(SampleTurns.NewConversation("c1").Say("hallo"));
        await Second.Conversations.StoreAsync(SampleTurns.NewConversation("c2").Say("hallo"));
        await NextAsync(marker);

        Assert.DoesNotContain("c1", heard);
    }

    [ContractFact]
    public async Task Feed_ListenerLosesItsConnection_HearsWhatItMissed()
    {
        using var subscription = FeedOf(Second).Subscribe("c1");
        await using var connection = new NpgsqlConnection(_connectionString);
        await connection.OpenAsync();

        // In one transaction, so that the commit falls while nobody listens.
        await connection.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'MagBot listener' AND datname = current_database()");
        var commit = SampleTurns.NewConversation("c1").Say("hallo");
        await First.Conversations.StoreAsync(commit with { Conversation = commit.Conversation with { UpdatedAt = DateTimeOffset.UtcNow } });

        await NextAsync(subscription);
    }

    [ContractFact]
    public async Task Locks_HeldByOtherInstance_Wait()
    {
        var held = await LocksOf(First).AcquireAsync("c1", None);
        var waiting = LocksOf(Second).AcquireAsync("c1", None);
        await using (await LocksOf(Second).AcquireAsync("c2", None))
        {
        }

        Assert.False(waiting.IsCompleted);
        await held.DisposeAsync();
        await (await waiting.WaitAsync(Patience)).DisposeAsync();
    }

    [ContractFact]
    public async Task Locks_CancelledWhileWaiting_LeaveNothingLocked()
    {
        using var cancellation = new CancellationTokenSource();
        var held = await LocksOf(First).AcquireAsync("c1", None);
        var waiting = LocksOf(Second).AcquireAsync("c1", cancellation.Token);

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await held.DisposeAsync();

        await (await LocksOf(Second).AcquireAsync("c1", None).WaitAsync(Patience)).DisposeAsync();
        await (await LocksOf(First).AcquireAsync("c1", None).WaitAsync(Patience)).DisposeAsync();
    }

    [ContractFact]
    public async Task Locks_MoreTurnsThanConnections_AllGetTheirTurn()
    {
        var inside = 0;

        await Task.WhenAll(Enumerable.Range(0, 200).Select(number => Task.Run(async () =>
        {
            await using (await LocksOf(number % 2 == 0 ? First : Second).AcquireAsync($"c{number % 50}", None))
                Interlocked.Increment(ref inside);
        }))).WaitAsync(Patience);

        Assert.Equal(200, inside);
    }

    [ContractFact]
    public async Task Turns_OfTwoInstancesOnOneConversation_FollowEachOther()
    {
        await First.Conversations.StoreAsync(SampleTurns.NewConversation("c1").Say("begin"));

        await Task.WhenAll(Enumerable.Range(0, 40).Select(number => Task.Run(async () =>
        {
            var instance = number % 2 == 0 ? First : Second;
            await using (await LocksOf(instance).AcquireAsync("c1", None))
            {
                var conversation = await instance.Conversations.FindAsync("c1", None);
                await instance.Conversations.StoreAsync(conversation!.Say($"beurt {number}")); // stored above
            }
        })));

        var log = await Second.Conversations.ReadLogAsync("c1", 0, 1000, None);
        Assert.Equal(Enumerable.Range(0, 82).Select(sequence => (long)sequence), log.Select(entry => entry.Sequence));
    }

    [ContractFact]
    public async Task Outbox_ReadByOneInstance_IsLeftAloneByTheOtherUntilTheClaimEnds()
    {
        var commit = SampleTurns.NewConversation("c1").Say("x") with { Outbox = [new OutboxItem("a1", "connector", "{}"), new OutboxItem("a2", "connector", "{}")] };
        await First.Conversations.StoreAsync(commit);

        var rows = await First.Outbox.ReadDueAsync("connector", SampleTurns.Noon, 10, None);

        Assert.Equal("a1", Assert.Single(rows).Item.Id);
        Assert.Empty(await Second.Outbox.ReadDueAsync("connector", SampleTurns.Noon, 10, None));
        Assert.Single(await First.Outbox.ReadDueAsync("connector", SampleTurns.Noon, 10, None));
        Assert.Single(await Second.Outbox.ReadDueAsync("connector", SampleTurns.Noon.AddMinutes(3), 10, None));
    }

    [ContractFact]
    public async Task Outbox_ReadByTwoInstancesAtOnce_GivesEachRowToOne()
    {
        for (var number = 0; number < 30; number++)
            await First.Conversations.StoreAsync(SampleTurns.NewConversation($"c{number}").Say("x") with { Outbox = [new OutboxItem($"a{number}", "connector", "{}")] });

        var read = await Task.WhenAll(
            Task.Run(() => First.Outbox.ReadDueAsync("connector", SampleTurns.Noon, 100, None)),
            Task.Run(() => Second.Outbox.ReadDueAsync("connector", SampleTurns.Noon, 100, None)));

        var ids = read.SelectMany(rows => rows).Select(row => row.Item.Id).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.Equal(30, ids.Count);
    }

    [ContractFact]
    public async Task Outbox_TakenByTwoInstancesAtOnce_GivesEachConversationToOne()
    {
        for (var number = 0; number < 30; number++)
            await First.Conversations.StoreAsync(SampleTurns.NewConversation($"c{number}").Say("x") with
            {
                Outbox = [new OutboxItem("a", "connector", "{}"), new OutboxItem("b", "connector", "{}")],
            });

        var taken = await Task.WhenAll(new[] { First, Second }.Select(instance => Task.Run(() => instance.Outbox.TakeAsync("connector", SampleTurns.Noon, 25, None))));

        Assert.Equal(60, taken.Sum(rows => rows.Count) + (await First.Outbox.TakeAsync("connector", SampleTurns.Noon, 100, None)).Count
            + (await Second.Outbox.TakeAsync("connector", SampleTurns.Noon, 100, None)).Count);
        Assert.Empty(taken[0].Select(row => row.ConversationId).Intersect(taken[1].Select(row => row.ConversationId)));
    }

    [ContractFact]
    public async Task Outbox_TakenAndKept_IsLeftAloneByTheOther()
    {
        await First.Conversations.StoreAsync(SampleTurns.NewConversation("c1").Say("x") with { Outbox = [new OutboxItem("a", "connector", "{}")] });
        Assert.Single(await First.Outbox.TakeAsync("connector", SampleTurns.Noon, 10, None));

        await First.Outbox.KeepAsync("connector", SampleTurns.Noon.AddMinutes(2), None);

        Assert.Empty(await Second.Outbox.TakeAsync("connector", SampleTurns.Noon.AddMinutes(3), 10, None));
        Assert.Single(await Second.Outbox.TakeAsync("connector", SampleTurns.Noon.AddMinutes(5), 10, None));
    }

    [ContractFact]
    public async Task Outbox_CommitBehindARowOfTheOtherInstance_IsNotHandedOver()
    {
        var atFirst = new Rows();
        var atSecond = new Rows();
        using var one = First.Deliveries.Attach("connector", atFirst);
        using var two = Second.Deliveries.Attach("connector", atSecond);
        var conversation = SampleTurns.NewConversation("c1");

        conversation = await First.Conversations.StoreAsync(conversation.Say("x") with { Outbox = [new OutboxItem("a", "connector", "{}")] });
        conversation = await Second.Conversations.StoreAsync(conversation.Say("y") with { Outbox = [new OutboxItem("b", "connector", "{}")] });
        await First.Outbox.CompleteAsync(atFirst.Taken[0].Number, None);
        var later = await Second.Outbox.TakeAsync("connector", SampleTurns.Noon, 10, None);
        await Second.Conversations.StoreAsync(conversation.Say("z") with { Outbox = [new OutboxItem("c", "connector", "{}")] });

        Assert.Equal(["a"], atFirst.Taken.Select(row => row.Item.Id));
        Assert.Equal(["b"], later.Select(row => row.Item.Id));
        Assert.Equal(["c"], atSecond.Taken.Select(row => row.Item.Id));
    }

    private sealed class Rows : IOutboxReceiver
    {
        public List<OutboxRow> Taken { get; } = [];

        public bool HasRoom => true;

        public void Receive(OutboxRow row) => Taken.Add(row);
    }

    [ContractFact]
    public async Task Start_NewerSchema_SaysSo()
    {
        await using (var connection = new NpgsqlConnection(_connectionString))
            await connection.ExecuteAsync("INSERT INTO schema_version (version, name, applied_at) VALUES (9001, '9001_future', 0)");

        var exception = await Assert.ThrowsAsync<StateException>(StartAsync);

        Assert.Contains("version 9001", exception.Message, StringComparison.Ordinal);
    }

    [ContractFact]
    public async Task Start_DatabaseThatDoesNotExist_SaysSoWithoutPassword()
    {
        var wrong = new NpgsqlConnectionStringBuilder(_connectionString) { Database = "bestaat_niet", Password = "geheim123" }.ConnectionString;

        var exception = await Assert.ThrowsAsync<StateException>(() => SqlBackend.StartAsync(wrong, "unused"));

        Assert.Contains("bestaat_niet", exception.Message, StringComparison.Ordinal);
        Assert.Contains("CREATE DATABASE", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim123", exception.ToString(), StringComparison.Ordinal);
    }

    [ContractFact]
    public async Task Health_Running_IsHealthy() => Assert.Equal(new StateHealthReport(true, null), await First.Health.CheckAsync(None));

    private static ConversationFeed FeedOf(SqlBackend instance) => instance.Services.GetRequiredService<ConversationFeed>();

    private static IConversationLocks LocksOf(SqlBackend instance) => instance.Services.GetRequiredService<IConversationLocks>();

    private static Task<FeedItem> NextAsync(ConversationFeed.Subscription subscription) =>
        subscription.Items.ReadAsync(None).AsTask().WaitAsync(Patience);

    private Task<SqlBackend> StartAsync() => SqlBackend.StartAsync(_connectionString, "unused");
}

/// <summary>Settings that never reach a server.</summary>
public sealed class PostgresSettingsTests
{
    [Fact]
    public async Task Start_ServerThatIsNotThere_SaysSo()
    {
        var exception = await Assert.ThrowsAsync<StateException>(
            () => SqlBackend.StartAsync("Host=127.0.0.1;Port=1;Username=magbot;Password=geheim123;Database=magbot", "unused"));

        Assert.Contains("127.0.0.1:1", exception.Message, StringComparison.Ordinal);
        Assert.Contains("cannot be reached", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim123", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_ConnectionStringOfAnotherKind_SaysHowToWriteIt()
    {
        var exception = await Assert.ThrowsAsync<StateException>(() => SqlBackend.StartAsync("Filename=magbot.db;Geheim=geheim123", "unused"));

        Assert.Contains("ConnectionStrings:MagBot", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim123", exception.Message, StringComparison.Ordinal);
    }
}
