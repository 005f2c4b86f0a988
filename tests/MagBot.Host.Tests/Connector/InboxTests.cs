using System.Net;
using MagBot.Dialogs.Storage;
using MagBot.Dialogs.Turns;
using MagBot.Host.Tests.Support;
using MagBot.TestSupport.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace MagBot.Host.Tests.Connector;

/// <summary>Activities whose channel was answered before their turn was stored.</summary>
public sealed class InboxTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private StubConnector _connector = null!; // set before each test

    public async Task InitializeAsync() => _connector = await StubConnector.StartAsync();

    public async Task DisposeAsync() => await _connector.DisposeAsync();

    [Fact]
    public async Task Turn_ThatWasAnsweredBeforeAKill_RunsAfterTheNextStartAndARepetitionIsNoSecondTurn()
    {
        using var data = new TemporaryDirectory();
        using var copy = new TemporaryDirectory();
        var waiting = new WaitingBot();
        await using (var first = await StartAsync(data.Path, waiting))
        {
            await PostAsync(first, "m1");
            await PostAsync(first, "m1");
            await PostAsync(first, null);
            // What is on disk at this moment is what a kill -9 leaves.
            foreach (var file in Directory.GetFiles(data.Path, "magbot.db*").Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
                File.Copy(file, copy.Combine(Path.GetFileName(file)));
            waiting.Go.SetResult();
        }

        while (_connector.TryNext(out _))
        {
            // Replies of the first run, which the kill would have prevented.
        }

        var bot = new WaitingBot();
        bot.Go.SetResult();
        await using var second = await StartAsync(copy.Path, bot);
        string?[] answered = [(await _connector.NextAsync()).ReplyToId, (await _connector.NextAsync()).ReplyToId];
        await PostAsync(second, "m1");
        await PostAsync(second, "m2");

        Assert.Contains("m1", answered);
        Assert.Equal("m2", (await _connector.NextAsync()).ReplyToId);
        Assert.Equal(3, bot.Turns);
        Assert.Empty(await second.Services.GetRequiredService<IInboxStore>().ListAsync(DateTimeOffset.MaxValue, 10, None));
    }

    [Fact]
    public async Task Turn_ThatWasAnsweredAndThenStored_LeavesNothingBehind()
    {
        var bot = new WaitingBot();
        await using var host = await StartAsync(null, bot);
        var inbox = host.Services.GetRequiredService<IInboxStore>();
        await PostAsync(host, "m1");
        Assert.Single(await inbox.ListAsync(DateTimeOffset.MaxValue, 10, None));

        bot.Go.SetResult();
        await _connector.NextAsync();

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while ((await inbox.ListAsync(DateTimeOffset.MaxValue, 10, limit.Token)).Count > 0)
            await Task.Yield();
        Assert.Equal(1, bot.Turns);
    }

    [Fact]
    public async Task Turn_InTime_IsNotKept()
    {
        var bot = new WaitingBot();
        bot.Go.SetResult();
        await using var host = await StartAsync(null, bot, TimeSpan.FromSeconds(12));

        await PostAsync(host, "m1");

        Assert.Empty(await host.Services.GetRequiredService<IInboxStore>().ListAsync(DateTimeOffset.MaxValue, 10, None));
    }

    [Fact]
    public async Task Inbox_ThatCannotBeWritten_TellsTheChannelToSendAgain()
    {
        var bot = new WaitingBot();
        await using var host = await StartAsync(null, bot, customize: services => services.AddSingleton<IInboxStore, BrokenInbox>());

        var answer = await host.Http.SendAsync("POST", "/api/messages", body: Body("m1"));
        bot.Go.SetResult();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.Equal("m1", (await _connector.NextAsync()).ReplyToId);
    }

    [Fact]
    public async Task Entry_ThatCannotBeRead_IsDroppedAndTheOthersRun()
    {
        using var data = new TemporaryDirectory();
        var bot = new WaitingBot();
        bot.Go.SetResult();
        await using (var first = await StartAsync(data.Path, bot))
        {
            var inbox = first.Services.GetRequiredService<IInboxStore>();
            await inbox.AddAsync(new InboxItem("a", "emulator:c", "{", 0), DateTimeOffset.UtcNow.AddMinutes(-10), None);
            await inbox.AddAsync(new InboxItem("b", "emulator:c", $$"""{"activity":{{Body("m7")}},"key":"m7"}""", 0), DateTimeOffset.UtcNow.AddMinutes(-9), None);
            await inbox.AddAsync(new InboxItem("c", "emulator:c", $$"""{"activity":{{Body("m8")}},"key":"m8"}""", 5), DateTimeOffset.UtcNow.AddMinutes(-8), None);
        }

        await using var second = await StartAsync(data.Path, bot);

        Assert.Equal("m7", (await _connector.NextAsync()).ReplyToId);
        await PostAsync(second, "m9");
        Assert.Equal("m9", (await _connector.NextAsync()).ReplyToId);
    }

    private static Task<RunningHost> StartAsync(
        string? data, WaitingBot bot, TimeSpan? answerWithin = null, Action<IServiceCollection>? customize = null) => RunningHost.StartAsync(
        data,
        services =>
        {
            services.AddSingleton<IBot>(bot);
            customize?.Invoke(services);
        },
        "environment=Development", "MagBot:Connector:AllowUnauthenticated=true", $"MagBot:Connector:AnswerWithin={answerWithin ?? TimeSpan.FromMilliseconds(50)}");

    private async Task PostAsync(RunningHost host, string? id) =>
        Assert.Equal(HttpStatusCode.Accepted, (await host.Http.SendAsync("POST", "/api/messages", body: Body(id))).Status);

    private string Body(string? id) => $$"""
        {"type":"message",{{(id is null ? "" : $"\"id\":\"{id}\",")}}"text":"x","channelId":"emulator","serviceUrl":"{{_connector.ServiceUrl}}",
         "from":{"id":"u","role":"user"},"recipient":{"id":"b"},"conversation":{"id":"c"} }
        """;

    private sealed class WaitingBot : IBot
    {
        private int _turns;

        public TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Turns => _turns;

        public async Task OnTurnAsync(TurnContext turn, CancellationToken cancellationToken)
        {
            await Go.Task.WaitAsync(cancellationToken);
            Interlocked.Increment(ref _turns);
            turn.Send("klaar");
        }

        public void OnTurnError(TurnContext turn) => turn.Send("sorry");
    }

    private sealed class BrokenInbox : IInboxStore
    {
        public Task AddAsync(InboxItem item, DateTimeOffset receivedAt, CancellationToken cancellationToken) => Task.FromException(new InvalidOperationException("full"));

        public Task<IReadOnlyList<InboxItem>> ListAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<InboxItem>>([]);

        public Task NoteAttemptAsync(string id, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task RemoveAsync(string id, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
