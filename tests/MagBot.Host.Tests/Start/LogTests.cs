using System.Net;
using System.Net.Http.Headers;
using System.Text;
using MagBot.Desk.Accounts;
using MagBot.EndToEnd.Tests;
using MagBot.Host.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MagBot.Host.Tests.Start;

/// <summary>Nothing that a customer or an advisor says, is called or may keep secret stands in a log, at any level, also when things fail.</summary>
public sealed class LogTests : IDisposable
{
    private const string Rare = "zeldzaamwoord"; // in every sentence that is said
    private const string Phone = "0687654321";
    private const string HookSecret = "een geheim van zestien";
    private const string MailPassword = "postgeheim";
    private const string WrongPassword = "verkeerd wachtwoord";
    private const int DeliveryFailed = 4101;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly CollectingLog _log = new();
    private readonly SmtpStub _mail = new(putOff: 2);
    private readonly string _knowledge = Repository.KnowledgeWithHours("[\"00:00-23:59\"]");

    public void Dispose()
    {
        _mail.Dispose();
        _log.Dispose();
        Directory.Delete(_knowledge, recursive: true);
    }

    [Fact]
    public async Task Logs_OfAWholeConversationAtEveryLevel_HoldNoWordsNamesAddressesOrTokens()
    {
        await using var hook = await StubConnector.StartAsync();
        hook.Statuses.Enqueue((503, null));
        hook.Bodies.Enqueue($"{Rare} wilhelmina@zonderling.example"); // what the other side says is not ours to log
        await using var host = await StartAsync(hook);
        var code = await host.Services.GetRequiredService<Invitations>().CreateSetupAsync(CancellationToken.None) ?? "";
        using var desk = await DeskClient.SetUpAsync(host.Origin, $"{host.Origin}/desk/setup?code={code}", "marjolijn");
        var talk = await host.BeginAsync();
        var caller = await host.BeginAsync();

        await LeaveDetailsAsync(talk, "wilhelmina@zonderling.example");
        await SayAsync(talk, "Ja, mail het mij");
        await LeaveDetailsAsync(caller, Phone);
        await TalkAsync(desk, talk);
        await UploadAsync(talk);
        await FailAsync(host, talk);
        await _log.HasSaidAsync(DeliveryFailed);
        await UntilAsync(() => _mail.Taken.Count >= 3);
        await SayAsync(talk, $"{Rare}, dank je wel");

        Assert.Contains("wilhelmina@zonderling.example", _mail.Taken);
        Assert.Contains(_log.Lines, line => line.Contains("Failure=smtp", StringComparison.Ordinal));
        Assert.Contains(_log.Lines, line => line.Contains("Failure=http 503", StringComparison.Ordinal));
        string[] secrets =
        [
            Rare, "nierziekte", "goedemiddag", "wilhelmina", "zonderling", "marjolijn", Phone, "terugbellen", RunningHost.Secret, HookSecret, MailPassword, WrongPassword,
            DeskClient.Password, code, talk.Token[..^4], caller.Token, "eyJhbGciOi",
        ];
        foreach (var secret in secrets)
            Assert.DoesNotContain(_log.Lines, line => line.Contains(secret, StringComparison.OrdinalIgnoreCase));
    }

    private Task<RunningHost> StartAsync(StubConnector hook) => RunningHost.StartAssistantInAsync(
        null,
        services => services.AddSingleton<ILoggerProvider>(_log),
        "Logging:LogLevel:Default=Trace",
        "MagBot:KnowledgeDirectory=" + _knowledge,
        "MagBot:Delivery:FirstRetry=00:00:00.1",
        "MagBot:Delivery:LongestRetry=00:00:00.5",
        "MagBot:Delivery:Smtp:Host=127.0.0.1",
        $"MagBot:Delivery:Smtp:Port={_mail.Port}",
        "MagBot:Delivery:Smtp:StartTls=false",
        "MagBot:Delivery:Smtp:Password=" + MailPassword,
        "MagBot:Delivery:Smtp:From=chat@winkel.example",
        "MagBot:Delivery:Smtp:CareAddress=klantenservice@winkel.example",
        "MagBot:Delivery:Webhook:Secret=" + HookSecret,
        $"MagBot:Delivery:Webhook:Url={hook.ServiceUrl}/hook");

    private static async Task LeaveDetailsAsync(Talk talk, string address)
    {
        await SayAsync(talk, $"ik heb een {Rare} nierziekte, mag ik dan magnesium");
        await SayAsync(talk, "ik wil een medewerker spreken");
        await SayAsync(talk, "Gegevens achterlaten");
        await SayAsync(talk, "Wilhelmina Zonderling");
        await SayAsync(talk, address);
        if (address == Phone)
            await SayAsync(talk, "terugbellen na zessen");
        await SayAsync(talk, "Ja, geef die door");
        await SayAsync(talk, "Ja, verstuur");
        Assert.Contains("nummer ", string.Join('\n', (await talk.ReadAsync()).Texts), StringComparison.Ordinal);
    }

    private static async Task TalkAsync(DeskClient desk, Talk talk)
    {
        Assert.True(await desk.ClaimAsync(talk.Id));
        Assert.NotEmpty(await desk.TranscriptAsync(talk.Id));
        await Assert.ThrowsAsync<InvalidOperationException>(() => desk.SayAsync(talk.Id, $"Goedemiddag, ons {Rare} geneest je nierziekte.", Guid.NewGuid().ToString("N"))); // held back
        await desk.SayAsync(talk.Id, $"Goedemiddag Wilhelmina, ik kijk naar je {Rare}", Guid.NewGuid().ToString("N"));
        await SayAsync(talk, $"Metformine, en dat {Rare}");
        Assert.Contains((await talk.ReadAsync()).Texts, text => text?.StartsWith("Goedemiddag", StringComparison.Ordinal) == true);
    }

    private static async Task UploadAsync(Talk talk)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent($$"""{"type":"message","text":"mijn {{Rare}}"}""", Encoding.UTF8, "application/vnd.microsoft.activity"), "activity", "blob" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes($"magnesium {Rare}\n")), "file", $"{Rare}.txt" },
        };
        Assert.Equal(HttpStatusCode.OK, await PostAsync(talk, $"/v3/directline/conversations/{talk.Id}/upload", form));
        using var refused = new ByteArrayContent(Encoding.UTF8.GetBytes($"MZ\0\0 {Rare}"));
        refused.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, await PostAsync(talk, $"/v3/directline/conversations/{talk.Id}/upload", refused));
    }

    private static async Task FailAsync(RunningHost host, Talk talk)
    {
        var bad = await talk.PostAsync($$"""{"type":"message","{{Rare}}":""");
        var forged = await host.Http.SendAsync("POST", talk.Activities, talk.Token[..^4] + "AAAA", $$"""{"type":"message","text":"{{Rare}}"}""");
        var unsigned = await host.Http.SendAsync("POST", "/api/messages", "eyJhbGciOiJub25lIn0.eyJuYW1lIjoiem9uZGVybGluZyJ9.", $$"""{"type":"message","text":"{{Rare}}"}""");
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("userName", "marjolijn"), KeyValuePair.Create("password", WrongPassword)]);
        using var stranger = await host.Http.PostAsync(new Uri(host.Address, "/desk/signin"), form);

        foreach (var status in new[] { bad.Status, forged.Status, unsigned.Status, stranger.StatusCode })
            Assert.InRange((int)status, 400, 499);
        Assert.Equal(HttpStatusCode.OK, (await host.Http.SendAsync("GET", $"/v3/directline/conversations/{talk.Id}/export", talk.Token)).Status);
    }

    private static async Task<HttpStatusCode> PostAsync(Talk talk, string path, HttpContent content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", talk.Token);
        using var answer = await talk.Host.Http.SendAsync(request);
        return answer.StatusCode;
    }

    private static async Task SayAsync(Talk talk, string text) => Assert.Equal(HttpStatusCode.OK, (await talk.SayAsync(text)).Status);

    private static async Task UntilAsync(Func<bool> isDone)
    {
        var until = DateTime.UtcNow + Patience;
        while (!isDone())
        {
            Assert.True(DateTime.UtcNow < until, "Not delivered in time.");
            await Task.Yield();
            Thread.Sleep(20);
        }
    }
}
