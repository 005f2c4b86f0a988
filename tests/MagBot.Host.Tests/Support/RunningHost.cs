using MagBot.Dialogs.Turns;
using MagBot.TestSupport.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace MagBot.Host.Tests.Support;

/// <summary>The real host on a free port of the loopback address, with SQLite in a temporary directory and a scripted bot.</summary>
internal sealed class RunningHost : IAsyncDisposable
{
    public const string Secret = "geheim-geheim-geheim-geheim-geheim";

    private readonly WebApplication _app;
    private readonly TemporaryDirectory? _ownData;

    private RunningHost(WebApplication app, TemporaryDirectory? ownData)
    {
        (_app, _ownData) = (app, ownData);
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());
        Http = new HttpClient { BaseAddress = Address };
    }

    public Uri Address { get; }

    public string Origin => Address.GetLeftPart(UriPartial.Authority);

    public HttpClient Http { get; }

    public ScriptedBot Bot => (ScriptedBot)_app.Services.GetRequiredService<IBot>();

    public IServiceProvider Services => _app.Services;

    /// <param name="dataDirectory">Where to keep everything; null takes a directory that goes away with the host.</param>
    /// <param name="customize">Last word on services.</param>
    /// <param name="settings">Further settings, <c>MagBot:DirectLine:X=y</c>.</param>
    public static Task<RunningHost> StartAsync(
        string? dataDirectory = null, Action<IServiceCollection>? customize = null, params string[] settings) =>
        StartWithoutBotAsync(
            dataDirectory,
            services =>
            {
                services.AddSingleton<IBot, ScriptedBot>();
                customize?.Invoke(services);
            },
            settings);

    /// <summary>The host with MagBot itself instead of the scripted bot.</summary>
    /// <param name="settings">Further settings.</param>
    public static Task<RunningHost> StartWithAssistantAsync(params string[] settings) => StartWithoutBotAsync(null, null, settings);

    /// <summary>The host with MagBot itself, with a last word on where it keeps everything and on services.</summary>
    public static Task<RunningHost> StartAssistantInAsync(
        string? dataDirectory, Action<IServiceCollection>? customize = null, params string[] settings) =>
        StartWithoutBotAsync(dataDirectory, customize, settings);

    private static async Task<RunningHost> StartWithoutBotAsync(string? dataDirectory, Action<IServiceCollection>? customize, string[] settings)
    {
        var own = dataDirectory is null ? new TemporaryDirectory() : null;
        string[] args =
        [
            "--urls", "http://127.0.0.1:0",
            "--MagBot:DataDirectory=" + (dataDirectory ?? own?.Path),
            "--MagBot:KnowledgeDirectory=" + KnowledgeDirectory,
            "--MagBot:DirectLine:Secrets:0=" + Secret,
            "--MagBot:DirectLine:StartsPerMinutePerAddress=10000",
            "--MagBot:DirectLine:PostsPerSecond=1000",
            "--Logging:LogLevel:Default=None",
            .. settings.Select(setting => "--" + setting),
        ];
        var app = HostApplication.Build(args, builder =>
        {
            customize?.Invoke(builder.Services);
        });
        await app.StartAsync();
        return new RunningHost(app, own);
    }

    /// <summary>The knowledge of the repository.</summary>
    public static string KnowledgeDirectory { get; } = Find("knowledge");

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _ownData?.Dispose();
    }

    private static string Find(string name)
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
            if (File.Exists(Path.Combine(directory.FullName, "MagBot.sln")))
                return Path.Combine(directory.FullName, name);
        throw new DirectoryNotFoundException("The tests must run inside the repository.");
    }
}

/// <summary>One host for the tests of a class; each test has a conversation of its own.</summary>
public sealed class SharedHost : IAsyncLifetime
{
    internal RunningHost Host { get; private set; } = null!; // set before the first test

    public async Task InitializeAsync() => Host = await RunningHost.StartAsync();

    public async Task DisposeAsync() => await Host.DisposeAsync();
}
