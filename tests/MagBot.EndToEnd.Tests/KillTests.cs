using System.Globalization;
using System.Text.Json.Nodes;
using Xunit;
using Xunit.Abstractions;

namespace MagBot.EndToEnd.Tests;

/// <summary>Kills the host again and again at random moments while customers talk.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Customers = 6;

    // MAGBOT_KILLS sets another number; the project's own bar is a hundred.
    private static readonly int Kills = int.TryParse(Environment.GetEnvironmentVariable("MAGBOT_KILLS"), CultureInfo.InvariantCulture, out var set) ? set : 30;

    [Fact]
    public async Task Host_KilledAtRandomMoments_LosesAndDoublesNothing()
    {
        const int Seed = 20261122;
        var random = new Random(Seed);
        await using var host = new HostProcess(null, "--MagBot:DirectLine:Limits:PostsPerSecond=1000", "--MagBot:DirectLine:Limits:PostBurst=1000");
        await host.StartAsync();
        var talks = await Task.WhenAll(Enumerable.Range(0, Customers).Select(_ => DirectLineTalk.StartAsync(host.Url)));
        using var stop = new CancellationTokenSource();
        var talking = talks.Select((talk, i) => TalkAsync(talk, i, stop.Token)).ToArray();

        for (var kill = 0; kill < Kills; kill++)
        {
            await Task.Delay(random.Next(5, 400));
            await host.KillAsync();
            await host.StartAsync();
        }

        await stop.CancelAsync();
        var said = await Task.WhenAll(talking);
        for (var i = 0; i < Customers; i++)
            AssertComplete(await talks[i].LogAsync(), said[i], $"seed {Seed}, customer {i}");
        output.WriteLine($"{Kills} kills, {said.Sum(texts => texts.Count)} messages of {Customers} customers");
    }

    private static async Task<List<string>> TalkAsync(DirectLineTalk talk, int customer, CancellationToken stop)
    {
        var said = new List<string>();
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var text = $"klant {customer} zegt {i}: hoeveel magnesium zit er in amandelen";
            await talk.SayAsync(text);
            said.Add(text);
        }

        return said;
    }

    // Every message that was accepted stands in the log once, in order, and each has its answer behind it.
    private static void AssertComplete(IReadOnlyList<JsonNode> log, List<string> said, string label)
    {
        var mine = log.Where(activity => (string?)activity["from"]?["role"] == "user").ToList();
        Assert.True(said.SequenceEqual(mine.Select(activity => (string?)activity["text"] ?? "")), $"{label}: said {said.Count}, found {mine.Count}");
        Assert.True(log.Select(activity => (string?)activity["id"]).Distinct().Count() == log.Count, $"{label}: an id occurs twice");
        var answered = log.Where(activity => (string?)activity["from"]?["role"] == "bot").Select(activity => (string?)activity["replyToId"]).ToHashSet();
        Assert.True(mine.All(activity => answered.Contains((string?)activity["id"])), $"{label}: a message has no answer");
    }
}
