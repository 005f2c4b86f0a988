using System.Text;
using Dapper;
using MagBot.Dialogs.Storage;
using MagBot.State.Schema;
using MagBot.State.Sqlite;
using MagBot.State.Stores;
using MagBot.State.Tests.Contracts;
using MagBot.TestSupport.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace MagBot.State.Tests.Sqlite;

public sealed class SqliteDurabilityTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly TemporaryDirectory _directory = new();

    private string FilePath => _directory.Combine(StateOptions.SqliteFileName);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Reopen_AfterClose_EverythingIsThere()
    {
        await using (var backend = await StartAsync())
            await backend.Conversations.StoreAsync(SampleTurns.NewConversation("c1").Say("bewaar dit"));

        await using var again = await StartAsync();

        Assert.Equal("bewaar dit", (await again.Conversations.ReadLogAsync("c1", 0, 1, None))[0].Activity.Text);
    }

    [Fact]
    public async Task Reopen_FilesAsAKilledProcessLeavesThem_EveryAcknowledgedTurnIsThere()
    {
        using var copy = new TemporaryDirectory();
        await using (var backend = await StartAsync())
        {
            var conversation = SampleTurns.NewConversation("c1");
            for (var turn = 0; turn < 25; turn++)
                conversation = await backend.Conversations.StoreAsync(conversation.Say($"vraag {turn}"));

            // The database is still open: this is what is on disk in the moment of a kill -9.
            foreach (var file in Directory.GetFiles(_directory.Path, "magbot.db*").Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
                File.Copy(file, copy.Combine(Path.GetFileName(file)));
        }

        await using var again = await SqlBackend.StartAsync(null, copy.Path);

        Assert.Equal(25, (await again.Conversations.FindAsync("c1", None))?.Version);
        Assert.Equal(50, (await again.Conversations.ReadLogAsync("c1", 0, 100, None)).Count);
    }

    [Fact]
    public async Task Start_Twice_MigratesOnce()
    {
        await using (await StartAsync())
        {
        }

        await using var again = await StartAsync();

        using var connection = new SqliteConnection($"Data Source={FilePath};Pooling=False");
        Assert.Equal(Migrator.All.Count, await connection.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM schema_version"));
    }

    [Fact]
    public async Task Start_OlderSchema_AppliesOnlyTheNewScripts()
    {
        await using (await StartAsync())
        {
        }

        Migration[] migrations = [.. Migrator.All, new(9001, "9001_extra", "CREATE TABLE extra (id BIGINT); INSERT INTO extra VALUES (1);")];
        await using (var database = Database(migrations))
            await database.EnsureReadyAsync(None);
        await using (var database = Database(migrations))
            Assert.Equal(1, await database.ReadAsync(connection => connection.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM extra"), None));
    }

    [Fact]
    public async Task Start_ScriptThatArrivesAfterALaterOne_IsAppliedToo()
    {
        await using (await StartAsync())
        {
        }

        var last = Migrator.All[^1];
        using (var connection = new SqliteConnection($"Data Source={FilePath};Pooling=False"))
            await connection.ExecuteAsync("UPDATE schema_version SET version = 9002 WHERE version = @Number", new { last.Number });
        Migration[] migrations = [.. Migrator.All.SkipLast(1), new(9001, "9001_late", "CREATE TABLE late (id BIGINT)"), last with { Number = 9002 }];
        await using (var database = Database(migrations))
            Assert.Equal(0, await database.ReadAsync(opened => opened.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM late"), None));
    }

    [Fact]
    public async Task Start_BrokenScript_ChangesNothing()
    {
        await using (var database = Database([.. Migrator.All, new(9001, "9001_broken", "CREATE TABLE extra (id BIGINT); CREATE TABLE extra (id BIGINT);")]))
            await Assert.ThrowsAsync<StateException>(() => database.EnsureReadyAsync(None));

        using var connection = new SqliteConnection($"Data Source={FilePath};Pooling=False");
        Assert.Equal(0, await connection.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM sqlite_master"));
    }

    [Fact]
    public async Task Start_NewerSchema_SaysSo()
    {
        await using (var database = Database([.. Migrator.All, new(9001, "9001_future", "CREATE TABLE future (id BIGINT)")]))
            await database.EnsureReadyAsync(None);

        var exception = await Assert.ThrowsAsync<StateException>(StartAsync);

        Assert.Contains(FilePath, exception.Message, StringComparison.Ordinal);
        Assert.Contains("version 9001", exception.Message, StringComparison.Ordinal);
        Assert.Contains("backup", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_DirectoryCannotBeMade_SaysSo()
    {
        var file = _directory.Combine("bestand");
        await File.WriteAllTextAsync(file, "geen map");

        var exception = await Assert.ThrowsAsync<StateException>(() => SqlBackend.StartAsync(null, Path.Combine(file, "data")));

        Assert.Contains(Path.Combine(file, "data"), exception.Message, StringComparison.Ordinal);
        Assert.Contains("MagBot:DataDirectory", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_FileCannotBeOpened_SaysSo()
    {
        Directory.CreateDirectory(FilePath);

        var exception = await Assert.ThrowsAsync<StateException>(StartAsync);

        Assert.Contains(FilePath, exception.Message, StringComparison.Ordinal);
        Assert.Contains("MagBot:DataDirectory", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_DamagedFile_SaysSo()
    {
        await File.WriteAllTextAsync(FilePath, new string('x', 20_000));

        var exception = await Assert.ThrowsAsync<StateException>(StartAsync);

        Assert.Contains(FilePath, exception.Message, StringComparison.Ordinal);
        Assert.Contains("not a SQLite database", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_LockedFile_SaysSo()
    {
        using var other = new SqliteConnection($"Data Source={FilePath};Pooling=False");
        other.Open();
        await other.ExecuteAsync("PRAGMA locking_mode = EXCLUSIVE; CREATE TABLE t (id); BEGIN IMMEDIATE; INSERT INTO t VALUES (1)");

        var exception = await Assert.ThrowsAsync<StateException>(
            () => SqlBackend.StartAsync(null, _directory.Path, options => options.BusyTimeout = TimeSpan.FromMilliseconds(50)));

        Assert.Contains("another process holds it", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_SettingOutOfRange_NamesIt()
    {
        var exception = await Assert.ThrowsAsync<StateException>(
            () => SqlBackend.StartAsync(null, _directory.Path, options => options.QueueCapacity = 0));

        Assert.Contains("QueueCapacity", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_AfterFailure_CanBeRepeated()
    {
        await File.WriteAllTextAsync(FilePath, new string('x', 20_000));
        await using var database = Database(Migrator.All);
        await Assert.ThrowsAsync<StateException>(() => database.EnsureReadyAsync(None));

        File.Delete(FilePath);

        await database.EnsureReadyAsync(None);
    }

    [Fact]
    public async Task Commit_DiskFull_FailsThatTurnAndWorksAfterwards()
    {
        await using var backend = await StartAsync();
        var conversation = await backend.Conversations.StoreAsync(SampleTurns.NewConversation("c1").Say("past"));
        var database = backend.Services.GetRequiredService<ISqlDatabase>();
        await database.WriteAsync(connection => connection.ExecuteScalarAsync<long>("PRAGMA max_page_count = 1"), None);
        var large = conversation.Say(new string('x', 300_000));

        var exception = await Assert.ThrowsAsync<StateException>(() => backend.Conversations.CommitAsync(large, None));

        Assert.Contains("the disk is full", exception.Message, StringComparison.Ordinal);
        Assert.Equal(conversation, await backend.Conversations.FindAsync("c1", None));
        await database.WriteAsync(connection => connection.ExecuteScalarAsync<long>("PRAGMA max_page_count = 1000000"), None);
        await backend.Conversations.StoreAsync(large);
        Assert.True((await backend.Health.CheckAsync(None)).IsHealthy);
    }

    [Fact]
    public async Task Commit_AnotherOneInTheBatchFails_IsStored()
    {
        await using var backend = await StartAsync();
        var database = backend.Services.GetRequiredService<ISqlDatabase>();

        // Many at once, so that good and bad share transactions.
        var writes = Enumerable.Range(0, 200).Select(number => number % 10 == 3
            ? (Task)Assert.ThrowsAsync<StateException>(() => database.WriteAsync(
                async connection =>
                {
                    await connection.ExecuteAsync("INSERT INTO key_material VALUES ('half', @number, 'x', 0)", new { number });
                    return await connection.ExecuteAsync("INSERT INTO nergens VALUES (1)");
                },
                None))
            : backend.Conversations.StoreAsync(SampleTurns.NewConversation($"c{number}").Say("goed")));
        await Task.WhenAll(writes);

        Assert.Equal(180, await database.ReadAsync(connection => connection.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM conversation"), None));
        Assert.Empty(await backend.Keys.ListAsync("half", None));
    }

    [Fact]
    public async Task Commit_CancelledWhileWaiting_LeavesNothing()
    {
        await using var backend = await StartAsync();
        var database = backend.Services.GetRequiredService<ISqlDatabase>();
        var entered = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        using var cancellation = new CancellationTokenSource();
        var slow = database.WriteAsync(
            async _ =>
            {
                entered.SetResult();
                await goOn.Task;
                return 0;
            },
            None);
        await entered.Task;
        var waiting = backend.Conversations.CommitAsync(SampleTurns.NewConversation("c1").Say("weg ermee"), cancellation.Token);

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        goOn.SetResult();
        await slow;

        await backend.Conversations.StoreAsync(SampleTurns.NewConversation("c2").Say("volgende"));
        Assert.Null(await backend.Conversations.FindAsync("c1", None));
    }

    [Fact]
    public async Task Close_WritesStillWaiting_StoresThem()
    {
        Task<CommitOutcome>[] commits;
        await using (var backend = await StartAsync())
        {
            await backend.Conversations.StoreAsync(SampleTurns.NewConversation("eerst").Say("x"));
            commits = [.. Enumerable.Range(0, 100).Select(number => backend.Conversations.CommitAsync(SampleTurns.NewConversation($"c{number}").Say("x"), None))];
        }

        Assert.All(await Task.WhenAll(commits), outcome => Assert.Equal(CommitOutcome.Committed, outcome));
        await using var again = await StartAsync();
        Assert.NotNull(await again.Conversations.FindAsync("c99", None));
    }

    [Fact]
    public async Task Erase_Conversation_LeavesNoTraceInTheFiles()
    {
        const string secret = "nierfalen-ONVINDBAAR";
        await using var backend = await StartAsync();
        await backend.Conversations.StoreAsync(SampleTurns.NewConversation("c1").Say(string.Concat(Enumerable.Repeat(secret, 1000)), secret));
        await backend.Conversations.StoreAsync(SampleTurns.NewConversation("c2").Say("blijft"));
        Assert.True(FilesContain(secret));

        await backend.Conversations.EraseAsync("c1", None);

        Assert.False(FilesContain(secret));
        Assert.NotNull(await backend.Conversations.FindAsync("c2", None));
    }

    [Fact]
    public async Task Health_ClosedStore_IsReported()
    {
        var backend = await StartAsync();
        var health = backend.Health;
        Assert.Equal(new StateHealthReport(true, null), await health.CheckAsync(None));

        await backend.DisposeAsync();

        Assert.False((await health.CheckAsync(None)).IsHealthy);
    }

    private bool FilesContain(string text)
    {
        var wanted = Encoding.UTF8.GetBytes(text);
        return Directory.GetFiles(_directory.Path).Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)).Any(file =>
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var memory = new MemoryStream();
            stream.CopyTo(memory);
            return memory.ToArray().AsSpan().IndexOf(wanted) >= 0;
        });
    }

    private Task<SqlBackend> StartAsync() => SqlBackend.StartAsync(null, _directory.Path);

    private SqliteDatabase Database(IReadOnlyList<Migration> migrations) =>
        new(new StateOptions { DataDirectory = _directory.Path }, NullLogger<SqliteDatabase>.Instance) { Migrations = migrations };
}
