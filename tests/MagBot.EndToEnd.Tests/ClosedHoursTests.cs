using System.Text.RegularExpressions;
using Xunit;

namespace MagBot.EndToEnd.Tests;

/// <summary>Nobody is there: the knowledge says that the shop is always closed.</summary>
public sealed class ClosedHoursTests
{
    [Fact]
    public async Task Customer_AsksForAPersonWhenNobodyIsThere_LeavesARequestThatSurvivesAKill()
    {
        var knowledge = Directory.CreateTempSubdirectory("magbot-e2e-knowledge-").FullName;
        Repository.CopyKnowledge(knowledge);
        var shop = Path.Combine(knowledge, "shop.yaml");
        await File.WriteAllTextAsync(shop, Regex.Replace(await File.ReadAllTextAsync(shop), @"(day|""): \[.*\]", "$1: []"));
        await using var host = new HostProcess(knowledge);
        await host.StartAsync();
        var talk = await DirectLineTalk.StartAsync(host.Url);

        Assert.Contains("geen adviseur", await talk.AskAsync("ik wil een mens spreken"), StringComparison.Ordinal);
        Assert.Contains("e-mailadres", await talk.AskAsync("Piet Jansen"), StringComparison.Ordinal);
        Assert.Contains("herken ik niet", await talk.AskAsync("bel maar"), StringComparison.Ordinal);

        await host.KillAsync();
        await host.StartAsync();
        await talk.AskAsync("piet@voorbeeld.example");
        Assert.Contains("Klopt dit", await talk.AskAsync("Ik wil weten of mijn poeder vegan is"), StringComparison.Ordinal);
        Assert.Matches(new Regex("nummer [0-9A-Z]{6}"), await talk.AskAsync("Ja, verstuur"));
        Directory.Delete(knowledge, recursive: true);
    }
}
