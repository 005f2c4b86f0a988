using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace MagBot.Host.Tests.Support;

/// <summary>An answer as it stood on the wire.</summary>
internal sealed record Answer(HttpStatusCode Status, string Body, HttpResponseHeaders Headers)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string? Code => Json.GetProperty("error").GetProperty("code").GetString();

    public string Text(string name) => Json.GetProperty(name).GetString()!; // a missing member fails the test

    public List<string?> Texts => [.. Json.GetProperty("activities").EnumerateArray().Select(activity =>
        activity.TryGetProperty("text", out var text) ? text.GetString() : null)];
}

/// <summary>Raw requests as a client sends them.</summary>
internal static class Wire
{
    public static async Task<Answer> SendAsync(
        this HttpClient http, string method, string path, string? bearer = null, string? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (bearer is not null)
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + bearer);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers);
    }

    /// <summary>A token of the widget, with its conversation begun.</summary>
    public static async Task<Talk> BeginAsync(this RunningHost host)
    {
        var token = await host.Http.SendAsync("POST", "/widget/token", body: "{}");
        var start = await host.Http.SendAsync("POST", "/v3/directline/conversations", token.Text("token"), """{"user":{}}""");
        Assert.Equal(HttpStatusCode.Created, start.Status);
        return new Talk(host, start.Text("conversationId"), start.Text("token"), start.Text("streamUrl"), token.Text("userId"));
    }
}

/// <summary>One conversation of a client.</summary>
internal sealed record Talk(RunningHost Host, string Id, string Token, string StreamUrl, string UserId)
{
    public string Activities => $"/v3/directline/conversations/{Id}/activities";

    public Task<Answer> PostAsync(string body) => Host.Http.SendAsync("POST", Activities, Token, body);

    public Task<Answer> SayAsync(string text, string? clientActivityId = null) => PostAsync(JsonSerializer.Serialize(new
    {
        type = "message",
        text,
        from = new { id = UserId, role = "user" },
        channelData = new { clientActivityID = clientActivityId ?? Guid.NewGuid().ToString("N") },
    }));

    public Task<Answer> ReadAsync(string? watermark = "") => Host.Http.SendAsync("GET", $"{Activities}?watermark={watermark}", Token);

    public Task<Answer> ReconnectAsync(string? watermark = "") =>
        Host.Http.SendAsync("GET", $"/v3/directline/conversations/{Id}?watermark={watermark}", Token);
}
