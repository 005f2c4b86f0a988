using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using MagBot.Host.Tests.Support;
using MagBot.TestSupport.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MagBot.Host.Tests.Start;

/// <summary>What is kept can be seen and erased, and nothing of it stands in a log. With the real host, database file and assistant.</summary>
public sealed class PrivacyTests
{
    private const string Spoken = "zeldzaamwoord badtemperatuur";
    private const string Name = "Wilhelmina Zonderling";
    private const string Address = "wilhelmina@zonderling.example";

    [Fact]
    public async Task Export_JsonAndText_HoldTheWholeConversation()
    {
        await using var host = await RunningHost.StartWithAssistantAsync();
        var talk = await host.BeginAsync();
        await SayAsync(talk, Spoken);

        var json = await host.Http.SendAsync("GET", $"/v3/directline/conversations/{talk.Id}/export?format=json", talk.Token);
        var text = await host.Http.SendAsync("GET", $"/v3/directline/conversations/{talk.Id}/export?format=text", talk.Token);

        Assert.Equal(HttpStatusCode.OK, json.Status);
        Assert.Contains(json.Json.GetProperty("activities").EnumerateArray(), activity =>
            activity.TryGetProperty("text", out var said) && said.GetString() == Spoken);
        Assert.Equal(JsonValueKind.Object, json.Json.GetProperty("state").ValueKind);
        Assert.Contains(Spoken, text.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_TokenOfAnotherConversation_IsRefused()
    {
        await using var host = await RunningHost.StartWithAssistantAsync();
        var own = await host.BeginAsync();
        var other = await host.BeginAsync();

        var refused = await host.Http.SendAsync("GET", $"/v3/directline/conversations/{own.Id}/export", other.Token);
        var without = await host.Http.SendAsync("GET", $"/v3/directline/conversations/{own.Id}/export");

        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.NotEqual(HttpStatusCode.OK, without.Status);
        Assert.DoesNotContain(own.Id, without.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Erase_Confirmed_LeavesNothingInTheDatabaseFile()
    {
        using var data = new TemporaryDirectory();
        await using (var host = await RunningHost.StartAssistantInAsync(data.Path))
        {
            var talk = await host.BeginAsync();
            await SayAsync(talk, Spoken);
            await SayAsync(talk, "er staat 1437 mg bisglycinaat op mijn pot");
            Assert.True(await StandsInFilesAsync(data.Path, Spoken));

            await SayAsync(talk, "wis mijn gegevens");
            await SayAsync(talk, "Ja, wis alles");
        }

        Assert.False(await StandsInFilesAsync(data.Path, Spoken));
        Assert.False(await StandsInFilesAsync(data.Path, "1437"));
    }

    [Fact]
    public async Task HealthTurns_AfterTheirTerm_LeaveNothingInTheDatabaseFileWhileTheRestStays()
    {
        using var data = new TemporaryDirectory();
        await using (var host = await RunningHost.StartAssistantInAsync(data.Path))
        {
            var talk = await host.BeginAsync();
            await SayAsync(talk, Spoken);
            await SayAsync(talk, "ik heb een merkwaardige nierziekte");
            Assert.True(await StandsInFilesAsync(data.Path, "merkwaardige"));
        }

        using var log = new CollectingLog();
        await using (await RunningHost.StartAssistantInAsync(
            data.Path, services => services.AddSingleton<ILoggerProvider>(log).AddSingleton<TimeProvider>(new LaterClock(TimeSpan.FromDays(8))), "Logging:LogLevel:Default=Trace"))
            await log.HasSaidAsync(3203);

        Assert.False(await StandsInFilesAsync(data.Path, "merkwaardige"));
        Assert.True(await StandsInFilesAsync(data.Path, Spoken));
    }

    [Fact]
    public async Task Conversations_AfterTheirTerm_AreGoneFromTheDatabaseFile()
    {
        using var data = new TemporaryDirectory();
        await using (var host = await RunningHost.StartAssistantInAsync(data.Path))
            await SayAsync(await host.BeginAsync(), Spoken);

        using var log = new CollectingLog();
        await using (await RunningHost.StartAssistantInAsync(
            data.Path, services => services.AddSingleton<ILoggerProvider>(log).AddSingleton<TimeProvider>(new LaterClock(TimeSpan.FromDays(31))), "Logging:LogLevel:Default=Trace"))
            await log.HasSaidAsync(3201);

        Assert.False(await StandsInFilesAsync(data.Path, Spoken));
    }

    [Fact]
    public async Task Logs_OfAWholeConversationAtEveryLevel_HoldNoWordsNamesAddressesOrTokens()
    {
        using var log = new CollectingLog();
        await using var host = await RunningHost.StartAssistantInAsync(
            null,
            services => services.AddSingleton<ILoggerProvider>(log),
            "Logging:LogLevel:Default=Trace");
        var talk = await host.BeginAsync();
        await SayAsync(talk, Spoken);
        await SayAsync(talk, "ik heb een zeldzaamwoord nierziekte");
        await SayAsync(talk, "ik wil een medewerker spreken");
        await SayAsync(talk, Name);
        await SayAsync(talk, Address);
        await SayAsync(talk, "Ja, geef die door");
        await SayAsync(talk, "Ja, verstuur");
        await host.Http.SendAsync("GET", $"/v3/directline/conversations/{talk.Id}/activities?watermark=", talk.Token);
        await host.Http.SendAsync("GET", $"/v3/directline/conversations/{talk.Id}/export", talk.Token);
        await host.Http.SendAsync("POST", $"/v3/directline/conversations/{talk.Id}/activities", talk.Token, "{\"zeldzaamwoord\":");

        Assert.NotEmpty(log.Lines);
        foreach (var secret in new[] { "zeldzaamwoord", "Wilhelmina", "zonderling", talk.Token, RunningHost.Secret })
            Assert.DoesNotContain(log.Lines, line => line.Contains(secret, StringComparison.OrdinalIgnoreCase));
    }

    private static async Task SayAsync(Talk talk, string text) => Assert.Equal(HttpStatusCode.OK, (await talk.SayAsync(text)).Status);

    private static async Task<bool> StandsInFilesAsync(string directory, string text)
    {
        var wanted = Encoding.UTF8.GetBytes(text);
        foreach (var path in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories))
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var copy = new MemoryStream();
            await file.CopyToAsync(copy);
            if (copy.ToArray().AsSpan().IndexOf(wanted) >= 0)
                return true;
        }

        return false;
    }

    /// <summary>The real clock, so much later.</summary>
    private sealed class LaterClock(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }

    /// <summary>Keeps every line of every category and level, with its exception and scopes' values.</summary>
    private sealed class CollectingLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        private readonly ConcurrentDictionary<int, TaskCompletionSource> _awaited = new();

        /// <summary>Ends when an event with this id was logged.</summary>
        public Task HasSaidAsync(int eventId) => _awaited.GetOrAdd(eventId, _ => new TaskCompletionSource()).Task.WaitAsync(TimeSpan.FromMinutes(1));

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            Lines.Enqueue(state.ToString() ?? "");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Lines.Enqueue(formatter(state, exception));
            _awaited.GetOrAdd(eventId.Id, _ => new TaskCompletionSource()).TrySetResult();
            if (state is IEnumerable<KeyValuePair<string, object?>> fields)
                foreach (var (name, value) in fields)
                    Lines.Enqueue($"{name}={value}");
            if (exception is not null)
                Lines.Enqueue(exception.ToString());
        }

        public void Dispose()
        {
        }
    }
}
