using System.Net;
using System.Text;
using System.Text.Json;
using MagBot.Host.Tests.Support;
using MagBot.TestSupport;
using MagBot.TestSupport.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MagBot.Host.Tests.Start;

/// <summary>What is kept can be seen and erased, and nothing of it stands in a log. With the real host, database file and assistant.</summary>
public sealed class PrivacyTests
{
    private const string Spoken = "zeldzaamwoord badtemperatuur";

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
    public async Task ContactRequest_Exported_StandsInItAndErased_LeavesNothingInTheDatabaseFile()
    {
        string[] personal = ["Wilhelmina Zonderling", "0687654321", "terugbellen na zessen", Spoken];
        using var data = new TemporaryDirectory();
        await using (var host = await RunningHost.StartAssistantInAsync(
            data.Path, services => services.AddSingleton<TimeProvider>(new ManualTimeProvider(ManualTimeProvider.ClosedMoment))))
        {
            var talk = await host.BeginAsync();
            foreach (var said in new[] { "ik wil een medewerker spreken", personal[0], personal[1], personal[2], Spoken, "Ja, verstuur" })
                await SayAsync(talk, said);

            var file = await ExportAsync(talk, "json");
            var contact = file.Json.GetProperty("handover").GetProperty("contact");
            Assert.Equal(personal.Order(), contact.EnumerateObject().Where(field => field.Name is "name" or "phone" or "bestTime" or "question").Select(field => field.Value.GetString()!).Order()); // all are set
            var text = (await ExportAsync(talk, "text")).Body;
            foreach (var word in personal)
            {
                Assert.Contains(word, text, StringComparison.Ordinal);
                Assert.True(await StandsInFilesAsync(data.Path, word), word);
            }

            await SayAsync(talk, "verwijder mijn gegevens");
            await SayAsync(talk, "Ja, wis alles");
            foreach (var word in personal) // also while the host still has the file and its write-ahead log open
                Assert.False(await StandsInFilesAsync(data.Path, word), word);
        }

        foreach (var word in personal)
            Assert.False(await StandsInFilesAsync(data.Path, word), word);
    }

    [Fact]
    public async Task ContactRequest_WithAMailAddress_IsErasedFromTheDatabaseFileAndFromWhatWaitsToBeSent()
    {
        using var data = new TemporaryDirectory();
        await using var host = await RunningHost.StartAssistantInAsync(
            data.Path,
            services => services.AddSingleton<TimeProvider>(new ManualTimeProvider(ManualTimeProvider.ClosedMoment)),
            "MagBot:Delivery:Smtp:Host=127.0.0.1", "MagBot:Delivery:Smtp:Port=9", "MagBot:Delivery:Smtp:From=chat@winkel.example"); // nobody listens there
        var talk = await host.BeginAsync();
        foreach (var said in new[] { "ik wil een medewerker spreken", "Wilhelmina Zonderling", "wilhelmina@zonderling.example", Spoken, "Ja, verstuur", "Ja, mail het mij" })
            await SayAsync(talk, said);
        var contact = (await ExportAsync(talk, "json")).Json.GetProperty("handover").GetProperty("contact");
        Assert.Equal("wilhelmina@zonderling.example", contact.GetProperty("email").GetString());
        Assert.True(await StandsInFilesAsync(data.Path, "wilhelmina@zonderling.example"));

        await SayAsync(talk, "verwijder mijn gegevens");
        await SayAsync(talk, "Ja, wis alles");

        foreach (var word in new[] { "Zonderling", "zonderling.example", Spoken })
            Assert.False(await StandsInFilesAsync(data.Path, word), word);
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

    private static async Task<Answer> ExportAsync(Talk talk, string format)
    {
        var answer = await talk.Host.Http.SendAsync("GET", $"/v3/directline/conversations/{talk.Id}/export?format={format}", talk.Token);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return answer;
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
}
