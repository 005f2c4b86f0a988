using System.Net;
using System.Text.RegularExpressions;
using MagBot.Activities;
using MagBot.Desk.Accounts;
using MagBot.Dialogs.Conversations;
using MagBot.Dialogs.Handover;
using MagBot.Dialogs.Storage;
using MagBot.TestSupport;
using MagBot.TestSupport.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace MagBot.Desk.Tests.Support;

/// <summary>The desk on Kestrel, with a customer's conversation in the same process.</summary>
internal sealed class DeskHost : IOperatorConsole, IAsyncDisposable
{
    public const string Password = "een goed lang wachtwoord";

    private readonly List<string> _told = [];
    private readonly WebApplication _app;

    private DeskHost(Action<DeskOptions>? configure)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var services = builder.Services;
        Talk = new TestConversation(new RequestingBot(), Time, Store);
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<IOperatorConsole>(this);
        services.AddSingleton<IConversationStore>(Store);
        services.AddSingleton<IHandoverList>(Store);
        services.AddSingleton<IOutboxStore>(Store);
        services.AddSingleton<IAdvisorStore>(Advisors);
        services.AddSingleton<IKeyStore, InMemoryKeyStore>();
        services.AddSingleton<IAuditStore>(Audit);
        services.AddSingleton<IPresenceStore>(PresenceStore);
        services.AddSingleton<ILessonStore>(Lessons);
        services.AddSingleton<IFileStore>(Files);
        services.AddSingleton<IAdvisorThreadStore>(new InMemoryAdvisorThreadStore(Store));
        services.AddSingleton<IInsightStore>(Store);
        services.AddSingleton<MagBot.Desk.Knowledge.IDeskKnowledge, SampleKnowledge>();
        services.AddSingleton<IHandoverMessages, PlainMessages>();
        services.AddSingleton(Talk.Feed);
        services.AddSingleton(Talk.Runner);
        services.AddMagBotDesk(configure);
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        _app = builder.Build();
        _app.MapMagBotDesk();
    }

    /// <summary>The moment at which every desk of the tests starts.</summary>
    public static ManualTimeProvider Clock => new(ManualTimeProvider.OpenMoment);

    public ManualTimeProvider Time { get; } = Clock;

    public InMemoryConversationStore Store { get; } = new();

    public InMemoryAdvisorStore Advisors { get; } = new();

    public InMemoryAuditStore Audit { get; } = new();

    public InMemoryPresenceStore PresenceStore { get; } = new();

    public InMemoryFileStore Files { get; } = new();

    public InMemoryLessonStore Lessons { get; } = new();

    public TestConversation Talk { get; }

    public IServiceProvider Services => _app.Services;

    public IAdvisorPresence Presence => _app.Services.GetRequiredService<IAdvisorPresence>();

    /// <summary>The one-time link that was printed.</summary>
    public Uri SetupLink => new(Regex.Match(Assert.Single(_told), @"http\S+").Value);

    /// <summary>Whether a link was printed.</summary>
    public bool HasToldLink => _told.Count > 0;

    public static async Task<DeskHost> StartAsync(Action<DeskOptions>? configure = null)
    {
        var host = new DeskHost(configure);
        await host._app.StartAsync();
        return host;
    }

    public void Tell(string text) => _told.Add(text);

    /// <summary>A browser without a session.</summary>
    public Browser Open() => new(new Uri(_app.Urls.First() + "/desk/"));

    /// <summary>A browser of an advisor who just made an account by the printed link.</summary>
    public async Task<Browser> SetUpAsync()
    {
        var browser = Open();
        await browser.GetAsync(SetupLink.PathAndQuery);
        var answer = await browser.PostAsync(
            "setup", ("code", CodeOf(SetupLink)), ("userName", "anna"), ("displayName", "Anna"), ("password", Password));
        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        await browser.GetAsync("./");
        return browser;
    }

    /// <summary>A browser of a colleague who is no administrator.</summary>
    public async Task<Browser> AddColleagueAsync(Browser administrator)
    {
        await administrator.GetAsync("team");
        var page = await administrator.PostAsync("team/invite");
        var link = new Uri(WebUtility.HtmlDecode(Regex.Match(page.Text, "value=\"(http[^\"]+setup[^\"]+)\"").Groups[1].Value));
        var browser = Open();
        await browser.GetAsync(link.PathAndQuery);
        await browser.PostAsync("setup", ("code", CodeOf(link)), ("userName", "bram"), ("displayName", "Bram"), ("password", Password));
        await browser.GetAsync("./");
        return browser;
    }

    public static string CodeOf(Uri link) => link.Query["?code=".Length..];

    public async Task<IReadOnlyList<Activity>> LogAsync() =>
        [.. (await Store.ReadLogAsync(Talk.Id, 0, 1000, CancellationToken.None)).Select((LogEntry entry) => entry.Activity)];

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

/// <summary>What a browser got.</summary>
internal sealed record Answer(HttpStatusCode Status, string Text, HttpResponseMessage Message);

/// <summary>Cookies, forms with their token, and nothing else that a browser has. Follows no redirects.</summary>
internal sealed class Browser(Uri home) : IDisposable
{
    private readonly HttpClient _client = new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
    {
        BaseAddress = home,
        Timeout = TimeSpan.FromSeconds(30),
    };

    /// <summary>Token of the last page that had a form.</summary>
    public string Token { get; set; } = "";

    public async Task<Answer> GetAsync(string address, bool asFragment = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (asFragment)
            request.Headers.Add("HX-Request", "true");
        return await SendAsync(request);
    }

    public Task<Answer> PostAsync(string address, params (string Name, string Value)[] fields) => PostAsync(address, asFragment: false, fields);

    public async Task<Answer> PostAsync(string address, bool asFragment, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new FormUrlEncodedContent(
                fields.Append(("__RequestVerificationToken", Token)).Select(field => KeyValuePair.Create(field.Item1, field.Item2))),
        };
        if (asFragment)
            request.Headers.Add("HX-Request", "true");
        return await SendAsync(request);
    }

    public async Task<Answer> PostContentAsync(string address, HttpContent content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
        return await SendAsync(request);
    }

    public async Task<StreamReader> ListenAsync(string address) => new(await _client.GetStreamAsync(address));

    public void Dispose() => _client.Dispose();

    private async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        var message = await _client.SendAsync(request);
        var text = await message.Content.ReadAsStringAsync();
        if (Regex.Match(text, "name=\"__RequestVerificationToken\" value=\"([^\"]+)\"") is { Success: true } match)
            Token = match.Groups[1].Value;
        return new Answer(message.StatusCode, text, message);
    }
}
