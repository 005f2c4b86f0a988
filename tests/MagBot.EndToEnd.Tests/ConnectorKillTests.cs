using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using Xunit;
using Xunit.Abstractions;

namespace MagBot.EndToEnd.Tests;

/// <summary>Kills the host again and again while a channel posts messages and its connector takes the replies, refuses some, and is slow with others.</summary>
public sealed class ConnectorKillTests(ITestOutputHelper output)
{
    private const int Conversations = 6;
    private const int Kills = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Host_KilledAtRandomMoments_EveryMessageThatWasTakenGetsItsReplyInOrder()
    {
        const int Seed = 20261122;
        var random = new Random(Seed);
        using var connector = new RecordingConnector(Seed);
        // So short that many turns are answered before they are stored.
        await using var host = new HostProcess(null, "--environment=Development", "--MagBot:Connector:AllowUnauthenticated=true", "--MagBot:Connector:AnswerWithin=00:00:00.010");
        await host.StartAsync();
        using var stop = new CancellationTokenSource();
        var talking = Enumerable.Range(0, Conversations).Select(number => TalkAsync(host.Url, connector.ServiceUrl, number, stop.Token)).ToArray();

        for (var kill = 0; kill < Kills; kill++)
        {
            await Task.Delay(random.Next(20, 900));
            await host.KillAsync();
            await host.StartAsync();
        }

        await stop.CancelAsync();
        var said = await Task.WhenAll(talking);
        var clock = Stopwatch.StartNew();
        while (!Enumerable.Range(0, Conversations).All(number => said[number].All(connector.First($"c{number}").Contains)) && clock.Elapsed < Patience)
            await Task.Delay(50); // another process delivers: there is nothing to wait on but what it did

        for (var number = 0; number < Conversations; number++)
            Assert.True(
                said[number].SequenceEqual(connector.First($"c{number}")),
                $"seed {Seed}, conversation {number}: said {string.Join(' ', said[number])}, answered {string.Join(' ', connector.First($"c{number}"))}");
        var twice = connector.Repeated;
        // A delivery that was under way at a kill is the only one that may come again.
        Assert.InRange(twice, 0, Kills * Conversations);
        output.WriteLine($"{Kills} kills, {said.Sum(ids => ids.Count)} messages, {twice} replies twice");
    }

    private static async Task<List<string>> TalkAsync(string url, string serviceUrl, int number, CancellationToken stop)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(15) };
        List<string> said = [];
        while (!stop.IsCancellationRequested)
        {
            var id = $"m{said.Count}";
            var body = $$"""
                {"type":"message","id":"{{id}}","text":"hallo","channelId":"emulator","serviceUrl":"{{serviceUrl}}",
                 "from":{"id":"u{{number}}"},"recipient":{"id":"b"},"conversation":{"id":"c{{number}}"} }
                """;
            while (!await TryPostAsync(http, url, body))
                await Task.Delay(20, CancellationToken.None); // as a channel sends again, also when we are told to stop
            said.Add(id);
        }

        return said;
    }

    private static async Task<bool> TryPostAsync(HttpClient http, string url, string body)
    {
        try
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await http.PostAsync(new Uri(url + "/api/messages"), content);
            return answer.StatusCode == HttpStatusCode.Accepted;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Takes replies; refuses one in twenty for a moment and is slow with one in ten.</summary>
    private sealed class RecordingConnector : IDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly Random _random;
        private readonly ConcurrentDictionary<string, List<string>> _first = new(StringComparer.Ordinal);
        private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
        private int _repeated;

        public RecordingConnector(int seed)
        {
            _random = new Random(seed);
            ServiceUrl = $"http://127.0.0.1:{HostProcess.FreePort()}";
            _listener.Prefixes.Add(ServiceUrl + "/");
            _listener.Start();
            _ = AcceptAsync();
        }

        public string ServiceUrl { get; }

        /// <summary>How many replies had come before.</summary>
        public int Repeated => _repeated;

        /// <summary>What was answered in a conversation, each once, in the order of arrival.</summary>
        public IReadOnlyList<string> First(string conversation)
        {
            var answered = _first.GetOrAdd(conversation, _ => []);
            lock (answered)
                return [.. answered];
        }

        public void Dispose() => _listener.Close();

        private async Task AcceptAsync()
        {
            try
            {
                while (true)
                {
                    var context = await _listener.GetContextAsync();
                    int chance;
                    lock (_random)
                        chance = _random.Next(100);
                    _ = TakeAsync(context, chance);
                }
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                // Closed.
            }
        }

        private async Task TakeAsync(HttpListenerContext context, int chance)
        {
            try
            {
                var body = await JsonDocument.ParseAsync(context.Request.InputStream);
                if (chance < 5)
                {
                    context.Response.StatusCode = 429;
                    context.Response.Headers["Retry-After"] = "1";
                }
                else
                {
                    Keep(body.RootElement);
                    if (chance < 15)
                        await Task.Delay(30); // a slow channel
                    context.Response.StatusCode = 201;
                }

                context.Response.Close();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or JsonException or IOException)
            {
                // The host was killed in the middle of it.
            }
        }

        private void Keep(JsonElement activity)
        {
            var id = activity.GetProperty("replyToId").GetString()!; // every reply names what it answers
            var answered = _first.GetOrAdd(activity.GetProperty("conversation").GetProperty("id").GetString() ?? "", _ => []);
            lock (_seen)
                if (!_seen.Add(activity.GetRawText()))
                    _repeated++;
            lock (answered)
                if (!answered.Contains(id))
                    answered.Add(id);
        }
    }
}
