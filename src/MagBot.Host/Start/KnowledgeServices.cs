using MagBot.Assistant;
using MagBot.Channels.Widget;
using MagBot.Dialogs.Handover;
using MagBot.Dialogs.Turns;
using MagBot.Knowledge.Loading;

namespace MagBot.Host.Start;

/// <summary>Loads the knowledge, keeps it fresh, and lets the assistant and the widget speak from it.</summary>
internal static class KnowledgeServices
{
    public static void AddMagBotKnowledge(this IServiceCollection services, string directory)
    {
        services.AddSingleton(_ => KnowledgeProvider.Start(directory, new KnowledgeLoadOptions { RequiredTexts = AssistantTexts.Required }));
        services.AddSingleton<AssistantBot>();
        services.AddSingleton<MagBot.Desk.Knowledge.IDeskKnowledge, DeskKnowledge>();
        services.AddSingleton<IBot>(provider => provider.GetRequiredService<AssistantBot>());
        services.AddSingleton<IHandoverMessages>(provider => provider.GetRequiredService<AssistantBot>());
        services.AddHostedService(provider =>
        {
            _ = provider.GetRequiredService<IBot>(); // builds its index before the first customer comes
            return ActivatorUtilities.CreateInstance<KnowledgeWatch>(provider);
        });
        services.AddSingleton<IWidgetTexts, KnowledgeTexts>();
    }
}

/// <summary>Reloads the knowledge when its files change and says in the log what came of it.</summary>
internal sealed partial class KnowledgeWatch(KnowledgeProvider knowledge, ILogger<KnowledgeWatch> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var fault in knowledge.LastFaults)
            LogFault(fault);
        LogLoaded(knowledge.Current.Answers.Count, knowledge.Current.Version);
        knowledge.Reloaded += OnReloaded;
        knowledge.Watch();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        knowledge.Reloaded -= OnReloaded;
        return Task.CompletedTask;
    }

    private void OnReloaded(object? sender, KnowledgeReloadedEventArgs reload)
    {
        foreach (var fault in reload.Faults)
            LogFault(fault);
        if (reload.Accepted)
            LogLoaded(reload.Current.Answers.Count, reload.Current.Version);
        else
            LogRefused(reload.Current.Version);
    }

    [LoggerMessage(3101, LogLevel.Information, "Knowledge in service: {Answers} answers, version {Version}")]
    private partial void LogLoaded(int answers, string version);

    [LoggerMessage(3102, LogLevel.Warning, "Knowledge: {Fault}")]
    private partial void LogFault(Fault fault);

    [LoggerMessage(3103, LogLevel.Error, "The edited knowledge has errors and is not used; version {Version} stays in service")]
    private partial void LogRefused(string version);
}

/// <summary>The texts under <c>widget.</c> in <c>texts.yaml</c>.</summary>
internal sealed class KnowledgeTexts(KnowledgeProvider knowledge) : IWidgetTexts
{
    private const string Prefix = "widget.";

    public string ShopName => knowledge.Current.Shop.Name;

    public IReadOnlyDictionary<string, string> Strings
    {
        get
        {
            var current = knowledge.Current;
            return current.Texts.Keys
                .Where(key => key.StartsWith(Prefix, StringComparison.Ordinal))
                .ToDictionary(
                    key => key[Prefix.Length..],
                    key => current.Texts.Get(key, ("shop", current.Shop.Name), ("phone", current.Shop.Phone), ("email", current.Shop.Email)),
                    StringComparer.Ordinal);
        }
    }
}
