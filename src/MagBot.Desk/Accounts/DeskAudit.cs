using MagBot.Dialogs.Storage;
using Microsoft.AspNetCore.Http;

namespace MagBot.Desk.Accounts;

/// <summary>Writes the audit log: who saw, answered, changed, erased what. Never a word of a customer. Thread safe.</summary>
internal sealed class DeskAudit(IAuditStore store, DeskOptions options, TimeProvider time)
{
    private static readonly TimeSpan BetweenErasures = TimeSpan.FromHours(1);
    private long _erasedAt;

    public async Task WriteAsync(string actor, string action, string? conversationId = null, string? detail = null)
    {
        // What was done was done, also when the browser hung up.
        var now = time.GetUtcNow();
        await store.AddAsync(new AuditLine(now, actor, action, conversationId, detail), CancellationToken.None).ConfigureAwait(false);
        var erased = Interlocked.Read(ref _erasedAt);
        if (now.Ticks - erased > BetweenErasures.Ticks && Interlocked.CompareExchange(ref _erasedAt, now.Ticks, erased) == erased)
            await store.EraseBeforeAsync(now - options.AuditRetention, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Notes each command with its outcome.</summary>
    public async ValueTask<object?> NoteCommandAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var answer = await next(context).ConfigureAwait(false);
        var action = http.Request.Path.Value?.Split('/')[^1] ?? "";
        if (action is "typing" or "signout" or "presence")
            return answer;
        var status = answer is IStatusCodeHttpResult { StatusCode: { } code } ? code : StatusCodes.Status302Found;
        var conversation = http.Request.Form["c"].ToString();
        await WriteAsync(DeskUser.From(http.User).Id, action, conversation.Length is > 0 and <= 200 ? conversation : null, status >= 400 ? $"refused {status}" : null).ConfigureAwait(false);
        return answer;
    }
}
