using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MagBot.Host.Tests.Support;

/// <summary>A message as it stands in the channel now.</summary>
internal sealed record ChannelPost(string ThreadId, string Id, JsonElement Activity)
{
    /// <summary>The text, and all texts of a card.</summary>
    public string Words => string.Join('\n', Texts(Activity));

    /// <summary>Data of the button with this title; null when the card has none.</summary>
    public JsonElement? Button(string title) => Activity.TryGetProperty("attachments", out var files) && files[0].GetProperty("content").TryGetProperty("actions", out var actions)
        ? actions.EnumerateArray().Where(action => action.GetProperty("title").GetString() == title).Select(action => (JsonElement?)action.GetProperty("data")).FirstOrDefault()
        : null;

    private static IEnumerable<string> Texts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => member.Name is "text" or "value" && member.Value.ValueKind is JsonValueKind.String
            ? [member.Value.GetString() ?? ""]
            : Texts(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
        _ => [],
    };
}

/// <summary>The connector of a team's channel: threads, messages in them, changes and deletions, with the rules that Teams has.</summary>
internal sealed class TeamsChannelStub : IAsyncDisposable
{
    public const string ChannelId = "19:team@thread.tacv2";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, ChannelPost> _posts = new();
    private int _last = 1000;

    private TeamsChannelStub(WebApplication app) => _app = app;

    public string ServiceUrl => _app.Urls.First() + "/teams/";

    /// <summary>How many of the next calls fail with 503.</summary>
    public int Failures;

    public IReadOnlyList<ChannelPost> Posts => [.. _posts.Values.OrderBy(post => post.Id, StringComparer.Ordinal)];

    public static async Task<TeamsChannelStub> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var stub = new TeamsChannelStub(builder.Build());
        stub._app.Use((context, next) =>
        {
            if (Interlocked.Decrement(ref stub.Failures) < 0)
                return next(context);
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        });
        stub._app.MapPost("/teams/v3/conversations", stub.Create);
        stub._app.MapPost("/teams/v3/conversations/{thread}/activities", (string thread, JsonElement activity) => stub.Add(thread, activity));
        stub._app.MapPut("/teams/v3/conversations/{thread}/activities/{id}", stub.Replace);
        stub._app.MapDelete("/teams/v3/conversations/{thread}/activities/{id}", (string id) => stub._posts.TryRemove(id, out _) ? Results.Ok() : Results.NotFound());
        await stub._app.StartAsync();
        return stub;
    }

    /// <summary>Waits until the channel holds a message that fits.</summary>
    public async Task<ChannelPost> WaitAsync(Func<ChannelPost, bool> fits)
    {
        var until = DateTime.UtcNow + Patience;
        while (DateTime.UtcNow < until)
        {
            if (Posts.FirstOrDefault(fits) is { } found)
                return found;
            await Task.Yield();
            Thread.Sleep(20);
        }

        throw new TimeoutException("The channel holds: " + string.Join(" | ", Posts.Select(post => post.Words)));
    }

    /// <summary>Waits until the channel holds nothing.</summary>
    public async Task WaitUntilEmptyAsync()
    {
        var until = DateTime.UtcNow + Patience;
        while (!_posts.IsEmpty)
        {
            if (DateTime.UtcNow > until)
                throw new TimeoutException("The channel still holds: " + string.Join(" | ", Posts.Select(post => post.Words)));
            await Task.Yield();
            Thread.Sleep(20);
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private IResult Create(JsonElement body)
    {
        // What Teams answers with BadSyntax (teams.md, section 9).
        if (!body.GetProperty("isGroup").GetBoolean() || !body.TryGetProperty("activity", out var activity)
            || body.GetProperty("channelData").GetProperty("channel").GetProperty("id").GetString() != ChannelId)
            return Results.BadRequest();
        var id = Next();
        var thread = $"{ChannelId};messageid={id}";
        _posts[id] = new ChannelPost(thread, id, activity);
        return Results.Json(new { id = thread, activityId = id }, statusCode: 201);
    }

    private IResult Add(string thread, JsonElement activity)
    {
        var id = Next();
        _posts[id] = new ChannelPost(Uri.UnescapeDataString(thread), id, activity);
        return Results.Json(new { id }, statusCode: 201);
    }

    private IResult Replace(string thread, string id, JsonElement activity)
    {
        if (!_posts.TryGetValue(id, out var before))
            return Results.NotFound();
        _posts[id] = before with { Activity = activity };
        return Results.Json(new { id });
    }

    private string Next() => Interlocked.Increment(ref _last).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
