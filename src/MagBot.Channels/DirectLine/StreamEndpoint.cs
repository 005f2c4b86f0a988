using System.Net.WebSockets;
using System.Text.Json;
using MagBot.Activities;
using MagBot.Dialogs.Conversations;
using MagBot.Dialogs.Storage;
using MagBot.Dialogs.Turns;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MagBot.Channels.DirectLine;

/// <summary>The WebSocket of a conversation: first what the client missed, then what is said, in order and each once.</summary>
internal sealed partial class StreamEndpoint(
    IConversationStore store,
    ConversationFeed feed,
    DirectLineTokens tokens,
    Origins origins,
    SocketRegistry registry,
    IOptions<DirectLineOptions> options,
    ILogger<StreamEndpoint> logger)
{
    private const int PageSize = 100;

    /// <summary>Checks everything before the upgrade: a client that is refused asks for a new address and comes back.</summary>
    public async Task<IResult> OpenAsync(HttpContext context, string conversationId, string? watermark, string? t)
    {
        if (!context.WebSockets.IsWebSocketRequest)
            return Refusal.BadArgument("This address is for WebSockets.");
        var reading = await tokens.ReadForStreamAsync(t ?? "", context.RequestAborted).ConfigureAwait(false);
        if (reading.Grant is not { } grant || grant.ConversationId != conversationId)
            return Refusal.Forbidden("The stream token is not valid for this conversation.");
        if (reading.Verdict is TokenVerdict.Expired)
            return Refusal.TokenExpired();
        if (!origins.Allows(context.Request, grant.Origins))
            return Refusal.Forbidden("The token may not be used from this origin.");
        if (await store.FindAsync(conversationId, context.RequestAborted).ConfigureAwait(false) is not { } conversation)
            return Refusal.UnknownConversation();
        if (!Watermark.TryRead(watermark, conversation.NextSequence, out var next))
            return Refusal.BadArgument("The watermark is not one of this conversation.");
        var address = RequestLimits.AddressOf(context);
        if (!registry.HasRoom(address))
            return Refusal.Throttled(TimeSpan.FromMinutes(1));

        using var webSocket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            KeepAliveInterval = options.Value.KeepAliveInterval,
            KeepAliveTimeout = options.Value.KeepAliveInterval,
        }).ConfigureAwait(false);
        using var socket = new StreamSocket(webSocket, conversationId, address, options.Value.SendTimeout);
        await ServeAsync(socket, next).ConfigureAwait(false);
        return TypedResults.Empty;
    }

    private async Task ServeAsync(StreamSocket socket, long next)
    {
        registry.Add(socket);
        try
        {
            socket.StartReading();
            await PumpAsync(socket, next).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The socket has to end, or its reader is stuck.
        }
        catch (Exception exception) when (exception is WebSocketException or IOException)
        {
            // The connection broke; the client comes back with its watermark.
        }
        catch (Exception exception)
        {
            LogFailed(exception, socket.ConversationId);
            socket.Close(WebSocketCloseStatus.InternalServerError, "error");
        }
        finally
        {
            registry.Remove(socket);
            await socket.FinishAsync().ConfigureAwait(false);
        }
    }

    private async Task PumpAsync(StreamSocket socket, long next)
    {
        // Listen first, then read the log: what is said in between comes twice and is recognised by its number, never not at all.
        using var subscription = feed.Subscribe(socket.ConversationId);
        next = await ReplayAsync(socket, next).ConfigureAwait(false);
        while (await subscription.Items.WaitToReadAsync(socket.Ending).ConfigureAwait(false))
        {
            while (!socket.Ending.IsCancellationRequested && subscription.Items.TryRead(out var item))
            {
                if (item.Typing is { } typing)
                    await SendAsync(socket, [typing], null).ConfigureAwait(false);
                else if (item.Entries.Count == 0 || item.Entries[0].Sequence > next)
                    next = await ReplayAsync(socket, next).ConfigureAwait(false);
                else
                    next = await ForwardAsync(socket, item.Entries, next).ConfigureAwait(false);
            }
        }

        socket.Close(WebSocketCloseStatus.PolicyViolation, "too slow");
    }

    private async Task<long> ReplayAsync(StreamSocket socket, long next)
    {
        while (true)
        {
            var page = await store.ReadLogAsync(socket.ConversationId, next, PageSize, socket.Ending).ConfigureAwait(false);
            next = await ForwardAsync(socket, page, next).ConfigureAwait(false);
            if (page.Count < PageSize)
                return next;
        }
    }

    private static async ValueTask<long> ForwardAsync(StreamSocket socket, IReadOnlyList<LogEntry> entries, long next)
    {
        if (entries.Count == 0 || entries[^1].Sequence < next)
            return next;
        var after = entries[^1].Sequence + 1;
        List<Activity> visible = [.. entries.Where(entry => entry.Sequence >= next && Watermark.IsVisible(entry)).Select(entry => entry.Activity)];
        if (visible.Count > 0)
            await SendAsync(socket, visible, Watermark.Write(after)).ConfigureAwait(false);
        return after;
    }

    private static ValueTask SendAsync(StreamSocket socket, IReadOnlyList<Activity> activities, string? watermark) =>
        socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(new ActivitySet(activities, watermark), DirectLineJson.Contract.ActivitySet));

    [LoggerMessage(2002, LogLevel.Error, "The stream of conversation {ConversationId} failed")]
    private partial void LogFailed(Exception exception, string conversationId);
}
