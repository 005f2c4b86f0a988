using MagBot.Assistant;
using MagBot.Channels.Connector;
using MagBot.Channels.DirectLine;
using MagBot.Channels.Widget;
using MagBot.Desk;
using MagBot.Desk.Deliveries;
using MagBot.Dialogs.Turns;
using MagBot.Host.Start;
using MagBot.Host.Web;
using MagBot.State;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;

namespace MagBot.Host;

/// <summary>Puts the parts together and runs them.</summary>
internal static class HostApplication
{
    private const string DefaultUrl = "http://localhost:5080";

    /// <summary>Runs until the process is asked to stop.</summary>
    /// <param name="args">Command line.</param>
    /// <param name="error">Hears why the start failed.</param>
    /// <returns>The exit code: 1 when the start failed.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter error)
    {
        WebApplication? app = null;
        try
        {
            app = Build(args);
            await app.StartAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (app?.Lifetime.ApplicationStopping.IsCancellationRequested == true)
        {
            await app.DisposeAsync().ConfigureAwait(false); // told to stop before it was there
            return 0;
        }
        catch (Exception exception)
        {
            await error.WriteLineAsync(StartFault.Describe(exception)).ConfigureAwait(false);
            if (app is not null)
                await app.DisposeAsync().ConfigureAwait(false);
            return 1;
        }

        // What reading the knowledge left behind goes back to the system; a bot may be idle for hours after this.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        await app.WaitForShutdownAsync().ConfigureAwait(false);
        await app.DisposeAsync().ConfigureAwait(false);
        return 0;
    }

    /// <summary>Builds the application without starting it.</summary>
    /// <param name="args">Command line.</param>
    /// <param name="customize">Last word on the services, for tests.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? customize = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, WebRootPath = WebRoot.Find() });
        Configure(builder);
        AddServices(builder);
        customize?.Invoke(builder);
        var app = builder.Build();
        BeginReading(app.Services);
        Use(app);
        Map(app);
        return app;
    }

    // Reading the knowledge and building the index take half of the start: begun here, they run beside the rest of it. A fault comes
    // up again, and is told, where the start itself asks for the bot.
    private static void BeginReading(IServiceProvider services) => Task.Run(() => services.GetRequiredService<IBot>());

    private static void Configure(WebApplicationBuilder builder)
    {
        // Defaults beside the program; appsettings.json in the working directory, the environment and the command line come after.
        builder.Configuration.Sources.Insert(0, new Microsoft.Extensions.Configuration.Json.JsonConfigurationSource
        {
            FileProvider = new Microsoft.Extensions.FileProviders.PhysicalFileProvider(AppContext.BaseDirectory),
            Path = "appsettings.json",
            Optional = true,
        });
        if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey])
            && string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.HttpPortsKey])
            && string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.HttpsPortsKey])
            && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
            builder.WebHost.UseUrls(DefaultUrl);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.AddConsoleLog();
    }

    private static void AddServices(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var settings = builder.Configuration.GetSection(MagBotOptions.SectionName).Get<MagBotOptions>() ?? new MagBotOptions();
        services.AddSingleton(settings);
        services.AddSingleton(TimeProvider.System);

        services.AddMagBotState(builder.Configuration.GetConnectionString("MagBot"), Path.GetFullPath(settings.DataDirectory));
        services.AddSingleton<ConversationFeed>();
        services.AddSingleton(new TurnOptions());
        services.AddSingleton<TurnRunner>();
        services.AddSingleton(new AssistantOptions { StrictClaims = settings.Claims.Strict });
        services.AddMagBotKnowledge(Path.GetFullPath(settings.KnowledgeDirectory));
        services.AddHostedService<Retention>();

        services.AddOptions<DirectLineOptions>().BindConfiguration(DirectLineOptions.SectionName)
            .Configure(options => options.PublicOrigin = settings.PublicOrigin);
        services.AddMagBotDirectLine();
        services.AddMagBotWidget();
        services.AddOptions<ConnectorOptions>().BindConfiguration(ConnectorOptions.SectionName);
        services.AddMagBotConnector();
        services.AddMagBotDesk(
            desk => builder.Configuration.GetSection(DeskOptions.SectionName).Bind(desk),
            delivery => builder.Configuration.GetSection(DeliveryOptions.SectionName).Bind(delivery));

        services.AddDataProtection().SetApplicationName("MagBot");
        services.AddSingleton<KeyStoreXmlRepository>();
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>, KeyStoreXmlRepository.Configure>();
        services.AddTrustedProxies(settings);
        services.AddStaticCompression();
    }

    private static void Use(WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseMiddleware<SecurityHeaders>();
        app.UseMagBotProtocol();
        app.UseWebSockets();
        app.UseStaticPages();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
    }

    private static void Map(WebApplication app)
    {
        app.MapHealth();
        app.MapMagBotDirectLine();
        app.MapMagBotWidget();
        app.MapMagBotConnector();
        app.MapMagBotDesk();
    }
}
