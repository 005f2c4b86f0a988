using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Xunit;

namespace MagBot.EndToEnd.Tests;

/// <summary>
/// Many customers and advisors write at once while the server is killed again and again. At the end the customer's log, the advisor's
/// transcript and what both know to be stored are the same. A dozen talks; <c>MAGBOT_RELIABILITY</c>
/// makes it longer: <c>200x20x600</c> is 200 conversations with 20 advisors for ten minutes.
/// </summary>
public sealed class DeskReliabilityTests
{
    private const int Messages = 5;
    private readonly (int Customers, int Advisors, TimeSpan Time) _size = Size();
    private readonly ConcurrentDictionary<string, (DeskClient Desk, List<string> Said)> _taken = new();
    private volatile bool _stop;

    [Fact]
    public async Task Talks_ServerKilledAgainAndAgain_EveryoneHasTheSameTranscript()
    {
        // Open at any hour: the scripted desks hold no page open, so nobody counts as present.
        await using var host = new HostProcess(
            Repository.KnowledgeWithHours("[\"00:00-23:59\"]"), "--MagBot:Desk:AccountRequestsPerMinute=100000", "--MagBot:Desk:QueuePatience=01:00:00", "--MagBot:Desk:FirstWordLimit=01:00:00",
            "--MagBot:DirectLine:StartsPerMinutePerAddress=100000");
        await host.StartAsync();
        var desks = await OpenDesksAsync(host);
        var customers = Enumerable.Range(0, _size.Customers).Select(number => CustomerAsync(host.Url, number)).ToList();
        var advisors = desks.Select((desk, number) => AdvisorAsync(desk, number)).ToList();

        var kills = KillAsync(host);
        var all = Task.WhenAll([.. customers, .. advisors]);
        await Task.WhenAny(all, kills, Task.Delay(_size.Time * 3 + TimeSpan.FromMinutes(1)));
        _stop = true;
        await kills;
        Assert.True(all.IsCompleted, $"{customers.Count(task => task.IsCompleted)} customers and {advisors.Count(task => task.IsCompleted)} advisors came to an end, {_taken.Count} taken\n{host.Output}");
        await all;
        var talks = await Task.WhenAll(customers);

        Assert.Equal(_size.Customers, _taken.Count);
        foreach (var (talk, said) in talks)
            await CheckAsync(talk, said);
        foreach (var desk in desks)
            desk.Dispose();
    }

    private async Task CheckAsync(DirectLineTalk talk, List<string> said)
    {
        var (desk, answered) = _taken[talk.ConversationId];
        var log = await talk.LogAsync();
        var customers = log.Where(activity => (string?)activity["type"] == "message" && ((string?)activity["from"]!["role"] != "bot" || IsAdvisor(activity)))
            .Select(activity => (Sequence: long.Parse(((string)activity["id"]!).Split('|')[1], CultureInfo.InvariantCulture), Text: (string?)activity["text"] ?? ""))
            .ToList();

        Assert.Equal(said, customers.Select(line => line.Text).Where(text => !text.StartsWith("adviseur", StringComparison.Ordinal)));
        Assert.Equal(answered, customers.Select(line => line.Text).Where(text => text.StartsWith("adviseur", StringComparison.Ordinal)));
        Assert.Equal(customers, await desk.TranscriptAsync(talk.ConversationId));
    }

    private static bool IsAdvisor(JsonNode activity) => (string?)activity["channelData"]?["magbot"]?["author"] == "advisor";

    private async Task<(DirectLineTalk Talk, List<string> Said)> CustomerAsync(string url, int number)
    {
        var random = new Random(number);
        await Task.Delay(random.Next((int)(_size.Time.TotalMilliseconds / 2)));
        var talk = await DirectLineTalk.StartAsync(url);
        List<string> said = ["ik wil een mens spreken", "Ja, deel mijn gesprek"];
        foreach (var text in said)
            await talk.SayAsync(text);
        for (var i = 0; i < Messages; i++)
        {
            await Task.Delay(random.Next((int)(_size.Time.TotalMilliseconds / (2 * Messages))));
            said.Add($"klant {number} bericht {i}");
            await talk.SayAsync(said[^1]);
        }

        return (talk, said);
    }

    private async Task AdvisorAsync(DeskClient desk, int number)
    {
        var random = new Random(1000 + number);
        while (_taken.Count < _size.Customers)
        {
            var waiting = await desk.WaitingAsync();
            if (waiting.Count == 0)
            {
                await Task.Delay(100);
                continue;
            }

            var conversation = waiting[random.Next(waiting.Count)];
            if (!await desk.ClaimAsync(conversation) || !_taken.TryAdd(conversation, (desk, [])))
                continue;
            for (var i = 0; i < Messages; i++)
            {
                await Task.Delay(random.Next(50, 300));
                var text = $"adviseur {number} bericht {i} <&>";
                await desk.SayAsync(conversation, text, $"a{number}-{Guid.NewGuid():N}");
                _taken[conversation].Said.Add(text);
            }
        }
    }

    private async Task KillAsync(HostProcess host)
    {
        var random = new Random(7);
        while (!_stop)
        {
            await Task.Delay(random.Next(3000, 8000));
            if (_stop)
                return;
            await host.KillAsync();
            await host.StartAsync();
        }
    }

    private async Task<List<DeskClient>> OpenDesksAsync(HostProcess host)
    {
        var first = await DeskClient.SetUpAsync(host.Url, host.SetupLink, "adviseur0");
        List<DeskClient> desks = [first];
        for (var number = 1; number < _size.Advisors; number++)
            desks.Add(await DeskClient.SetUpAsync(host.Url, await first.InviteAsync(), $"adviseur{number}"));
        return desks;
    }

    private static (int Customers, int Advisors, TimeSpan Time) Size()
    {
        var parts = (Environment.GetEnvironmentVariable("MAGBOT_RELIABILITY") ?? "12x3x15").Split('x').Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToList();
        return (parts[0], parts[1], TimeSpan.FromSeconds(parts[2]));
    }
}
