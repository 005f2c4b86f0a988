using MagBot.Desk.Http;
using MagBot.Desk.Resources;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting;

namespace MagBot.Desk.Accounts;

/// <summary>Tells the one who starts the host something. Secrets go this way and not through the log, which may be kept elsewhere.</summary>
internal interface IOperatorConsole
{
    void Tell(string text);
}

/// <summary>Standard output.</summary>
internal sealed class OperatorConsole : IOperatorConsole
{
    public void Tell(string text) => Console.Out.WriteLine(text);
}

/// <summary>While there is no account, every start prints a one-time link to make the first one.</summary>
internal sealed class SetupLink(Invitations invitations, IServer server, DeskOptions options, IOperatorConsole console) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Once the server listens, so that its address is known.</summary>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        if (!options.Oidc.AllowsLocalAccounts)
            return;
        if (await invitations.CreateSetupAsync(cancellationToken).ConfigureAwait(false) is not { } code)
            return;
        var address = options.PublicUrl?.ToString() ?? Listening(server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault());
        console.Tell(DeskPaths.Format(DeskTexts.ConsoleSetupLink, DeskPaths.Setup(address, code), (int)options.InvitationLifetime.TotalHours));
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // "Every interface" is no address that a browser can open.
    internal static string Listening(string? address) => (address ?? "http://localhost:5080")
        .Replace("[::]", "localhost", StringComparison.Ordinal)
        .Replace("0.0.0.0", "localhost", StringComparison.Ordinal)
        .Replace("//+", "//localhost", StringComparison.Ordinal)
        .Replace("//*", "//localhost", StringComparison.Ordinal);
}
