using System.Diagnostics;
using System.Globalization;
using MagBot.Host.Load;

// Measures a running host: many conversations at once over Direct Line, each a customer who says something, waits for the answer on
// the socket, and says the next thing. Usage: MagBot.Host.Load [address] [conversations] [seconds] [turns/s, 0: as fast as it goes]
// [questions | empty: messages without text, which cost everything but the search for an answer]
var address = new Uri(args.Length > 0 ? args[0] : "http://localhost:5080");
var conversations = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 64;
var duration = TimeSpan.FromSeconds(args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 20);
var pace = args.Length > 3 ? int.Parse(args[3], CultureInfo.InvariantCulture) : 0;
var interval = pace > 0 ? TimeSpan.FromSeconds((double)conversations / pace) : TimeSpan.Zero;
var empty = args.Length > 4 && args[4] == "empty";

using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = conversations }) { BaseAddress = address };
var customers = await Task.WhenAll(Enumerable.Range(0, conversations).Select(number => Customer.ArriveAsync(http, number, empty)));
Console.WriteLine($"{conversations} conversations at {address}");

await Task.WhenAll(customers.Select(customer => customer.TalkAsync(TimeSpan.FromSeconds(5), interval))); // the compiler's work is not counted
foreach (var customer in customers)
    customer.Forget();
var clock = Stopwatch.StartNew();
await Task.WhenAll(customers.Select(customer => customer.TalkAsync(duration, interval)));
var seconds = clock.Elapsed.TotalSeconds;

var answered = customers.SelectMany(customer => customer.AnswerMilliseconds).Order().ToArray();
var posted = customers.SelectMany(customer => customer.PostMilliseconds).Order().ToArray();
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{answered.Length} turns in {seconds:0.0} s: {answered.Length / seconds:0} turns/s"));
Print("answer on the socket", answered);
Print("answer to the post", posted);
foreach (var customer in customers)
    customer.Dispose();

static void Print(string what, double[] sorted) => Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"{what}: p50 {At(sorted, 0.5):0.0} ms, p90 {At(sorted, 0.9):0.0} ms, p99 {At(sorted, 0.99):0.0} ms, largest {sorted[^1]:0.0} ms"));

static double At(double[] sorted, double share) => sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
