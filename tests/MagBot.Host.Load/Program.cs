using System.Diagnostics;
using System.Globalization;
using MagBot.Host.Load;

// Measures a running host, many conversations at once.
//   MagBot.Host.Load [address] [conversations] [seconds] [turns/s, 0: as fast as it goes] [questions | empty]
//     over Direct Line: each says something, waits for the answer on its socket, and says the next thing. "empty" sends messages
//     without text, which cost everything but the search for an answer.
//   MagBot.Host.Load connector [address] [conversations] [seconds] [text]
//     over /api/messages: each posts a message and waits for the reply at a connector on port 5999 of this machine.
//     "{n}" in the text becomes another number each time, so that no message is like another.
//     MAGBOT_LOAD_PID=<process id of the bot> adds the processor time that a turn cost it.
var isConnector = args.Length > 0 && args[0] == "connector";
string[] rest = isConnector ? args[1..] : args;
var address = new Uri(rest.Length > 0 ? rest[0] : "http://localhost:5080");
var conversations = rest.Length > 1 ? int.Parse(rest[1], CultureInfo.InvariantCulture) : 64;
var duration = TimeSpan.FromSeconds(rest.Length > 2 ? int.Parse(rest[2], CultureInfo.InvariantCulture) : 20);
using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = conversations }) { BaseAddress = address };
Console.WriteLine($"{conversations} conversations at {address}");
if (isConnector)
    await MeasureConnectorAsync(rest.Length > 3 ? rest[3] : "hallo");
else
    await MeasureDirectLineAsync(rest.Length > 3 ? int.Parse(rest[3], CultureInfo.InvariantCulture) : 0, rest.Length > 4 && rest[4] == "empty");

async Task MeasureConnectorAsync(string text)
{
    await using var connector = await LoopbackConnector.StartAsync();
    var users = Enumerable.Range(0, conversations).Select(number => new ChannelUser(http, connector, number, text)).ToArray();
    await Task.WhenAll(users.Select(user => user.TalkAsync(TimeSpan.FromSeconds(5)))); // the compiler's work is not counted
    foreach (var user in users)
        user.Forget();
    var busy = ProcessorTime();
    var clock = Stopwatch.StartNew();
    await Task.WhenAll(users.Select(user => user.TalkAsync(duration)));
    busy = ProcessorTime() - busy;
    Report(clock.Elapsed, [.. users.SelectMany(user => user.AnswerMilliseconds)], [.. users.SelectMany(user => user.PostMilliseconds)], "reply at the connector");
    if (busy is { } used)
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"processor time of the bot: {used.TotalMilliseconds / users.Sum(user => user.AnswerMilliseconds.Count):0.00} ms a turn"));
}

async Task MeasureDirectLineAsync(int pace, bool empty)
{
    var interval = pace > 0 ? TimeSpan.FromSeconds((double)conversations / pace) : TimeSpan.Zero;
    var customers = await Task.WhenAll(Enumerable.Range(0, conversations).Select(number => Customer.ArriveAsync(http, number, empty)));
    await Task.WhenAll(customers.Select(customer => customer.TalkAsync(TimeSpan.FromSeconds(5), interval)));
    foreach (var customer in customers)
        customer.Forget();
    var clock = Stopwatch.StartNew();
    await Task.WhenAll(customers.Select(customer => customer.TalkAsync(duration, interval)));
    Report(
        clock.Elapsed,
        [.. customers.SelectMany(customer => customer.AnswerMilliseconds)],
        [.. customers.SelectMany(customer => customer.PostMilliseconds)],
        "answer on the socket");
    foreach (var customer in customers)
        customer.Dispose();
}

// Of the process that MAGBOT_LOAD_PID names; null without. On a busy machine this says more than turns a second.
static TimeSpan? ProcessorTime()
{
    if (!int.TryParse(Environment.GetEnvironmentVariable("MAGBOT_LOAD_PID"), CultureInfo.InvariantCulture, out var id))
        return null;
    using var process = Process.GetProcessById(id);
    return process.TotalProcessorTime;
}

static void Report(TimeSpan elapsed, double[] answered, double[] posted, string what)
{
    Array.Sort(answered);
    Array.Sort(posted);
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{answered.Length} turns in {elapsed.TotalSeconds:0.0} s: {answered.Length / elapsed.TotalSeconds:0} turns/s"));
    Print(what, answered);
    Print("answer to the post", posted);
}

static void Print(string what, double[] sorted) => Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"{what}: p50 {At(sorted, 0.5):0.0} ms, p90 {At(sorted, 0.9):0.0} ms, p99 {At(sorted, 0.99):0.0} ms, largest {sorted[^1]:0.0} ms"));

static double At(double[] sorted, double share) => sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
