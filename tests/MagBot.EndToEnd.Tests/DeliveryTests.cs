using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit;

namespace MagBot.EndToEnd.Tests;

/// <summary>A contact request reaches customer care by e-mail and webhook, also when both are down, or refuse, for a while.</summary>
public sealed class DeliveryTests
{
    private const string Secret = "een geheim van zestien";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task ContactRequest_ReceiversDownForAWhile_StillGetIt()
    {
        var (smtpPort, hookPort) = (HostProcess.FreePort(), HostProcess.FreePort());
        using var smtp = new SmtpProcess(smtpPort);
        await using var host = await StartAsync(smtp, smtpPort, hookPort);

        var talk = await DirectLineTalk.StartAsync(host.Url);
        var reference = await LeaveDetailsAsync(talk, "Piet Jansen", "piet@voorbeeld.example");
        await talk.AskAsync("Ja, mail het mij");

        // Nothing listens yet; the host is killed as well. Then both come back, and refuse at first.
        await host.KillAsync();
        await host.StartAsync();
        using var hook = new HookReceiver(hookPort, refuse: 3);
        smtp.Start(putOff: 2);
        await WaitAsync(() => smtp.Messages.Count >= 2 && !hook.Taken.IsEmpty, () => host.Output);

        var care = Assert.Single(smtp.Messages, message => (string?)message["to"]![0] == "klantenservice@winkel.example");
        Assert.Contains(reference, (string?)care["subject"], StringComparison.Ordinal);
        Assert.Contains("vegan", (string?)care["text"], StringComparison.Ordinal);
        Assert.Equal(("piet@voorbeeld.example", true), ((string?)care["replyTo"], (bool)care["encrypted"]!));
        var transcript = Assert.Single(smtp.Messages, message => (string?)message["to"]![0] == "piet@voorbeeld.example");
        Assert.Contains("Ik wil weten of mijn poeder vegan is", (string?)transcript["text"], StringComparison.Ordinal);
        Assert.Contains("Assistent:", (string?)transcript["text"], StringComparison.Ordinal);

        var call = Assert.Single(hook.Taken);
        Assert.Equal(call.Signature, Sign(call.Timestamp, call.Body));
        Assert.Equal(reference, (string?)JsonNode.Parse(call.Body)!["reference"]);
        Assert.Equal("Piet Jansen", (string?)JsonNode.Parse(call.Body)!["contact"]!["name"]);
    }

    [Fact]
    public async Task Requests_ReceiversAndHostFailAgainAndAgain_AllArriveAndARepetitionIsKnownByItsId()
    {
        const int Requests = 10;
        var (smtpPort, hookPort) = (HostProcess.FreePort(), HostProcess.FreePort());
        using var smtp = new SmtpProcess(smtpPort);
        await using var host = await StartAsync(smtp, smtpPort, hookPort);
        var references = new List<string>();
        for (var number = 0; number < Requests; number++)
            references.Add(await LeaveDetailsAsync(await DirectLineTalk.StartAsync(host.Url), "Piet", $"piet{number}@voorbeeld.example"));

        var taken = new ConcurrentQueue<Call>();
        for (var round = 1; round <= 3; round++)
        {
            using var hook = new HookReceiver(hookPort, refuse: 2, taken);
            smtp.Start(putOff: 2);
            await WaitAsync(() => smtp.Messages.Count >= round && taken.Count >= round, () => host.Output);
            smtp.Stop();
            await host.KillAsync();
            await host.StartAsync();
        }

        using var last = new HookReceiver(hookPort, refuse: 0, taken);
        smtp.Start(putOff: 0);
        await WaitAsync(() => Mails().Count() >= Requests && Calls().Count() >= Requests, () => host.Output);

        Assert.Equal(references.Order(), Mails().Select(mail => Regex.Match((string)mail["subject"]!, "[0-9A-Z]{6}$").Value).Order()); // each has a subject
        Assert.Equal(references.Order(), Calls().Select(call => (string)JsonNode.Parse(call.Body)!["reference"]!).Order()); // as documented

        IEnumerable<JsonNode> Mails() => smtp.Messages.DistinctBy(mail => (string?)mail["id"]);
        IEnumerable<Call> Calls() => taken.DistinctBy(call => call.Delivery);
    }

    private static async Task<HostProcess> StartAsync(SmtpProcess smtp, int smtpPort, int hookPort)
    {
        smtp.MakeCertificate();
        var host = new HostProcess(
            Repository.KnowledgeWithHours("[]"),
            "--MagBot:Delivery:FirstRetry=00:00:00.2", "--MagBot:Delivery:LongestRetry=00:00:01",
            "--MagBot:Delivery:Smtp:Host=localhost", $"--MagBot:Delivery:Smtp:Port={smtpPort}", $"--MagBot:Delivery:Smtp:UserName={SmtpProcess.User}",
            $"--MagBot:Delivery:Smtp:Password={SmtpProcess.Password}", "--MagBot:Delivery:Smtp:From=chat@winkel.example",
            "--MagBot:Delivery:Smtp:CareAddress=klantenservice@winkel.example",
            $"--MagBot:Delivery:Webhook:Url=http://127.0.0.1:{hookPort}/hook", $"--MagBot:Delivery:Webhook:Secret={Secret}");
        host.Environment["SSL_CERT_FILE"] = smtp.Certificate;
        await host.StartAsync();
        return host;
    }

    private static async Task<string> LeaveDetailsAsync(DirectLineTalk talk, string name, string address)
    {
        await talk.AskAsync("ik wil een mens spreken");
        await talk.AskAsync(name);
        await talk.AskAsync(address);
        await talk.AskAsync("Ik wil weten of mijn poeder vegan is");
        return Regex.Match(await talk.AskAsync("Ja, verstuur"), "nummer ([0-9A-Z]{6})").Groups[1].Value;
    }

    // As a receiver would compute it, not by our own code.
    private static string Sign(string timestamp, string body) =>
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(timestamp + "." + body)));

    private static async Task WaitAsync(Func<bool> isDone, Func<string> describe)
    {
        var until = DateTime.UtcNow + Patience;
        while (!isDone())
        {
            Assert.True(DateTime.UtcNow < until, "Not delivered in time:\n" + describe());
            await Task.Delay(50);
        }
    }

    private sealed record Call(string Delivery, string Timestamp, string Signature, string Body);

    private sealed class HookReceiver : IDisposable
    {
        private readonly HttpListener _listener = new();
        private int _refuse;

        public HookReceiver(int port, int refuse, ConcurrentQueue<Call>? taken = null)
        {
            (_refuse, Taken) = (refuse, taken ?? []);
            _listener.Prefixes.Add(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/"));
            _listener.Start();
            _ = TakeAsync();
        }

        public ConcurrentQueue<Call> Taken { get; }

        public void Dispose() => _listener.Close();

        private async Task TakeAsync()
        {
            try
            {
                while (true)
                {
                    var context = await _listener.GetContextAsync();
                    using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
                    var body = await reader.ReadToEndAsync();
                    var refused = _refuse-- > 0;
                    if (!refused)
                        Taken.Enqueue(new Call(Header("Delivery"), Header("Timestamp"), Header("Signature"), body));
                    context.Response.StatusCode = refused ? 503 : 204;
                    context.Response.Close();

                    string Header(string name) => context.Request.Headers["X-MagBot-" + name] ?? "";
                }
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                // Closed at the end of the test.
            }
        }
    }
}
