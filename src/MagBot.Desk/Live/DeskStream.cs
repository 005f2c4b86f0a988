using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using MagBot.Activities;
using MagBot.Desk.Accounts;
using MagBot.Desk.Resources;
using MagBot.Dialogs.Storage;
using MagBot.Dialogs.Turns;
using Microsoft.Extensions.Hosting;

namespace MagBot.Desk.Live;

/// <summary>
/// The server-sent events of one open desk. They only say what changed; the browser fetches it. Nothing is kept for a browser, so a
/// connection that drops loses nothing: every stream begins with everything changed.
/// </summary>
internal sealed class DeskStream(
    ConversationFeed feed, IConversationStore conversations, QueueWatch queue, DeskPresence presence, AdvisorAccounts accounts, TimeProvider time, IHostApplicationLifetime lifetime)
{
    /// <summary>Name of the event that ends the stream: the session is over.</summary>
    public const string SignedOut = "signedout";

    // A burst is told at once and then four times a second.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    // Proxies cut connections that stay silent, usually after a minute.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    // Browsers wait three seconds or more by themselves.
    private static readonly TimeSpan Reconnect = TimeSpan.FromSeconds(1);

    /// <summary>Runs until the browser leaves, the session ends or the host stops.</summary>
    public async IAsyncEnumerable<SseItem<string>> ListenAsync(
        ClaimsPrincipal principal, string? conversationId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        using var here = presence.Enter(DeskUser.From(principal).Id);
        var signal = new ChangeSignal();
        using var watching = queue.Watch(signal);
        var pump = conversationId is { Length: > 0 } ? PumpAsync(conversationId, signal, stop.Token) : Task.CompletedTask;

        try
        {
            signal.Raise(DeskChange.Queue | DeskChange.Conversation);
            var checkedAt = time.GetUtcNow();
            while (!stop.IsCancellationRequested)
            {
                var change = await signal.TakeAsync(Heartbeat, stop.Token).ConfigureAwait(false);
                foreach (var item in Events(change))
                    yield return item;
                if (time.GetUtcNow() - checkedAt >= Heartbeat)
                {
                    checkedAt = time.GetUtcNow();
                    if (!await accounts.IsValidAsync(principal, stop.Token).ConfigureAwait(false))
                    {
                        yield return new SseItem<string>("", SignedOut);
                        break;
                    }
                }

                await Task.Delay(Pause, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await pump.ConfigureAwait(false);
        }
    }

    private static IEnumerable<SseItem<string>> Events(DeskChange change)
    {
        if (change is DeskChange.None)
            yield return new SseItem<string>("", "ping");
        if (change.HasFlag(DeskChange.Queue))
            yield return new SseItem<string>("", "queue") { ReconnectionInterval = Reconnect };
        if (change.HasFlag(DeskChange.Conversation))
            yield return new SseItem<string>("", "conversation");
        if (change.HasFlag(DeskChange.Typing))
            yield return new SseItem<string>(DeskTexts.CustomerTyping, "typing");
    }

    private async Task PumpAsync(string conversationId, ChangeSignal signal, CancellationToken cancellationToken)
    {
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                using var subscription = feed.Subscribe(conversationId);
                signal.Raise(DeskChange.Conversation);
                await foreach (var item in subscription.Items.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                {
                    if (item.Typing is null)
                        signal.Raise(DeskChange.Conversation);
                    else if (item.Typing.From?.Role != Roles.Bot && await IsOpenAsync(conversationId, cancellationToken).ConfigureAwait(false))
                        signal.Raise(DeskChange.Typing);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The browser left.
        }
    }

    // What the customer does with the bot alone is not the advisor's, as the transcript is not.
    private async Task<bool> IsOpenAsync(string conversationId, CancellationToken cancellationToken) =>
        (await conversations.FindAsync(conversationId, cancellationToken).ConfigureAwait(false))?.Handover.IsOpen == true;
}
