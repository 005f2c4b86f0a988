using System.Diagnostics;
using System.Globalization;
using MagBot.Dialogs.Storage;
using MagBot.State;
using MagBot.TestSupport.Storage;
using Microsoft.Extensions.DependencyInjection;

// Turns as the turn runner stores them: take the lock, look the key up, load the conversation, commit two activities and 2 KB of
// state. Conversations go on side by side, each waiting for its own turn, so a latency is what one customer waits for the store.
// With a rate, turns begin at fixed moments and the latency counts from there, also when the turn had to wait for the one before.
// usage: [--postgres] [--conversations 64] [--turns 200] [--rate TURNS-A-SECOND]
var usesPostgres = args.Contains("--postgres");
var conversations = Number("--conversations", 64);
var turns = Number("--turns", 200);
var rate = Number("--rate", 0);

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
    $"{(usesPostgres ? "PostgreSQL" : "SQLite")}: {conversations} conversations x {turns} turns: {latencies.Length / seconds:0} turns/s{(rate > 0 ? $" (asked for {rate})" : "")}, "
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
    var interval = rate == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds((double)conversations / rate);
    var due = Stopwatch.GetTimestamp() + (long)(Random.Shared.NextDouble() * interval.TotalSeconds * Stopwatch.Frequency);
    for (var turn = 0; turn < count; turn++)
    {
        var key = $"key-{turn}";
        if (rate > 0 && Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due) is var wait && wait > TimeSpan.Zero)
            await Task.Delay(wait);
        var start = rate > 0 ? Math.Min(due, Stopwatch.GetTimestamp()) : Stopwatch.GetTimestamp();
        due += (long)(interval.TotalSeconds * Stopwatch.Frequency);
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
