using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace MagBot.EndToEnd.Tests;

/// <summary>A customer over plain Direct Line, who repeats a request until the server has taken it, under the same client id.</summary>
internal sealed class DirectLineTalk
{
    private readonly HttpClient _http;
    private readonly string _base;
    private int _said;

    private DirectLineTalk(HttpClient http, string url, string conversationId)
    {
        _http = http;
        ConversationId = conversationId;
        _base = $"{url}/v3/directline/conversations/{conversationId}/activities";
    }

    public string ConversationId { get; }

    public static async Task<DirectLineTalk> StartAsync(string url)
    {
        while (true)
        {
            try
            {
                return await TryStartAsync(url);
            }
            catch (Exception exception) when (Outage.Caused(exception))
            {
                // The server is down, or asks to come back later.
                await Task.Delay(100);
            }
        }
    }

    private static async Task<DirectLineTalk> TryStartAsync(string url)
    {
        var http = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        using var answer = await http.PostAsJsonAsync(new Uri(url + "/widget/token"), new { });
        answer.EnsureSuccessStatusCode();
        var token = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!; // a JSON object
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string?)token["token"]);
        using var started = await http.PostAsJsonAsync(new Uri(url + "/v3/directline/conversations"), new { });
        started.EnsureSuccessStatusCode();
        return new DirectLineTalk(http, url, (string)token["conversationId"]!); // always in the answer
    }

    /// <summary>Says something and gives all that was answered to it.</summary>
    public async Task<string> AskAsync(string text)
    {
        var id = await SayAsync(text);
        var log = await LogAsync();
        return string.Join('\n', log.SkipWhile(activity => (string?)activity["id"] != id).Skip(1).Select(activity => (string?)activity["text"]));
    }

    /// <summary>Says something, as often as it takes, and gives the id under which it stands in the log.</summary>
    public async Task<string> SayAsync(string text)
    {
        var body = new
        {
            type = "message",
            text,
            from = new { id = "customer" },
            locale = "nl-NL",
            channelData = new { clientActivityID = $"c{(_said++).ToString(CultureInfo.InvariantCulture)}" },
        };
        while (true)
        {
            try
            {
                using var answer = await _http.PostAsJsonAsync(new Uri(_base), body);
                if (answer.StatusCode == HttpStatusCode.OK)
                    return (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["id"]!; // the protocol's answer
                if (answer.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable or HttpStatusCode.InternalServerError))
                    throw new InvalidOperationException($"POST was answered with {answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
            }
            catch (Exception exception) when (Outage.Caused(exception))
            {
                // The server is down; the same request goes out again under the same id.
            }

            await Task.Delay(30);
        }
    }

    /// <summary>The whole log as a client reads it.</summary>
    public async Task<IReadOnlyList<JsonNode>> LogAsync()
    {
        var all = new List<JsonNode>();
        var watermark = "";
        while (true)
        {
            var set = JsonNode.Parse(await _http.GetStringAsync(new Uri($"{_base}?watermark={watermark}")))!; // an activity set
            var activities = set["activities"]!.AsArray();
            all.AddRange(activities.Select(activity => activity!.DeepClone()));
            watermark = (string)set["watermark"]!;
            if (activities.Count == 0)
                return all;
        }
    }
}
