using System.Diagnostics;
using System.Globalization;
using MagBot.Dialogs.Storage;
using MagBot.State;
using MagBot.TestSupport.Storage;
using Microsoft.Extensions.DependencyInjection;

// Turns as the turn runner stores them: take the lock, look the key up, load the conversation, commit two activities and 2 KB of
// state. Conversations go on side by side, each waiting for its own turn, so a latency is what one customer waits for the store.
// usage: [--postgres] [--conversations 64] [--turns 200]
var usesPostgres = args.Contains("--postgres");
var conversations = Number("--conversations", 64);
var turns = Number("--turns", 200);

using var directory = new TemporaryDirectory();
var connectionString = usesPostgres ? await new PostgresServer(isDurable: true).CreateDatabaseAsync() : null;
var services = new ServiceCollection();
services.AddLogging();
services.AddMagBotState(connectionString, directory.Path);
await using var provider = services.BuildServiceProvider();
var store = provider.GetRequiredService<IConversationStore>();
var locks = provider.GetRequiredService<IConversationLocks>();
var state = $$"""{"flow":"{{new string('s', 2000)}}"}""";

await RunAsync("warm", 20);
var processor = Environment.CpuUsage.TotalTime;
var watch = Stopwatch.StartNew();
var latencies = await RunAsync("measured", turns);
var seconds = watch.Elapsed.TotalSeconds;
var processorTime = (Environment.CpuUsage.TotalTime - processor) / latencies.Length;

Array.Sort(latencies);
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"{(usesPostgres ? "PostgreSQL" : "SQLite")}: {conversations} conversations x {turns} turns: {latencies.Length / seconds:0} turns/s, "
    + $"p50 {At(0.5):0.0} ms, p99 {At(0.99):0.0} ms, max {latencies[^1]:0.0} ms, "
    + $"{processorTime.TotalMicroseconds:0} µs processor time a turn"));

async Task<double[]> RunAsync(string prefix, int count)
{
    var results = await Task.WhenAll(Enumerable.Range(0, conversations).Select(number => Task.Run(() => ConverseAsync($"{prefix}-{number}", count))));
    return [.. results.SelectMany(result => result)];
}

async Task<double[]> ConverseAsync(string id, int count)
{
    var milliseconds = new double[count];
    for (var turn = 0; turn < count; turn++)
    {
        var key = $"key-{turn}";
        var start = Stopwatch.GetTimestamp();
        await using (await locks.AcquireAsync(id, CancellationToken.None))
        {
            await store.FindByKeyAsync(id, key, CancellationToken.None);
            var before = await store.FindAsync(id, CancellationToken.None) ?? SampleTurns.NewConversation(id);
            var commit = before.Say("Hoe laat moet ik magnesium innemen voor het slapen?", key);
            await store.StoreAsync(commit with { Conversation = commit.Conversation with { State = state } });
        }

        milliseconds[turn] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    return milliseconds;
}

double At(double part) => latencies[(int)(part * (latencies.Length - 1))];

int Number(string option, int otherwise) =>
    Array.IndexOf(args, option) is var index and >= 0 && index + 1 < args.Length
        ? int.Parse(args[index + 1], CultureInfo.InvariantCulture)
        : otherwise;
